import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { expect, inject, it } from "vitest";
import { describeEngine } from "./engine-stack";

/** Commands that pages and printed steps use. */
const commands = [
  "cancel",
  "config set",
  "destroy",
  "import",
  "login",
  "package add",
  "policy analyze",
  "preview",
  "refresh",
  "stack init",
  "stack output",
  "state unprotect",
  "up",
];

describeEngine("the Pulumi CLI", () => {
  it("has the flags by which pages are checked", async () => {
    const flags = Object.fromEntries(
      commands.map((command) => {
        const help = execFileSync(inject("pulumiCli")!, [...command.split(" "), "--help"], { encoding: "utf8" });
        return [command, [...new Set(help.match(/--[a-z][a-z-]*/g))].sort()];
      }),
    );
    const file = join(__dirname, "..", "golden", "docs", "pulumi-flags.json");
    await expect(`${JSON.stringify(flags, null, 2)}\n`).toMatchFileSnapshot(file);
  });
});
