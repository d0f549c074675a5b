import { execFile } from "node:child_process";
import { cpSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import { root, temporaryFolder } from "./temporary-project";

/** A checkout with nothing installed but Pulumi's packages, as far as they are asked for. */
function checkout(...installed: string[]): string {
  const folder = temporaryFolder();
  cpSync(join(root, "bin"), join(folder, "bin"), { recursive: true });
  cpSync(join(root, "package.json"), join(folder, "package.json"));
  writeFileSync(join(folder, "package-lock.json"), "{}");
  mkdirSync(join(folder, "node_modules", "@pulumi"), { recursive: true });
  for (const name of installed) symlinkSync(join(root, "node_modules", name), join(folder, "node_modules", name));
  return folder;
}

const sdks = ["aws", "azure-native", "kubernetes", "policy", "pulumi"].map((name) => `@pulumi/${name}`);

describe("a checkout without development dependencies", () => {
  it.each([
    ["what runs the sources", sdks, "esbuild is not installed"],
    ["an SDK too", sdks.slice(1), "@pulumi/aws, esbuild are not installed"],
  ])("lacks %s: lls says so, and ends with 2", async (_, installed, missing) => {
    const run = promisify(execFile)(process.execPath, [join(checkout(...installed), "bin", "lls.js"), "plan"]);
    await expect(run).rejects.toMatchObject({
      code: 2,
      stdout: "",
      stderr: `lls: ${missing}; run: npm ci --include=dev\n`,
    });
  });

  it("tells whoever loads program or pack what to run", async () => {
    const folder = checkout(...sdks);
    const code = `try { require("./bin/load").load("index.ts") } catch (error) { console.log(error.message) }`;
    const { stdout } = await promisify(execFile)(process.execPath, ["--eval", code], { cwd: folder });
    expect(stdout).toBe(
      "esbuild, by which a checkout of nvcf-lls runs its sources, is not installed; run: npm ci --include=dev\n",
    );
  });
});
