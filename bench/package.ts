import { execFileSync } from "node:child_process";
import { join } from "node:path";
import type { Ratio } from "./limits";
import { median } from "./measure";

const root = join(__dirname, "..");
const program = join(__dirname, "programs", "import.cjs");

/** Installed size of the package: every file of it, without peers and dependencies, against the most it may have. */
export function benchPackageSize(): Ratio[] {
  const packed = execFileSync("npm", ["pack", "--dry-run", "--json", "--ignore-scripts"], {
    cwd: root,
    encoding: "utf8",
    stdio: "pipe",
  });
  const [{ unpackedSize }] = JSON.parse(packed) as [{ unpackedSize: number }];
  return [{ name: "installed size / the most it may be", value: unpackedSize / 1e6, base: 2, unit: "MB", limit: 1 }];
}

/** What importing a part of the package costs, against the modules of the SDKs that it asks for. */
export function benchImports(rounds: number): Ratio[] {
  return [
    importRatio("nvcf-lls/eks", "dist/exports/eks.js", rounds, 1.15),
    importRatio("nvcf-lls/aks", "dist/exports/aks.js", rounds),
    importRatio("nvcf-lls", "dist/components/index.js", rounds),
  ];
}

function importRatio(name: string, file: string, rounds: number, limit?: number): Ratio {
  const path = join(root, file);
  const sdks = run([path]).asked.map((module) => require.resolve(module));
  const seconds = { ours: [] as number[], sdks: [] as number[] };
  for (let round = 0; round < rounds; round++) {
    seconds.ours.push(run([path]).cpuSeconds);
    seconds.sdks.push(run(sdks).cpuSeconds);
  }
  const [value, base] = [median(seconds.ours), median(seconds.sdks)];
  return { name: `import of ${name} / of the SDK modules that it uses, CPU`, value, base, unit: "s", limit };
}

function run(modules: string[]): { cpuSeconds: number; asked: string[] } {
  return JSON.parse(execFileSync("node", [program, ...modules], { encoding: "utf8" })) as ReturnType<typeof run>;
}
