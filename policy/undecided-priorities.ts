import { controllerPriorities } from "../components/lls";
import { isHidden, knownText } from "../graph/known";
import { hiddenProperties } from "./open-to-world/undecided-rule";
import type { JudgedStack } from "./judged-stack";
import { networkSecurityGroupsIn, writtenIn, type HeldGroup, type HeldRule } from "./network-security-groups";
import { nodeResourceGroupDefaults, nodeResourceGroupsOf } from "./node-resource-groups";

const ofGroup = ["networkSecurityGroupName", "resourceGroupName"] as const;

/**
 * Rules of network security groups of which `nsg-rule-priority-unique` and `nsg-rule-priority` cannot say yet whether their priority can be had, in
 * words for an operator. A rule that no way of turning out makes wrong is not among them.
 */
export function undecidedPrioritiesOf(stack: JudgedStack): string[] {
  const { groups, elsewhere } = networkSecurityGroupsIn(stack);
  const isNodeResourceGroup = nodeResourceGroupsOf(stack, nodeResourceGroupDefaults);
  const isControllers = ({ managed, resourceGroup = "" }: HeldGroup): boolean =>
    managed || isNodeResourceGroup(resourceGroup);
  const reasonOf = (rule: HeldRule, candidates: HeldGroup[]): string[] => {
    const hidden = hiddenOf(rule);
    if (hidden.length === 0) return [];
    const problems = [
      ...(candidates.some((group) => mayClash(rule, group)) ? ["is free"] : []),
      ...(candidates.some((group) => isControllers(group) && mayBeAllocated(rule))
        ? [`is outside ${controllerPriorities.from}-${controllerPriorities.to}`]
        : []),
    ];
    if (problems.length === 0) return [];
    return [
      `whether the priority of rule ${rule.facts.name} ${problems.join(" and ")}, which ${hidden.join(", ")} decides`,
    ];
  };
  return [
    ...groups.flatMap((group) => group.rules.flatMap((rule) => reasonOf(rule, [group]))),
    ...elsewhere.flatMap((rule) =>
      reasonOf(
        rule,
        groups.filter((group) => mayBelongTo(rule, group)),
      ),
    ),
  ];
}

/** Properties of a rule of the stack that are not known and decide about its priority. */
function hiddenOf({ facts, resource }: HeldRule): string[] {
  if (!resource) return [];
  const { written, path } = writtenIn(facts, resource);
  const isStandalone = path === "";
  const names = isHidden(written)
    ? [""]
    : hiddenProperties(written, [...(isStandalone ? ofGroup : []), "priority", "direction"]);
  return names.map((name) => `\`${path}${name}\` of ${resource.name}`);
}

function mayBelongTo({ resource }: HeldRule, group: HeldGroup): boolean {
  const { networkSecurityGroupName: name, resourceGroupName } = resource!.inputs;
  const agrees = (written: unknown, known: string | undefined): boolean => {
    const text = knownText(written)?.toLowerCase();
    return text === undefined || known === undefined || text === known.toLowerCase();
  };
  return agrees(name, group.name) && agrees(resourceGroupName, group.resourceGroup);
}

function mayClash(rule: HeldRule, { rules }: HeldGroup): boolean {
  return rules.some(
    (other) =>
      other !== rule &&
      other.facts.name.toLowerCase() !== rule.facts.name.toLowerCase() &&
      maybeSame("priority", rule, other) &&
      maybeSame("inbound", rule, other),
  );
}

function maybeSame(part: "priority" | "inbound", one: HeldRule, other: HeldRule): boolean {
  return isOpen(part, one) || isOpen(part, other) || one.facts[part] === other.facts[part];
}

function mayBeAllocated(rule: HeldRule): boolean {
  const { inbound, priority } = rule.facts;
  const { from, to } = controllerPriorities;
  return (inbound || isOpen("inbound", rule)) && (isOpen("priority", rule) || (priority >= from && priority <= to));
}

/** Whether a part of a rule is not known. What is not given at all Azure refuses whatever else is. */
function isOpen(part: "priority" | "inbound", { facts }: HeldRule): boolean {
  return facts.undecided?.includes(part) ?? false;
}
