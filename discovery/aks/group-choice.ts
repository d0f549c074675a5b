import type { Problem } from "../../components/bad-input";
import type { AgentPoolFacts, AzureNetwork, NetworkSecurityGroupFacts } from "../../reachability/azure/network";
import { nameOfId, sameId } from "../../reachability/azure/resource-id";
import { configKeys } from "./config-keys";
import { editsManagedGroups, makesRules } from "./nic-mode";
import type { AksDiscoveryRequest } from "./request";
import { distinctIds } from "./resource-id";

/**
 * The groups of the pools' subnets that get our rules: those given, else every one that is attached. One that AKS made and that
 * we do not edit is left to AKS, also where it is on the subnet.
 */
export function chooseSubnetGroups(
  pools: AgentPoolFacts[],
  network: AzureNetwork,
  request: AksDiscoveryRequest,
  problems: Problem[],
): string[] {
  const given = request.subnetNetworkSecurityGroupIds;
  if (given) {
    problems.push(...given.flatMap((id) => explicitProblem(id, network)));
    return spelled(given, network);
  }
  const attached = distinctIds(pools.map(({ subnetId }) => subnetId ?? "")).map((subnetId) => {
    const group = network.subnets.find(({ id }) => sameId(id, subnetId))?.networkSecurityGroupId;
    if (group === undefined && makesRules(request))
      problems.push({ path: configKeys.subnetNsgIds, reason: unread(subnetId, pools) });
    return group;
  });
  const ids = spelled(
    attached.flatMap((id) => id || []),
    network,
  );
  return editsManagedGroups(request) ? ids : ids.filter((id) => !groupOf(id, network)?.managed);
}

/** The groups of the pools' interfaces; of interfaces that were not read, any that AKS made may be theirs. */
export function chooseNicGroups(pools: AgentPoolFacts[], network: AzureNetwork): string[] {
  const managed = network.networkSecurityGroups.filter((group) => group.managed).map(({ id }) => id);
  return spelled(
    pools.flatMap(({ nicNetworkSecurityGroupIds = managed }) => nicNetworkSecurityGroupIds),
    network,
  );
}

/** Each once, spelled as Azure spells the group itself: rules are named by it. */
function spelled(ids: string[], network: AzureNetwork): string[] {
  return distinctIds(ids.map((id) => groupOf(id, network)?.id ?? id));
}

function groupOf(id: string, network: AzureNetwork): NetworkSecurityGroupFacts | undefined {
  return network.networkSecurityGroups.find((group) => sameId(group.id, id));
}

function explicitProblem(id: string, network: AzureNetwork): Problem[] {
  const onSubnet = network.subnets.some(({ networkSecurityGroupId: other }) => other && sameId(other, id));
  const onNic = network.agentPools.some(({ nicNetworkSecurityGroupIds: ids = [] }) =>
    ids.some((nic) => sameId(nic, id)),
  );
  if (onSubnet || !(onNic || groupOf(id, network)?.managed)) return [];
  const attached = distinctIds(network.subnets.flatMap(({ networkSecurityGroupId }) => networkSecurityGroupId || []));
  const right = attached.length > 0 ? `name ${attached.map(nameOfId).join(", ")}` : "the subnets have none";
  return [
    {
      path: configKeys.subnetNsgIds,
      value: id,
      reason: `is a network security group of the nodes' interfaces, which AKS manages, and of no subnet; leave the key out, or ${right}`,
    },
  ];
}

function unread(subnetId: string, pools: AgentPoolFacts[]): string {
  const own = pools.filter((pool) => sameId(pool.subnetId ?? "", subnetId)).map(({ name }) => name);
  const what = subnetId ? `the network security group of subnet ${nameOfId(subnetId)}` : "the subnet";
  return `${what} of agent pool ${own.join(", ")} could not be read; name the groups of the nodes' subnets, or allow the calls`;
}
