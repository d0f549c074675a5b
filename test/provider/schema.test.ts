import { readFileSync } from "node:fs";
import { join } from "node:path";
import { ComponentResource } from "@pulumi/pulumi";
import type { Property } from "@pulumi/pulumi/provider/experimental/schema";
import { beforeAll, describe, expect, it } from "vitest";
import * as components from "../../components";
import { generatedSchema } from "../../provider/generate";
import { offered } from "../../provider/offered";
import schema from "../../provider/schema.json";

const root = join(__dirname, "..", "..");
const json = (path: string) => JSON.parse(readFileSync(join(root, path), "utf8"));

describe("provider/schema.json", () => {
  let inferred: string;
  // The compiler reads the sources of three cloud SDKs.
  beforeAll(async () => void (inferred = await generatedSchema()), 120_000);

  it("is what Pulumi's analyzer infers; after a change run `npm run generate`, and review it: every language sees it", () => {
    expect(readFileSync(join(root, "provider", "schema.json"), "utf8")).toBe(inferred);
  });

  it("has every component that the library exports, and the provider makes each", () => {
    const isComponent = (value: unknown): boolean =>
      typeof value === "function" && value.prototype instanceof ComponentResource;
    const exported = Object.entries(components).filter(([, value]) => isComponent(value));
    const types = exported.map(([name]) => `nvcf-lls:index:${name}`);
    expect(Object.keys(schema.resources).sort()).toEqual(types.sort());
    expect(Object.keys(offered).sort()).toEqual(types.sort());
  });

  it("describes every component, argument, output, type and choice", () => {
    const undescribed: string[] = [];
    const look = (path: string, { description }: { description?: string }): void => {
      // An inline tag in a comment makes the analyzer lose the whole comment.
      if (description === undefined || description.includes("[object Object]")) undescribed.push(path);
    };
    const lookIn = (path: string, properties: object = {}): void =>
      Object.entries(properties).forEach(([name, property]) => look(`${path}.${name}`, property as Property));
    for (const [token, resource] of Object.entries(schema.resources)) {
      look(token, resource);
      lookIn(`${token} argument`, resource.inputProperties);
      lookIn(token, resource.properties);
    }
    for (const [token, type] of Object.entries(schema.types)) {
      look(token, type);
      if ("properties" in type) lookIn(token, type.properties);
      if ("enum" in type) for (const choice of type.enum) look(`${token} ${choice.name}`, choice);
    }
    expect(Object.keys(schema.types).length).toBeGreaterThan(40);
    expect(undescribed).toEqual([]);
  });

  it("takes facts as text, and has nothing that only TypeScript can give", () => {
    const { EksLls, AksLls } = Object.fromEntries(
      Object.entries(schema.resources).map(([token, { inputProperties }]) => [token.split(":")[2], inputProperties]),
    );
    for (const args of [EksLls, AksLls]) {
      expect(args).toMatchObject({ facts: { type: "string" } });
      expect(args).not.toHaveProperty("network");
    }
    expect(schema.types["nvcf-lls:index:AksNetworkSecurityGroup"].properties).not.toHaveProperty("provider");
    expect(JSON.stringify(schema)).not.toContain('"number"');
  });
});

describe("provider/package.json", () => {
  const { version, devDependencies, peerDependencies } = json("package.json");
  const { packages } = json("package-lock.json");
  const plugin = json("provider/package.json") as { version: string; dependencies: Record<string, string> };

  it("has the version of the library, by which Pulumi finds the release", () => {
    expect([plugin.version, schema.version]).toEqual([version, version]);
    expect(json("provider/package-lock.json").version).toBe(version);
  });

  it("pins the versions that are tested here", () => {
    for (const [name, pinned] of Object.entries(plugin.dependencies)) {
      expect(`${name} ${pinned}`).toBe(`${name} ${packages[`node_modules/${name}`].version}`);
      expect(json("provider/package-lock.json").packages[`node_modules/${name}`].version).toBe(pinned);
    }
    // The pack and examples with new clusters are no part of the plugin.
    const others = ["@pulumi/policy", "@pulumi/eks"];
    const needed = Object.keys(peerDependencies).filter((name) => !others.includes(name) && name in devDependencies);
    expect(Object.keys(plugin.dependencies)).toEqual(expect.arrayContaining(needed));
  });
});
