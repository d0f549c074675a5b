import type {
  ArmAdminRule,
  ArmNetworkSecurityGroup,
  ArmRouteTable,
  ArmScaleSet,
  ArmSecurityRule,
  ArmSubnet,
  ArmVirtualNetwork,
} from "../../../discovery/aks/arm-types";

/** What a fake Azure holds, as its API answers it. */
export interface CloudData {
  cluster: Record<string, any>;
  kubeconfig: string;
  subnets: ArmSubnet[];
  networkSecurityGroups: ArmNetworkSecurityGroup[];
  routeTables: ArmRouteTable[];
  virtualNetworks: ArmVirtualNetwork[];
  scaleSets: ArmScaleSet[];
  adminRules: ArmAdminRule[];
}

export const subscription = "00000000-0000-0000-0000-000000000000";
/** Where the network lies. */
export const networkSubscription = "00000000-0000-0000-0000-00000000000a";

/** Truncated by Azure: nothing but the cluster's own property tells it. */
export const nodeResourceGroup = "MC_nvcf-aks-dev_a-cluster-with-a-name-that-is-so-long-that-azure-cuts-it-off_we";

export const networkId = (type: string, name: string) =>
  `/subscriptions/${networkSubscription}/resourceGroups/network/providers/Microsoft.Network/${type}/${name}`;
export const nodeId = (type: string, name: string, provider = "Microsoft.Network") =>
  `/subscriptions/${subscription}/resourceGroups/${nodeResourceGroup}/providers/${provider}/${type}/${name}`;

const vnet = networkId("virtualNetworks", "vnet");
export const subnetId = (name: string) => `${vnet}/subnets/${name}`;

const rule = (name: string, more: Partial<ArmSecurityRule["properties"]>): ArmSecurityRule => ({
  name,
  properties: {
    priority: 500,
    direction: "Inbound",
    access: "Allow",
    protocol: "Tcp",
    sourceAddressPrefix: "Internet",
    sourceAddressPrefixes: [],
    sourcePortRange: "*",
    sourcePortRanges: [],
    destinationAddressPrefix: "*",
    destinationAddressPrefixes: [],
    destinationPortRange: "443",
    destinationPortRanges: [],
    ...more,
  },
});

const scaleSet = (
  name: string,
  tags: Record<string, string>,
  ...nics: [name: string, nsg?: string][]
): ArmScaleSet => ({
  id: nodeId("virtualMachineScaleSets", name, "Microsoft.Compute"),
  tags,
  properties: {
    virtualMachineProfile: {
      networkProfile: {
        networkInterfaceConfigurations: nics.map(([nic, nsg], index) => ({
          name: nic,
          properties: {
            primary: index === 0,
            ...(nsg && { networkSecurityGroup: { id: nodeId("networkSecurityGroups", nsg) } }),
            ipConfigurations: [
              {
                properties: {
                  primary: true,
                  subnet: { id: subnetId(index === 0 ? "discovered" : "storage") },
                  applicationSecurityGroups: [{ id: nodeId("applicationSecurityGroups", `${name}-asg`) }],
                },
              },
            ],
          },
        })),
      },
    },
  },
});

