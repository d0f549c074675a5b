import { controllerPriorities } from "../components/lls";
import { groupBy } from "../graph/group-by";
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
  const controllers = new Set(
    groups.filter(({ managed, resourceGroup = "" }) => managed || isNodeResourceGroup(resourceGroup)),
  );
  const neighbours = neighboursIn(groups);
  return [
    ...groups.flatMap((group) =>
      group.rules.flatMap((rule) =>
        reasonOf(rule, {
          mayClash: () => group.rules.some((other) => mayClash(rule, other)),
          isControllers: () => controllers.has(group),
        }),
      ),
    ),
    ...elsewhere.flatMap((rule) => {
      const mayBelong = mayBelongTo(rule);
      return reasonOf(rule, {
        mayClash: () => neighbours(rule).some(({ other, group }) => mayClash(rule, other) && mayBelong(group)),
        isControllers: () => [...controllers].some(mayBelong),
      });
    }),
  ];
}

/** Where a rule may turn out to be. */
interface Whereabouts {
  /** Whether another rule there may have its priority. */
  mayClash(): boolean;
  /** Whether the cloud controller allocates priorities there. */
  isControllers(): boolean;
}

function reasonOf(rule: HeldRule, where: Whereabouts): string[] {
  const hidden = hiddenOf(rule);
  if (hidden.length === 0) return [];
  const problems = [
    ...(where.mayClash() ? ["is free"] : []),
    ...(mayBeAllocated(rule) && where.isControllers()
      ? [`is outside ${controllerPriorities.from}-${controllerPriorities.to}`]
      : []),
  ];
  if (problems.length === 0) return [];
  return [
    `whether the priority of rule ${rule.facts.name} ${problems.join(" and ")}, which ${hidden.join(", ")} decides`,
  ];
}

/** A rule in its group. */
interface Neighbour {
  other: HeldRule;
  group: HeldGroup;
}

/** Finds the rules of all groups that may have the priority of a rule: a stack has thousands of rules, but few of one priority. */
function neighboursIn(groups: HeldGroup[]): (rule: HeldRule) => Neighbour[] {
  const all = groups.flatMap((group) => group.rules.map((other): Neighbour => ({ other, group })));
  const open = all.filter(({ other }) => isOpen("priority", other));
  const byPriority = groupBy(
    all.filter(({ other }) => !isOpen("priority", other)),
    ({ other }) => other.facts.priority,
  );
  return (rule) => (isOpen("priority", rule) ? all : [...open, ...(byPriority.get(rule.facts.priority) ?? [])]);
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

/** Whether a rule may turn out to be of a group. */
function mayBelongTo({ resource }: HeldRule): (group: HeldGroup) => boolean {
  const { networkSecurityGroupName, resourceGroupName } = resource!.inputs;
  const name = knownText(networkSecurityGroupName)?.toLowerCase();
  const resourceGroup = knownText(resourceGroupName)?.toLowerCase();
  const agrees = (written: string | undefined, known: string | undefined): boolean =>
    written === undefined || known === undefined || written === known.toLowerCase();
  return (group) => agrees(name, group.name) && agrees(resourceGroup, group.resourceGroup);
}

function mayClash(rule: HeldRule, other: HeldRule): boolean {
  return (
    other !== rule &&
    other.facts.name.toLowerCase() !== rule.facts.name.toLowerCase() &&
    maybeSame("priority", rule, other) &&
    maybeSame("inbound", rule, other)
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
