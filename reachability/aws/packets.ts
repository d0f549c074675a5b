import type { IntervalSet } from "../intervals";
import type { Protocol } from "../ports";
import type { Box, Dimension } from "../region";

/** One end of a flow: an interface in the VPC, or the world outside. */
export interface Side {
  /** For messages: "load balancer", "proxy node (pool-a)". */
  label: string;
  /** Subnet of the interface; undefined outside the VPC, or if it is not known. */
  subnetId?: string;
  /** Security groups of the interface; empty outside the VPC; undefined: not known. */
  groupIds?: readonly string[];
  /** Why the groups are not known, for messages; absent: they were not read. */
  groupsNote?: string;
  /** Addresses that packets of this side carry. */
  addresses: IntervalSet;
  /** False if packets carry some of `addresses`, not known which. */
  addressesKnown: boolean;
  /** Why the addresses are not those of the interface, for messages. */
  addressNote?: string;
  /** Why it is not known whether this side exists at all; absent: it does. */
  doubt?: string;
}

/** Packets of one flow in one direction. */
export interface Packets {
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
export function boxOf(packets: Packets): Box {
  return {
    sources: packets.from.addresses,
    destinations: packets.to.addresses,
    sourcePorts: packets.sourcePorts,
    ports: packets.ports,
  };
}

/** The packets that answer these. */
export function answers(packets: Packets): Packets {
  return { ...packets, from: packets.to, to: packets.from, sourcePorts: packets.ports, ports: packets.sourcePorts };
}

/** Whose rules apply in a direction, and who is at the other end; rules look at the peer's address only. */
export function viewOf(packets: Packets, direction: Direction): { owner: Side; peer: Side; dimension: Dimension } {
  return direction === "inbound"
    ? { owner: packets.to, peer: packets.from, dimension: "sources" }
    : { owner: packets.from, peer: packets.to, dimension: "destinations" };
}
