import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { pulumiCli } from "../cli/pulumi-cli";
import type { Ratio } from "./limits";
import { compare, costOf, type Cost } from "./measure";
import { plannedResources } from "./plan";
import { emptyPack } from "./policy-load";

const root = join(__dirname, "..");
const program = join(__dirname, "programs", "engine-preview.cjs");

/** Installations that have about 300 resources. */
const ofThreeHundred = 14;

/**
 * Previews under the real engine and the simulated cloud: many installations against a program that registers as many resources with the SDK alone, and
 * our policies against a pack without any. What any pack costs, which is the start of a process with Pulumi's SDK, is printed beside it.
 */
export async function benchEnginePreview(rounds: number): Promise<Ratio[]> {
  const { command } = await pulumiCli("npm run bench", console.log);
  const folder = mkdtempSync(join(tmpdir(), "lls-bench-"));
  try {
    const resources = join(folder, "resources.json");
    writeFileSync(resources, JSON.stringify(plannedResources()));
    symlinkSync(join(root, "node_modules"), join(folder, "node_modules"));
    const path = [analyzer(folder), process.env.PATH].join(delimiter);
    const preview =
      (kind: string, installations: number, ...pack: string[]) =>
      (): Cost =>
        costOf(["node", program, kind, String(installations), command, resources, ...pack], { PATH: path });
    const empty = emptyPack(folder);
    const packs = compare(
      {
        none: preview("ours", ofThreeHundred),
        empty: preview("ours", ofThreeHundred, empty),
        ours: preview("ours", ofThreeHundred, join(root, "policy")),
      },
      rounds,
    );
    const many = compare({ ours: preview("ours", 100), bare: preview("bare", 100) }, Math.ceil(rounds / 3));
    return [
      cpu("preview of 300 resources, our policies / a pack without any", packs.ours!, packs.empty!, 1.1),
      cpu("preview of 300 resources, our policies / no pack", packs.ours!, packs.none!),
      cpu("preview of 300 resources, a pack without policies / no pack", packs.empty!, packs.none!),
      cpu("preview of 100 installations / bare program", many.ours!, many.bare!, 1.2),
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function cpu(name: string, value: Cost, base: Cost, limit?: number): Ratio {
  return {
    ...{ name: `${name}, CPU`, value: value.cpuSeconds, base: base.cpuSeconds, unit: "s" },
    ...(limit !== undefined && { limit }),
  };
}

/** What Pulumi's Node.js language host has for packs, in a folder for PATH. */
function analyzer(folder: string): string {
  const path = join(folder, "bin");
  mkdirSync(path);
  const host = require.resolve("@pulumi/pulumi/cmd/run-policy-pack");
  const file = join(path, "pulumi-analyzer-policy-nodejs");
  writeFileSync(file, `#!/bin/sh\nexec "${process.execPath}" "${host}" "$@"\n`);
  chmodSync(file, 0o755);
  return path;
}
