import { describe, expect, it } from "vitest";
import * as z from "zod";
import type { Rule, RuleFactory } from "../../policy/rule";
import { ruleFactories } from "../../policy/rules";
import { llsPolicies } from "../../policy/pack";
import { configuredRules, policyLevels, type LlsPolicySettings } from "../../policy/settings";
import { BadInput } from "../../components/bad-input";
import { messages } from "../stacks/problems-of";

const factories = Object.entries<RuleFactory>(ruleFactories);
const named = factories.map(([key, factory]): [string, string, Rule] => [factory().name, key, factory()]);

const camelCase = (name: string): string => name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());

describe("the list of rules", () => {
  it.each(named)(
    "%s has the key %s, metadata that Pulumi takes, and a schema that its defaults meet",
    (name, key, rule) => {
      expect(key).toBe(camelCase(name));
      expect(name).toMatch(/^[a-z0-9]+(-[a-z0-9]+)+$/);
      expect(["mandatory", "advisory"]).toContain(rule.level);
      for (const text of [rule.displayName, rule.description, rule.remediationSteps]) expect(text).toMatch(/\S/);
      const { properties = {}, required = [] } = rule.configSchema ?? {};
      expect(Object.keys(properties).sort()).toEqual(Object.keys(rule.defaults).sort());
      expect(["enforcementLevel", "level"].filter((reserved) => reserved in properties)).toEqual([]);
      for (const schema of Object.values(properties)) expect(schema.description).toMatch(/\.$/);
      const schema = z.fromJSONSchema({ type: "object", properties, required, additionalProperties: false });
      expect(() => schema.parse(rule.defaults)).not.toThrow();
    },
  );

  it("has no name twice, and none that Pulumi or the pack keep for themselves", () => {
    const names = named.map(([name]) => name);
    expect(new Set(names).size).toBe(names.length);
    expect(names.filter((name) => ["all", "read-stack"].includes(name))).toEqual([]);
  });
});

/** Level and configuration of one rule. */
function configured(settings: Parameters<typeof configuredRules>[0], name: string) {
  const { level, config } = configuredRules(settings).find(({ rule }) => rule.name === name)!;
  return { level, config: config as Record<string, unknown> };
}

/** Path -> what is wrong there. */
function told(settings: object): Record<string, string[]> {
  try {
    configuredRules(settings);
  } catch (error) {
    if (error instanceof BadInput) return messages(error.problems);
    throw error;
  }
  return {};
}

describe("settings", () => {
  const usual = configured({}, "deletion-protection");

  it("are each rule's own where nothing is set", () => {
    expect(configuredRules().map(({ rule, level }) => [rule.name, level])).toEqual(
      named.map(([name, , rule]) => [name, rule.level]),
    );
  });

  it("take a level for all, which a rule's own overrides, whatever the order", () => {
    for (const level of policyLevels) {
      const settings = configuredRules({ deletionProtection: "advisory", all: level });
      for (const { rule, level: set } of settings) {
        expect(set).toBe(rule.name === "deletion-protection" ? "advisory" : level);
      }
    }
  });

  it("take a rule's configuration with or without a level, key by key", () => {
    const productionStacks = ["^live$"];
    expect(configured({ deletionProtection: { productionStacks } }, "deletion-protection")).toEqual({
      level: usual.level,
      config: { ...usual.config, productionStacks },
    });
    const disabled = configured({ all: "mandatory", deletionProtection: { level: "disabled" } }, "deletion-protection");
    expect(disabled).toEqual({ ...usual, level: "disabled" });
  });

  it("take undefined for absent", () => {
    const settings = { all: undefined, deletionProtection: { level: undefined, productionStacks: undefined } };
    expect(configured(settings as object, "deletion-protection")).toEqual(usual);
  });

  it("are told all at once where they are wrong, without values", () => {
    const settings = {
      all: "strict",
      deletionProtecion: "mandatory",
      requiredTags: { level: "loud", requiredTag: ["hidden"] },
      proxyResources: 5,
    } as object;
    expect(told(settings)).toEqual({
      all: ["must be advisory or mandatory or remediate or disabled"],
      deletionProtecion: ["unknown; did you mean `deletionProtection`?"],
      requiredTags: ["must be advisory or mandatory or remediate or disabled"],
      "requiredTags.requiredTag": ["unknown; did you mean `requiredTags`?"],
      proxyResources: ["must be advisory or mandatory or remediate or disabled"],
    });
  });

  it("are told where a value is none that the rule's schema takes, as in a file", () => {
    const settings = {
      noWorldOpenPorts: { allowedPorts: [443] },
      deletionProtection: { level: "mandatory", productionStacks: "^live$" },
      proxyResources: { replicas: 0 },
      unsupportedProviders: { ignoreInstallations: ["lls"] },
    } as object;
    expect(Object.keys(told(settings)).sort()).toEqual([
      "deletionProtection.productionStacks",
      "noWorldOpenPorts.allowedPorts[0]",
      "proxyResources.replicas",
      "unsupportedProviders.ignoreInstallations",
    ]);
    expect(told({ noWorldOpenPorts: { allowedPorts: ["tcp/443"] } })).toEqual({});
  });

  it("of what the rules share are told with those of the rules", () => {
    const settings = { readStack: { installations: [{ cloud: "gke" }] }, requiredTags: "loud" } as object;
    expect(() => llsPolicies(settings as LlsPolicySettings)).toThrow(/readStack\.installations[^]*requiredTags/);
  });
});
