// IANA special-purpose registries. Documentation ranges are in neither list, so that examples can use them.

/** IPv4 addresses that networks use inside: private, shared, loopback and link-local. */
export const privateIpv4: readonly string[] = [
  "10.0.0.0/8", // RFC 1918
  "172.16.0.0/12",
  "192.168.0.0/16",
  "100.64.0.0/10", // RFC 6598, carrier-grade NAT
  "127.0.0.0/8", // RFC 1122, loopback
  "169.254.0.0/16", // RFC 3927, link-local
];

/** IPv4 addresses that no host has: "this network", multicast and reserved. */
export const reservedIpv4: readonly string[] = [
  "0.0.0.0/8", // RFC 791
  "224.0.0.0/3", // RFC 5771 and RFC 1112
];
