import type { End, PacketsBetween } from "../packets";
import type { AzureSubnetFacts } from "./network";

export { boxOf, viewOf, type Direction } from "../packets";

/** One end of a flow: nodes or pods of agent pools that are wired alike, or something without network security groups. */
export interface Side extends End {
  /** Subnet of the interfaces; undefined elsewhere, or if it is not known. */
  subnet?: AzureSubnetFacts;
  /** Ids of the interfaces' network security groups; undefined: not known. */
  nicGroupIds?: readonly string[];
  /** True if it is not documented whether those groups filter packets of this end. */
  nicGroupsDoubtful?: boolean;
  /** Application security groups that the addresses belong to; undefined: not known. */
  applicationSecurityGroupIds?: readonly string[];
  /** Whether each node has a public address; undefined: not known, or no node. */
  nodePublicIp?: boolean;
}

/** Packets of one flow in one direction. */
export interface Packets extends PacketsBetween<Side> {
  /** False if packets go to one of `ports`, not known which. */
  portsKnown?: boolean;
}
