import { AksOwnership } from "../../components/aks/args";
import type { Problem } from "../../components/bad-input";
import { ruleOwner } from "../../components/lls";
import type { NetworkSecurityGroupFacts, NsgRuleFacts } from "../../reachability/azure/network";
import { placesOf, sameId } from "../../reachability/azure/resource-id";
import { configKeys } from "./config-keys";
import { componentName } from "../program-names";
import { takeOver, type TakenOver } from "../take-over";
import { freePriority, type FreePriority, type RulePurpose } from "./free-priority";
import { azureProviderName, groupKey } from "./program-names";
import type { AksDiscoveryRequest } from "./request";
import { subscriptionOf } from "./resource-id";

/** A rule that would be made. */
interface WantedRule {
  group: NetworkSecurityGroupFacts;
  /** Name of the group, with its place where others have the same. */
  title: string;
  purpose: RulePurpose;
  name: string;
  priority: number;
  priorityKey: string;
}

/**
 * Rules of others that are in the way of ours: names are unique in a group, priorities among its inbound rules.
 * @param groups groups that get our rule, without our own rules
 * @param probeGroups those of them that get the rule for the probe too
 * @param subscription of the cluster
 */
export function foreignRuleProblems(
  groups: NetworkSecurityGroupFacts[],
  probeGroups: NetworkSecurityGroupFacts[],
  request: AksDiscoveryRequest,
  subscription: string,
): Problem[] {
  const { name, priority, probePriority } = request.rule;
  const placeOf = placesOf(groups.map(({ id }) => id));
  const at = (group: NetworkSecurityGroupFacts) => ({ group, title: `${group.name}${placeOf(group.id)}` });
  const wanted = [
    ...groups.map((group): WantedRule => {
      return { ...at(group), purpose: "media", name, priority, priorityKey: configKeys.rulePriority };
    }),
    ...probeGroups.map((group): WantedRule => {
      const priorityKey = configKeys.probePriority;
      return { ...at(group), purpose: "probe", name: `${name}-probe`, priority: probePriority, priorityKey };
    }),
  ];
  const media = freePriority(groups, request, "media");
  const free = { media, probe: freePriority(probeGroups, request, "probe", media?.priority) };
  return wanted.flatMap((rule) =>
    (rule.group.rules ?? []).flatMap((other) => {
      // Azure compares names without regard to case.
      if (other.name.toLowerCase() === rule.name.toLowerCase()) return [nameTaken(rule, other, request, subscription)];
      return other.inbound && other.priority === rule.priority ? [priorityTaken(rule, other, free[rule.purpose])] : [];
    }),
  );
}

function nameTaken(rule: WantedRule, other: NsgRuleFacts, request: AksDiscoveryRequest, subscription: string): Problem {
  const { group, title, name, priority, priorityKey } = rule;
  const id = `${group.id}/securityRules/${other.name}`;
  const what = `rule ${other.name} (priority ${other.priority}) of ${title} exists and is not of this stack, and a group has one rule of a name`;
  const remove = `delete it (az network nsg rule delete --ids ${id})`;
  if (!other.inbound || !other.allow) {
    const reason = `${what}; it lets nothing in: ${remove}, or choose another name`;
    return { path: configKeys.ruleName, value: name, reason };
  }
  const first = other.priority === priority ? "" : `set ${priorityKey} to ${other.priority} and `;
  const assume = `set ${configKeys.nsgRules} to ${AksOwnership.Assume} if every group has such a rule`;
  return {
    path: configKeys.nsgRules,
    value: AksOwnership.Create,
    reason: `${what}; ${remove}, ${first}${takeOver(takenOver(rule, id, request, subscription))}, ${assume}, or choose another ${configKeys.ruleName}`,
  };
}

function takenOver(
  { group, purpose }: WantedRule,
  id: string,
  { owner }: AksDiscoveryRequest,
  subscription: string,
): TakenOver {
  const elsewhere = sameId(subscriptionOf(id), subscription) ? undefined : subscriptionOf(id);
  return {
    ...{ owner, id, type: "azure-native:network:SecurityRule", componentType: "nvcf-lls:index:AksLls" },
    name: `${componentName}-${groupKey(group.id, subscription)}-${purpose}`,
    provider: { type: "azure-native", name: azureProviderName(elsewhere) },
    markCommand: `az network nsg rule update --ids ${id} --description ${JSON.stringify(ruleOwner(owner))}`,
    assume: `${configKeys.nsgRules} ${AksOwnership.Assume}`,
  };
}

function priorityTaken(
  { title, priority, priorityKey }: WantedRule,
  other: NsgRuleFacts,
  free?: FreePriority,
): Problem {
  const isAbove = free?.isAboveDeny ? ", above every rule that denies the same to everybody" : "";
  const remedy = free
    ? `${free.priority} is free${isAbove}`
    : "no priority is free in every group, above the rules that deny the same to everybody: delete or move a rule";
  return {
    path: priorityKey,
    value: priority,
    reason: `is taken by rule ${other.name} of ${title}, and a group has one inbound rule of a priority; ${remedy}`,
  };
}
