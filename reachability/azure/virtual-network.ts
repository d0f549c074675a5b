import { addressesOf, addressesOfAll, everyIpv4, everyIpv6 } from "../addresses";
import { routable } from "../internet";
import { includes, intersect, nothing, subtract, unionAll, type IntervalSet } from "../intervals";
import type { AzureNetwork, AzureSubnetFacts } from "./network";
import { defaultRouteOf } from "./routes";

/** The address of the Azure platform, from which load balancer probes come (Azure documentation, "What is IP address 168.63.129.16?"). */
export const platformAddress = addressesOf("168.63.129.16/32");

/** Addresses of single addresses and CIDR blocks. */
export function addressesOfEach(texts: readonly string[]): IntervalSet {
  return addressesOfAll(texts.map(asCidr));
}

/** A single address as the CIDR block that holds nothing else; a block stays. */
export function asCidr(text: string): string {
  if (text.includes("/")) return text;
  return `${text}/${text.includes(":") ? 128 : 32}`;
}

/** IPv4 addresses of CIDR blocks: nodes and load balancer are reached by IPv4. */
export function ipv4Of(cidrs: readonly string[]): IntervalSet {
  return intersect(addressesOfAll(cidrs), everyIpv4);
}

/** What is known of the addresses of a service tag: `certain` are among them, and none but `possible`. */
export interface TagAddresses {
  certain: IntervalSet;
  possible: IntervalSet;
}

const families: [prefix: string, addresses: IntervalSet][] = [
  ["0.0.0.0/0", everyIpv4],
  ["::/0", everyIpv6],
];

/**
 * The service tag VirtualNetwork as the filters of a subnet see it: the virtual network, the platform's address ("the virtual IP address of the
 * host"), and a forced default route of the subnet ("might also contain default routes"), with which it is everything and Internet nothing
 * (Azure documentation, service tags).
 */
export function virtualNetworkTag(
  network: AzureNetwork | undefined,
  subnet: AzureSubnetFacts | undefined,
): TagAddresses {
  const own = virtualNetworkOf(network);
  const defaults = families.map(([prefix, addresses]) => ({
    addresses,
    leads: defaultRouteOf(subnet, network, prefix),
  }));
  const by = (...kinds: string[]): IntervalSet[] =>
    defaults.filter(({ leads }) => kinds.includes(leads)).map(({ addresses }) => addresses);
  return {
    certain: unionAll([own ?? nothing, platformAddress, ...by("forced")]),
    possible: own
      ? unionAll([own, platformAddress, ...by("forced", "unknown")])
      : unionAll(families.map(([, addresses]) => addresses)),
  };
}

/**
 * The addresses of the virtual network, undefined if they were not read. Pods of an overlay belong to it: clusters with overlay networking work
 * with the default rules alone.
 */
export function virtualNetworkOf(network: AzureNetwork | undefined): IntervalSet | undefined {
  if (!network?.virtualNetworkCidrs) return undefined;
  return addressesOfAll([...network.virtualNetworkCidrs, ...(network.podCidrs ?? [])]);
}

/**
 * Addresses of the world outside that `cidrs` name: what the internet routes, without the virtual network's own. A block that lies in VirtualNetwork
 * as a whole stays: then a route forces the way there, and it is that route that has to be judged.
 */
export function audienceOf(cidrs: readonly string[], network: AzureNetwork | undefined): IntervalSet {
  const own = virtualNetworkOf(network) ?? [];
  const blocks = cidrs
    .map(addressesOf)
    .map((block) => routable(block))
    .map((block) => (includes(own, block) ? block : subtract(block, own)));
  return subtract(unionAll(blocks), platformAddress);
}
