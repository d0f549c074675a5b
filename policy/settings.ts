import { BadInput, type Problem } from "../components/bad-input";
import { configProblems, unknownKeys } from "./config-problems";
import type { ReadStackConfig } from "./read-stack";
import type { PolicyLevel, Rule, RuleFactory, RuleSettings } from "./rule";
import { ruleFactories } from "./rules";

type Factories = typeof ruleFactories;
type ConfigOf<Factory> = Factory extends RuleFactory<infer Config> ? Config : never;

/** What the author of a pack says of the rules: a level, or settings of the rule with or without a level. */
export type LlsPolicySettings = {
  /** Level of every rule that has none here. Default: each rule's own. */
  all?: PolicyLevel;
  /** What the rules share. */
  readStack?: ReadStackConfig;
} & { [Key in keyof Factories]?: PolicyLevel | RuleSettings<ConfigOf<Factories[Key]>> };

/** A rule as a host runs it. */
export interface ConfiguredRule {
  rule: Rule;
  level: PolicyLevel;
  /** The rule's configuration, with defaults. */
  config: object;
}

/** Every level; those of Pulumi. */
export const policyLevels: readonly PolicyLevel[] = ["advisory", "mandatory", "remediate", "disabled"];

/**
 * Every rule, in the order of the list, with what was set for it.
 * @param others what is wrong elsewhere, to be told with it
 * @throws BadInput with every unknown rule, key and level and every wrong value: a program in JavaScript has no types to tell it
 */
export function configuredRules(
  settings: Omit<LlsPolicySettings, "readStack"> = {},
  others: Problem[] = [],
): ConfiguredRule[] {
  const { all, ...given } = settings as Record<string, unknown> & { all?: PolicyLevel };
  const problems = [...others, ...levelProblems("all", all)];
  problems.push(...unknownKeys(given, Object.keys(ruleFactories), ""));
  const rules = Object.entries<RuleFactory>(ruleFactories).map(([key, factory]): ConfiguredRule => {
    const { level, ...config } = settingsOf(given[key]);
    const rule = factory(config);
    problems.push(...levelProblems(key, level));
    problems.push(...configProblems(config, rule.configSchema, key));
    return { rule, level: level ?? all ?? rule.level, config: rule.defaults };
  });
  if (problems.length > 0) throw new BadInput("llsPolicies", problems);
  return rules;
}

/** Undefined values are as absent ones: they must not hide a default. */
function settingsOf(given: unknown): { level?: PolicyLevel } & Record<string, unknown> {
  if (typeof given !== "object" || given === null) return { level: given as PolicyLevel | undefined };
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
}

function levelProblems(path: string, level: unknown): Problem[] {
  if (level === undefined || policyLevels.includes(level as PolicyLevel)) return [];
  return [{ path, value: level, reason: `must be ${policyLevels.join(" or ")}` }];
}
