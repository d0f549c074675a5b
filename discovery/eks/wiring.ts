import type { NodeInterfaceFacts, NodePoolFacts } from "../../reachability/aws/network";
import type { ClusterInstance } from "./instances";

/** What a pool's instances tell: how many, where, and how they are wired. */
export type InstanceFacts = Pick<
  NodePoolFacts,
  "instanceTypes" | "nodeCount" | "interfaces" | "podSecurityGroups" | "addresses"
>;

/**
 * Sums up the instances of a pool.
 * In a subnet where the pool has no node yet, the next one will have the groups of its fellows: one launch template makes them all.
 */
export function instanceFacts(instances: ClusterInstance[], subnetIds: string[]): InstanceFacts {
  const interfaces = instances.flatMap((instance) => instance.interfaces);
  const inUse = new Set(interfaces.map(({ subnetId }) => subnetId));
  const expected = subnetIds
    .filter((subnetId) => !inUse.has(subnetId))
    .flatMap((subnetId) => interfaces.filter(({ primary }) => primary).map((nic) => ({ ...nic, subnetId })));
  return {
    instanceTypes: [...new Set(instances.map(({ instanceType }) => instanceType))],
    nodeCount: instances.length,
    // An instance that is being launched may have none yet.
    ...(interfaces.length > 0 && { interfaces: distinct([...interfaces, ...expected]) }),
    ...(instances.some((instance) => instance.podSecurityGroups) && { podSecurityGroups: true }),
    addresses: instances.map(({ address }) => address),
  };
}

function distinct(interfaces: NodeInterfaceFacts[]): NodeInterfaceFacts[] {
  return [...new Map(interfaces.map((nic) => [JSON.stringify(nic), nic])).values()];
}
