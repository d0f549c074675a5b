import { inlineRules, olderRule, standaloneRule } from "../../graph/aws/security-group-rules";
import { defaultSecurityGroupType, securityGroupSources, securityGroupType } from "../../graph/aws/resource-types";
import { isHidden, knownText, listOf } from "../../graph/known";
import type { GraphResource } from "../../graph/resource-graph";
import type { StackIndex } from "../../graph/stack-index";
import { addressesOfAll } from "../../reachability/addresses";
import type { SecurityGroupFacts, SecurityGroupRuleFacts } from "../../reachability/aws/network";
import { protocolNumber, rulePorts } from "../../reachability/aws/protocols";
import { routable } from "../../reachability/internet";
import { isEmpty, type IntervalSet } from "../../reachability/intervals";
import ipaddr from "ipaddr.js";
import { leaf } from "../leaf";
import { groupKey, type GroupRules, type IngressRule } from "./ingress";

/** A rule as a resource of its own. */
export const ingressType = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule";
/** The same in the older style, which is for both directions. */
export const olderType = "aws:ec2/securityGroupRule:SecurityGroupRule";
const prefixListType = "aws:ec2/managedPrefixList:ManagedPrefixList";
const prefixListEntryType = "aws:ec2/managedPrefixListEntry:ManagedPrefixListEntry";

/** CIDR blocks of the stack's own prefix lists, by id and by URN. */
export type PrefixLists = ReadonlyMap<string, string[]>;

/** The inbound rules that a stack makes, in every style of the AWS provider, by group. */
export function awsIngress(stack: StackIndex): GroupRules[] {
  const lists = prefixListsOf(stack);
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
    const rule = ruleFrom(resource.urn, resource.name, factsOf(resource, stack), lists);
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
  return inbound.flatMap((rule) => ruleFrom(urn, rule.id, [rule], new Map()) ?? []);
}

/** Inline rules, one for each entry, whatever number of peers it has. */
function inlineIngress(resource: GraphResource, id: string, lists: PrefixLists): IngressRule[] {
  const entries = new Map<string, SecurityGroupRuleFacts[]>();
  for (const facts of inlineRules(resource, "ingress", id)) {
    const [entry = facts.id] = /^.*\.ingress\[\d+\]/.exec(facts.id) ?? [];
    entries.set(entry, [...(entries.get(entry) ?? []), facts]);
  }
  return [...entries].flatMap(([entry, facts]) => ruleFrom(resource.urn, entry, facts, lists) ?? []);
}

/** Where only an edge says which prefix list it is, that one. */
function factsOf(resource: GraphResource, stack: StackIndex): SecurityGroupRuleFacts[] {
  if (resource.type === olderType) return olderRule(resource).filter(({ egress }) => !egress);
  const { prefixListId } = resource.inputs;
  if (prefixListId === undefined || !isHidden(prefixListId)) return standaloneRule(resource, false);
  const [list, ...others] = stack.referents(resource, "prefixListId", prefixListId, prefixListType);
  const inputs = { ...resource.inputs, ...(list && others.length === 0 && { prefixListId: list.urn }) };
  return standaloneRule({ ...resource, inputs }, false);
}

/** Undefined: it lets in nobody from the internet that is known by address. What is not known of a rule admits nobody for certain. */
function ruleFrom(
  urn: string,
  name: string,
  facts: SecurityGroupRuleFacts[],
  lists: PrefixLists,
): IngressRule | undefined {
  const certain = facts.filter(({ undecided }) => !undecided);
  const [first] = certain;
  if (!first) return undefined;
  const protocol = protocolNumber(first.protocol);
  const packets = certain.flatMap((rule) => {
    const addresses = sendersOf(rule, lists);
    return isEmpty(routable(addresses)) ? [] : [{ addresses, ports: rulePorts(protocol, rule.fromPort, rule.toPort) }];
  });
  return packets.length === 0 ? undefined : { urn, name, admits: [{ protocol, packets }] };
}

function sendersOf({ cidr, prefixListId, prefixListCidrs }: SecurityGroupRuleFacts, lists: PrefixLists): IntervalSet {
  return addressesOfAll(cidr !== undefined ? [cidr] : (prefixListCidrs ?? lists.get(prefixListId ?? "") ?? []));
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

/** Reads the prefix lists of a stack. */
export function prefixListsOf(stack: StackIndex): PrefixLists {
  const lists = new Map<string, string[]>();
  for (const list of stack.ofType(prefixListType)) {
    const cidrs = listOf(list.inputs.entries).map((entry) => leaf(entry, "cidr"));
    const blocks = cidrsIn([...cidrs, ...entriesOf(list, stack)]);
    for (const key of [list.urn, knownText(list.id)]) if (key !== undefined) lists.set(key, blocks);
  }
  return lists;
}

function entriesOf(list: GraphResource, stack: StackIndex): unknown[] {
  return stack
    .ofType(prefixListEntryType)
    .filter((entry) => stack.referents(entry, "prefixListId", entry.inputs.prefixListId, prefixListType).includes(list))
    .map(({ inputs }) => inputs.cidr);
}

/** Those of the values that are CIDR blocks. */
export function cidrsIn(values: unknown[]): string[] {
  return values.flatMap((cidr) => knownText(cidr) ?? []).filter((cidr) => ipaddr.isValidCIDR(cidr));
}
