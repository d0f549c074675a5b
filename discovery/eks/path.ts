import type { AwsNetwork, NodePoolFacts } from "../../reachability/aws/network";
import { inOrder } from "./order";

/**
 * The part of the facts that an installation's packets can meet.
 * @param subnetId the load balancer's
 * @param pools pools of both roles
 * @param groupIds groups that get rules
 */
export function pathOf(network: AwsNetwork, subnetId: string, pools: NodePoolFacts[], groupIds: string[]): AwsNetwork {
  const interfaces = pools.flatMap((pool) => pool.interfaces ?? []);
  const subnetIds = new Set([
    subnetId,
    ...pools.flatMap((pool) => pool.subnetIds),
    ...interfaces.map((nic) => nic.subnetId),
  ]);
  const subnets = network.subnets.filter(({ id }) => subnetIds.has(id));
  const aclIds = new Set(subnets.map(({ networkAclId }) => networkAclId));
  const routeTableIds = new Set(subnets.map(({ routeTableId }) => routeTableId));
  const attached = new Set([...groupIds, ...interfaces.flatMap((nic) => nic.securityGroupIds)]);
  const rules = network.securityGroups.filter(({ id }) => attached.has(id)).flatMap((group) => group.rules ?? []);
  const named = new Set(rules.map(({ referencedGroupId }) => referencedGroupId));
  return inOrder({
    ...network,
    subnets,
    networkAcls: network.networkAcls.filter(({ id }) => aclIds.has(id)),
    routeTables: network.routeTables.filter(({ id, gatewayIds }) => gatewayIds.length > 0 || routeTableIds.has(id)),
    securityGroups: network.securityGroups.filter(({ id }) => attached.has(id) || named.has(id)),
    nodePools: network.nodePools.filter((pool) => pools.includes(pool)),
  });
}
