import type { AksEndpointKind, AksLlsArgs, AksNicMode, AksOwnership } from "../../components/aks/args";
import type { AksFacts } from "./facts";
import { groupKey } from "./program-names";
import type { AksDiscoveryRequest, AksSelection } from "./request";

/** A network security group that was found. */
export interface DiscoveredAksGroup {
  /** Resource id. */
  id: string;
  /** Stable name in the rules' logical names. */
  key: string;
}

/** What discovery decides of an installation. */
export type DiscoveredAksArgs = Pick<
  AksLlsArgs,
  | "cluster"
  | "resourceGroup"
  | "availabilityZone"
  | "location"
  | "endpoint"
  | "port"
  | "nodePortFrom"
  | "nodePortTo"
  | "pools"
  | "nicMode"
  | "nsgRules"
  | "ruleName"
  | "rulePriority"
  | "probePriority"
  | "probeRules"
  | "healthCheckNodePort"
  | "workerNodeSelector"
  | "network"
> &
  Record<"subnetNetworkSecurityGroups" | "nicNetworkSecurityGroups", DiscoveredAksGroup[]>;

/**
 * The arguments of `AksLls` that follow from what was found; the rest, `imageRegistry` at least, is the caller's, and so are the providers of groups
 * in other subscriptions.
 */
export function aksArgs(request: AksDiscoveryRequest, facts: AksFacts, selection: AksSelection): DiscoveredAksArgs {
  const { rule } = request;
  const keyOf = (id: string): string => groupKey(id, facts.subscription);
  const keyed = (id: string): DiscoveredAksGroup => ({ id, key: keyOf(id) });
  return {
    cluster: request.cluster,
    resourceGroup: request.resourceGroup,
    availabilityZone: request.availabilityZone,
    location: facts.location,
    endpoint: request.endpoint as AksEndpointKind,
    port: rule.port,
    nodePortFrom: rule.nodePorts.from,
    nodePortTo: rule.nodePorts.to,
    subnetNetworkSecurityGroups: selection.subnetNetworkSecurityGroupIds.map(keyed),
    nicNetworkSecurityGroups: selection.nicNetworkSecurityGroupIds.map(keyed),
    pools: request.pools,
    nicMode: request.nicMode as AksNicMode,
    nsgRules: request.nsgRules as AksOwnership,
    ruleName: rule.name,
    rulePriority: rule.priority,
    probePriority: rule.probePriority,
    probeRules: selection.probeRules.map(keyOf),
    healthCheckNodePort: rule.probePort,
    workerNodeSelector: request.workerNodeSelector,
    network: selection.network,
  };
}
