import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { execFileSync } from "node:child_process";
import type { Ratio } from "./limits";
import { compare, costOf } from "./measure";

const root = join(__dirname, "..");
const tsc = join(root, "node_modules", "typescript", "bin", "tsc");

/** Type check of the whole project against one file that only imports the same sub-paths of the SDKs. */
export function benchTypes(rounds: number): Ratio[] {
  const folder = mkdtempSync(join(root, "bench", "types-"));
  try {
    writeFileSync(join(folder, "imports.ts"), importsOfProject());
    const config = { extends: "../../tsconfig.json", include: ["imports.ts"], exclude: [] };
    writeFileSync(join(folder, "tsconfig.json"), JSON.stringify(config));
    const cost = compare(
      {
        imports: () => costOf(["node", tsc, "-p", folder]),
        project: () => costOf(["node", tsc, "-p", join(root, "tsconfig.json")]),
      },
      rounds,
    );
    const { project, imports } = cost;
    if (!project || !imports) throw new Error("the type check was not measured");
    return [
      {
        name: "tsc of the project / of its SDK imports, CPU",
        value: project.cpuSeconds,
        base: imports.cpuSeconds,
        unit: "s",
        limit: 1.5,
      },
    ];
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
