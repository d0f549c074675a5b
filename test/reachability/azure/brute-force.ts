import type { AksInstallation } from "../../../reachability/azure/installation";
import type { AdminRuleFacts, AzureRouteFacts, NsgRuleFacts } from "../../../reachability/azure/network";
import { parseAddress, within, type Address, type Answer, type Packet } from "../brute-force";
import { rule } from "./installation";

// An oracle that judges one packet at a time, straight from the rules. It shares no code with reachability/, only the types of facts.

/** One end of a packet: where its filters are, and what it is a member of. */
export interface Node {
  pool: string;
  /** Name of its subnet. Default: that of the pool. */
  subnet?: string;
  /** Members of application security groups; undefined: not known. */
  applicationSecurityGroupIds?: string[];
}

export const subnetNameOf = ({ pool, subnet = pool }: Node): string => subnet;

/** What an end is to rules of application security groups, when it is no node. */
export const nowhere: Node = { pool: "", applicationSecurityGroupIds: [] };

type Rule = AdminRuleFacts | NsgRuleFacts;

const platform = parseAddress("168.63.129.16");
const unroutable = [
  ...["0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.168.0.0/16"],
  "224.0.0.0/3",
];

export const isRoutable = (address: Address): boolean => !unroutable.some((cidr) => within(address, cidr));
export const isPlatform = ({ family, value }: Address): boolean => family === 4 && value === platform.value;

const both = (...answers: Answer[]): Answer =>
  answers.includes(false) ? false : answers.includes(undefined) ? undefined : true;
const either = (answers: Answer[]): Answer =>
  answers.includes(true) ? true : answers.includes(undefined) ? undefined : false;

export function inVirtualNetwork(address: Address, { network }: AksInstallation): Answer {
  const cidrs = network!.virtualNetworkCidrs;
  return cidrs && [...cidrs, ...(network!.podCidrs ?? [])].some((cidr) => within(address, cidr));
}

/** The user-defined routes of a subnet; undefined: not read. */
function routesOf(name: string, { network }: AksInstallation): AzureRouteFacts[] | undefined {
  const subnet = network!.subnets.find(({ id }) => id.endsWith(`/${name}`));
  if (subnet?.routeTableId === "") return [];
  return network!.routeTables.find(({ id }) => id === subnet?.routeTableId)?.routes;
}

/**
 * "Service tags": VirtualNetwork also has the virtual IP address of the host, and may contain default routes. "Outbound type":
 * userDefinedRouting needs a default route, which may come by BGP.
 */
function inVirtualNetworkTag(address: Address, pool: string, installation: AksInstallation): Answer {
  const inside = inVirtualNetwork(address, installation);
  if (inside || isPlatform(address)) return true;
  const routes = routesOf(pool, installation);
  const route = routes?.find(({ destination }) => destination === "0.0.0.0/0");
  if (route && /Appliance|Gateway/.test(route.nextHopType)) return true;
  const announced = !routes || (!route && installation.network!.outboundType === "userDefinedRouting");
  return announced ? undefined : inside;
}

function addressMatches(text: string, address: Address, pool: string, installation: AksInstallation): Answer {
  if (text === "*") return true;
  const inside = inVirtualNetworkTag(address, pool, installation);
  if (text === "VirtualNetwork") return inside;
  if (text === "AzureLoadBalancer") return isPlatform(address);
  if (text === "Internet") return inside === undefined ? undefined : !inside;
  if (/^[0-9.]+(\/\d+)?$/.test(text)) {
    const legal = text
      .split("/")[0]!
      .split(".")
      .every((byte) => Number(byte) < 256);
    return legal ? within(address, text.includes("/") ? text : `${text}/32`) : undefined;
  }
  return isRoutable(address) ? undefined : false;
}

function portMatches(text: string, port: number): Answer {
  if (text === "*") return true;
  const [first, last = first] = text.split("-").map(Number);
  return first! > last! ? undefined : first! <= port && port <= last!;
}

function matches(
  rule: Rule,
  packet: Packet,
  from: Node,
  to: Node,
  pool: string,
  installation: AksInstallation,
): Answer {
  if (!["*", "ANY", packet.protocol].includes(rule.protocol.toUpperCase())) return false;
  const peer = (texts: string[], address: Address, ids: string[], node: Node): Answer => {
    if (texts.length === 0 && ids.length === 0) return undefined;
    const members = node.applicationSecurityGroupIds;
    const membership = ids.length === 0 ? false : members && ids.some((id) => members.includes(id.toLowerCase()));
    return either([membership, ...texts.map((text) => addressMatches(text, address, pool, installation))]);
  };
  const port = (texts: string[], number: number): Answer =>
    texts.length === 0 ? undefined : either(texts.map((text) => portMatches(text, number)));
  const sourceIds = "sourceApplicationSecurityGroupIds" in rule ? rule.sourceApplicationSecurityGroupIds : [];
  const targetIds = "destinationApplicationSecurityGroupIds" in rule ? rule.destinationApplicationSecurityGroupIds : [];
  return both(
    port(rule.destinationPorts, packet.port),
    port(rule.sourcePorts, packet.sourcePort),
    peer(rule.sources, packet.source, sourceIds, from),
    peer(rule.destinations, packet.destination, targetIds, to),
  );
}

