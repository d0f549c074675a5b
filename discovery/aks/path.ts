import type { AgentPoolFacts, AzureNetwork } from "../../reachability/azure/network";
import { inOrder } from "./order";
import { idKey } from "./resource-id";

/**
 * The part of the facts that an installation's packets can meet.
 * @param pools pools of the installation
 * @param groupIds groups that get rules, or may get one
 */
export function pathOf(network: AzureNetwork, pools: AgentPoolFacts[], groupIds: string[]): AzureNetwork {
  const subnets = among(network.subnets, keysOf(pools.flatMap(({ subnetId, podSubnetId }) => [subnetId, podSubnetId])));
  const groups = keysOf([
    ...groupIds,
    ...subnets.map(({ networkSecurityGroupId }) => networkSecurityGroupId),
    ...pools.flatMap(({ nicNetworkSecurityGroupIds = [] }) => nicNetworkSecurityGroupIds),
  ]);
  return inOrder({
    ...network,
    subnets,
    networkSecurityGroups: among(network.networkSecurityGroups, groups),
    routeTables: among(network.routeTables, keysOf(subnets.map(({ routeTableId }) => routeTableId))),
    agentPools: pools,
  });
}

function keysOf(ids: (string | undefined)[]): ReadonlySet<string> {
  return new Set(ids.map((id) => idKey(id ?? "")));
}

function among<Resource extends { id: string }>(resources: Resource[], keys: ReadonlySet<string>): Resource[] {
  return resources.filter(({ id }) => keys.has(idKey(id)));
}
