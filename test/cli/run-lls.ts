import { spawn } from "node:child_process";
import { join } from "node:path";
import { vi } from "vitest";
import { main } from "../../cli/lls";
import type { PlanReport } from "../../cli/report";
import { root } from "./temporary-project";

/** How a run of `lls` ended, and what it printed. */
export interface Ended {
  code: number | null;
  out: string;
  err: string;
}

/** Runs the command line in this process, which costs a hundredth of a process of its own. */
export function lls(directory: string, ...args: string[]): Promise<Ended> {
  return captured(directory, () => main(args));
}

/** Runs something that prints in a folder. One at a time: it changes the folder of this process. */
export async function captured(directory: string, run: () => Promise<number>): Promise<Ended> {
  const out = vi.spyOn(process.stdout, "write").mockReturnValue(true);
  const err = vi.spyOn(process.stderr, "write").mockReturnValue(true);
  const text = (spy: typeof out) => spy.mock.calls.map(([chunk]) => String(chunk)).join("");
  const before = process.cwd();
  process.chdir(directory);
  try {
    const code = await run();
    return { code, out: text(out), err: text(err) };
  } finally {
    process.chdir(before);
    out.mockRestore();
    err.mockRestore();
  }
}

/** Runs `lls plan --format json` in this process. */
export async function planned(directory: string, ...args: string[]): Promise<{ code: number | null } & PlanReport> {
  const { code, out, err } = await lls(directory, "plan", "--format", "json", ...args);
  if (out === "") throw new Error(`no report, but: ${err}`);
  return { code, ...(JSON.parse(out) as PlanReport) };
}

/**
 * Runs the real command as a process.
 * @param closedPipe the reader of its output goes away before the first byte
 */
export function llsProcess(
  directory: string,
  args: string[],
  { env = {}, closedPipe = false }: { env?: Record<string, string>; closedPipe?: boolean } = {},
): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [join(root, "bin", "lls.js"), ...args], {
      cwd: directory,
      env: { ...process.env, ...env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    const ended: Ended = { code: null, out: "", err: "" };
    if (closedPipe) child.stdout.destroy();
    else child.stdout.setEncoding("utf8").on("data", (chunk: string) => (ended.out += chunk));
    child.stderr.setEncoding("utf8").on("data", (chunk: string) => (ended.err += chunk));
    child.on("error", reject);
    child.on("close", (code) => resolve({ ...ended, code }));
  });
}
