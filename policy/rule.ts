import type { JudgedStack } from "./judged-stack";

/** What a violation does by default: `mandatory` stops preview, up and plan; `advisory` is printed. */
export type RuleLevel = "mandatory" | "advisory";

/** What a host does with a rule: its level, or `remediate` (mends before it judges, where the rule can; mandatory else), or nothing. */
export type PolicyLevel = RuleLevel | "remediate" | "disabled";

/** How bad a violation is, as Pulumi's policy metadata writes it. */
export type RuleSeverity = "low" | "medium" | "high" | "critical";

/** JSON Schema of a rule's configuration, as Pulumi's policy packs write it; `enforcementLevel` is reserved by Pulumi. */
export interface RuleConfigSchema {
  properties: Record<string, Record<string, unknown> & { description: string }>;
  required?: string[];
}

/** Reports one violation. The message never holds a property's value where that could be a secret. */
export type Report = (urn: string, message: string) => void;

/**
 * One policy, independent of who runs it: the policy pack inside Pulumi's engine, or `lls plan`.
 * `Config`: its configuration with every default filled in by the factory that made it.
 */
export interface Rule<Config extends object = any> {
  /** Kebab-case, unique in the pack, the key in a policy configuration file. */
  name: string;
  displayName: string;
  /** One sentence: what is demanded. */
  description: string;
  level: RuleLevel;
  severity: RuleSeverity;
  /** What an operator does about a violation. */
  remediationSteps: string;
  /** Absent: nothing to configure but the level. */
  configSchema?: RuleConfigSchema;
  /** Default configuration; what the user configures is laid over it, key by key. */
  defaults: Config;
  /** Judges a whole stack. Never throws on an unknown, undefined or malformed property: it reports, or leaves it to `media-path-known`. */
  check(stack: JudgedStack, config: Config, report: Report): void;
  /** Mends a resource's inputs where the level is `remediate`; answers the new inputs, or undefined if nothing is to be done. Idempotent. */
  remediate?(resource: RemediedResource, config: Config): Record<string, unknown> | undefined;
}

/** A resource as a remediation sees it, before it is registered. */
export interface RemediedResource {
  urn: string;
  type: string;
  inputs: Record<string, unknown>;
}

/** Settings that a pack's author gives a rule; a policy configuration file is laid over them. */
export type RuleSettings<Config extends object = object> = { level?: PolicyLevel } & Partial<Config>;

/** Makes a rule. Pure: no state, no effect at import. */
export type RuleFactory<Config extends object = object> = (settings?: Partial<Config>) => Rule<Config>;
