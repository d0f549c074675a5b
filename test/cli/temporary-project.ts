import { cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll } from "vitest";
import { stringify } from "yaml";
import { least, namespaced, type Config } from "../stacks/stack-file";

/** The checkout. */
export const root = join(__dirname, "..", "..");

const folders: string[] = [];

// At the end of the file, not of the test: tests that run at the same time cannot be told apart here.
afterAll(() => folders.forEach((folder) => rmSync(folder, { recursive: true, force: true })));

/** Makes a folder of its own for a test. It is gone when the tests of the file have ended. */
export function temporaryFolder(): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "lls-test-")));
  folders.push(folder);
  return folder;
}

/**
 * Makes a project with one stack, dev, for a test.
 * @param stack what its config says besides the least on EKS, or with a cloud everything that it says; a text is the whole file; undefined: there is no stack file
 * @param facts text of facts/dev.json; absent: there is none
 */
export function temporaryProject(stack: Config | string | undefined = {}, facts?: string): string {
  const folder = temporaryFolder();
  cpSync(join(root, "Pulumi.yaml"), join(folder, "Pulumi.yaml"));
  if (stack !== undefined) writeFileSync(join(folder, "Pulumi.dev.yaml"), stackText(stack));
  if (facts !== undefined) {
    mkdirSync(join(folder, "facts"));
    writeFileSync(join(folder, "facts", "dev.json"), facts);
  }
  return folder;
}

function stackText(stack: Config | string): string {
  if (typeof stack === "string") return stack;
  return stringify({ config: namespaced(stack.cloud === undefined ? { ...least, ...stack } : stack) });
}
