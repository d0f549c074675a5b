import type { ArmReader } from "../discovery/aks/arm-reader";
import type { ArmAdminRule, ArmNetworkSecurityGroup, ArmScaleSet, ArmSecurityRule } from "../discovery/aks/arm-types";
import { isInGroup, parentOf, resourceGroupIdOf } from "../discovery/aks/resource-id";
import type {
  AdminRuleFacts,
  AgentPoolFacts,
  NetworkSecurityGroupFacts,
  NsgRuleFacts,
} from "../reachability/azure/network";
import { sameId } from "../reachability/azure/resource-id";
import type { SimulatedAksSeed } from "../simulator/cloud";

/** Azure Resource Manager as it answers for what a seed says: the facts of discovery, the other way round. What the seed does not know is denied. */
export function simulatedArm({ subscription, cluster, network }: SimulatedAksSeed): ArmReader {
  const nodeGroup = resourceGroupIdOf(subscription, cluster.nodeResourceGroup);
  return {
    subnet: async (id) => {
      const { cidrs, networkSecurityGroupId, routeTableId } = named(network.subnets, id);
      const addressPrefixes = cidrs;
      return {
        id,
        properties: {
          addressPrefixes,
          ...(networkSecurityGroupId && { networkSecurityGroup: { id: networkSecurityGroupId } }),
          ...(routeTableId && { routeTable: { id: routeTableId } }),
        },
      };
    },
    networkSecurityGroup: async (id) => groupOf(named(network.networkSecurityGroups, id)),
    networkSecurityGroups: async () =>
      network.networkSecurityGroups.filter(({ id }) => isInGroup(id, nodeGroup)).map(groupOf),
    routeTable: async (id) => {
      const table = named(network.routeTables, id);
      return {
        id: table.id,
        name: table.name,
        properties: {
          routes: table.routes.map(({ name, destination, nextHopType, nextHopAddress }) => ({
            name,
            properties: { addressPrefix: destination, nextHopType, nextHopIpAddress: nextHopAddress },
          })),
        },
      };
    },
    virtualNetwork: async (id) => ({
      id,
      properties: { addressSpace: { addressPrefixes: known(network.virtualNetworkCidrs) } },
    }),
    scaleSets: async () =>
      network.agentPools
        .filter(({ nicNetworkSecurityGroupIds }) => nicNetworkSecurityGroupIds !== undefined)
        .map((pool) => scaleSetOf(pool, nodeGroup)),
    effectiveAdminRules: async (id) => {
      const [first] = network.subnets;
      // The facts do not say on which network a rule is: on one of them.
      const answers = first === undefined || sameId(parentOf(first.id), id);
      return answers ? known(network.adminRules).map((rule) => adminRuleOf(rule, nodeGroup)) : [];
    },
  };
}

/** @throws Error as Azure throws it where the caller may not read */
function known<T>(value: T | undefined): T {
  if (value !== undefined) return value;
  throw Object.assign(new Error("the seed does not say"), { name: "AuthorizationFailed" });
}

function named<Resource extends { id: string }>(resources: Resource[], id: string): Resource {
  const found = resources.find((resource) => sameId(resource.id, id));
  if (found) return found;
  throw Object.assign(new Error(`${id} does not exist`), { name: "NotFound" });
}

function groupOf({ id, name, rules }: NetworkSecurityGroupFacts): ArmNetworkSecurityGroup {
  return { id, name, properties: { securityRules: known(rules).map(ruleOf) } };
}

function ruleOf(rule: NsgRuleFacts): ArmSecurityRule {
  const idsOf = (ids: string[]): { id: string }[] => ids.map((id) => ({ id }));
  return {
    name: rule.name,
    properties: {
      priority: rule.priority,
      direction: rule.inbound ? "Inbound" : "Outbound",
      access: rule.allow ? "Allow" : "Deny",
      protocol: rule.protocol,
      description: rule.description,
      sourceAddressPrefixes: rule.sources,
      sourceApplicationSecurityGroups: idsOf(rule.sourceApplicationSecurityGroupIds),
      sourcePortRanges: rule.sourcePorts,
      destinationAddressPrefixes: rule.destinations,
      destinationApplicationSecurityGroups: idsOf(rule.destinationApplicationSecurityGroupIds),
      destinationPortRanges: rule.destinationPorts,
    },
  };
}

function scaleSetOf(pool: AgentPoolFacts, nodeGroup: string): ArmScaleSet {
  const groups = pool.nicNetworkSecurityGroupIds ?? [];
  const address = {
    primary: true,
    ...(pool.subnetId !== undefined && { subnet: { id: pool.subnetId } }),
    applicationSecurityGroups: pool.applicationSecurityGroupIds.map((id) => ({ id })),
  };
  const interfaces = (groups.length > 0 ? groups : [undefined]).map((id, index) => ({
    name: `nic-${index}`,
    properties: {
      primary: index === 0,
      ...(id !== undefined && { networkSecurityGroup: { id } }),
      ipConfigurations: [{ properties: address }],
    },
  }));
  return {
    id: `${nodeGroup}/providers/Microsoft.Compute/virtualMachineScaleSets/aks-${pool.name}`,
    tags: { "aks-managed-poolName": pool.name },
    properties: { virtualMachineProfile: { networkProfile: { networkInterfaceConfigurations: interfaces } } },
  };
}

function adminRuleOf(rule: AdminRuleFacts, nodeGroup: string): ArmAdminRule {
  const prefixes = (list: string[]): { addressPrefix: string }[] => list.map((addressPrefix) => ({ addressPrefix }));
  const collection =
    rule.networkManagerId === undefined ? nodeGroup : `${rule.networkManagerId}/securityAdminConfigurations/simulated`;
  return {
    id: `${collection}/rules/${rule.name}`,
    properties: {
      priority: rule.priority,
      direction: rule.inbound ? "Inbound" : "Outbound",
      access: rule.access,
      protocol: rule.protocol,
      sources: prefixes(rule.sources),
      sourcePortRanges: rule.sourcePorts,
      destinations: prefixes(rule.destinations),
      destinationPortRanges: rule.destinationPorts,
    },
  };
}
