import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { format, resolveConfig } from "prettier";
import { inferredSchema } from "./inferred-schema";

const file = join(__dirname, "schema.json");

/** What provider/schema.json must contain. */
export async function generatedSchema(): Promise<string> {
  return format(JSON.stringify(inferredSchema()), { ...(await resolveConfig(file)), filepath: file });
}

if (require.main === module) void generatedSchema().then((text) => writeFileSync(file, text));
