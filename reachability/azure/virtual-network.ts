import { addressesOf, addressesOfAll, everyIpv4 } from "../addresses";
import { routable } from "../internet";
import { includes, intersect, subtract, unionAll, type IntervalSet } from "../intervals";
import type { AzureNetwork } from "./network";

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

/**
 * What the service tag VirtualNetwork covers, undefined if it was not read. Pods of an overlay belong to it: clusters with overlay networking work
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
