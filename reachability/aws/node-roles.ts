import type { NodeGroupSet } from "./installation";
import type { AwsNetwork, NodePoolFacts } from "./network";

/** The pools of one role. */
export interface RolePools {
  /** Pools that have it. */
  certain: NodePoolFacts[];
  /** Pools that may have it: AWS does not know the labels of their nodes (Karpenter's, for example), or the stack not yet. */
  possible: NodePoolFacts[];
}

/** What a pool is to an installation. */
export interface PoolUse {
  pool: NodePoolFacts;
  /** Its nodes are targets of the load balancer. */
  target: boolean;
  /** Its nodes may run the role's pods. */
  pods: boolean;
  /** False where that is not known. */
  certain: boolean;
  /** Subnets of the nodes that count; absent: those of the whole call. */
  subnetIds?: ReadonlySet<string>;
}

/** Labels that Kubernetes and clouds put on every node, whether or not AWS lists them. */
const wellKnown = /^(?:[\w-]+\.)*(?:kubernetes\.io|k8s\.io|eks\.amazonaws\.com)\//;

/** Whether labels carry every pair of a selector. Well-known labels that are not listed are not known to differ. */
export function matchesSelector(labels: Record<string, string>, selector: Record<string, string>): boolean {
  return Object.entries(selector).every(
    ([key, value]) => labels[key] === value || (labels[key] === undefined && wellKnown.test(key)),
  );
}

/**
 * The pools of a role: those with its labels. Where AWS does not know a pool's labels, or where no pool has them, the role's
 * security groups tell: a pool that carries one of them has the role.
 */
export function poolsOfRole(
  pools: NodePoolFacts[],
  selector: Record<string, string>,
  groupIds: readonly string[],
): RolePools {
  const labelled = pools.filter(({ labels }) => labels && matchesSelector(labels, selector));
  const carries = ({ interfaces }: NodePoolFacts): boolean =>
    (interfaces ?? []).some((nic) => nic.securityGroupIds.some((id) => groupIds.includes(id)));
  const unsure = pools.filter((pool) => !labelled.includes(pool) && mayMatch(pool, selector));
  const carriers = (labelled.length === 0 ? pools : unsure).filter(carries);
  const certain = pools.filter((pool) => labelled.includes(pool) || carriers.includes(pool));
  return { certain, possible: unsure.filter((pool) => !certain.includes(pool)) };
}

/** Whether nodes of a pool may carry every pair of a selector, whatever labels that are not known turn out to be. */
export function mayMatch({ labels, undecidedLabels = [] }: NodePoolFacts, selector: Record<string, string>): boolean {
  const open = Object.entries(selector).filter(([key]) => !undecidedLabels.includes(key));
  return !labels || matchesSelector(labels, Object.fromEntries(open));
}

/** Pools that can run the proxy: those of its role with a subnet in the installation's zone. */
export function proxyPools(
  network: AwsNetwork,
  selector: Record<string, string>,
  zone: string,
  groupIds: readonly string[],
): RolePools {
  const inZone = subnetsOfZone(network, zone);
  const pools = network.nodePools.filter(({ subnetIds }) => subnetIds.some((id) => inZone.has(id)));
  return poolsOfRole(pools, selector, groupIds);
}

/** Ids of the subnets of a zone. */
export function subnetsOfZone(network: AwsNetwork, zone: string): ReadonlySet<string> {
  return new Set(network.subnets.filter(({ availabilityZone }) => availabilityZone === zone).map(({ id }) => id));
}

/** The distinct wirings of some pools' interfaces, one per subnet and set of groups, in a stable order. */
export function nodeGroupSets(uses: PoolUse[], subnetIds?: ReadonlySet<string>): NodeGroupSet[] {
  const sets = new Map<string, NodeGroupSet>();
  for (const use of uses) {
    const within = use.subnetIds ?? subnetIds;
    for (const wiring of wiringsOf(use)) {
      if (within && !within.has(wiring.subnetId)) continue;
      const key = [wiring.subnetId, use.certain, ...(wiring.securityGroupIds ?? ["?"])].join(" ");
      const known = sets.get(key);
      if (!known) sets.set(key, { ...wiring, pools: [use.pool.name] });
      else {
        if (!known.pools.includes(use.pool.name)) known.pools.push(use.pool.name);
        known.node ||= wiring.node;
        known.pods ||= wiring.pods;
        known.podSecurityGroups ||= wiring.podSecurityGroups;
      }
    }
  }
  return [...sets.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, set]) => set);
}

/** Pods may sit on every interface of a node; NodePorts answer on the primary one only. */
function wiringsOf({ pool, target, pods, certain }: PoolUse): Omit<NodeGroupSet, "pools">[] {
  const common = { pods, certain, ...(pool.podSecurityGroups && { podSecurityGroups: true }) };
  // Every node has an interface: none listed means that none was read.
  if (!pool.interfaces?.length) return pool.subnetIds.map((subnetId) => ({ subnetId, node: target, ...common }));
  return pool.interfaces.map(({ subnetId, securityGroupIds, primary }) => ({
    ...{ subnetId, securityGroupIds, node: target && primary, ...common },
  }));
}
