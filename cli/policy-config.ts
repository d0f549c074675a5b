import { z } from "zod";
import { BadInput, type Problem } from "../components/bad-input";
import { readStackName, readStackSchema, type ReadStackConfig } from "../policy/read-stack";
import type { PolicyLevel, RuleConfigSchema } from "../policy/rule";
import { policyLevels, type ConfiguredRule } from "../policy/settings";
import { readValue, unknownKey } from "../stacks/schema-problems";
import { readGivenFile } from "./given-file";

/** The rules as a configuration file has them, and what it says for all of them together. */
export interface PolicyConfig {
  rules: ConfiguredRule[];
  readStack: ReadStackConfig;
}

/**
 * Reads a policy configuration file: the same JSON that Pulumi takes with `--policy-pack-config`. Unlike Pulumi, which takes no
 * notice of names that no rule has, everything in it must be known.
 * @param rules with what was set before; the file is laid over it, key by key
 * @throws BadInput with everything that is wrong, each at its path
 */
export function readPolicyConfig(path: string, rules: ConfiguredRule[]): PolicyConfig {
  const content = parse(path);
  const problems: Problem[] = [];
  const names = ["all", readStackName, ...rules.map(({ rule }) => rule.name)];
  for (const key of Object.keys(content)) if (!names.includes(key)) problems.push(unknownKey(key, key, names));

  const entry = (name: string, schema?: RuleConfigSchema): Entry => {
    const read = readEntry(content[name], name, schema);
    problems.push(...read.problems);
    return read;
  };
  const all = entry("all").level;
  const readStack = entry(readStackName, readStackSchema);
  const configured = rules.map(({ rule, level, config }): ConfiguredRule => {
    const own = entry(rule.name, rule.configSchema);
    return { rule, level: own.level ?? all ?? level, config: { ...config, ...own.config } };
  });
  if (problems.length > 0) throw new BadInput(path, problems);
  // As in the engine: a policy that is disabled has no configuration.
  const disabled = (readStack.level ?? all) === "disabled";
  return { rules: configured, readStack: disabled ? {} : readStack.config };
}

/** What a file says under one name. */
interface Entry {
  level?: PolicyLevel;
  config: object;
  problems: Problem[];
}

const level = z.enum(policyLevels);

function readEntry(given: unknown, name: string, schema: RuleConfigSchema = { properties: {} }): Entry {
  if (given === undefined) return { config: {}, problems: [] };
  if (typeof given !== "object" || given === null) {
    const { value, problems } = readValue(level, given, name);
    return { level: value, config: {}, problems };
  }
  const { properties, required } = schema;
  const { problems } = readValue(
    z.fromJSONSchema({
      type: "object",
      properties: { enforcementLevel: { enum: [...policyLevels] }, ...properties },
      required,
      additionalProperties: false,
    }),
    given,
    name,
  );
  const { enforcementLevel, ...config } = given as { enforcementLevel?: PolicyLevel };
  return { level: enforcementLevel, config, problems };
}

function parse(path: string): Record<string, unknown> {
  const text = readGivenFile(path, "--policy-config").replace(/^\uFEFF/, "");
  if (text.trim() === "") return {}; // as Pulumi does
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch {
    throw new BadInput(path, [{ path: "file", reason: "is not JSON" }]);
  }
  if (typeof content === "object" && content !== null && !Array.isArray(content)) {
    return content as Record<string, unknown>;
  }
  throw new BadInput(path, [
    { path: "file", reason: "must be an object: names of rules with their level or configuration" },
  ]);
}
