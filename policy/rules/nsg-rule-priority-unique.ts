import {
  freePriority,
  isDecided,
  networkSecurityGroupsIn,
  type HeldGroup,
  type HeldRule,
} from "../network-security-groups";
import type { RuleFactory } from "../rule";

/** No two rules of one network security group have the same priority in the same direction, wherever they are written. */
export const nsgRulePriorityUnique: RuleFactory = () => ({
  name: "nsg-rule-priority-unique",
  displayName: "Every rule of a network security group has its own priority",
  description:
    "Of the rules of one network security group and direction, inline, standalone and those that exist already, no two have the same priority. Azure refuses the second.",
  level: "mandatory",
  severity: "high",
  remediationSteps: "Give the rule a priority that no other rule of the group has in this direction.",
  defaults: {},
  check(stack, _config, report) {
    if (stack.installations.length === 0) return;
    for (const group of networkSecurityGroupsIn(stack).groups) {
      for (const [first, ...others] of rulesByPriority(group)) {
        for (const { resource, facts } of others) {
          if (!resource) continue;
          const { name, priority, inbound } = facts;
          const direction = inbound ? "inbound" : "outbound";
          const free = freePriority(group, inbound);
          report(
            resource.urn,
            `Rule ${name} of network security group ${group.name} has ${direction} priority ${priority}, which rule ${first.facts.name} ` +
              `${first.resource ? `(${first.resource.name}) has` : "has there already"}: Azure refuses the second (SecurityRuleConflict). ` +
              `Give it another${free === undefined ? "" : `, such as ${free}`}.`,
          );
        }
      }
    }
  },
});

/** Rules that exist already come first: they were there before. */
function rulesByPriority({ rules }: HeldGroup): [HeldRule, ...HeldRule[]][] {
  const byPriority = new Map<string, [HeldRule, ...HeldRule[]]>();
  const known = rules.filter(({ facts }) => isDecided(facts));
  for (const rule of known.sort((a, b) => Number(a.resource !== undefined) - Number(b.resource !== undefined))) {
    const key = `${rule.facts.inbound} ${rule.facts.priority}`;
    const list = byPriority.get(key);
    if (list) list.push(rule);
    else byPriority.set(key, [rule]);
  }
  return [...byPriority.values()];
}
