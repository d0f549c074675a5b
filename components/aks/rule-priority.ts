import type { Check } from "../checks";
import { networkRule } from "../lls";

/** What is wrong with the priority of a rule, or undefined (Azure REST API, SecurityRulePropertiesFormat). */
export const priorityProblem: Check = (value) =>
  typeof value === "number" && Number.isInteger(value) && value >= 100 && value <= 4096
    ? undefined
    : "must be a whole number, 100-4096";

/** Where our two rules have one priority: first the input to change, which is not at its default, then the other one. */
export function clashingPriorities(priority: unknown): ["rulePriority" | "probePriority", string] {
  return priority === networkRule.probePriority ? ["rulePriority", "probePriority"] : ["probePriority", "rulePriority"];
}

/** Why that is wrong. */
export function samePriority(other: string): string {
  return `must differ from ${other}: a priority is unique in a group`;
}
