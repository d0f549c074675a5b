import type { AzureNetwork, NetworkSecurityGroupFacts } from "./network";
import { sameId } from "./resource-id";

/**
 * The groups of the node resource group that filter packets of nodes, whichever pool those belong to. The cloud controller writes one of them, that
 * of its configuration (cloud-provider-azure, `securityGroupName`), and no call tells which. One that is attached nowhere is not the controller's.
 */
export function managedGroupsInUse({
  agentPools,
  subnets,
  networkSecurityGroups,
}: AzureNetwork): NetworkSecurityGroupFacts[] {
  const managed = networkSecurityGroups.filter((group) => group.managed);
  const nics = agentPools.map(({ nicNetworkSecurityGroupIds: ids }) => ids);
  const nodeSubnets = agentPools.map(({ subnetId = "" }) => subnets.find(({ id }) => sameId(id, subnetId)));
  const attached = [...nics.flat(), ...nodeSubnets.map((subnet) => subnet?.networkSecurityGroupId)];
  if (attached.includes(undefined)) return managed;
  return managed.filter(({ id }) => attached.some((other = "") => sameId(id, other)));
}
