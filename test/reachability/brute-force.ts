import type { EksInstallation } from "../../reachability/aws/installation";
import type { NetworkAclFacts, RouteFacts, RouteTableFacts, SecurityGroupFacts } from "../../reachability/aws/network";
import type { Missing } from "../../reachability/verdict";

// An oracle that judges one packet at a time, straight from the rules. It shares no code with reachability/, only the types of facts.

/** Passes, does not, or cannot be told. */
export type Answer = true | false | undefined;

/** One address: 4 or 6, and its value. */
export interface Address {
  family: 4 | 6;
  value: bigint;
}

/** One packet; for ICMP the ports are type and code. */
export interface Packet {
  protocol: "UDP" | "TCP" | "ICMP";
  source: Address;
  destination: Address;
  sourcePort: number;
  port: number;
}

/** One layer as the oracle sees it. */
export type OracleLayer = (packet: Packet) => Answer;

const ianaNumber = { ICMP: "1", TCP: "6", UDP: "17" };
const ruleProtocol: Record<string, string> = { icmp: "1", tcp: "6", udp: "17", icmpv6: "58" };

export function parseAddress(text: string): Address {
  if (!text.includes(":")) {
    const bytes = text.split(".").map(BigInt);
    return { family: 4, value: bytes.reduce((sum, byte) => (sum << 8n) | byte, 0n) };
  }
  const [head = "", tail] = text.split("::");
  const words = (part: string): string[] => (part === "" ? [] : part.split(":"));
  const fill = tail === undefined ? 0 : 8 - words(head).length - words(tail).length;
  const all = [...words(head), ...Array<string>(fill).fill("0"), ...words(tail ?? "")];
  return { family: 6, value: all.reduce((sum, word) => (sum << 16n) | BigInt(`0x${word}`), 0n) };
}

const ranges = new Map<string, { family: 4 | 6; first: bigint; last: bigint }>();

/** First and last address of a CIDR block or a `first-last` range. */
export function rangeOf(text: string): { family: 4 | 6; first: bigint; last: bigint } {
  const known = ranges.get(text);
  if (known) return known;
  const range = readRange(text);
  ranges.set(text, range);
  return range;
}

function readRange(text: string): { family: 4 | 6; first: bigint; last: bigint } {
  if (text.includes("-")) {
    const [first, last] = text.split("-").map(parseAddress);
    return { family: first!.family, first: first!.value, last: last!.value };
  }
  const [address, prefix] = text.split("/");
  const { family, value } = parseAddress(address!);
  const hostBits = BigInt((family === 4 ? 32 : 128) - Number(prefix));
  const first = (value >> hostBits) << hostBits;
  return { family, first, last: first + (1n << hostBits) - 1n };
}

export function within(address: Address, text: string): boolean {
  const { family, first, last } = rangeOf(text);
  return family === address.family && first <= address.value && address.value <= last;
}

/** True if the packet is in the list; an empty list of a property holds every packet. */
export function isListed(packet: Packet, missing: readonly Missing[]): boolean {
  const onPort = (port: number, texts: string[]): boolean =>
    texts.length === 0 || texts.some((text) => holds(text, port));
  const at = (address: Address, texts: string[]): boolean =>
    texts.length === 0 || texts.some((text) => within(address, text));
  return missing.some(
    (one) =>
      at(packet.source, one.sources) &&
      at(packet.destination, one.destinations) &&
      onPort(packet.sourcePort, one.sourcePorts) &&
      onPort(packet.port, one.ports),
  );
}

function holds(text: string, port: number): boolean {
  const numbers = text.split("-").map((part) => {
    const [type, code] = part.split("/").map(Number);
    return code === undefined ? type! : type! * 256 + code;
  });
  return numbers[0]! <= port && port <= (numbers[1] ?? numbers[0]!);
}

