import { protocolName } from "../../reachability/aws/protocols";
import { enumerate } from "../../reachability/describe";
import { routable } from "../../reachability/internet";
import { equal, intersect, isEmpty, subtract, unionAll, type IntervalSet } from "../../reachability/intervals";
import { everyPort, formatPorts } from "../../reachability/ports";
import { uniteRectangles, type Rectangle } from "../../reachability/rectangles";
import { isWorld, type WorldConfig } from "./world";

/** Every protocol, as EC2 writes it. */
export const everyProtocol = "-1";
/** Protocols that only a rule for every protocol lets in. */
export const otherProtocols = "other";
// IANA numbers of TCP, UDP, ICMP and ICMPv6, in the order in which they are told.
const told = ["6", "17", "1", "58"];

/** A rule that lets something in. */
export interface IngressRule {
  /** The resource to which a report points. */
  urn: string;
  /** The rule as its owner knows it. */
  name: string;
  /** What it lets in for certain. */
  admits: Admission[];
}

/** Packets of a protocol that are let in: from where, to which ports or ICMP messages. */
export interface Admission {
  /** IANA number, `everyProtocol` or `otherProtocols`. */
  protocol: string;
  packets: Rectangle[];
}

/** The rules that a group has. */
export interface GroupRules {
  /** For messages: "security group sg-…". */
  label: string;
  /** Keys of the groups that it may be, see `groupKey`; one where it is known, none where it may be any. */
  keys: string[];
  rules: IngressRule[];
}

/** Ports, or messages, of a protocol. */
export interface OpenPorts {
  protocol: string;
  ports: IntervalSet;
}

/** What a rule opens to the world. */
export interface WorldOpening {
  rule: IngressRule;
  open: OpenPorts[];
  /** Further rules without which it would not be the world. */
  together: IngressRule[];
}

/** Of the ports of a protocol, those that must not be open to the world. */
export type Forbidden = (protocol: string, ports: IntervalSet) => IntervalSet;

/** An id in the form in which ids are compared: in lower case, and without the subscription, which a rule of Azure does not name. */
export function groupKey(id: string): string {
  return id.toLowerCase().replace(/^\/subscriptions\/[^/]+(?=\/resourcegroups\/)/, "");
}

/**
 * What the rules of one group open to the world though it must not be. A rule that is the world by itself answers for its ports alone; where only
 * several rules together are, each answers.
 */
export function worldOpenings(rules: readonly IngressRule[], forbidden: Forbidden, world: WorldConfig): WorldOpening[] {
  // Most groups admit nobody from the internet, or a few.
  const everybody = unionAll(
    rules.flatMap(({ admits }) => admits.flatMap(({ packets }) => packets.map(({ addresses }) => addresses))),
  );
  if (!isWorld(everybody, world)) return [];
  const openings = new Map<IngressRule, WorldOpening>();
  const blame = (rule: IngressRule, protocol: string, ports: IntervalSet, together: IngressRule[]): void => {
    if (isEmpty(ports)) return;
    const opening = openings.get(rule) ?? { rule, open: [], together: [] };
    openings.set(rule, opening);
    const before = opening.open.find((one) => one.protocol === protocol);
    if (before) before.ports = unionAll([before.ports, ports]);
    else opening.open.push({ protocol, ports });
    opening.together.push(...together.filter((other) => other !== rule && !opening.together.includes(other)));
  };
  for (const protocol of protocolsOf(rules)) {
    const worldPorts = (packets: Rectangle[]): IntervalSet => {
      const open = uniteRectangles(packets).filter(({ addresses }) => isWorld(addresses, world));
      return forbidden(protocol, unionAll(open.map(({ ports }) => ports)));
    };
    const covering = rules
      .map((rule) => ({ rule, packets: packetsOf(rule, protocol) }))
      .filter(({ packets }) => packets.length > 0)
      .map((one) => ({ ...one, alone: worldPorts(one.packets) }));
    for (const { rule, alone } of covering) blame(rule, protocol, alone, []);

    const single = unionAll(covering.map(({ alone }) => alone));
    const rest = subtract(worldPorts(covering.flatMap(({ packets }) => packets)), single);
    if (isEmpty(rest)) continue;
    const sharing = covering
      .map(({ rule, packets }) => ({ rule, ports: intersect(rest, publicPorts(packets)) }))
      .filter(({ ports }) => !isEmpty(ports));
    const together = sharing.map(({ rule }) => rule);
    for (const { rule, ports } of sharing) blame(rule, protocol, ports, together);
  }
  return rules.flatMap((rule) => openings.get(rule) ?? []);
}

function packetsOf({ admits }: IngressRule, protocol: string): Rectangle[] {
  return admits
    .filter((one) => one.protocol === everyProtocol || one.protocol === protocol)
    .flatMap(({ packets }) => packets);
}

/** Protocols that the rules name, and, where one is for every protocol, all. */
function protocolsOf(rules: readonly IngressRule[]): string[] {
  const named = new Set(rules.flatMap(({ admits }) => admits.map(({ protocol }) => protocol)));
  if (named.delete(everyProtocol)) for (const protocol of [...told, otherProtocols]) named.add(protocol);
  const place = (protocol: string): number => (told.includes(protocol) ? told.indexOf(protocol) : told.length);
  return [...named].sort((a, b) => place(a) - place(b));
}

function publicPorts(packets: Rectangle[]): IntervalSet {
  return unionAll(packets.filter(({ addresses }) => !isEmpty(routable(addresses))).map(({ ports }) => ports));
}

/** `, together with a, b,`; nothing if the rule is the world by itself. */
export function describeOthers({ together }: WorldOpening): string {
  const names = together.map(({ name }) => name).sort();
  return names.length > 0 ? `, together with ${enumerate(names)},` : "";
}

/** `TCP 22, every UDP port, every other protocol`. */
export function describeOpen(open: readonly OpenPorts[]): string {
  return open
    .map(({ protocol, ports }) => {
      if (protocol === otherProtocols) return "every other protocol";
      const name = protocolName(protocol);
      if (!told.includes(protocol)) return name;
      const isIcmp = name.startsWith("ICMP");
      if (equal(ports, everyPort)) return isIcmp ? `all of ${name}` : `every ${name} port`;
      return `${name} ${enumerate(formatPorts(isIcmp ? "ICMP" : "TCP", ports))}`;
    })
    .join(", ");
}