/** Every end that a packet can come to: the first certain match stops, a doubtful one only adds. */
function ends<R extends Rule>(
  rules: R[],
  inbound: boolean,
  packet: Packet,
  [from, to]: [Node, Node],
  installation: AksInstallation,
): Set<R | undefined> {
  const found = new Set<R | undefined>();
  for (const rule of rules.filter((one) => one.inbound === inbound).sort((a, b) => a.priority - b.priority)) {
    const match = matches(rule, packet, from, to, subnetNameOf(inbound ? to : from), installation);
    if (match !== false) found.add(rule);
    if (match) return found;
  }
  return found.add(undefined);
}

const virtualNetwork = { protocol: "*", sources: ["VirtualNetwork"], destinations: ["VirtualNetwork"] };
const everything = { protocol: "*", allow: false };
const outbound = { inbound: false };

/** What Azure adds to every group. */
const defaults: NsgRuleFacts[] = [
  rule("in VNet", 65000, virtualNetwork),
  rule("in probe", 65001, { protocol: "*", sources: ["AzureLoadBalancer"] }),
  rule("in rest", 65500, everything),
  rule("out VNet", 65000, { ...virtualNetwork, ...outbound }),
  rule("out internet", 65001, { protocol: "*", destinations: ["Internet"], ...outbound }),
  rule("out rest", 65500, { ...everything, ...outbound }),
];

/** What admin rules make of a packet: each of `deny`, `always`, `go on` that is possible. */
export function adminEnds(
  inbound: boolean,
  packet: Packet,
  nodes: [Node, Node],
  installation: AksInstallation,
): Set<string> {
  const words: Record<string, string> = { Deny: "deny", AlwaysAllow: "always", Allow: "go on" };
  const rules = installation.network!.adminRules!;
  const managers = [...new Set(rules.map(({ networkManagerId }) => networkManagerId))];
  const found = managers.map((manager) => {
    const own = rules.filter(({ networkManagerId }) => networkManagerId === manager);
    return ends(own, inbound, packet, nodes, installation);
  });
  // Whichever manager stands above the others decides, unless it says nothing of the packet.
  const said = found.flatMap((one) => [...one].flatMap((rule) => (rule ? [words[rule.access]!] : [])));
  return new Set([...said, ...(found.every((one) => one.has(undefined)) ? ["go on"] : [])]);
}

/** One network security group, which admin rules may spare. `id` undefined: not known; "": none. */
export function groupAdmits(
  id: string | undefined,
  inbound: boolean,
  packet: Packet,
  nodes: [Node, Node],
  installation: AksInstallation,
): Answer {
  const spared = adminEnds(inbound, packet, nodes, installation);
  if (spared.has("always") && spared.size === 1) return true;
  const own = groupAlone(id, inbound, packet, nodes, installation);
  return spared.has("always") && own === false ? undefined : own;
}

function groupAlone(
  id: string | undefined,
  inbound: boolean,
  packet: Packet,
  nodes: [Node, Node],
  installation: AksInstallation,
): Answer {
  if (id === "") return true;
  const known = [...installation.networkSecurityGroups, ...installation.network!.networkSecurityGroups];
  const rules = id === undefined ? undefined : known.find((one) => one.id === id)?.rules;
  if (!rules) return undefined;
  const found = ends([...rules, ...defaults], inbound, packet, nodes, installation);
  const answers = new Set([...found].map((one) => one!.allow));
  return answers.size === 1 ? answers.has(true) : undefined;
}

/** The way back to one address of the internet, from a pool's subnet. */
export function answerGetsOut(address: Address, pool: string, installation: AksInstallation): Answer {
  const network = installation.network!;
  const routes = routesOf(pool, installation);
  if (!routes) return undefined;
  const length = (cidr: string): number => Number(cidr.split("/")[1]);
  const longest = (cidrs: string[]): number =>
    Math.max(-1, ...cidrs.filter((cidr) => within(address, cidr)).map(length));
  const plain = routes.filter(({ destination }) => destination.includes("/"));
  const [own, system] = [
    longest(plain.map(({ destination }) => destination)),
    longest(network.virtualNetworkCidrs ?? []),
  ];
  const best = plain.find(({ destination }) => length(destination) === own && within(address, destination));
  const direct: Answer = network.outboundType === "userDefinedRouting" ? undefined : true;
  const byAddress: Answer = own < system ? undefined : best ? best.nextHopType === "Internet" : direct;
  const astray = routes.some((route) => !plain.includes(route) && route.nextHopType !== "Internet");
  return byAddress === true && astray ? undefined : byAddress;
}
