import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { format, resolveConfig } from "prettier";
import { reportJsonSchema } from "./report-schema";

const file = join(__dirname, "report.schema.json");

/** What cli/report.schema.json must contain. */
export async function generatedSchema(): Promise<string> {
  return format(JSON.stringify(reportJsonSchema()), { ...(await resolveConfig(file)), filepath: file });
}

/** Writes cli/report.schema.json, or with `--check` only says whether it is stale. Answers the exit code. */
async function main(args: string[]): Promise<number> {
  const wanted = await generatedSchema();
  if (!args.includes("--check")) {
    writeFileSync(file, wanted);
    return 0;
  }
  if (readFileSync(file, "utf8") === wanted) return 0;
  process.stderr.write(`${file} is stale: run tsx cli/generate.ts\n`);
  return 1;
}

if (require.main === module) {
  main(process.argv.slice(2)).then(
    (code) => (process.exitCode = code),
    (error: unknown) => {
      console.error(error);
      process.exitCode = 3;
    },
  );
}
