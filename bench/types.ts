import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { execFileSync } from "node:child_process";
import type { Ratio } from "./limits";
import { compare, costOf, type Cost } from "./measure";

const root = join(__dirname, "..");
// The gate's compiler. One thread: on several, TypeScript 7 repeats work, and the ratio would depend on the machine.
const tsc = [
  join(root, "node_modules", "typescript-7", "bin", "tsc"),
  "--singleThreaded",
  "--noEmit",
  "--declaration",
  "false",
  "--declarationMap",
  "false",
];

/**
 * Type check of the sources against one file that only imports the same sub-paths of the SDKs. What tests and benchmarks
 * add is printed besides; it has no limit.
 */
export function benchTypes(rounds: number): Ratio[] {
  const folder = mkdtempSync(join(root, "bench", "types-"));
  try {
    writeFileSync(join(folder, "imports.ts"), importsOfProject());
    const config = { extends: "../../tsconfig.json", include: ["imports.ts"], exclude: [] };
    writeFileSync(join(folder, "tsconfig.json"), JSON.stringify(config));
    const check = (project: string) => () => costOf(["node", ...tsc, "-p", project]);
    const { imports, sources, everything } = compare(
      {
        imports: check(folder),
        sources: check(join(root, "tsconfig.build.json")),
        everything: check(join(root, "tsconfig.json")),
      },
      rounds,
    );
    if (!imports || !sources || !everything) throw new Error("the type check was not measured");
    const ratio = (name: string, cost: Cost, limit?: number): Ratio => ({
      name: `type check of the ${name} / of their SDK imports, CPU`,
      value: cost.cpuSeconds,
      base: imports.cpuSeconds,
      unit: "s",
      limit,
    });
    return [ratio("sources", sources, 1.5), ratio("sources, tests and benchmarks", everything)];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** One import per sub-path of an SDK that any source of the project names. */
function importsOfProject(): string {
  const files = execFileSync("git", ["ls-files", "*.ts"], { cwd: root, encoding: "utf8" }).trim().split("\n");
  const paths = new Set(
    files.flatMap((file) =>
      [...readFileSync(join(root, file), "utf8").matchAll(/(?:from|import\()\s*"(@(?:pulumi|aws-sdk)\/[^"]+)"/g)].map(
        ([, path]) => path ?? "",
      ),
    ),
  );
  return [...paths]
    .sort()
    .map((path, index) => `import * as sdk${index} from "${path}";\nexport { sdk${index} };\n`)
    .join("");
}
