import type { AgentPoolFacts } from "./network";

/**
 * Names of the agent pools whose nodes carry every label of the selector and, if a zone is given, lie in it: a pod that is pinned to a zone never
 * runs on unzoned nodes.
 */
export function poolsFor(
  pools: readonly AgentPoolFacts[],
  selector: Record<string, string>,
  availabilityZone?: string,
): string[] {
  return pools
    .filter(({ labels }) => Object.entries(selector).every(([key, value]) => labels[key] === value))
    .filter((pool) => availabilityZone === undefined || pool.availabilityZones.includes(availabilityZone))
    .map(({ name }) => name);
}
