import { cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { stringify } from "yaml";
import { least, namespaced, type Config } from "../stacks/stack-file";

/** The checkout. */
export const root = join(__dirname, "..", "..");

/** Makes a folder of its own for one test, gone when it ends. */
export function temporaryFolder(): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "lls-test-")));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/**
 * Makes a project with one stack, dev, for one test.
 * @param stack what its config says besides the least; a text is the whole file; undefined: there is no stack file
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
  return stringify({ config: namespaced({ ...least, ...stack }) });
}
