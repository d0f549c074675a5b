import { addressesOf, addressesOfAll } from "../addresses";
import type { IntervalSet } from "../intervals";
import type { SecurityGroupFacts, SecurityGroupRuleFacts } from "./network";
import type { Direction } from "./packets";
import { protocolNumber, rulePorts } from "./protocols";

/** A rule, parsed once however many flows it is asked about. */
export interface SecurityGroupRule {
  id: string;
  /** IANA number, or -1 for all. */
  protocol: string;
  ports: IntervalSet;
  /** Peer by address; undefined for a reference, or a prefix list that was not read. */
  addresses?: IntervalSet;
  /** Peer by group. */
  referencedGroupId?: string;
  /** True: whom it admits is not known yet. */
  undecided: boolean;
  /** The peer as the operator wrote it, for messages. */
  peerText: string;
}

/** A security group, parsed. Rules that name addresses are sorted by the first one. */
export interface SecurityGroup {
  id: string;
  /** Those that are known. */
  rules: Record<Direction, SecurityGroupRule[]>;
  /** False if there may be rules that were not read. */
  complete: boolean;
}

/** Security groups by id. */
export type SecurityGroups = ReadonlyMap<string, SecurityGroup>;

/** Parses groups; of two with the same id the later one stands. */
export function parseSecurityGroups(groups: readonly SecurityGroupFacts[]): SecurityGroups {
  const latest = new Map(groups.map((group) => [group.id, group]));
  return new Map([...latest].map(([id, group]) => [id, parseGroup(group)]));
}

/** A group of which nothing was read. */
export function unreadGroup(id: string): SecurityGroup {
  return { id, rules: { inbound: [], outbound: [] }, complete: false };
}

function parseGroup({ id, rules, complete }: SecurityGroupFacts): SecurityGroup {
  if (!rules) return unreadGroup(id);
  const parsed = (egress: boolean): SecurityGroupRule[] =>
    rules
      .filter((rule) => rule.egress === egress)
      .map(parseRule)
      .sort(byFirstAddress);
  return { id, rules: { inbound: parsed(false), outbound: parsed(true) }, complete: complete ?? true };
}

function parseRule(rule: SecurityGroupRuleFacts): SecurityGroupRule {
  const protocol = protocolNumber(rule.protocol);
  const addresses = rule.cidr ? addressesOf(rule.cidr) : rule.prefixListCidrs && addressesOfAll(rule.prefixListCidrs);
  return {
    id: rule.id,
    protocol,
    ports: rulePorts(protocol, rule.fromPort, rule.toPort),
    addresses,
    referencedGroupId: rule.referencedGroupId,
    undecided: rule.undecided ?? false,
    peerText: rule.cidr ?? rule.referencedGroupId ?? rule.prefixListId ?? "nobody",
  };
}

/** Sorted once here, the union of the peers of any selection of rules costs one pass. */
function byFirstAddress(a: SecurityGroupRule, b: SecurityGroupRule): number {
  const [first, second] = [a.addresses?.[0] ?? -1, b.addresses?.[0] ?? -1];
  return first < second ? -1 : first > second ? 1 : 0;
}
