import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PulumiCommand } from "@pulumi/pulumi/automation/index.js";
import { engineCli } from "./engine-stack";

/** A Pulumi CLI that can be killed while it works: a script that notes its process id and becomes the CLI. */
export class KillableCli {
  private constructor(
    private readonly folder: string,
    readonly command: PulumiCommand,
  ) {}

  static async open(): Promise<KillableCli> {
    // By its path: the script is called pulumi too, and the first on PATH when it runs.
    const { command } = await engineCli();
    const path = execFileSync("sh", ["-c", 'command -v "$0"', command], { encoding: "utf8" }).trim();
    const folder = mkdtempSync(join(tmpdir(), "lls-killable-"));
    mkdirSync(join(folder, "bin"));
    const script = `#!/bin/sh\necho $$ > '${join(folder, "pid")}'\nexec '${path}' "$@"\n`;
    writeFileSync(join(folder, "bin", "pulumi"), script, { mode: 0o755 });
    return new KillableCli(folder, await PulumiCommand.get({ root: folder }));
  }

  /** Ends the process that was started last, at once and without a chance to tidy up. */
  kill(): void {
    process.kill(Number(readFileSync(join(this.folder, "pid"), "utf8")), "SIGKILL");
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
