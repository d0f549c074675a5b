import type { AwsNetwork, SecurityGroupFacts, SecurityGroupRuleFacts } from "../reachability/aws/network";
import { clusterSecurityGroup, clusterSecurityGroupId } from "./aws/cluster-security-group";
import {
  defaultSecurityGroupType,
  eksClusterType,
  securityGroupSources,
  securityGroupType,
} from "./aws/resource-types";
import { prefixListsOf, withReadLists, type PrefixLists } from "./aws/prefix-lists";
import { inlineRules, olderRule, standaloneRule } from "./aws/security-group-rules";
import { groupBy } from "./group-by";
import { knownPairs, knownText } from "./known";
import type { GraphResource } from "./resource-graph";
import { idOf, type StackIndex } from "./stack-index";

const ingressType = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule";
const egressType = "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule";
const olderType = "aws:ec2/securityGroupRule:SecurityGroupRule";

/** Types of resources that say what security groups let through, in every style that the AWS provider has. */
export const securityGroupTypes = [securityGroupType, defaultSecurityGroupType, ingressType, egressType, olderType];

/** Finds groups by id, with every rule that is known of them. */
export type SecurityGroupLookup = (ids: string[], network: AwsNetwork | undefined) => SecurityGroupFacts[];

/** A group that the stack makes. */
interface MadeGroup {
  facts: SecurityGroupFacts & { rules: SecurityGroupRuleFacts[] };
  /** Directions of which the inline rules are the only ones: the provider takes others away. */
  whole: { ingress: boolean; egress: boolean };
}

/** A resource that adds rules to a group. */
interface AddedRules {
  resource: GraphResource;
  /** Groups that they may belong to; undefined: any. */
  groupIds: string[] | undefined;
  /** False: to which of them is not known. */
  certain: boolean;
}

/**
 * The security groups that a stack makes or adds rules to. A group that exists already keeps its discovered rules beside
 * the added ones; where those were not read, `complete` says so.
 */
export function securityGroupsOf(stack: StackIndex): SecurityGroupLookup {
  // A stack may have many groups, of which few are asked about: rules are read then.
  const made = new Map(stack.ofType(...securityGroupSources).map((group) => [groupIdOf(group), group]));
  const added = stack.ofType(ingressType, egressType, olderType).map((resource) => addedBy(stack, resource));
  const ofGroup = groupBy(
    added.flatMap((one) => (one.groupIds ?? [anyGroup]).map((id) => ({ id, one }))),
    ({ id }) => id,
  );
  const ownIds = new Set(
    added.flatMap(({ resource: { id, outputs } }) => [id, knownText(outputs.securityGroupRuleId)]),
  );
  return (ids, network) => {
    const lists = withReadLists(prefixListsOf(stack), network);
    return [...new Set(ids)].sort().map((id) => {
      const facts = network?.securityGroups.find((group) => group.id === id);
      const own = ownGroup(made.get(id), facts, lists);
      const group = own?.facts ?? existingGroup(id, facts, ownIds);
      const rules = [...(ofGroup.get(id) ?? []), ...(ofGroup.get(anyGroup) ?? [])].flatMap(({ one }) =>
        rulesOf(one, lists),
      );
      const counting = rules.filter(({ egress }) => !own?.whole[egress ? "egress" : "ingress"]);
      return { ...group, rules: [...group.rules, ...counting] };
    });
  };
}

/** Stands for the group of rules that may belong to any. */
const anyGroup = "";

/**
 * A group that the stack makes; that of a cluster is EKS's, so facts know it better. One that it only reads is judged by facts: its outputs may hold
 * rules that this change takes away.
 */
function ownGroup(
  group: GraphResource | undefined,
  facts: SecurityGroupFacts | undefined,
  lists: PrefixLists,
): MadeGroup | undefined {
  if (group?.standIn === "read" && group.type !== eksClusterType) return undefined;
  switch (group?.type) {
    case securityGroupType:
      return madeGroup(group, lists);
    case defaultSecurityGroupType:
      // The provider takes away every rule that is not inline (AWS provider, `aws.ec2.DefaultSecurityGroup`).
      return { facts: withInlineRules(group, lists), whole: { ingress: true, egress: true } };
    case eksClusterType:
      return facts?.rules
        ? undefined
        : { facts: clusterSecurityGroup(group), whole: { ingress: false, egress: false } };
    default:
      return undefined;
  }
}

/**
 * A group of the stack. The provider removes the rule that AWS adds by itself, so it starts with none; with an inline list it removes every other rule of
 * that direction (AWS provider, `aws.ec2.SecurityGroup`, notes on egress rules and on in-line rules), unless changes of the list are ignored.
 */
function madeGroup(resource: GraphResource, lists: PrefixLists): MadeGroup {
  const { inputs, options, standIn } = resource;
  const ignored = (property: string): boolean =>
    (options.ignoreChanges ?? []).some((path) => path === "*" || path.startsWith(property));
  const whole = (property: string): boolean => !standIn && inputs[property] !== undefined && !ignored(property);
  return { facts: withInlineRules(resource, lists), whole: { ingress: whole("ingress"), egress: whole("egress") } };
}

function withInlineRules(resource: GraphResource, lists: PrefixLists): MadeGroup["facts"] {
  const { inputs, name } = resource;
  const id = groupIdOf(resource);
  const rules = [...inlineRules(resource, "ingress", id, lists), ...inlineRules(resource, "egress", id, lists)];
  return { id, name, tags: knownPairs(inputs.tags), rules, complete: true };
}

/** @param ownIds facts know the stack's own rules as they are now, not as they will be */
function existingGroup(
  id: string,
  facts: SecurityGroupFacts | undefined,
  ownIds: ReadonlySet<string | undefined>,
): MadeGroup["facts"] {
  const rules = (facts?.rules ?? []).filter((rule) => !ownIds.has(rule.id));
  const complete = facts?.rules !== undefined && facts.complete !== false;
  return { ...(facts ?? { id, name: id, tags: {} }), rules, complete };
}

function groupIdOf(group: GraphResource): string {
  return group.type === eksClusterType ? clusterSecurityGroupId(group) : idOf(group);
}

/** Where it is not known whose rules they are, edges tell whose they may be. */
function addedBy(stack: StackIndex, resource: GraphResource): AddedRules {
  const { securityGroupId } = resource.inputs;
  const known = knownText(securityGroupId);
  if (known !== undefined) return { resource, groupIds: [known], certain: true };
  const candidates = stack
    .referents(resource, "securityGroupId", securityGroupId, ...securityGroupSources)
    .map(groupIdOf);
  const edges = resource.propertyDependencies.securityGroupId ?? [];
  const certain = edges.length === 1 && candidates.length === 1;
  return { resource, groupIds: candidates.length > 0 ? candidates : undefined, certain };
}

function rulesOf({ resource, certain }: AddedRules, lists: PrefixLists): SecurityGroupRuleFacts[] {
  const rules =
    resource.type === olderType
      ? olderRule(resource, lists)
      : standaloneRule(resource, resource.type === egressType, lists);
  return certain ? rules : rules.map((rule) => ({ ...rule, undecided: true }));
}
