import type { AksInstallation } from "./installation";
import type { AgentPoolFacts } from "./network";
import { hasLabel } from "./node-labels";

/**
 * Names of the agent pools whose nodes carry every label of the selector, or may do so, and, if a zone is given, lie in it: a pod that is pinned to a
 * zone never runs on unzoned nodes.
 */
export function poolsFor(
  pools: readonly AgentPoolFacts[],
  selector: Record<string, string>,
  availabilityZone?: string,
): string[] {
  return pools
    .filter((pool) => Object.entries(selector).every(([key, value]) => hasLabel(pool, key, value) !== false))
    .filter(
      (pool) =>
        availabilityZone === undefined || pool.undecidedZones || pool.availabilityZones.includes(availabilityZone),
    )
    .map(({ name }) => name);
}

/**
 * Names of the agent pools whose nodes browsers can send to NodePorts of: those of proxy and workers, and any other that can be reached from
 * outside, because every node takes packets for every NodePort.
 */
export function entrancePools(installation: AksInstallation): string[] {
  const { proxyPools, workerPools, firewallAddresses, network } = installation;
  const others = (network?.agentPools ?? [])
    .filter(({ nodePublicIp }) => nodePublicIp !== false || firewallAddresses.length > 0)
    .map(({ name }) => name);
  return [...proxyPools, ...workerPools, ...others];
}

/** Names of all agent pools: nodes of any of them are backends of a load balancer that probes nothing. */
export function everyPool({ network, proxyPools, workerPools }: AksInstallation): string[] {
  return [...proxyPools, ...workerPools, ...(network?.agentPools ?? []).map(({ name }) => name)];
}
