import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, inject, it } from "vitest";
import { commandsIn, optionsIn } from "../ci/commands";

const script = readFileSync(join(__dirname, "..", "..", ".ci", "live"), "utf8");

describe.skipIf(inject("pulumiCli") === null)("what pipelines ask of Pulumi", () => {
  it("are options that a preview has", () => {
    const help = execFileSync(inject("pulumiCli")!, ["preview", "--help"], {
      encoding: "utf8",
      env: { ...process.env, PULUMI_SKIP_UPDATE_CHECK: "true" },
    });
    const asked = commandsIn(script).filter((command) => /^(pulumi )?preview /.test(command));
    const options = asked.flatMap(optionsIn);
    expect(options).toEqual(expect.arrayContaining(["--policy-pack", "--refresh", "--expect-no-changes"]));
    expect(optionsIn(help)).toEqual(expect.arrayContaining(options));
  });
});
