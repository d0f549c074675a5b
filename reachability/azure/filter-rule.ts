import { everyIpv4, everyIpv6 } from "../addresses";
import { overlap, type IntervalSet } from "../intervals";
import { everyPort } from "../ports";
import { intersectRegions, regionOf, type Region } from "../region";
import type { AdminRuleFacts, NsgRuleFacts, NsgRulePart } from "./network";
import { boxOf, type Direction, type Packets, type Side } from "./packets";
import { coversProtocol, matchAddresses, matchPorts, type PartMatch, type ServiceTags } from "./rule-parts";

/** What happens to packets that match: `continue` hands them on to the next layer, `alwaysAllow` past it. */
export type Effect = "allow" | "deny" | "continue" | "alwaysAllow";

/** A rule of a network security group or a security admin rule, parsed once however many flows it is asked about. */
export interface FilterRule {
  name: string;
  /** Undefined: not known. */
  priority?: number;
  /** Its place among the rules: the priority, where that is known. */
  order: number;
  effect: Effect;
  /** Undefined: not known. */
  protocol?: string;
  sources: Peer;
  destinations: Peer;
  sourcePorts: PartMatch;
  ports: PartMatch;
  /** True for a rule that every group has. */
  isDefault: boolean;
  /** Why it is not known whether the rule applies at all, each as the end of a sentence that begins with the rule. */
  doubts: string[];
}

/** Rules of both directions in the order in which they are asked. */
export type FilterRules = Record<Direction, FilterRule[]>;

/** What a rule says of packets: it matches `certain`, and nothing but `possible`. */
export interface RuleMatch {
  certain: Region;
  possible: Region;
}

/** One end as a rule names it. */
interface Peer {
  addresses: PartMatch;
  applicationSecurityGroupIds: string[];
}

/** Rules by priority; of equal ones the first stays first. */
export function inOrder(rules: readonly { rule: FilterRule; inbound: boolean }[]): FilterRules {
  const sorted = [...rules].sort((a, b) => a.rule.order - b.rule.order);
  const of = (inbound: boolean): FilterRule[] =>
    sorted.filter((one) => one.inbound === inbound).map(({ rule }) => rule);
  return { inbound: of(true), outbound: of(false) };
}

const everyAddress: IntervalSet = [...everyIpv4, ...everyIpv6];

/** Parses a rule. */
export function parseRule(
  facts: AdminRuleFacts | NsgRuleFacts,
  effect: Effect,
  tags: ServiceTags,
  isDefault = false,
): FilterRule {
  const groups = "sourceApplicationSecurityGroupIds" in facts ? facts : undefined;
  const isUndecided = (part: NsgRulePart): boolean => groups?.undecided?.includes(part) ?? false;
  const peer = (part: "sources" | "destinations", ids: string[] = []): Peer => {
    const isEmpty = facts[part].length === 0 && (ids.length > 0 || isUndecided(part));
    const written = isEmpty ? nothing : matchAddresses(facts[part], tags);
    return {
      addresses: isUndecided(part) ? andPerhaps(everyAddress, written, part) : written,
      applicationSecurityGroupIds: ids.map((id) => id.toLowerCase()),
    };
  };
  const ports = (part: "sourcePorts" | "destinationPorts", words: string): PartMatch => {
    if (!isUndecided(part)) return matchPorts(facts[part]);
    return andPerhaps(everyPort, facts[part].length === 0 ? nothing : matchPorts(facts[part]), words);
  };
  const { name, priority } = facts;
  return {
    ...{ name, priority, order: priority, effect, isDefault, doubts: [] },
    protocol: isUndecided("protocol") ? undefined : facts.protocol,
    sources: peer("sources", groups?.sourceApplicationSecurityGroupIds),
    destinations: peer("destinations", groups?.destinationApplicationSecurityGroupIds),
    sourcePorts: ports("sourcePorts", "source ports"),
    ports: ports("destinationPorts", "ports"),
  };
}

/** Matches what is written, and perhaps everything. */
function andPerhaps(everything: IntervalSet, { certain }: PartMatch, words: string): PartMatch {
  return { certain, possible: everything, doubts: [`has ${words} that are not known yet`] };
}

/** Which of the packets a rule matches. */
export function matchRule(rule: FilterRule, packets: Packets): RuleMatch {
  const covers = rule.protocol === undefined ? undefined : coversProtocol(rule.protocol, packets.protocol);
  if (covers === false || !overlap(rule.ports.possible, packets.ports)) return { certain: [], possible: [] };
  const sources = matchSide(rule.sources, packets.from);
  const destinations = matchSide(rule.destinations, packets.to);
  const part = (kind: "certain" | "possible"): Region => {
    const box = {
      sources: sources[kind],
      destinations: destinations[kind],
      sourcePorts: rule.sourcePorts[kind],
      ports: rule.ports[kind],
    };
    return intersectRegions([boxOf(packets)], regionOf(box));
  };
  const possible = part("possible");
  const exact = covers === true && doubtsOf(rule, packets).length === 0;
  if (exact) return { possible, certain: possible };
  return { possible, certain: covers && rule.doubts.length === 0 ? part("certain") : [] };
}

/** Why it is not known which of the packets a rule matches, each as the end of a sentence that begins with the rule. */
export function doubtsOf({ protocol, ...rule }: FilterRule, packets: Packets): string[] {
  const unknownProtocol = protocol !== undefined && coversProtocol(protocol, packets.protocol) === undefined;
  return [
    ...rule.doubts,
    ...(protocol === undefined ? ["has a protocol that is not known yet"] : []),
    ...(unknownProtocol ? ["has a protocol that Azure does not have"] : []),
    ...matchSide(rule.sources, packets.from).doubts,
    ...matchSide(rule.destinations, packets.to).doubts,
    ...rule.sourcePorts.doubts,
    ...rule.ports.doubts,
  ];
}

const nothing: PartMatch = { certain: [], possible: [], doubts: [] };

/** Members of an application security group match whatever their addresses are. */
function matchSide({ addresses, applicationSecurityGroupIds: ids }: Peer, side: Side): PartMatch {
  if (ids.length === 0) return addresses;
  const whole = side.addresses;
  const membership = side.applicationSecurityGroupIds;
  if (!membership) {
    const doubt = `has an application security group, and it is not known whether the ${side.label} belongs to it`;
    return { certain: addresses.certain, possible: whole, doubts: [...addresses.doubts, doubt] };
  }
  return membership.some((id) => ids.includes(id.toLowerCase()))
    ? { certain: whole, possible: whole, doubts: [] }
    : addresses;
}
