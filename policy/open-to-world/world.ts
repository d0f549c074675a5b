import { addressesOf, everyIpv4, everyIpv6 } from "../../reachability/addresses";
import { routable } from "../../reachability/internet";
import { intersect, intervalsOf, type IntervalSet } from "../../reachability/intervals";
import type { RuleConfigSchema } from "../rule";

/** From how many senders on it is the world. */
export interface WorldConfig {
  /** Length of the IPv4 prefix: more public addresses than such a block has are the world. */
  worldIpv4Prefix: number;
  /** The same of IPv6. */
  worldIpv6Prefix: number;
}

/**
 * Its default. Nobody's network is larger: registries gave one organisation at most a /8 of IPv4 (IANA IPv4 address space registry, legacy blocks) and a
 * /16 of IPv6, so what admits more admits strangers. 0.0.0.0/1 with 128.0.0.0/1 is the world as well as 0.0.0.0/0.
 */
export const worldDefaults: WorldConfig = { worldIpv4Prefix: 8, worldIpv6Prefix: 16 };

/**
 * The shortest prefixes that can be configured. Of IPv4 half of all addresses, of IPv6 an eighth, which is global unicast, 2000::/3: nothing is
 * larger than the whole, so no configuration can make 0.0.0.0/0 or ::/0 anything but the world. A shorter one is taken as this.
 */
const shortest: WorldConfig = { worldIpv4Prefix: 1, worldIpv6Prefix: 4 };

/** Its schema. */
export const worldSchema: RuleConfigSchema["properties"] = {
  worldIpv4Prefix: {
    type: "integer",
    minimum: shortest.worldIpv4Prefix,
    maximum: 32,
    description:
      "Rules that together admit more public IPv4 addresses than a block of this prefix length has are open to the world. Private addresses do not count.",
    default: worldDefaults.worldIpv4Prefix,
  },
  worldIpv6Prefix: {
    type: "integer",
    minimum: shortest.worldIpv6Prefix,
    maximum: 128,
    description: "The same of IPv6.",
    default: worldDefaults.worldIpv6Prefix,
  },
};

/** Whether addresses are so many that strangers are among them. */
export function isWorld(addresses: IntervalSet, { worldIpv4Prefix, worldIpv6Prefix }: WorldConfig): boolean {
  const outside = routable(addresses);
  return (
    count(intersect(outside, everyIpv4)) >
      count(addressesOf(`0.0.0.0/${Math.max(worldIpv4Prefix, shortest.worldIpv4Prefix)}`)) ||
    count(intersect(outside, everyIpv6)) >
      count(addressesOf(`::/${Math.max(worldIpv6Prefix, shortest.worldIpv6Prefix)}`))
  );
}

/** Exact, which floating point is not for IPv6. */
function count(addresses: IntervalSet): bigint {
  return intervalsOf(addresses).reduce((sum, [from, until]) => sum + BigInt(until) - BigInt(from), 0n);
}
