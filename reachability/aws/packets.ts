import type { End, PacketsBetween } from "../packets";

export { answers, boxOf, viewOf, type Direction } from "../packets";

/** One end of a flow: an interface in the VPC, or the world outside. */
export interface Side extends End {
  /** Subnet of the interface; undefined outside the VPC, or if it is not known. */
  subnetId?: string;
  /** Security groups of the interface; empty outside the VPC; undefined: not known. */
  groupIds?: readonly string[];
  /** Why the groups are not known, for messages; absent: they were not read. */
  groupsNote?: string;
  /** Why the addresses are not those of the interface, for messages. */
  addressNote?: string;
  /** Why it is not known whether this side exists at all; absent: it does. */
  doubt?: string;
}

/** Packets of one flow in one direction; rules of AWS look at the peer's address only. */
export type Packets = PacketsBetween<Side>;
