import { spawn } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { builtVersion } from "./releases";

const command = "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi";
const versionVariable = "github.com/pulumi/pulumi/sdk/v3/go/common/version.Version";

/**
 * Builds the CLI out of Go modules into a folder, so that it holds `bin/pulumi`. No language host comes with it: it serves
 * inline programs only. Versions and sums of every module stand in go/go.mod and go/go.sum.
 * @throws Error if Go is missing or the build fails
 */
export async function buildCli(folder: string, say: (message: string) => void): Promise<void> {
  say(`building the Pulumi CLI ${builtVersion} with Go; the first time takes about three minutes`);
  mkdirSync(dirname(folder), { recursive: true });
  const workspace = mkdtempSync(`${folder}-`);
  try {
    // In a copy: Go must never write into the installed package.
    cpSync(moduleFolder(), workspace, { recursive: true });
    const flags = ["-mod=readonly", "-buildvcs=false", "-ldflags", `-X ${versionVariable}=v${builtVersion}`];
    await run("go", ["build", ...flags, "-o", join("bin", "pulumi"), command], workspace, say);
    rmSync(folder, { recursive: true, force: true });
    renameSync(workspace, folder);
  } finally {
    rmSync(workspace, { recursive: true, force: true });
  }
}

/** go.mod and go.sum, which are shipped as they are, beside sources and compiled files alike. */
function moduleFolder(): string {
  for (let folder = __dirname; folder !== dirname(folder); folder = dirname(folder)) {
    const candidate = join(folder, "cli", "pulumi-cli", "go");
    if (existsSync(join(candidate, "go.mod"))) return candidate;
  }
  throw new Error("cli/pulumi-cli/go/go.mod is missing from this installation of nvcf-lls");
}

/** Go says on stderr what it downloads; one line in fifty is enough to see that it goes on. */
function run(program: string, args: string[], folder: string, say: (message: string) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd: folder, stdio: ["ignore", "ignore", "pipe"] });
    let lines: string[] = [];
    let count = 0;
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      for (const line of text.split("\n").filter((line) => line !== "")) {
        lines = [...lines.slice(-20), line];
        if (line.startsWith("go: downloading") && count++ % 50 === 0) say(`  ${line}`);
      }
    });
    child.on("error", (error: NodeJS.ErrnoException) =>
      reject(error.code === "ENOENT" ? new Error(`${program} is not on PATH`) : error),
    );
    child.on("close", (code) =>
      code === 0 ? resolve() : reject(new Error(`${program} ${args[0]} failed:\n${lines.join("\n")}`)),
    );
  });
}