/** Does a rule's pair of numbers cover the packet's port, or ICMP type and code? */
function coversPorts(packet: Packet, all: boolean, first: number | undefined, second: number | undefined): boolean {
  if (all || first === undefined || first === -1) return true;
  if (packet.protocol !== "ICMP") return first <= packet.port && packet.port <= second!;
  const [type, code] = [Math.floor(packet.port / 256), packet.port % 256];
  return first === type && (second === -1 || second === code);
}

/** Security groups of an interface, asked about one packet. */
export function groupsAdmit(
  packet: Packet,
  direction: "in" | "out",
  groupIds: string[] | undefined,
  peerGroupIds: string[] | undefined,
  facts: SecurityGroupFacts[],
): Answer {
  if (!groupIds) return undefined;
  const peer = direction === "in" ? packet.source : packet.destination;
  let doubt = false;
  for (const id of groupIds) {
    const group = facts.find((one) => one.id === id);
    if (!group?.rules || group.complete === false) doubt = true;
    for (const rule of group?.rules ?? []) {
      if (rule.egress !== (direction === "out")) continue;
      const number = ruleProtocol[rule.protocol] ?? rule.protocol;
      if (number !== "-1" && number !== ianaNumber[packet.protocol]) continue;
      if (!coversPorts(packet, number === "-1", rule.fromPort, rule.toPort)) continue;
      if (rule.cidr && within(peer, rule.cidr)) return true;
      if (rule.referencedGroupId && peerGroupIds?.includes(rule.referencedGroupId)) return true;
      if (rule.referencedGroupId && !peerGroupIds) doubt = true;
      if (rule.prefixListId && !rule.prefixListCidrs) doubt = true;
      if (rule.prefixListCidrs?.some((cidr) => within(peer, cidr))) return true;
    }
  }
  return doubt ? undefined : false;
}

/** A network ACL, asked about one packet. */
export function aclAdmits(packet: Packet, direction: "in" | "out", acl: NetworkAclFacts | undefined): Answer {
  if (!acl) return undefined;
  const peer = direction === "in" ? packet.source : packet.destination;
  const first = acl.entries
    .filter((entry) => entry.egress === (direction === "out"))
    .sort((a, b) => a.ruleNumber - b.ruleNumber)
    .find((entry) => {
      const all = entry.protocol === "-1";
      if (!all && entry.protocol !== ianaNumber[packet.protocol]) return false;
      if (!within(peer, entry.cidr)) return false;
      return packet.protocol === "ICMP"
        ? coversPorts(packet, all, entry.icmpType, entry.icmpCode)
        : coversPorts(packet, all, entry.fromPort, entry.toPort);
    });
  return first?.allow ?? false;
}

/** The route of the load balancer's subnet for one address. */
export function routeAdmits(address: Address, installation: EksInstallation): Answer {
  const subnet = installation.network!.subnets.find(({ id }) => id === installation.loadBalancer.subnetIds[0])!;
  const table = installation.network!.routeTables.find(({ id }) => id === subnet.routeTableId);
  if (!table) return undefined;
  const best = longestMatch(address, table);
  if (!best || best.state === "blackhole") return false;
  if (best.target.startsWith("igw-")) return true;
  return best.target.startsWith("vpce-") ? undefined : false;
}

/** Where a route longer than the local one leads for one address of the VPC; "nowhere else" if there is none. */
export function detourAdmits(address: Address, table: RouteTableFacts): Answer | "nowhere else" {
  const best = longestMatch(address, table);
  const local = table.routes.filter(({ destination, target }) => target === "local" && within(address, destination));
  if (!best || best.target === "local" || local.length === 0) return "nowhere else";
  return best.state === "blackhole" ? false : undefined;
}

function longestMatch(address: Address, { routes }: RouteTableFacts): RouteFacts | undefined {
  const lengthOf = ({ destination }: RouteFacts) => Number(destination.split("/")[1]);
  return routes.filter(({ destination }) => within(address, destination)).sort((a, b) => lengthOf(b) - lengthOf(a))[0];
}
