import { checkRule } from "./check-rule";
import type { JudgedStack } from "./judged-stack";
import type { RuleLevel, RuleSeverity } from "./rule";
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
export function violationsOf(stack: JudgedStack, rules: ConfiguredRule[], root: string): Violation[] {
  const violations: Violation[] = [];
  for (const { rule, level, config } of rules) {
    if (level === "disabled") continue;
    const { name: policy, severity, remediationSteps: remediation } = rule;
    checkRule(
      rule,
      () => stack,
      config,
      root,
      (urn, message) =>
        violations.push({
          policy,
          level: level === "remediate" ? "mandatory" : level,
          severity,
          urn,
          message,
          remediation,
        }),
    );
  }
  return violations;
}
