import ipaddr from "ipaddr.js";
import type { SecurityGroupRuleFacts } from "../../reachability/aws/network";
import { fieldsOf, isHidden, knownNumber, knownPairs, knownText, knownTexts } from "../known";
import type { GraphResource } from "../resource-graph";
import type { PrefixLists } from "./prefix-lists";

// Of a prefix list that the stack makes, all readers take the entries as well.

/** A rule as it is written, in whatever style: properties under one name, peers in lists. */
interface WrittenRule {
  id: string;
  egress: boolean;
  protocol: unknown;
  fromPort: unknown;
  toPort: unknown;
  cidrs: unknown[];
  groups: unknown[];
  prefixLists: unknown[];
  tags?: unknown;
}

/** `aws:vpc/securityGroup{Ingress,Egress}Rule`: exactly one peer. */
export function standaloneRule(
  { name, inputs }: GraphResource,
  egress: boolean,
  lists: PrefixLists,
): SecurityGroupRuleFacts[] {
  return rulesOf(lists, {
    ...{ id: name, egress, protocol: inputs.ipProtocol, fromPort: inputs.fromPort, toPort: inputs.toPort },
    ...{ cidrs: [inputs.cidrIpv4, inputs.cidrIpv6], groups: [inputs.referencedSecurityGroupId] },
    ...{ prefixLists: [inputs.prefixListId], tags: inputs.tags },
  });
}

/** `aws:ec2/securityGroupRule`: lists of peers, or the group itself. */
export function olderRule({ name, inputs }: GraphResource, lists: PrefixLists): SecurityGroupRuleFacts[] {
  const direction = knownText(inputs.type);
  const written = {
    ...{ id: name, protocol: inputs.protocol, fromPort: inputs.fromPort, toPort: inputs.toPort },
    ...{ cidrs: peers(inputs.cidrBlocks, inputs.ipv6CidrBlocks), prefixLists: peers(inputs.prefixListIds) },
    groups: [inputs.sourceSecurityGroupId, ...itself(inputs.self, inputs.securityGroupId)],
  };
  if (direction !== undefined) return rulesOf(lists, { ...written, egress: direction.toLowerCase() === "egress" });
  return [false, true]
    .flatMap((egress) => rulesOf(lists, { ...written, egress }))
    .map((rule) => ({ ...rule, undecided: true }));
}

/**
 * The list `ingress` or `egress` of `aws:ec2/securityGroup` and `aws:ec2/defaultSecurityGroup`.
 * @param groupId of the group that has the list, for rules that admit the group itself
 */
export function inlineRules(
  { name, inputs }: GraphResource,
  property: "ingress" | "egress",
  groupId: string,
  lists: PrefixLists,
): SecurityGroupRuleFacts[] {
  const egress = property === "egress";
  const list: unknown = inputs[property] ?? [];
  if (!Array.isArray(list)) return [undecided(`${name}.${property}`, egress)];
  return list.flatMap((value, index) => {
    const id = `${name}.${property}[${index}]`;
    if (isHidden(value)) return [undecided(id, egress)];
    const entry = fieldsOf(value);
    return rulesOf(lists, {
      ...{ id, egress, protocol: entry.protocol, fromPort: entry.fromPort, toPort: entry.toPort },
      ...{ cidrs: peers(entry.cidrBlocks, entry.ipv6CidrBlocks), prefixLists: peers(entry.prefixListIds) },
      groups: [...peers(entry.securityGroups), ...itself(entry.self, groupId)],
    });
  });
}

/** A rule of which nothing but the direction is known. */
function undecided(id: string, egress: boolean): SecurityGroupRuleFacts {
  return { id, egress, protocol: "-1", fromPort: -1, toPort: -1, undecided: true, tags: {} };
}

/** One rule per peer; a rule that names none admits nobody. */
function rulesOf(lists: PrefixLists, { id, egress, ...written }: WrittenRule): SecurityGroupRuleFacts[] {
  const protocol = protocolOf(written.protocol);
  const ports = portsOf(written.fromPort, written.toPort);
  const tags = knownPairs(written.tags);
  const unsure = { ...undecided(id, egress), ...(protocol && { protocol }), ...ports, tags };
  if (!protocol || !ports) return [unsure];
  const rule = { id, egress, protocol, ...ports, tags };
  const peersOf = { cidr: written.cidrs, referencedGroupId: written.groups, prefixListId: written.prefixLists };
  const named = Object.entries(peersOf).flatMap(([property, values]) => values.map((value) => ({ property, value })));
  const given = named.filter(({ value }) => value !== undefined && value !== null && value !== "");
  return given.flatMap(({ property, value }) => {
    const peer = knownText(value);
    if (peer === undefined || (property === "cidr" && !ipaddr.isValidCIDR(peer))) return [unsure];
    const named = { ...rule, id: given.length === 1 ? id : `${id} (${peer})`, [property]: peer };
    const entries = property === "prefixListId" ? lists.get(peer) : undefined;
    if (!entries) return [named];
    return [{ ...named, prefixListCidrs: entries.cidrs }, ...(entries.complete ? [] : [unsure])];
  });
}

/** "all" is the provider's other word for -1. */
function protocolOf(protocol: unknown): string | undefined {
  const text = typeof protocol === "number" ? String(protocol) : knownText(protocol);
  return text?.toLowerCase() === "all" ? "-1" : text;
}

/** Undefined: not known. Absent ports mean all, as with protocol -1. */
function portsOf(from: unknown, to: unknown): { fromPort: number; toPort: number } | undefined {
  const [fromPort, toPort] = [from ?? -1, to ?? from ?? -1].map(knownNumber);
  return fromPort === undefined || toPort === undefined ? undefined : { fromPort, toPort };
}

/** Entries of lists of peers; a list that is not known is one peer that is not known. */
function peers(...lists: unknown[]): unknown[] {
  return lists.flatMap((list) => {
    const { texts, complete } = knownTexts(list);
    if (complete) return texts;
    return Array.isArray(list) ? (list as unknown[]) : [list];
  });
}

/** The group itself as a peer; one that is not known, where it is not known whether. */
function itself(self: unknown, groupId: unknown): unknown[] {
  if (self === true || self === "true") return [groupId];
  return isHidden(self) ? [self] : [];
}
