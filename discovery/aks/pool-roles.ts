import { usesNodePorts } from "../../components/aks/settings";
import type { Problem } from "../../components/bad-input";
import type { AgentPoolFacts } from "../../reachability/azure/network";
import { hasLabel, isSystemLabel } from "../../reachability/azure/node-labels";
import { poolsFor } from "../../reachability/azure/pool-roles";
import { labelText } from "../labels";
import { configKeys } from "./config-keys";
import type { AksDiscoveryRequest } from "./request";

/** The agent pools by what they are for. */
export interface PoolRoles {
  /** Pools whose groups get our rules. */
  opened: AgentPoolFacts[];
  /** Pools that matter for the verdict: those opened, and those that can run the proxy or workers. */
  concerned: AgentPoolFacts[];
}

/** Chooses pools by `aks.pools`, node selectors and zone; notes what does not exist. */
export function choosePools(pools: AgentPoolFacts[], request: AksDiscoveryRequest, problems: Problem[]): PoolRoles {
  for (const [index, name] of (request.pools ?? []).entries()) {
    if (pools.some((pool) => pool.name === name)) continue;
    const reason = `is not an agent pool; ${listed(pools, (pool) => pool.name)}`;
    problems.push({ path: `${configKeys.pools}[${index}]`, value: name, reason });
  }
  const opened = openedPools(pools, request);
  const proxies = proxyPools(pools, request, problems);
  const workers = having(pools, request.workerNodeSelector);
  if (workers.length === 0) {
    problems.push(missing(configKeys.workerNodeSelector, request.workerNodeSelector, "workers", pools));
  }
  const roles = [opened, proxies, workers];
  return { opened, concerned: pools.filter((pool) => roles.some((role) => role.includes(pool))) };
}

/** Pools whose groups get our rules: those of `aks.pools`, else all. */
export function openedPools(pools: AgentPoolFacts[], { pools: chosen }: AksDiscoveryRequest): AgentPoolFacts[] {
  return pools.filter(({ name }) => chosen?.includes(name) ?? true);
}

/** What an operator should know of labels that facts do not tell. */
export function untoldLabels(pools: AgentPoolFacts[], request: AksDiscoveryRequest): string[] {
  const roles = [
    [configKeys.proxyNodeSelector, request.proxyNodeSelector],
    [configKeys.workerNodeSelector, request.workerNodeSelector],
  ] as const;
  return roles.flatMap(([key, selector]) => {
    const untold = Object.entries(selector).filter(([label, value]) =>
      having(pools, selector).some((pool) => hasLabel(pool, label, value) === undefined),
    );
    if (untold.length === 0) return [];
    const labels = labelText(Object.fromEntries(untold));
    return [`Which nodes have ${labels} (${key}), Azure does not tell: agent pools are judged as if theirs had.`];
  });
}

/**
 * What an operator should know of agent pools that no verdict is about.
 * @param isFronted whether a firewall stands in front, which reaches nodes without public addresses
 */
export function unjudgedPools(pools: AgentPoolFacts[], request: AksDiscoveryRequest, isFronted: boolean): string[] {
  const { proxyNodeSelector, workerNodeSelector, availabilityZone } = request;
  const roles = [...having(pools, proxyNodeSelector, availabilityZone), ...having(pools, workerNodeSelector)];
  const others = pools.filter((pool) => !roles.includes(pool));
  return others.flatMap(({ name, nodePublicIp }) => {
    const why = !usesNodePorts(request)
      ? "browsers send to none of its nodes"
      : request.pools?.includes(name) === false
        ? "aks.pools leaves it out"
        : nodePublicIp || isFronted
          ? undefined
          : "its nodes have no public addresses";
    return why === undefined
      ? []
      : [`Agent pool ${name} is not judged: it runs neither the proxy nor workers, and ${why}.`];
  });
}

function proxyPools(pools: AgentPoolFacts[], request: AksDiscoveryRequest, problems: Problem[]): AgentPoolFacts[] {
  const zone = request.availabilityZone;
  const candidates = having(pools, request.proxyNodeSelector);
  if (candidates.length === 0) {
    problems.push(missing(configKeys.proxyNodeSelector, request.proxyNodeSelector, "the proxy", pools));
    return [];
  }
  const inZone = having(pools, request.proxyNodeSelector, zone);
  if (inZone.length === 0) {
    const zones = candidates.map(({ name, availabilityZones: own }) =>
      own.length > 0 ? `${name} has ${own.join(", ")}` : `${name} is unzoned`,
    );
    const reason = `no agent pool that can run the proxy has nodes in this zone: ${zones.join("; ")}. Name another zone, or none for an unzoned pool`;
    problems.push({ path: configKeys.availabilityZone, value: zone, reason });
  }
  return inZone;
}

function having(pools: AgentPoolFacts[], selector: Record<string, string>, zone?: string): AgentPoolFacts[] {
  const names = poolsFor(pools, selector, zone);
  return pools.filter(({ name }) => names.includes(name));
}

function missing(path: string, selector: Record<string, string>, runs: string, pools: AgentPoolFacts[]): Problem {
  // Of the many labels that AKS sets, those that are asked for.
  const shown = (key: string): boolean => !isSystemLabel(key) || key in selector;
  const described = ({ name, labels }: AgentPoolFacts): string =>
    `${name} (${labelText(Object.fromEntries(Object.entries(labels).filter(([key]) => shown(key))))})`;
  const reason = `no agent pool has these labels, so nothing can run ${runs}; ${listed(pools, described)}. Correct the labels`;
  return { path, value: labelText(selector), reason };
}

function listed(pools: AgentPoolFacts[], described: (pool: AgentPoolFacts) => string): string {
  return pools.length > 0 ? `the cluster has ${pools.map(described).join(", ")}` : "the cluster has no agent pool";
}
