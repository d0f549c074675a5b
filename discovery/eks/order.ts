import type { AwsNetwork, NodePoolFacts } from "../../reachability/aws/network";
import { sortedBy } from "../sorted-by";

/** The same facts in their one order: AWS answers sets, and the same cloud must give the same bytes. */
export function inOrder(network: AwsNetwork): AwsNetwork {
  return {
    vpcId: network.vpcId,
    vpcCidrs: [...network.vpcCidrs].sort(),
    ...(network.blockPublicAccess && {
      blockPublicAccess: {
        mode: network.blockPublicAccess.mode,
        exclusions: sortedBy(network.blockPublicAccess.exclusions, ({ resourceId }) => [resourceId]),
      },
    }),
    subnets: sortedBy(network.subnets, ({ id }) => [id]).map((subnet) => ({
      ...subnet,
      ipv6Cidrs: [...subnet.ipv6Cidrs].sort(),
    })),
    networkAcls: sortedBy(network.networkAcls, ({ id }) => [id]).map((acl) => ({
      ...acl,
      entries: sortedBy(acl.entries, ({ egress, ruleNumber }) => [Number(egress), ruleNumber]),
    })),
    routeTables: sortedBy(network.routeTables, ({ id }) => [id]).map((table) => ({
      ...table,
      gatewayIds: [...table.gatewayIds].sort(),
      routes: sortedBy(table.routes, ({ destination, target }) => [destination, target]),
    })),
    securityGroups: sortedBy(network.securityGroups, ({ id }) => [id]).map((group) => ({
      ...group,
      ...(group.rules && { rules: sortedBy(group.rules, ({ id }) => [id]) }),
    })),
    nodePools: sortedBy(network.nodePools, ({ name, kind }) => [name, kind]).map(poolInOrder),
  };
}

function poolInOrder(pool: NodePoolFacts): NodePoolFacts {
  return {
    ...pool,
    subnetIds: [...pool.subnetIds].sort(),
    instanceTypes: [...pool.instanceTypes].sort(),
    autoScalingGroups: sortedBy(pool.autoScalingGroups, ({ name }) => [name]),
    ...(pool.interfaces && {
      interfaces: sortedBy(pool.interfaces, ({ subnetId, primary, securityGroupIds }) => [
        subnetId,
        Number(!primary),
        securityGroupIds.join(),
      ]),
    }),
    addresses: sortedBy(pool.addresses, ({ address }) => [address]),
  };
}
