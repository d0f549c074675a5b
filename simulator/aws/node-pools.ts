import { matchesSelector } from "../../reachability/aws/node-roles";
import type { SimulatedCloud } from "../cloud";
import type { NodePool } from "../kubernetes/node-pool";
import { instanceSize } from "./instance-size";

/** The pools of the EKS cluster. */
export function eksNodePools({ aws }: SimulatedCloud): NodePool[] {
  return aws.seed.network.nodePools.map(({ labels, subnetIds, instanceTypes, nodeCount }) => ({
    // A pool whose labels are not known may match.
    matches: (selector) => !labels || matchesSelector(labels, selector),
    zones: subnetIds.flatMap((id) => aws.network.subnets.get(id)?.availabilityZone ?? []),
    sizes: instanceTypes.map(instanceSize),
    nodeCount,
  }));
}
