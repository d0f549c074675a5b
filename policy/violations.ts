import type { GraphResource, ResourceGraph } from "../graph/resource-graph";
import { checkRule, remedy } from "./check-rule";
import type { JudgedStack } from "./judged-stack";
import type { Report, RuleLevel, RuleSeverity } from "./rule";
import type { ConfiguredRule } from "./settings";

/** A rule that a resource does not meet. */
export interface Violation {
  /** Name of the rule. */
  policy: string;
  level: RuleLevel;
  severity: RuleSeverity;
  urn: string;
  message: string;
  /** What an operator does about it. */
  remediation: string;
}

/**
 * What the rules report of a stack, in the order of the list.
 * @param root URN of the stack
 */
export function violationsOf(stack: JudgedStack, rules: readonly ConfiguredRule[], root: string): Violation[] {
  return rules.flatMap(({ rule, level, config }) => {
    const violations: Violation[] = [];
    if (level === "disabled") return violations;
    const { name: policy, severity, remediationSteps: remediation } = rule;
    const common = { policy, level: level === "remediate" ? "mandatory" : level, severity } as const;
    const report: Report = (urn, message) => violations.push({ ...common, urn, message, remediation });
    checkRule(rule, () => stack, config, root, report);
    return violations;
  });
}

/**
 * The graph as rules at level `remediate` mend it before anything is judged, as the engine does.
 * @returns the same object if there is nothing to mend
 */
export function remedied(graph: ResourceGraph, rules: readonly ConfiguredRule[]): ResourceGraph {
  const mending = rules.filter(({ rule, level }) => level === "remediate" && rule.remediate !== undefined);
  if (mending.length === 0) return graph;
  const resources = graph.resources.map((resource) => {
    const mend = (before: GraphResource, { rule, config }: ConfiguredRule): GraphResource => {
      const inputs = remedy(rule, before, config);
      return inputs === undefined ? before : { ...before, inputs };
    };
    return mending.reduce(mend, resource);
  });
  return { ...graph, resources };
}
