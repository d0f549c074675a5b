import type { Problem } from "../../components/bad-input";
import type { AgentPoolFacts, AzureNetwork, NetworkSecurityGroupFacts } from "../../reachability/azure/network";
import { nameOfId, placesOf, sameId } from "../../reachability/azure/resource-id";
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
    problems.push(...given.flatMap((id, index) => explicitProblem(id, index, pools, network, request)));
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

function explicitProblem(
  id: string,
  index: number,
  pools: AgentPoolFacts[],
  network: AzureNetwork,
  request: AksDiscoveryRequest,
): Problem[] {
  const attached = attachedGroups(pools, network);
  const problem = (reason: string): Problem[] => [{ path: `${configKeys.subnetNsgIds}[${index}]`, value: id, reason }];
  if (attached.ids.some((other) => sameId(other, id))) return [];
  const onNic = network.agentPools.some(({ nicNetworkSecurityGroupIds: ids = [] }) =>
    ids.some((nic) => sameId(nic, id)),
  );
  const names = attached.ids.map((other) => titleOf(other, network)).join(", ");
  const right = names === "" ? "their subnets have none" : `name ${names}`;
  if (onNic || groupOf(id, network)?.managed) {
    return problem(
      `is a network security group of the nodes' interfaces, which AKS manages, and of no subnet; leave the key out, or ${right}`,
    );
  }
  if (!makesRules(request)) return [];
  if (!groupOf(id, network)) return problem("is not in the facts; record them anew with lls facts");
  if (!attached.isWhole) return [];
  return problem(
    `is attached to no subnet of the agent pools that are opened, so a rule on it would open other machines; leave the key out, or ${right}`,
  );
}

/**
 * What an operator should know of groups that the config names, where it was not read which the subnets have.
 * @param pools those that are opened
 */
export function doubtfulGroups(
  pools: AgentPoolFacts[],
  network: AzureNetwork,
  { subnetNetworkSecurityGroupIds: given = [] }: AksDiscoveryRequest,
): string[] {
  const { ids, isWhole } = attachedGroups(pools, network);
  if (isWhole) return [];
  const doubtful = given.filter((id) => !ids.some((other) => sameId(other, id)));
  return doubtful.map((id) => {
    const title = titleOf(id, network);
    return `Whether ${title} (${configKeys.subnetNsgIds}) is attached to a subnet of the agent pools was not read: if it is not, its rule opens other machines.`;
  });
}

/** The groups of the subnets of nodes and pods, and whether all of them were read. */
function attachedGroups(pools: AgentPoolFacts[], network: AzureNetwork): { ids: string[]; isWhole: boolean } {
  const subnetIds = pools.flatMap(({ subnetId, podSubnetId = subnetId }) => [subnetId, podSubnetId]);
  const groupIds = subnetIds.map(
    (subnetId) => network.subnets.find(({ id }) => sameId(id, subnetId ?? ""))?.networkSecurityGroupId,
  );
  return { ids: distinctIds(groupIds.flatMap((id) => id || [])), isWhole: !groupIds.includes(undefined) };
}

function titleOf(id: string, network: AzureNetwork): string {
  return `${nameOfId(id)}${placesOf(network.networkSecurityGroups.map((group) => group.id))(id)}`;
}

function unread(subnetId: string, pools: AgentPoolFacts[]): string {
  const own = pools.filter((pool) => sameId(pool.subnetId ?? "", subnetId)).map(({ name }) => name);
  const what = subnetId ? `the network security group of subnet ${nameOfId(subnetId)}` : "the subnet";
  return `${what} of agent pool ${own.join(", ")} could not be read; name the groups of the nodes' subnets or allow the calls, and record facts in a file anew`;
}
