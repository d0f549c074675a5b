import type { AgentPoolFacts, AzureNetwork, NsgRuleFacts } from "../../reachability/azure/network";
import { sortedBy } from "../sorted-by";
import { idKey } from "./resource-id";

/** The same facts in their one order: Azure answers sets, and the same cloud must give the same bytes. */
export function inOrder(network: AzureNetwork): AzureNetwork {
  return {
    ...network,
    ...(network.virtualNetworkCidrs && { virtualNetworkCidrs: [...network.virtualNetworkCidrs].sort() }),
    ...(network.podCidrs && { podCidrs: [...network.podCidrs].sort() }),
    subnets: byId(network.subnets).map((subnet) => ({ ...subnet, cidrs: [...subnet.cidrs].sort() })),
    networkSecurityGroups: byId(network.networkSecurityGroups).map((group) => ({
      ...group,
      ...(group.rules && { rules: byPriority(group.rules).map(ruleInOrder) }),
    })),
    routeTables: byId(network.routeTables).map((table) => ({
      ...table,
      routes: sortedBy(table.routes, ({ name }) => [name]),
    })),
    ...(network.adminRules && {
      adminRules: byPriority(network.adminRules).map((rule) => ({ ...rule, ...endsInOrder(rule) })),
    }),
    agentPools: sortedBy(network.agentPools, ({ name }) => [name]).map(poolInOrder),
  };
}

function byId<Resource extends { id: string }>(resources: Resource[]): Resource[] {
  return sortedBy(resources, ({ id }) => [idKey(id)]);
}

function byPriority<Rule extends { inbound: boolean; priority: number; name: string }>(rules: Rule[]): Rule[] {
  return sortedBy(rules, ({ inbound, priority, name }) => [Number(!inbound), priority, name]);
}

function ruleInOrder(rule: NsgRuleFacts): NsgRuleFacts {
  return {
    ...rule,
    ...endsInOrder(rule),
    sourceApplicationSecurityGroupIds: [...rule.sourceApplicationSecurityGroupIds].sort(),
    destinationApplicationSecurityGroupIds: [...rule.destinationApplicationSecurityGroupIds].sort(),
  };
}

/** Where a rule's packets come from and go to. */
type Ends = Pick<NsgRuleFacts, "sources" | "sourcePorts" | "destinations" | "destinationPorts">;

function endsInOrder({ sources, sourcePorts, destinations, destinationPorts }: Ends): Ends {
  return {
    sources: [...sources].sort(),
    sourcePorts: [...sourcePorts].sort(),
    destinations: [...destinations].sort(),
    destinationPorts: [...destinationPorts].sort(),
  };
}

function poolInOrder(pool: AgentPoolFacts): AgentPoolFacts {
  return {
    ...pool,
    availabilityZones: [...pool.availabilityZones].sort(),
    ...(pool.nicNetworkSecurityGroupIds && { nicNetworkSecurityGroupIds: [...pool.nicNetworkSecurityGroupIds].sort() }),
    applicationSecurityGroupIds: [...pool.applicationSecurityGroupIds].sort(),
    allowedHostPorts: sortedBy(pool.allowedHostPorts, ({ protocol, from, to }) => [protocol, from, to]),
  };
}