/** A cloud in which discovery takes every branch. */
export function everything(): CloudData {
  return {
    cluster: {
      id: `/subscriptions/${subscription}/resourcegroups/nvcf-aks-dev/providers/Microsoft.ContainerService/managedClusters/nvcf-aks-dev`,
      name: "nvcf-aks-dev",
      location: "westeurope",
      fqdn: "nvcf-aks-dev.hcp.westeurope.azmk8s.io",
      privateFQDN: "",
      currentKubernetesVersion: "1.33.5",
      nodeResourceGroup,
      nodeResourceGroupProfile: { restrictionLevel: "Unrestricted" },
      sku: { name: "Base", tier: "Standard" },
      aadProfile: { managed: true, enableAzureRBAC: true },
      identity: { type: "SystemAssigned", principalId: "00000000-0000-0000-0000-000000000001" },
      networkProfile: {
        networkPlugin: "azure",
        networkPluginMode: "overlay",
        podCidr: "198.51.100.0/24",
        podCidrs: ["198.51.100.0/24"],
        outboundType: "userDefinedRouting",
      },
      agentPoolProfiles: [
        {
          name: "compute",
          mode: "System",
          count: 2,
          vmSize: "Standard_D16s_v5",
          osType: "Linux",
          availabilityZones: ["2", "1"],
          nodeLabels: { "node-type": "compute" },
          vnetSubnetID: subnetId("nodes"),
          enableNodePublicIP: true,
          networkProfile: {
            allowedHostPorts: [
              { portStart: 30000, portEnd: 32767, protocol: "UDP" },
              { portStart: 8080, portEnd: 8080, protocol: "TCP" },
            ],
            applicationSecurityGroups: [networkId("applicationSecurityGroups", "team")],
          },
        },
        {
          name: "gpu",
          mode: "User",
          count: 0,
          vmSize: "Standard_NC24ads_A100_v4",
          scaleSetPriority: "Spot",
          nodeLabels: { "nvcf.nvidia.com/workload": "gpu" },
        },
        {
          name: "single",
          mode: "User",
          count: 1,
          type: "VirtualMachines",
          vnetSubnetID: subnetId("nodes").toUpperCase(),
        },
      ],
    },
    kubeconfig: [
      "clusters:",
      "- name: nvcf-aks-dev",
      "  cluster:",
      "    certificate-authority-data: RVhBTVBMRQ==",
      "users: [{ name: user, user: { token: top-secret } }]",
    ].join("\n"),
    subnets: [
      {
        id: subnetId("nodes"),
        properties: {
          addressPrefix: "192.0.2.0/26",
          networkSecurityGroup: { id: networkId("networkSecurityGroups", "subnet-nsg").toUpperCase() },
          routeTable: { id: networkId("routeTables", "egress") },
        },
      },
      { id: subnetId("discovered"), properties: { addressPrefixes: ["2001:db8::/64", "192.0.2.64/26"] } },
    ],
    networkSecurityGroups: [
      {
        id: networkId("networkSecurityGroups", "subnet-nsg"),
        name: "subnet-nsg",
        properties: {
          securityRules: [
            rule("several", {
              priority: 300,
              access: "Deny",
              protocol: "UDP",
              sourceAddressPrefix: "",
              sourceAddressPrefixes: ["203.0.113.0/24", "198.51.100.0/24"],
              destinationPortRange: "",
              destinationPortRanges: ["31000-31999", "30504"],
              description: "no games",
            }),
            rule("groups", {
              direction: "Outbound",
              protocol: "*",
              sourceAddressPrefix: undefined,
              sourceApplicationSecurityGroups: [{ id: networkId("applicationSecurityGroups", "team") }],
            }),
          ],
        },
      },
      {
        id: nodeId("networkSecurityGroups", "aks-agentpool-1-nsg"),
        name: "aks-agentpool-1-nsg",
        properties: { securityRules: [rule("k8s-azure-lb_allow_IPv4_1", {})] },
      },
      { id: nodeId("networkSecurityGroups", "aks-gpu-1-nsg"), name: "aks-gpu-1-nsg", properties: {} },
    ],
    routeTables: [
      {
        id: networkId("routeTables", "egress"),
        name: "egress",
        properties: {
          routes: [
            ["to-firewall", "0.0.0.0/0", "VirtualAppliance", "192.0.2.132"],
            ["to-office", "203.0.113.0/25", "VirtualNetworkGateway"],
            ["to-clients", "203.0.113.128/25", "Internet"],
            ["dropped", "192.0.2.192/26", "None"],
            ["to-service", "AzureMonitor", "VirtualAppliance", "192.0.2.132"],
          ].map(([name, addressPrefix, nextHopType, nextHopIpAddress]) => ({
            name: name!,
            properties: { addressPrefix, nextHopType: nextHopType!, nextHopIpAddress },
          })),
        },
      },
    ],
    virtualNetworks: [
      {
        id: vnet,
        properties: {
          addressSpace: { addressPrefixes: ["192.0.2.0/25"] },
          virtualNetworkPeerings: [
            ["Connected", true, "192.0.2.128/26"],
            ["Disconnected", true, "198.51.100.128/26"],
            ["Connected", false, "198.51.100.192/26"],
          ].map(([peeringState, allowVirtualNetworkAccess, prefix]) => ({
            properties: {
              peeringState: peeringState as string,
              allowVirtualNetworkAccess: allowVirtualNetworkAccess as boolean,
              remoteVirtualNetworkAddressSpace: { addressPrefixes: [prefix as string] },
            },
          })),
        },
      },
    ],
    scaleSets: [
      scaleSet("aks-compute", { "aks-managed-poolName": "compute" }, ["eth0", "aks-agentpool-1-nsg"]),
      scaleSet("aks-gpu", { poolName: "gpu" }, ["eth0", "aks-gpu-1-nsg"], ["eth1"]),
      scaleSet("somebody-elses", { team: "data" }, ["eth0", "aks-agentpool-1-nsg"]),
    ],
    adminRules: [
      {
        id: `${networkId("networkManagers", "corp")}/securityAdminConfigurations/c/ruleCollections/r/rules/deny-udp`,
        properties: {
          priority: 20,
          direction: "Inbound",
          access: "Deny",
          protocol: "Udp",
          sources: [{ addressPrefix: "Internet" }],
          sourcePortRanges: ["0-65535"],
          destinations: [],
          destinationPortRanges: ["0-1023"],
        },
      },
      {
        id: `${networkId("networkManagers", "corp")}/securityAdminConfigurations/c/ruleCollections/r/rules/any`,
        properties: { priority: 10, direction: "Outbound", access: "AlwaysAllow", protocol: "Any" },
      },
    ],
  };
}
