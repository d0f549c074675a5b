import type { AksInstallation } from "../../reachability/azure/installation";
import type { AgentPoolFacts, AzureNetwork } from "../../reachability/azure/network";
import { everyPool } from "../../reachability/azure/pool-roles";
import { nameOfId, sameId } from "../../reachability/azure/resource-id";

/** What nobody says of an installation on AKS that decides whether it can be reached: no resource, no facts. In words for an operator. */
export function invisibleOnAks(installation: AksInstallation): string[] {
  const { network, proxyPools, workerPools } = installation;
  const pools = network?.agentPools ?? [];
  const names = new Set(everyPool(installation));
  const said = [
    ...(pools.length === 0 ? ["agent pools of the cluster, their subnets and network security groups"] : []),
    ...(pools.length > 0 && proxyPools.length === 0 ? ["agent pools that run the proxy"] : []),
    ...(pools.length > 0 && workerPools.length === 0 ? ["agent pools that run workers"] : []),
    ...(network?.virtualNetworkCidrs ? [] : ["what the service tag VirtualNetwork covers"]),
    ...(network?.adminRules ? [] : ["security admin rules of Azure Virtual Network Manager"]),
    ...pools
      .filter(({ name }) => names.has(name))
      .flatMap((pool) => [
        ...unknownInterfaces(pool),
        ...unknownAddresses(pool, installation),
        ...unknownSubnet(pool, network!),
        ...unreadGroups(pool, installation),
      ]),
  ];
  return [...new Set(said)];
}

function unknownInterfaces({ name, nicNetworkSecurityGroupIds }: AgentPoolFacts): string[] {
  return nicNetworkSecurityGroupIds ? [] : [`network security groups of the interfaces of agent pool ${name}`];
}

function unknownAddresses({ name, nodePublicIp }: AgentPoolFacts, installation: AksInstallation): string[] {
  const isEntrance = installation.nodePorts && installation.firewallAddresses.length === 0;
  return isEntrance && nodePublicIp === undefined ? [`public addresses of the nodes of agent pool ${name}`] : [];
}

function unknownSubnet({ name, subnetId }: AgentPoolFacts, network: AzureNetwork): string[] {
  if (subnetId === undefined) return [`subnet of agent pool ${name}, its network security group and routes`];
  const subnet = network.subnets.find(({ id }) => sameId(id, subnetId));
  const where = `subnet ${nameOfId(subnetId)}`;
  if (!subnet) return [`addresses, network security group and routes of ${where}`];
  const { networkSecurityGroupId, routeTableId } = subnet;
  const routesKnown = routeTableId === "" || network.routeTables.some(({ id }) => sameId(id, routeTableId ?? ""));
  return [
    ...(networkSecurityGroupId === undefined ? [`network security group of ${where}`] : []),
    ...(routesKnown ? [] : [`routes of ${where}`]),
  ];
}

/** Groups of both layers of which no rules are known. */
function unreadGroups(
  { subnetId, nicNetworkSecurityGroupIds = [] }: AgentPoolFacts,
  { network, networkSecurityGroups }: AksInstallation,
): string[] {
  const subnet = network!.subnets.find(({ id }) => sameId(id, subnetId ?? ""));
  const known = [...networkSecurityGroups, ...network!.networkSecurityGroups].filter(({ rules }) => rules);
  return [subnet?.networkSecurityGroupId, ...nicNetworkSecurityGroupIds]
    .filter((id) => id !== undefined && id !== "")
    .filter((id) => !known.some((group) => sameId(group.id, id!)))
    .map((id) => `rules of network security group ${nameOfId(id!)}`);
}
