import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Ratio } from "./limits";
import { compare, costOf } from "./measure";

const bare = join(__dirname, "programs", "bare.cjs");

/** `lls plan` of the dev stack, compiled and from a checkout, against a program that only registers the same resources. */
export function benchPlan(rounds: number): Ratio[] {
  const folder = mkdtempSync(join(tmpdir(), "lls-bench-"));
  try {
    const resources = join(folder, "resources.json");
    writeFileSync(resources, JSON.stringify(plannedResources()));
    const cost = compare(
      {
        bare: () => costOf(["node", bare, resources]),
        compiled: () => costOf(["node", "-e", 'require("./dist/cli/lls").main(["plan"])']),
        start: () => costOf(["npm", "start", "--silent"]),
      },
      rounds,
    );
    return [
      ...ratios("compiled lls plan / bare program", cost.compiled, cost.bare, 1.5),
      ...ratios("npm start / bare program", cost.start, cost.bare, 2.5),
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The resources of the dev stack, as its plan prints them. */
export function plannedResources(): unknown {
  const plan = execFileSync("node", ["bin/lls.js", "plan", "--format", "json"], { encoding: "utf8" });
  return (JSON.parse(plan) as { resources: unknown }).resources;
}

type Figures = ReturnType<typeof costOf> | undefined;

function ratios(name: string, value: Figures, base: Figures, limit: number): Ratio[] {
  if (!value || !base) throw new Error(`${name} was not measured`);
  return [
    { name: `${name}, CPU`, value: value.cpuSeconds, base: base.cpuSeconds, unit: "s", limit },
    { name: `${name}, memory`, value: value.peakMegabytes, base: base.peakMegabytes, unit: "MB", limit },
  ];
}
