import type { AzureNetwork, NetworkSecurityGroupFacts } from "../reachability/azure/network";
import { nsgRule } from "./azure/security-rule";
import type { GraphResource, ResourceGraph } from "./resource-graph";

// With or without the API version that azure-native writes into explicit tokens.
const groupType = /^azure-native:network(\/\w+)?:NetworkSecurityGroup$/;
const ruleType = /^azure-native:network(\/\w+)?:SecurityRule$/;

/**
 * The network security groups that a stack makes or adds rules to, with all their rules. A discovered group of which the rules were not read is left
 * out: what stands above ours is not known.
 */
export function networkSecurityGroupsOf(
  graph: ResourceGraph,
  network: AzureNetwork | undefined,
): NetworkSecurityGroupFacts[] {
  const made = graph.resources.filter(({ type }) => groupType.test(type)).map(madeGroup);
  const isMade = (id: string): boolean => made.some((group) => sameText(group.id, id));
  const existing = (network?.networkSecurityGroups ?? []).filter(({ id }) => !isMade(id));
  const added = graph.resources.filter(({ type }) => ruleType.test(type));
  return [...made, ...existing].flatMap((group) => {
    const ours = added
      .filter((resource) => belongsTo(resource, group))
      .map(({ inputs, name }) => nsgRule(inputs, name));
    if (!group.rules || (ours.length === 0 && !made.includes(group))) return [];
    // Azure replaces a rule of the same name.
    const others = group.rules.filter(({ name }) => !ours.some((rule) => sameText(rule.name, name)));
    return [{ ...group, rules: [...others, ...ours] }];
  });
}

function madeGroup({ id, inputs, outputs, name }: GraphResource): NetworkSecurityGroupFacts {
  const rules = Array.isArray(inputs.securityRules) ? (inputs.securityRules as unknown[]) : [];
  return {
    id: id ?? name,
    name: (outputs.name ?? inputs.networkSecurityGroupName ?? name) as string,
    managed: false,
    rules: rules.map((rule, index) => nsgRule(rule, `${name}.securityRules[${index}]`)),
  };
}

/** By the id of the rule, which begins with that of its group; before it has one, by the names of group and resource group. */
function belongsTo({ id, inputs }: GraphResource, group: NetworkSecurityGroupFacts): boolean {
  if (id) return id.toLowerCase().startsWith(`${group.id.toLowerCase()}/securityrules/`);
  const path = `/resourceGroups/${String(inputs.resourceGroupName)}/providers/Microsoft.Network/networkSecurityGroups/${String(inputs.networkSecurityGroupName)}`;
  return group.id.toLowerCase().endsWith(path.toLowerCase());
}

function sameText(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}
