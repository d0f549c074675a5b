import { readFileSync, readdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, it } from "vitest";

const components = resolve(__dirname, "../../../components");

/** What the files of a folder import. */
function importsOf(folder: string): string[] {
  const files = readdirSync(join(components, folder)).filter((file) => file.endsWith(".ts") && file !== "index.ts");
  const code = files.map((file) => readFileSync(join(components, folder, file), "utf8"));
  return code.flatMap((text) => [...text.matchAll(/ from "([^"]+)"/g)].map(([, name]) => name!));
}

describe("the components of one cloud", () => {
  it.each([
    ["aks", /azure-native/, /@pulumi\/aws|\/eks\//],
    ["eks", /@pulumi\/aws/, /azure|\/aks\//],
    [".", /@pulumi\/kubernetes/, /azure|aws|\/eks\/|\/aks\//],
  ])("load nothing of the other: %s", (folder, own, foreign) => {
    const imports = importsOf(folder).filter((name) => name !== "./aws-names");
    expect(imports.filter((name) => own.test(name))).not.toEqual([]);
    expect(imports.filter((name) => foreign.test(name))).toEqual([]);
  });
});
