import { addressesOfAll, everyIpv4 } from "./addresses";
import { subtract, type IntervalSet } from "./intervals";

/**
 * Addresses that no packet from the internet carries: private, shared, loopback, link-local, multicast and reserved (IANA special-purpose
 * registries); of IPv6 everything but global unicast, 2000::/3. Documentation ranges stay, so that examples can use them.
 */
export const notRoutable = addressesOfAll([
  ...["0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.168.0.0/16"],
  ...["224.0.0.0/3", "::/3", "4000::/2", "8000::/1"],
]);

/** Those of the addresses that packets from the internet can carry. */
export function routable(addresses: IntervalSet): IntervalSet {
  return subtract(addresses, notRoutable);
}

/** Every IPv4 address that the internet routes. */
export const internet: IntervalSet = routable(everyIpv4);
