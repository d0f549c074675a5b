import type { NodeGroupSet } from "./installation";
import type { AwsNetwork, NodeInterfaceFacts, NodePoolFacts } from "./network";

/**
 * Pools whose labels carry every pair of the selector. Where no pool does, those whose labels AWS does not know
 * (Karpenter's nodes): one of them must be meant.
 */
export function poolsWithLabels(pools: NodePoolFacts[], selector: Record<string, string>): NodePoolFacts[] {
  const labelled = pools.filter(({ labels }) => labels && matches(labels, selector));
  return labelled.length > 0 ? labelled : pools.filter(({ labels }) => labels === undefined);
}

/** Pools that can run the proxy or be a target: labelled for it, with a subnet in the installation's zone. */
export function proxyPools(network: AwsNetwork, selector: Record<string, string>, zone: string): NodePoolFacts[] {
  const inZone = subnetsOfZone(network, zone);
  return poolsWithLabels(
    network.nodePools.filter(({ subnetIds }) => subnetIds.some((id) => inZone.has(id))),
    selector,
  );
}

/** Ids of the subnets of a zone. */
export function subnetsOfZone(network: AwsNetwork, zone: string): ReadonlySet<string> {
  return new Set(network.subnets.filter(({ availabilityZone }) => availabilityZone === zone).map(({ id }) => id));
}

/** The distinct wirings of some pools' interfaces, one per subnet and set of groups, in a stable order. */
export function nodeGroupSets(pools: NodePoolFacts[], subnetIds?: ReadonlySet<string>): NodeGroupSet[] {
  const sets = new Map<string, NodeGroupSet>();
  for (const pool of pools) {
    for (const wiring of wiringsOf(pool)) {
      if (subnetIds && !subnetIds.has(wiring.subnetId)) continue;
      const key = [wiring.subnetId, ...(wiring.securityGroupIds ?? ["?"])].join(" ");
      const known = sets.get(key);
      if (!known) sets.set(key, { ...wiring, pools: [pool.name] });
      else {
        if (!known.pools.includes(pool.name)) known.pools.push(pool.name);
        known.node ||= wiring.node;
      }
    }
  }
  return [...sets.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, set]) => set);
}

type Wiring = Omit<NodeGroupSet, "pools">;

/** Pods may sit on every interface of a node; NodePorts answer on the primary one only. */
function wiringsOf(pool: NodePoolFacts): Wiring[] {
  if (!pool.interfaces) return pool.subnetIds.map((subnetId) => ({ subnetId, node: true, pods: true }));
  return pool.interfaces.map((nic: NodeInterfaceFacts) => ({
    subnetId: nic.subnetId,
    securityGroupIds: nic.securityGroupIds,
    node: nic.primary,
    pods: true,
  }));
}

function matches(labels: Record<string, string>, selector: Record<string, string>): boolean {
  return Object.entries(selector).every(([key, value]) => labels[key] === value);
}
