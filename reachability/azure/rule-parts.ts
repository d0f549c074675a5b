import ipaddr from "ipaddr.js";
import { addressesOf, everyIpv4, everyIpv6 } from "../addresses";
import { routable } from "../internet";
import { equal, subtract, unionAll, type IntervalSet } from "../intervals";
import { everyPort, portRange, type Protocol } from "../ports";
import { asCidr, platformAddress, type TagAddresses } from "./virtual-network";

/** What a part of a rule matches: `certain` it does, anything but `possible` it does not. */
export interface PartMatch {
  certain: IntervalSet;
  possible: IntervalSet;
  /** Why they differ, as the end of a sentence that begins with the rule. */
  doubts: string[];
}

const everyAddress: IntervalSet = [...everyIpv4, ...everyIpv6];
const publicAddress = routable(everyAddress);

/** What service tags match, by name in lower case. */
export type ServiceTags = ReadonlyMap<string, PartMatch>;

/** The service tags that are known, and `*`, which the portal and older templates call Any. Internet is everything outside VirtualNetwork (Azure documentation, service tags). */
export function serviceTags(virtualNetwork: TagAddresses): ServiceTags {
  const internet = {
    certain: subtract(everyAddress, virtualNetwork.possible),
    possible: subtract(everyAddress, virtualNetwork.certain),
  };
  return new Map([
    ["*", exactly(everyAddress)],
    ["any", exactly(everyAddress)],
    ["azureloadbalancer", exactly(platformAddress)],
    ["virtualnetwork", tagMatch("VirtualNetwork", virtualNetwork)],
    ["internet", tagMatch("Internet", internet)],
  ]);
}

/**
 * What a list of addresses, CIDR blocks and service tags matches. Tags that are not known hold public addresses; an empty list, or a text that is
 * no address, may match anything.
 */
export function matchAddresses(texts: readonly string[], tags: ServiceTags): PartMatch {
  if (texts.length === 0) return perhaps(everyAddress, "lacks addresses");
  return unite(texts.map((text) => tags.get(text.toLowerCase()) ?? matchAddress(text)));
}

/** What a list of ports, ranges and `*` matches; an empty list, a text that is neither or a reversed range may match anything. */
export function matchPorts(texts: readonly string[]): PartMatch {
  return texts.length === 0 ? perhaps(everyPort, "lacks ports") : unite(texts.map(matchPort));
}

/** Whether a rule's protocol covers the flow's; undefined for one that Azure does not document. */
export function coversProtocol(ruleProtocol: string, protocol: Protocol): boolean | undefined {
  const name = ruleProtocol.toUpperCase();
  if (name === "*" || name === "ANY" || name === protocol) return true;
  return ["TCP", "UDP", "ICMP", "ESP", "AH"].includes(name) ? false : undefined;
}

function matchAddress(text: string): PartMatch {
  const cidr = asCidr(text);
  if (ipaddr.isValidCIDR(cidr)) return exactly(addressesOf(cidr));
  if (/^[a-z]/i.test(text)) return perhaps(publicAddress, tagDoubt(text));
  return perhaps(everyAddress, `has ${quoted(text)}, which is no address`);
}

function matchPort(text: string): PartMatch {
  if (text === "*") return exactly(everyPort);
  const [, first, last] = /^(\d+)(?:-(\d+))?$/.exec(text) ?? [];
  const set = portRange(Number(first), Number(last ?? first));
  const legal = set.length > 0 && Number(last ?? first) < everyPort[1]!;
  return legal ? exactly(set) : perhaps(everyPort, `has ${quoted(text)}, which is no port`);
}

function exactly(set: IntervalSet): PartMatch {
  return { certain: set, possible: set, doubts: [] };
}

function perhaps(set: IntervalSet, doubt: string): PartMatch {
  return { certain: [], possible: set, doubts: [doubt] };
}

function tagMatch(tag: string, { certain, possible }: TagAddresses): PartMatch {
  return { certain, possible, doubts: equal(certain, possible) ? [] : [tagDoubt(tag)] };
}

/** Numbers with what stands between them; other text in such a place could be anything, a secret too, and is not repeated. */
function quoted(text: string): string {
  return /^\d{1,5}(?:[-.,:/ ]{1,2}\d{1,5}){0,9}$/.test(text) ? `"${text}"` : "a text";
}

function tagDoubt(tag: string): string {
  return `has the service tag ${tag}, whose addresses are not known`;
}

function unite(matches: readonly PartMatch[]): PartMatch {
  if (matches.length === 1) return matches[0]!;
  return {
    certain: unionAll(matches.map(({ certain }) => certain)),
    possible: unionAll(matches.map(({ possible }) => possible)),
    doubts: matches.flatMap(({ doubts }) => doubts),
  };
}
