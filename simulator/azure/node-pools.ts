import { poolsFor } from "../../reachability/azure/pool-roles";
import type { NodePool } from "../kubernetes/node-pool";
import type { SimulatedAksSeed } from "../seed";
import { vmSize } from "./vm-size";

/** The pools of an AKS cluster. Nodes without a zone have a fault domain as label, "0" or so (AKS documentation, availability-zones). */
export function aksNodePools({ location, network }: SimulatedAksSeed): NodePool[] {
  return network.agentPools.map((pool) => ({
    matches: (selector) => poolsFor([pool], selector).length > 0,
    zones: pool.availabilityZones.map((zone) => `${location}-${zone}`),
    sizes: [vmSize(pool.vmSize)],
    nodeCount: pool.nodeCount,
  }));
}
