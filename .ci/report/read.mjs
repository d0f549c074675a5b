// @ts-check
import { closeSync, lstatSync, openSync, readSync, readdirSync } from "node:fs";
import { join } from "node:path";

/** More than any comment takes; a pull request could make a file of any size. */
const longestFile = 1 << 20;

/** More than anybody previews in one pull request. */
const mostStacks = 20;

/**
 * What a pipeline says of one stack, as text: the files of its folder, absent ones empty.
 * @typedef {{ stack: string, file: (name: string) => string }} Report
 */

/**
 * The reports below a folder: one folder for each stack, named `<kind>-<stack>`.
 * @param {string} folder
 * @param {string} kind
 * @returns {Report[]} ordered by stack
 */
export function readReports(folder, kind) {
  return directories(folder)
    .flatMap((name) => new RegExp(`^${kind}-([\\w.-]{1,100})$`).exec(name)?.[1] ?? [])
    .sort()
    .slice(0, mostStacks)
    .map((stack) => ({ stack, file: (name) => readText(join(folder, `${kind}-${stack}`, name)) }));
}

/** @param {string} folder */
function directories(folder) {
  try {
    return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? entry.name : []));
  } catch (error) {
    if (isMissing(error)) return []; // nothing was uploaded
    throw error;
  }
}

/** The beginning of a file; nothing of what is no file, such as a link out of the folder. @param {string} path */
function readText(path) {
  try {
    if (!lstatSync(path).isFile()) return "";
  } catch (error) {
    if (isMissing(error)) return "";
    throw error;
  }
  const buffer = Buffer.alloc(longestFile);
  const file = openSync(path, "r");
  try {
    return buffer.toString("utf8", 0, readSync(file, buffer, 0, longestFile, 0));
  } finally {
    closeSync(file);
  }
}

/** @param {unknown} error */
function isMissing(error) {
  return /** @type {NodeJS.ErrnoException} */ (error).code === "ENOENT";
}
