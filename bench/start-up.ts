import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readStackFile } from "../cli/stack-file";
import { firstRegistration } from "../test/examples/started-program";
import type { Ratio } from "./limits";
import { median } from "./measure";

const root = join(__dirname, "..");
const preload = join(__dirname, "programs", "leave-figures-on-sigterm.cjs");

/** From process start to the first registration, as the language host runs index.ts, against plain JavaScript that imports the same SDKs. */
export async function benchStartUp(rounds: number): Promise<Ratio[]> {
  const folder = mkdtempSync(join(tmpdir(), "lls-bench-"));
  try {
    const imports = join(folder, "imports.json");
    await run(folder, "index.ts", { BENCH_IMPORTS: imports });
    const bare = join(folder, "bare.js");
    writeFileSync(bare, bareProgram(JSON.parse(readFileSync(imports, "utf8")) as string[]));
    const seconds = { ours: [] as number[], bare: [] as number[] };
    for (let round = 0; round < rounds; round++) {
      seconds.ours.push(await run(folder, "index.ts"));
      seconds.bare.push(await run(folder, bare));
    }
    const [value, base] = [median(seconds.ours), median(seconds.bare)];
    return [{ name: "index.ts to the first registration / bare program, CPU", value, base, unit: "s", limit: 1.6 }];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Imports what ours imports of the SDKs, and registers a provider, which is what ours does first. */
function bareProgram(imports: string[]): string {
  const paths = imports.map((name) => require.resolve(name));
  return [
    ...paths.map((path) => `require(${JSON.stringify(path)});`),
    `const { Provider } = require(${JSON.stringify(require.resolve("@pulumi/aws/provider"))});`,
    'new Provider("aws", { region: "us-west-2" });',
  ].join("\n");
}

async function run(folder: string, main: string, environment: NodeJS.ProcessEnv = {}): Promise<number> {
  const figures = join(folder, "figures.json");
  const { config } = readStackFile(root, "dev");
  await firstRegistration({
    ...{ folder: root, main, project: "nvcf-lls", stack: "dev", config, preload },
    options: { typescript: main.endsWith(".ts"), tsconfig: "tsconfig.runtime.json" },
    // As on a machine that runs it for the first time, which every job of a pull request is.
    environment: { TS_NODE_CACHE: "false", ...environment, BENCH_FIGURES: figures },
  });
  return (JSON.parse(readFileSync(figures, "utf8")) as { cpuSeconds: number }).cpuSeconds;
}
