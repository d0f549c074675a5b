import type { AwsNetwork, SecurityGroupFacts, SecurityGroupRuleFacts } from "../reachability/aws/network";
import { clusterSecurityGroup, clusterSecurityGroupId } from "./aws/cluster-security-group";
import {
  defaultSecurityGroupType,
  eksClusterType,
  securityGroupSources,
  securityGroupType,
} from "./aws/resource-types";
import { inlineRules, olderRule, standaloneRule } from "./aws/security-group-rules";
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
interface MadeGroup extends SecurityGroupFacts {
  rules: SecurityGroupRuleFacts[];
  /** Directions of which the inline rules are the only ones: the provider takes others away. */
  whole: { ingress: boolean; egress: boolean };
}

/** Rules that a resource of their own makes. */
interface AddedRules {
  rules: SecurityGroupRuleFacts[];
  /** Groups that they may belong to; undefined: any. One, if it is known. */
  groupIds: string[] | undefined;
  /** Ids under which facts know them. */
  ids: (string | undefined)[];
}

/**
 * The security groups that a stack makes or adds rules to. A group that exists already keeps its discovered rules beside
 * the added ones; where those were not read, `complete` says so.
 */
export function securityGroupsOf(stack: StackIndex): SecurityGroupLookup {
  const made = madeGroups(stack);
  const clusters = new Set(stack.ofType(eksClusterType).map(clusterSecurityGroupId));
  const added = addedRules(stack);
  const ofGroup = new Map<string, AddedRules[]>();
  for (const rules of added) {
    for (const id of rules.groupIds ?? [anyGroup]) {
      const list = ofGroup.get(id);
      if (list) list.push(rules);
      else ofGroup.set(id, [rules]);
    }
  }
  const known = new Set(added.flatMap(({ ids }) => ids));
  return (ids, network) =>
    [...new Set(ids)].sort().map((id) => {
      const facts = network?.securityGroups.find((group) => group.id === id);
      const own = facts?.rules && clusters.has(id) ? undefined : made.get(id);
      const group = own ?? existingGroup(id, facts, known);
      const further = [...(ofGroup.get(id) ?? []), ...(ofGroup.get(anyGroup) ?? [])].flatMap(({ rules }) => rules);
      const counting = further.filter(({ egress }) => !own?.whole[egress ? "egress" : "ingress"]);
      return { id, name: group.name, tags: group.tags, complete: group.complete, rules: [...group.rules, ...counting] };
    });
}

/** Stands for the group of rules that may belong to any. */
const anyGroup = "";

function madeGroups(stack: StackIndex): Map<string, MadeGroup> {
  const made = [
    ...stack.ofType(securityGroupType).map(madeGroup),
    ...stack.ofType(defaultSecurityGroupType).map(adoptedGroup),
    ...stack.ofType(eksClusterType).map((cluster) => {
      const { rules = [], ...group } = clusterSecurityGroup(cluster);
      return { ...group, rules, whole: { ingress: false, egress: false } };
    }),
  ];
  return new Map(made.map((group) => [group.id, group]));
}

/**
 * A group of the stack. The provider removes the rule that AWS adds by itself, so it starts with none; with an inline list it removes every other rule of
 * that direction (AWS provider, `aws.ec2.SecurityGroup`, notes on egress rules and on in-line rules), unless changes of the list are ignored.
 */
function madeGroup(resource: GraphResource): MadeGroup {
  const { inputs, options } = resource;
  const ignored = (property: string): boolean =>
    (options.ignoreChanges ?? []).some((path) => path === "*" || path.startsWith(property));
  const whole = (property: string): boolean => inputs[property] !== undefined && !ignored(property);
  return { ...withInlineRules(resource), whole: { ingress: whole("ingress"), egress: whole("egress") } };
}

/** The default group of a VPC: the provider takes away every rule that is not inline (AWS provider, `aws.ec2.DefaultSecurityGroup`). */
function adoptedGroup(resource: GraphResource): MadeGroup {
  return { ...withInlineRules(resource), whole: { ingress: true, egress: true } };
}

function withInlineRules(resource: GraphResource): Omit<MadeGroup, "whole"> {
  const { inputs, name } = resource;
  const id = idOf(resource);
  const rules = [...inlineRules(resource, "ingress", id), ...inlineRules(resource, "egress", id)];
  return { id, name, tags: knownPairs(inputs.tags), rules, complete: true };
}

/** @param ownIds facts know the stack's own rules as they are now, not as they will be */
function existingGroup(
  id: string,
  facts: SecurityGroupFacts | undefined,
  ownIds: ReadonlySet<string | undefined>,
): SecurityGroupFacts & { rules: SecurityGroupRuleFacts[] } {
  const rules = (facts?.rules ?? []).filter((rule) => !ownIds.has(rule.id));
  const complete = facts?.rules !== undefined && facts.complete !== false;
  return { ...(facts ?? { id, name: id, tags: {} }), rules, complete };
}

function groupIdOf(group: GraphResource): string {
  return group.type === eksClusterType ? clusterSecurityGroupId(group) : idOf(group);
}

function addedRules(stack: StackIndex): AddedRules[] {
  const added = (resource: GraphResource, rules: SecurityGroupRuleFacts[]): AddedRules => {
    const { id, inputs, outputs } = resource;
    const ids = [id, knownText(outputs.securityGroupRuleId)];
    const groupId = knownText(inputs.securityGroupId);
    if (groupId !== undefined) return { rules, groupIds: [groupId], ids };
    const groups = stack.referents(resource, "securityGroupId", inputs.securityGroupId, ...securityGroupSources);
    const candidates = groups.map(groupIdOf);
    const [only, ...others] = resource.propertyDependencies.securityGroupId ?? [];
    if (only !== undefined && others.length === 0 && candidates.length === 1)
      return { rules, groupIds: candidates, ids };
    const undecided = rules.map((rule) => ({ ...rule, undecided: true }));
    return { rules: undecided, groupIds: candidates.length > 0 ? candidates : undefined, ids };
  };
  return [
    ...stack.ofType(ingressType).map((resource) => added(resource, standaloneRule(resource, false))),
    ...stack.ofType(egressType).map((resource) => added(resource, standaloneRule(resource, true))),
    ...stack.ofType(olderType).map((resource) => added(resource, olderRule(resource))),
  ];
}
