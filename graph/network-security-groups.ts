import type { AzureNetwork, NetworkSecurityGroupFacts, NsgRuleFacts } from "../reachability/azure/network";
import { groupPlacesIn, isSamePlace, isWhole, placeOfId, type GroupPlace } from "./azure/group-places";
import { alsoUndecided, inlineSecurityRules, securityRule } from "./azure/security-rules";
import { groupBy } from "./group-by";
import { knownText } from "./known";
import { plainType } from "./plain-type";
import type { GraphResource, ResourceGraph } from "./resource-graph";
import { idOf } from "./stack-index";

/** A rule that is a resource of its own. */
interface AddedRule {
  rule: NsgRuleFacts;
  place: GroupPlace;
}

/**
 * The network security groups that a stack makes or adds rules to, with all their rules. A discovered group of which the rules were not read is left
 * out: what stands above ours is not known. A rule of which it is not known whose it is may belong to every group.
 */
export function networkSecurityGroupsOf(
  graph: ResourceGraph,
  network: AzureNetwork | undefined,
): NetworkSecurityGroupFacts[] {
  const placeOf = groupPlacesIn(graph);
  const ofType = (type: string): GraphResource[] =>
    graph.resources.filter((resource) => plainType(resource.type) === `azure-native:network:${type}`);
  const discovered = new Map((network?.networkSecurityGroups ?? []).map((facts) => [facts.id.toLowerCase(), facts]));
  const made = ofType("NetworkSecurityGroup").map((resource) => ({
    facts: madeGroup(resource, discovered.get(idOf(resource).toLowerCase())),
    ...{ place: placeOf(resource, nameOf(resource)), isMade: true },
  }));
  const ids = new Set(made.map(({ facts }) => facts.id.toLowerCase()));
  const existing = [...discovered.values()]
    .filter(({ id }) => !ids.has(id.toLowerCase()))
    .map((facts) => ({ facts, place: placeOfId(facts.id) ?? {}, isMade: false }));
  const rulesIn = rulesByPlace(
    ofType("SecurityRule").map((resource) => ({
      rule: securityRule(resource.inputs, resource.name),
      place: placeOf(resource, resource.inputs.networkSecurityGroupName),
    })),
  );
  return [...made, ...existing].flatMap(({ facts, place, isMade }) => {
    const added = rulesIn(place);
    if (!facts.rules || (added.length === 0 && !isMade)) return [];
    return [{ ...facts, rules: [...rulesBeside(added, facts.rules), ...added] }];
  });
}

function nameOf({ inputs, outputs }: GraphResource): string | undefined {
  return knownText(outputs.name) ?? knownText(inputs.networkSecurityGroupName);
}

/**
 * A group that the stack makes.
 * @param existing the same group as it was read; absent: it was not
 */
function madeGroup(
  resource: GraphResource,
  existing: NetworkSecurityGroupFacts | undefined,
): NetworkSecurityGroupFacts {
  const { inputs, standIn, name } = resource;
  const written = standIn === "read" ? undefined : inlineSecurityRules(inputs.securityRules, name);
  const found = existing && !writesItsRules(resource) ? existing.rules : written;
  return { id: idOf(resource), name: nameOf(resource) ?? name, managed: false, ...(found && { rules: found }) };
}

/**
 * True for a group of which the list of rules is written, and so is the whole of it. Without one the provider leaves alone what others add, rules of
 * this stack and of anybody else (azure-native, sub-resources that are not set). Outputs that stand in for inputs are no list that anybody wrote.
 */
export function writesItsRules({ inputs, standIn }: GraphResource): boolean {
  return !standIn && inputs.securityRules !== undefined && inputs.securityRules !== null;
}

/** Finds the rules of a group; those that may be of another one say so. */
function rulesByPlace(added: AddedRule[]): (place: GroupPlace) => NsgRuleFacts[] {
  const keyOf = ({ name, resourceGroup }: GroupPlace): string => `${resourceGroup}/${name}`;
  const certain = groupBy(
    added.filter(({ place }) => isWhole(place)),
    ({ place }) => keyOf(place),
  );
  const vague = added.filter(({ place }) => !isWhole(place));
  return (group) => {
    const candidates = isWhole(group) ? [...(certain.get(keyOf(group)) ?? []), ...vague] : added;
    return candidates.flatMap(({ rule, place }) => {
      const belongs = isSamePlace(place, group);
      if (belongs === false) return [];
      return [belongs ? rule : alsoUndecided(rule, "group")];
    });
  };
}

/** What becomes of a group's rules when others are added: Azure replaces one of the same name. */
function rulesBeside(added: readonly NsgRuleFacts[], rules: readonly NsgRuleFacts[]): NsgRuleFacts[] {
  const byName = groupBy(added, ({ name }) => name.toLowerCase());
  return rules.flatMap((rule) => {
    const same = byName.get(rule.name.toLowerCase()) ?? [];
    if (same.length === 0) return [rule];
    return same.every(({ undecided = [] }) => undecided.includes("group")) ? [alsoUndecided(rule, "group")] : [];
  });
}
