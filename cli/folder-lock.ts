import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { BadInput } from "../components/bad-input";

/**
 * Keeps two processes from working on the same simulated cloud: each would know only of its own changes. One that was killed holds nothing.
 * @param folder need not exist
 * @returns gives the folder free
 * @throws BadInput if another process has it, or nothing can be written there
 */
export function lockFolder(folder: string): () => void {
  const file = `${folder}.lock`;
  while (!isTaken(file)) {
    const holder = holderOf(file);
    if (holder !== undefined && isAlive(holder)) {
      throw refusal("simulated stack", `another lls simulate (process ${holder}) works on it; wait for its end`);
    }
    rmSync(file, { force: true });
  }
  return () => rmSync(file, { force: true });
}

/** False: there is such a file. */
function isTaken(file: string): boolean {
  try {
    mkdirSync(dirname(file), { recursive: true });
  } catch (error) {
    throw unwritable(error);
  }
  try {
    writeFileSync(file, String(process.pid), { flag: "wx" });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw unwritable(error);
    return false;
  }
}

/** Undefined: it has just gone. */
function holderOf(file: string): number | undefined {
  try {
    return Number(readFileSync(file, "utf8"));
  } catch {
    return undefined;
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    // It is, and somebody else's.
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

function unwritable(error: unknown): BadInput {
  return refusal("cache folder", `cannot be written (${(error as Error).message}); LLS_CACHE names another one`);
}

function refusal(path: string, reason: string): BadInput {
  return new BadInput("lls simulate", [{ path, reason }]);
}
