import type { IntervalSet } from "./intervals";
import type { Protocol } from "./ports";
import type { Box, Dimension } from "./region";

/** What every end of a flow has, on every cloud. */
export interface End {
  /** For messages: "load balancer", "proxy node (pool-a)". */
  label: string;
  /** Addresses that packets of this end carry. */
  addresses: IntervalSet;
  /** False if packets carry some of `addresses`, not known which. */
  addressesKnown: boolean;
}

/** Packets of one flow in one direction, between ends of one cloud. */
export interface PacketsBetween<Side extends End> {
  protocol: Protocol;
  from: Side;
  to: Side;
  sourcePorts: IntervalSet;
  /** Destination ports, or ICMP messages. */
  ports: IntervalSet;
}

/** Seen from an interface or a subnet. */
export type Direction = "inbound" | "outbound";

/** The packets as a box. */
export function boxOf(packets: PacketsBetween<End>): Box {
  return {
    sources: packets.from.addresses,
    destinations: packets.to.addresses,
    sourcePorts: packets.sourcePorts,
    ports: packets.ports,
  };
}

/** The packets that answer these. */
export function answers<Side extends End>(packets: PacketsBetween<Side>): PacketsBetween<Side> {
  return { ...packets, from: packets.to, to: packets.from, sourcePorts: packets.ports, ports: packets.sourcePorts };
}

/** Whose rules apply in a direction, and who is at the other end, with the property that holds the latter's address. */
export function viewOf<Side extends End>(
  packets: PacketsBetween<Side>,
  direction: Direction,
): { owner: Side; peer: Side; dimension: Dimension } {
  return direction === "inbound"
    ? { owner: packets.to, peer: packets.from, dimension: "sources" }
    : { owner: packets.from, peer: packets.to, dimension: "destinations" };
}
