import type { PrefixLists } from "../../graph/aws/prefix-lists";
import { inlineRules, olderRule, standaloneRule } from "../../graph/aws/security-group-rules";
import { defaultSecurityGroupType, securityGroupSources, securityGroupType } from "../../graph/aws/resource-types";
import { knownText } from "../../graph/known";
import type { GraphResource } from "../../graph/resource-graph";
import type { StackIndex } from "../../graph/stack-index";
import { addressesOfAll } from "../../reachability/addresses";
import type { SecurityGroupFacts, SecurityGroupRuleFacts } from "../../reachability/aws/network";
import { protocolNumber, rulePorts } from "../../reachability/aws/protocols";
import { routable } from "../../reachability/internet";
import { isEmpty, type IntervalSet } from "../../reachability/intervals";
import { groupKey, type GroupRules, type IngressRule } from "./ingress";

/** A rule as a resource of its own. */
export const ingressType = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule";
/** The same in the older style, which is for both directions. */
export const olderType = "aws:ec2/securityGroupRule:SecurityGroupRule";

/**
 * The inbound rules that a stack makes, in every style of the AWS provider, by group.
 * @param lists prefix lists of which the entries are known
 */
export function awsIngress(stack: StackIndex, lists: PrefixLists): GroupRules[] {
  const groups = new Map<string, GroupRules>();
  const put = (ids: string[], label: string, rules: IngressRule[]): void => {
    const key = ids.join(" ");
    const group = groups.get(key);
    if (group) group.rules.push(...rules);
    else groups.set(key, { label: `security group ${label}`, keys: ids.map(groupKey), rules });
  };
  for (const resource of stack.ofType(securityGroupType, defaultSecurityGroupType)) {
    const id = idOf(resource);
    put([id], resource.name, inlineIngress(resource, id, lists));
  }
  for (const resource of stack.ofType(ingressType, olderType)) {
    const rule = ruleFrom(resource.urn, resource.name, factsOf(resource, lists));
    if (!rule) continue;
    const ids = groupsOf(resource, stack);
    put(ids, ids.length > 0 ? ids.join(" or ") : "that is not known yet", [rule]);
  }
  return [...groups.values()];
}

/** The inbound rules that a group has already, without those of the stack. */
export function awsFactsIngress(
  { rules }: SecurityGroupFacts,
  urn: string,
  isOwn: (id: string) => boolean,
): IngressRule[] {
  const inbound = (rules ?? []).filter((rule) => !rule.egress && !isOwn(rule.id));
  return inbound.flatMap((rule) => ruleFrom(urn, rule.id, [rule]) ?? []);
}

/** Inline rules, one for each entry, whatever number of peers it has. */
function inlineIngress(resource: GraphResource, id: string, lists: PrefixLists): IngressRule[] {
  const entries = new Map<string, SecurityGroupRuleFacts[]>();
  for (const facts of inlineRules(resource, "ingress", id, lists)) {
    const [entry = facts.id] = /^.*\.ingress\[\d+\]/.exec(facts.id) ?? [];
    entries.set(entry, [...(entries.get(entry) ?? []), facts]);
  }
  return [...entries].flatMap(([entry, facts]) => ruleFrom(resource.urn, entry, facts) ?? []);
}

function factsOf(resource: GraphResource, lists: PrefixLists): SecurityGroupRuleFacts[] {
  if (resource.type !== olderType) return standaloneRule(resource, false, lists);
  return olderRule(resource, lists).filter(({ egress }) => !egress);
}

/** Undefined: it lets in nobody from the internet that is known by address. What is not known of a rule admits nobody for certain. */
function ruleFrom(urn: string, name: string, facts: SecurityGroupRuleFacts[]): IngressRule | undefined {
  const certain = facts.filter(({ undecided }) => !undecided);
  const [first] = certain;
  if (!first) return undefined;
  const protocol = protocolNumber(first.protocol);
  const packets = certain.flatMap((rule) => {
    const addresses = sendersOf(rule);
    return isEmpty(routable(addresses)) ? [] : [{ addresses, ports: rulePorts(protocol, rule.fromPort, rule.toPort) }];
  });
  return packets.length === 0 ? undefined : { urn, name, admits: [{ protocol, packets }] };
}

function sendersOf({ cidr, prefixListCidrs }: SecurityGroupRuleFacts): IntervalSet {
  return addressesOfAll(cidr !== undefined ? [cidr] : (prefixListCidrs ?? []));
}

/** The id of a group, or, before it has one, its name. */
export function idOf({ id, name }: GraphResource): string {
  return knownText(id) ?? name;
}

/** The groups that a rule may belong to; none: any. */
export function groupsOf(resource: GraphResource, stack: StackIndex): string[] {
  const { securityGroupId } = resource.inputs;
  const id = knownText(securityGroupId);
  if (id !== undefined) return [id];
  const edges = resource.propertyDependencies.securityGroupId ?? [];
  const groups = stack.referents(resource, "securityGroupId", securityGroupId, ...securityGroupSources);
  return groups.length === edges.length ? groups.map(idOf).sort() : [];
}
