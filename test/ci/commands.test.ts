import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { lls } from "../cli/run-lls";
import { root } from "../cli/temporary-project";
import { commandsIn, optionsIn } from "./commands";
import { runsOf, workflows } from "./workflow";

const scripts = [
  ...workflows.flatMap((workflow) => runsOf(workflow).map((run) => ({ where: workflow.file, script: run }))),
  { where: ".ci/live", script: readFileSync(join(root, ".ci", "live"), "utf8") },
];
const commands = scripts.flatMap(({ where, script }) => commandsIn(script).map((command) => ({ where, command })));
const calls = (beginning: string) => commands.filter(({ command }) => `${command} `.startsWith(`${beginning} `));

describe("commands of the workflows", () => {
  it("are found", () => {
    expect(commandsIn('x=1\nfor a in b; do\n  node x "$a" \\\n    --y | tee z && npm ci || c=$?\ndone')).toEqual(
      expect.arrayContaining(['node x "$a" --y', "tee z", "npm ci"]),
    );
    expect(calls("npm").length).toBeGreaterThan(8);
    expect(calls("node bin/lls.js").length).toBeGreaterThan(2);
  });

  it("of npm are its own, or scripts of the package", () => {
    const { scripts: own } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { scripts: object };
    for (const { where, command } of calls("npm")) {
      const [, verb = "", name = ""] = command.split(" ");
      if (verb === "run") expect(own, where).toHaveProperty(name);
      else expect(["ci", "pack", "publish", "start", "test"], where).toContain(verb);
    }
  });

  it("of lls have commands and options that lls has", async () => {
    for (const { where, command } of calls("node bin/lls.js")) {
      const verb = command.split(" ")[2]!;
      const { code, out } = await lls(root, verb, "--help");
      expect(code, `${where}: ${command}`).toBe(0);
      expect(optionsIn(out), `${where}: ${command}`).toEqual(expect.arrayContaining(optionsIn(command)));
    }
    expect(optionsIn((await lls(root, "plan", "--help")).out)).not.toContain("--nope");
  });

  it("of the repository exist", () => {
    const files = commands.flatMap(({ command }) => command.match(/^(?:node )?(\.ci\/[\w./-]+)/)?.[1] ?? []);
    expect(files).toEqual(expect.arrayContaining([".ci/live", ".ci/report/github-comment.mjs"]));
    for (const file of files) expect(existsSync(join(root, file)), file).toBe(true);
  });
});
