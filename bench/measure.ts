import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** What a command cost, every process it started included. */
export interface Cost {
  /** User and system time of the command and all its children, seconds. */
  cpuSeconds: number;
  /** Peak resident memory of its largest Node.js process, megabytes. */
  peakMegabytes: number;
}

/** Runs a command once. Fails if it ends with another exit code than 0. */
export function costOf(command: string[], env: Record<string, string> = {}): Cost {
  const folder = mkdtempSync(join(tmpdir(), "lls-bench-"));
  try {
    const hook = join(__dirname, "record-peak-memory.cjs");
    // bash's `times` sees every child that was waited for, whatever it is written in.
    const run = spawnSync("bash", ["-c", '"$@" >"$COST_FOLDER/stdout" || exit; times', "bash", ...command], {
      encoding: "utf8",
      env: {
        ...process.env,
        ...env,
        COST_FOLDER: folder,
        NODE_OPTIONS: `${process.env.NODE_OPTIONS ?? ""} --require ${hook}`.trim(),
      },
    });
    if (run.status !== 0) throw new Error(`${command.join(" ")} ended with ${run.status}: ${run.stderr}`);
    return { cpuSeconds: childSeconds(run.stdout), peakMegabytes: peakMegabytes(folder) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Runs several commands in turns, so that a noisy machine troubles all alike, and answers each one's medians. */
export function compare(commands: Record<string, () => Cost>, rounds: number): Record<string, Cost> {
  const costs: Record<string, Cost[]> = {};
  for (let round = 0; round < rounds; round++) {
    for (const [name, run] of Object.entries(commands)) (costs[name] ??= []).push(run());
  }
  return Object.fromEntries(
    Object.entries(costs).map(([name, list]) => [
      name,
      {
        cpuSeconds: median(list.map(({ cpuSeconds }) => cpuSeconds)),
        peakMegabytes: median(list.map((cost) => cost.peakMegabytes)),
      },
    ]),
  );
}

/** The middle value; of an even number the lower of the two in the middle. */
export function median(values: number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor((sorted.length - 1) / 2)] ?? NaN;
}

/** The second line of bash's `times`: `0m1.234s 0m0.567s` of the children. */
function childSeconds(times: string): number {
  const [user, system] = (times.trim().split("\n").at(-1) ?? "").split(" ").map((text) => {
    const [, minutes, seconds] = /^(\d+)m([\d.]+)s$/.exec(text) ?? [];
    return Number(minutes) * 60 + Number(seconds);
  });
  return (user ?? NaN) + (system ?? NaN);
}

function peakMegabytes(folder: string): number {
  const peaks = readdirSync(folder)
    .filter((file) => file.endsWith(".peak"))
    .map((file) => Number(readFileSync(join(folder, file), "utf8")));
  return Math.max(...peaks) / 1024;
}
