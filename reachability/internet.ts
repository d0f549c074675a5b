import { addressesOfAll, everyIpv4 } from "./addresses";
import { privateIpv4, reservedIpv4 } from "./internet-ranges";
import { subtract, type IntervalSet } from "./intervals";

/**
 * Addresses that no packet from the internet carries: private and reserved ones; of IPv6 everything but global unicast, 2000::/3 (IANA
 * special-purpose registry).
 */
export const notRoutable = addressesOfAll([...privateIpv4, ...reservedIpv4, "::/3", "4000::/2", "8000::/1"]);

/** Those of the addresses that packets from the internet can carry. */
export function routable(addresses: IntervalSet): IntervalSet {
  return subtract(addresses, notRoutable);
}

/** Every IPv4 address that the internet routes. */
export const internet: IntervalSet = routable(everyIpv4);
