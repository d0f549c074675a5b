import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Ratio } from "./limits";
import { compare, costOf, type Cost } from "./measure";

const root = join(__dirname, "..");
const host = join(root, "node_modules", "@pulumi", "pulumi", "cmd", "run-policy-pack");

/** Loading the policy pack, from a checkout and as published, against a pack without policies in plain JavaScript. */
export function benchPolicyLoad(rounds: number): Ratio[] {
  const folder = mkdtempSync(join(tmpdir(), "lls-bench-"));
  try {
    symlinkSync(join(root, "node_modules"), join(folder, "node_modules"));
    const { empty, checkout, published } = compare(
      {
        empty: load(emptyPack(folder)),
        checkout: load(join(root, "policy")),
        published: load(publishedPack(folder)),
      },
      rounds,
    );
    return [...ratios("checkout", checkout, empty), ...ratios("published", published, empty)];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Starts a pack as Pulumi's Node.js host does, in the pack's folder, until it serves. */
function load(pack: string): () => Cost {
  const preload = join(__dirname, "programs", "exit-when-served.cjs");
  return () => costOf(["env", "-C", pack, "node", "--require", preload, host, "127.0.0.1:1", "."]);
}

/** A pack without policies, in plain JavaScript. */
export function emptyPack(folder: string): string {
  const pack = join(folder, "empty");
  mkdirSync(pack);
  writeFileSync(join(pack, "PulumiPolicy.yaml"), "runtime: nodejs\n");
  writeFileSync(join(pack, "package.json"), JSON.stringify({ name: "empty", version: "0.0.1" }));
  writeFileSync(
    join(pack, "index.js"),
    'const { PolicyPack } = require("@pulumi/policy");\nnew PolicyPack("empty", { policies: [] });\n',
  );
  return pack;
}

/** What the package has, in a folder without a lock file. */
function publishedPack(folder: string): string {
  const installed = join(folder, "published");
  for (const part of ["bin", "dist", "policy"]) cpSync(join(root, part), join(installed, part), { recursive: true });
  return join(installed, "policy");
}

function ratios(name: string, value: Cost | undefined, base: Cost | undefined): Ratio[] {
  if (!value || !base) throw new Error(`The pack (${name}) was not measured`);
  return [
    {
      name: `load of the pack (${name}) / of an empty one, CPU`,
      value: value.cpuSeconds,
      base: base.cpuSeconds,
      unit: "s",
      limit: 1.3,
    },
    {
      name: `load of the pack (${name}) / of an empty one, memory`,
      value: value.peakMegabytes,
      base: base.peakMegabytes,
      unit: "MB",
      limit: 1.3,
    },
  ];
}
