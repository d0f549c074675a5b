import { networkRule, ruleOwner } from "../../components/lls";
import { groupKey } from "../../discovery/aks/program-names";
import { componentName } from "../../discovery/program-names";
import type { GraphResource, ResourceGraph } from "../../graph/resource-graph";
import type { NetworkSecurityGroupFacts, NsgRuleFacts } from "../../reachability/azure/network";
import type { Adoption } from "../adoption";
import { plannedOf, takenAs } from "../planned";

/** What adoption on AKS follows from. */
export interface AksAdoptionInput {
  /** Network security groups, as discovery has just read them. */
  groups: NetworkSecurityGroupFacts[];
  /** What the program registers. */
  graph: ResourceGraph;
  /** `<project>/<stack>`. */
  owner: string;
  /** Subscription of the cluster. */
  subscription: string;
  /** Whether the program makes rules; otherwise those that exist are what it counts on. */
  makesRules: boolean;
}

/**
 * Which rules of network security groups become which resources of the program: those of the guide's name that let something in, on
 * groups that the program opens. Azure changes everything but the name of a rule in place, the guide's priority too. Pure.
 */
export function adoptOnAks({ groups, graph, owner, subscription, makesRules }: AksAdoptionInput): Adoption {
  const planned = new Map(plannedOf(graph, "azure-native:network:SecurityRule").map((rule) => [rule.name, rule]));
  const adoption: Adoption = { taken: [], keys: {}, marks: [], left: [] };
  if (!makesRules) return adoption;
  for (const { group, rule } of guidesRules(groups)) {
    const id = `${group.id}/securityRules/${rule.name}`;
    const title = `rule ${rule.name} (priority ${rule.priority}) of ${group.name}`;
    const wanted = planned.get(`${componentName}-${groupKey(group.id, subscription)}-media`);
    if (fits(rule, wanted)) {
      adoption.taken.push(takenAs(wanted, id, title));
      const description = ["--description", ruleOwner(owner)];
      adoption.marks.push(["az", "network", "nsg", "rule", "update", "--ids", id, ...description, "--output", "none"]);
    } else {
      adoption.left.push({
        title,
        why: "the program makes no such rule on this group",
        remove: [["az", "network", "nsg", "rule", "delete", "--ids", id]],
      });
    }
  }
  return adoption;
}

/** Rules of the guide's name, each with its group. */
export function guidesRules(
  groups: NetworkSecurityGroupFacts[],
): { group: NetworkSecurityGroupFacts; rule: NsgRuleFacts }[] {
  return groups.flatMap((group) =>
    (group.rules ?? [])
      .filter(({ name, inbound, allow }) => name === networkRule.name && inbound && allow)
      .map((rule) => ({ group, rule })),
  );
}

function fits(rule: NsgRuleFacts, wanted: GraphResource | undefined): wanted is GraphResource {
  return wanted?.inputs.securityRuleName === rule.name;
}
