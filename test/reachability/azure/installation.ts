import type { AksInstallation } from "../../../reachability/azure/installation";
import type {
  AdminRuleFacts,
  AgentPoolFacts,
  AzureNetwork,
  AzureSubnetFacts,
  NetworkSecurityGroupFacts,
  NsgRuleFacts,
} from "../../../reachability/azure/network";

const subscription = "/subscriptions/00000000-0000-0000-0000-000000000000";

/** Id of a network resource: `nsg-x` in the platform team's resource group, or another one. */
export function idOf(type: string, name: string, resourceGroup = "rg-network"): string {
  return `${subscription}/resourceGroups/${resourceGroup}/providers/Microsoft.Network/${type}/${name}`;
}

export const groupId = (name: string, resourceGroup?: string): string =>
  idOf("networkSecurityGroups", name, resourceGroup);

/** Priority, what it does and to whom, as short as a table needs it: everything not named is `*`, inbound, UDP, allow. */
export function rule(name: string, priority: number, more: Partial<NsgRuleFacts> = {}): NsgRuleFacts {
  return {
    name,
    priority,
    inbound: true,
    allow: true,
    protocol: "Udp",
    sources: ["*"],
    sourceApplicationSecurityGroupIds: [],
    sourcePorts: ["*"],
    destinations: ["*"],
    destinationApplicationSecurityGroupIds: [],
    destinationPorts: ["*"],
    ...more,
  };
}

export function adminRule(
  name: string,
  priority: number,
  access: string,
  more: Partial<AdminRuleFacts> = {},
): AdminRuleFacts {
  const { inbound, protocol, sources, sourcePorts, destinations, destinationPorts } = rule(name, priority);
  return {
    ...{ name, priority, inbound, access, protocol, sources, sourcePorts, destinations, destinationPorts },
    ...more,
  };
}

/** The rule that the component makes. */
export const ours = (priority = 400): NsgRuleFacts =>
  rule("allow-udp-nodeports-webrtc", priority, { sources: ["Internet"], destinationPorts: ["5004", "30000-32767"] });

export function group(
  name: string,
  rules?: NsgRuleFacts[],
  more: Partial<NetworkSecurityGroupFacts> = {},
): NetworkSecurityGroupFacts {
  return { id: groupId(name), name, managed: name.startsWith("nic"), rules, ...more };
}

export function subnet(name: string, third: number): AzureSubnetFacts {
  return {
    id: idOf("virtualNetworks/vnet/subnets", name),
    cidrs: [`10.0.${third}.0/24`],
    networkSecurityGroupId: groupId(`nsg-${name}`),
    routeTableId: "",
  };
}

export function pool(name: string, labels: Record<string, string> = {}): AgentPoolFacts {
  return {
    name,
    labels,
    availabilityZones: ["1"],
    subnetId: idOf("virtualNetworks/vnet/subnets", name),
    nicNetworkSecurityGroupIds: [groupId("nic")],
    applicationSecurityGroupIds: [],
    nodePublicIp: true,
    allowedHostPorts: [],
    vmSize: "Standard_D8s_v5",
    nodeCount: 1,
  };
}

/** An installation with both endpoints, as the component makes it: every flow is open. A fresh copy each time, for tests to break. */
export function openInstallation(): AksInstallation & { network: AzureNetwork } {
  return {
    name: "lls",
    clients: ["0.0.0.0/0"],
    ports: {
      listener: 5004,
      nodePorts: { from: 30000, to: 32767 },
      media: 5004,
      api: 8000,
      workerMedia: 6004,
      stun: 3478,
      streamingApp: { from: 47998, to: 48020 },
    },
    nodePorts: true,
    loadBalancer: { healthCheckNodePort: 32504, address: "203.0.113.10", controllerOpensNic: true, sourceRanges: [] },
    firewallAddresses: [],
    externalTrafficPolicy: "Cluster",
    proxyPools: ["proxy"],
    workerPools: ["gpu"],
    networkSecurityGroups: [group("nsg-proxy", [ours()]), group("nsg-gpu", [ours()]), group("nic", [ours()])],
    network: {
      virtualNetworkCidrs: ["10.0.0.0/16"],
      outboundType: "loadBalancer",
      subnets: [subnet("proxy", 1), subnet("gpu", 2)],
      networkSecurityGroups: [group("nsg-proxy", []), group("nsg-gpu", []), group("nic", [])],
      routeTables: [],
      adminRules: [],
      agentPools: [pool("proxy"), pool("gpu")],
    },
  };
}

/** The same group, wherever it stands above the discovered ones. */
export function rulesOf(made: AksInstallation, name: string): NsgRuleFacts[] {
  return made.networkSecurityGroups.find((one) => one.name === name)!.rules!;
}
