import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { generatedFiles } from "../../stacks/generated-files";
import { foreignKeys, secretDescriptions } from "../../stacks/schema";
import { badAksConfigs, badConfigs } from "./bad-configs";
import { goodConfigs } from "./good-configs";
import { accepts, having } from "./json-schema";
import { least, leastAks, namespaced, type Config } from "./stack-file";

const schema = JSON.parse(readFileSync("stacks/stack-file.schema.json", "utf8")) as Record<string, any>;
const config = schema.properties.config.properties as Record<string, Record<string, any>>;
const file = (values: Config) => ({ config: JSON.parse(JSON.stringify(namespaced(values))) as Config });

describe("the JSON Schema of a stack file", () => {
  it.each(Object.entries(goodConfigs))("accepts %s", (_, values) => {
    expect(accepts(schema, file(values))).toBe(true);
  });

  it.each(Object.entries({ ...badConfigs, ...badAksConfigs }))(
    "of what is wrong sees what it can: %s",
    (_, { config: values, seenByEditor }) => {
      expect(accepts(schema, file(values))).toBe(!seenByEditor);
    },
  );

  it.each(["dev", "aks-dev", "aks-pools"])("accepts the committed stack file %s", (stack) => {
    const text = readFileSync(`Pulumi.${stack}.yaml`, "utf8");
    expect(text).toMatch(/^# yaml-language-server: \$schema=\.\/stacks\/stack-file\.schema\.json\n/);
    expect(accepts(schema, parse(text))).toBe(true);
  });

  it("wants secrets encrypted, and besides them only further chart values", () => {
    for (const key of Object.keys(secretDescriptions)) {
      expect(accepts(schema, file({ ...least, [key]: { secure: 1 } }))).toBe(false);
      expect(accepts(schema, file({ ...least, [key]: "plain" }))).toBe(false);
    }
    for (const key of Object.keys(config).filter((key) => key !== "nvcf-lls:tags")) {
      const name = key.replace("nvcf-lls:", "");
      const others = foreignKeys("eks").includes(name) ? leastAks : least;
      expect(accepts(schema, file({ ...others, [key]: { secure: "v1:abc" } })), key).toBe(name in secretDescriptions);
    }
    const streamingProxy = { extraValues: { key: { secure: "v1:abc" } } };
    expect(accepts(schema, file({ ...least, streamingProxy }))).toBe(true);
  });

  it("knows Pulumi's own keys and no others", () => {
    const own = { secretsprovider: "passphrase", encryptionsalt: "v1:a", encryptedkey: "a", environment: ["dev"] };
    expect(accepts(schema, { ...file(least), ...own })).toBe(true);
    expect(accepts(schema, { ...file(least), other: 1 })).toBe(false);
    expect(accepts(schema, file({ ...least, "nvcf-lsl:cluster": "x" }))).toBe(false);
  });

  it("requires nothing that an environment may bring", () => {
    expect(accepts(schema, { environment: ["dev"], config: {} })).toBe(true);
    expect(accepts(schema, { config: {} })).toBe(false);
    expect(accepts(schema, {})).toBe(false);
  });

  it("describes every key, and its defaults are values it accepts", () => {
    for (const { properties } of having("properties", config)) {
      for (const [key, property] of Object.entries(properties as Record<string, Record<string, unknown>>)) {
        if (key !== "secure") expect(property.description, key).toMatch(/\.$/);
      }
    }
    const withDefault = having("default", config);
    expect(withDefault.length).toBeGreaterThan(10);
    for (const part of withDefault) expect(accepts(part, part.default, schema), JSON.stringify(part)).toBe(true);
  });
});

describe("generated files", () => {
  it("are committed as they should be: else run npm run generate", async () => {
    const files = await generatedFiles(".");
    expect(Object.keys(files)).toEqual([
      "Pulumi.yaml",
      "components/contract/contract.schema.json",
      "stacks/stack-file.schema.json",
    ]);
    for (const [path, content] of Object.entries(files)) expect(readFileSync(path, "utf8")).toBe(content);
  });

  it("declare in Pulumi.yaml only what every cloud requires and scalars with a default", () => {
    const project = parse(readFileSync("Pulumi.yaml", "utf8")) as Record<string, any>;
    expect(project).toMatchObject({ name: "nvcf-lls", main: "index.ts" });
    const declared = Object.entries(project.config as Record<string, { type: string; default?: unknown }>);
    expect(declared.map(([key, { type, default: value }]) => [key, type, value])).toEqual([
      ["cloud", "string", undefined],
      ["cluster", "string", undefined],
      ["port", "integer", 5004],
      ["imageRegistry", "string", undefined],
    ]);
  });

  it("make Pulumi transpile without checking types", () => {
    const project = parse(readFileSync("Pulumi.yaml", "utf8")) as { runtime: { options: { tsconfig: string } } };
    const runtime = JSON.parse(readFileSync(project.runtime.options.tsconfig, "utf8")) as Record<string, any>;
    expect(runtime.compilerOptions.noCheck).toBe(true);
  });
});
