import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Ratio } from "./limits";
import { median } from "./measure";
import { plannedResources } from "./plan";

/** What a run of one of the programs left. */
interface Figures {
  cpuSeconds: number;
  megabytes: number;
}

const sizes = [50, 100, 200] as const;

/** The marginal cost of an installation in a program with many, against itself at half the size and against a bare program. */
export function benchInstallations(rounds: number): Ratio[] {
  const folder = mkdtempSync(join(tmpdir(), "lls-bench-"));
  try {
    const resources = join(folder, "resources.json");
    writeFileSync(resources, JSON.stringify(plannedResources()));
    const { ours, bare } = marginal(
      {
        ours: (size) => run(folder, "installations.cjs", [String(size)]),
        bare: (size) => run(folder, "bare.cjs", [resources, String(size)]),
      },
      rounds,
    );
    const ratios = (name: string, key: keyof Figures, unit: string): Ratio[] => [
      {
        name: `installation, ${name}, 100-200 / 50-100`,
        value: ours.high[key],
        base: ours.low[key],
        unit,
        limit: 1.15,
      },
      { name: `installation, ${name}, ours / bare`, value: ours.high[key], base: bare.high[key], unit, limit: 1.3 },
    ];
    return [...ratios("CPU", "cpuSeconds", "s"), ...ratios("memory", "megabytes", "MB")];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Cost of one more installation, between 50 and 100 and between 100 and 200. */
interface Marginal {
  low: Figures;
  high: Figures;
}

/** Measures two programs in turns, so that a noisy machine troubles both alike. */
function marginal<Program extends string>(
  programs: Record<Program, (size: number) => Figures>,
  rounds: number,
): Record<Program, Marginal> {
  const names = Object.keys(programs) as Program[];
  const figures = new Map(names.map((name) => [name, sizes.map((): Figures[] => [])]));
  for (let round = 0; round < rounds; round++) {
    sizes.forEach((size, index) => names.forEach((name) => figures.get(name)![index]!.push(programs[name](size))));
  }
  return Object.fromEntries(names.map((name) => [name, marginalOf(figures.get(name)!)])) as Record<Program, Marginal>;
}

function marginalOf(figures: Figures[][]): Marginal {
  const [at50, at100, at200] = figures.map((list) => ({
    cpuSeconds: median(list.map(({ cpuSeconds }) => cpuSeconds)),
    megabytes: median(list.map(({ megabytes }) => megabytes)),
  })) as [Figures, Figures, Figures];
  return { low: perInstallation(at50, at100, 50), high: perInstallation(at100, at200, 100) };
}

function perInstallation(from: Figures, to: Figures, more: number): Figures {
  return {
    cpuSeconds: (to.cpuSeconds - from.cpuSeconds) / more,
    megabytes: (to.megabytes - from.megabytes) / more,
  };
}

function run(folder: string, program: string, args: string[]): Figures {
  const file = join(folder, "figures.json");
  execFileSync("node", ["--expose-gc", join(__dirname, "programs", program), ...args], {
    env: { ...process.env, BENCH_FIGURES: file },
  });
  return JSON.parse(readFileSync(file, "utf8")) as Figures;
}
