import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { Analyzer } from "@pulumi/pulumi/provider/experimental/analyzer";
import { describe, expect, it, onTestFinished } from "vitest";
import * as components from "../../components";

const root = resolve(__dirname, "../..");

/** What Pulumi's component host infers from the sources for Python, Go, .NET and YAML. */
function inferredSchema(names: string[]): unknown {
  const folder = mkdtempSync(join(tmpdir(), "schema-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const compilerOptions = { rootDir: "/", types: [] };
  const config = { extends: join(root, "tsconfig.json"), compilerOptions, include: [], files: ["index.ts"] };
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify(config));
  writeFileSync(join(folder, "index.ts"), `export * from ${JSON.stringify(join(root, "components"))};`);
  const { components: found, typeDefinitions } = new Analyzer(folder, "nvcf-lls", {}, new Set(names)).analyze();
  return { components: found, types: typeDefinitions };
}

describe("the components", () => {
  it("have the reviewed schema in every language", { timeout: 60_000 }, async () => {
    const isClass = (value: unknown): boolean => typeof value === "function" && /^class\b/.test(String(value));
    const names = Object.entries(components).flatMap(([name, value]) => (isClass(value) ? [name] : []));
    expect(names.sort()).toEqual(["AksLls", "BadInput", "EksLls", "StreamingProxy"]);
    const inferred = inferredSchema(["AksLls", "EksLls", "StreamingProxy"]);
    // An inline tag in a comment makes the inference lose the whole comment.
    expect(JSON.stringify(inferred)).not.toContain("[object Object]");
    const withoutComments = (key: string, value: unknown) =>
      key === "description" && typeof value === "string" ? undefined : value;
    const schema = JSON.stringify(inferred, withoutComments, 2);
    await expect(`${schema}\n`).toMatchFileSnapshot("../golden/components/schema.json");
  });
});
