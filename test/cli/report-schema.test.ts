import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { formats } from "../../cli/format";
import { generatedSchema } from "../../cli/generate";
import { reportSchema } from "../../cli/report-schema";
import { reports } from "./format-reports";

const file = "cli/report.schema.json";
const committed = readFileSync(file, "utf8");

describe("cli/report.schema.json", () => {
  it("is what cli/generate.ts writes", async () => {
    expect(committed).toBe(await generatedSchema());
  });

  const schema = z.fromJSONSchema(JSON.parse(committed));

  it.each(Object.entries(reports))("holds for the report %s as printed", (_name, report) => {
    expect(schema.parse(JSON.parse(formats.json(report, { color: false, width: 80 })))).toEqual(report);
  });

  it.each(Object.entries(reports))("describes every property of the report %s", (_name, report) => {
    // Parsing drops what the schema does not name.
    expect(z.parse(reportSchema, report)).toEqual(report);
  });

  it.each(Object.keys(reports.open!))("requires %s", (key) => {
    const rest = Object.entries(reports.open!).filter(([name]) => name !== key);
    expect(schema.safeParse(Object.fromEntries(rest)).success).toBe(false);
  });
});
