import type { ResourceGraph } from "../../graph/resource-graph";
import { StackBuilder } from "./stack-builder";

/** What a test has otherwise in the stack below. */
export interface AksStackChanges {
  /** Nothing exists yet. */
  preview?: boolean;
  /** Where subnets stand: resources of their own, or in the list of the virtual network. */
  subnets?: "standalone" | "inline";
  /** Both pools are in the same subnet. Default false. */
  oneSubnet?: boolean;
  /** Where rules stand. */
  rules?: "standalone" | "inline";
  /** Where agent pools stand. */
  pools?: "of the cluster" | "standalone";
  /** API version in type tokens. */
  version?: string;
  /** Inputs that are laid over those of a resource, by its name. */
  inputs?: Record<string, object>;
  /** Registers more, last. */
  more?: (stack: StackBuilder) => void;
}

const subscription = "/subscriptions/00000000-0000-0000-0000-000000000000";
const networkId = (type: string, name: string): string =>
  `${subscription}/resourceGroups/rg/providers/Microsoft.Network/${type}/${name}`;

/** What `properties` of a rule for media are. */
export const media = {
  ...{ priority: 400, direction: "Inbound", access: "Allow", protocol: "Udp" },
  ...{ sourceAddressPrefix: "Internet", sourcePortRange: "*" },
  ...{ destinationAddressPrefix: "*", destinationPortRange: "30000-32767" },
};

/**
 * A stack with a cluster on AKS, its virtual network and network security groups, without our components, for browsers that send to NodePorts. Two
 * pools, each in a subnet of its own; both subnets have the same group.
 */
export function aksStack(changes: AksStackChanges = {}): ResourceGraph {
  const { subnets = "standalone", rules = "standalone", pools = "of the cluster", inputs = {} } = changes;
  const stack = new StackBuilder(changes.preview);
  const add = (type: string, name: string, own: Record<string, unknown>, computed: Record<string, unknown> = {}) =>
    stack.add(versioned(type, changes.version), name, { ...own, ...inputs[name] }, computed);
  const inline = { securityRules: [{ name: "media", ...media, ...inputs.rule }] };
  const nsg = networkId("networkSecurityGroups", "nsg");
  add(
    "azure-native:network:NetworkSecurityGroup",
    "nsg",
    { resourceGroupName: "rg", networkSecurityGroupName: "nsg", ...(rules === "inline" && inline) },
    { id: nsg, name: "nsg" },
  );
  if (rules === "standalone") {
    add(
      "azure-native:network:SecurityRule",
      "rule",
      {
        ...{ resourceGroupName: "rg", networkSecurityGroupName: stack.ref("nsg", "nsg"), securityRuleName: "media" },
        ...media,
      },
      { id: `${nsg}/securityRules/media` },
    );
  }
  const vnet = networkId("virtualNetworks", "vnet");
  const subnetInputs = (index: number) => ({
    ...{ addressPrefix: `10.0.${index}.0/24`, networkSecurityGroup: { id: stack.ref("nsg", nsg) } },
  });
  const names = ["compute", "gpu"];
  const listed = changes.oneSubnet ? ["compute"] : names;
  add(
    "azure-native:network:VirtualNetwork",
    "vnet",
    {
      ...{ resourceGroupName: "rg", virtualNetworkName: "vnet", addressSpace: { addressPrefixes: ["10.0.0.0/16"] } },
      ...(subnets === "inline" && { subnets: listed.map((name, index) => ({ name, ...subnetInputs(index) })) }),
    },
    { id: vnet, name: "vnet" },
  );
  if (subnets === "standalone") {
    names.forEach((name, index) =>
      add(
        "azure-native:network:Subnet",
        `${name}-subnet`,
        { resourceGroupName: "rg", virtualNetworkName: stack.ref("vnet", "vnet"), ...subnetInputs(index) },
        { id: `${vnet}/subnets/${name}` },
      ),
    );
  }
  const subnetId = (name: string) =>
    stack.ref(subnets === "standalone" ? `${name}-subnet` : "vnet", `${vnet}/subnets/${name}`);
  const labels = [{ "node-type": "compute" }, { "nvcf.nvidia.com/workload": "gpu" }];
  const profiles = names.map((name, index) => ({
    ...{ enableNodePublicIP: true, mode: index === 0 ? "System" : "User", vmSize: "Standard_D8s_v5", count: 1 },
    ...{ vnetSubnetID: subnetId(changes.oneSubnet ? "compute" : name), nodeLabels: labels[index] },
  }));
  add(
    "azure-native:containerservice:ManagedCluster",
    "aks",
    {
      ...{ resourceGroupName: "rg", resourceName: "aks", networkProfile: { networkPlugin: "azure" } },
      agentPoolProfiles: profiles
        .map((profile, index) => ({ name: names[index], ...profile }))
        .slice(0, pools === "standalone" ? 1 : 2),
    },
    { id: `${subscription}/resourceGroups/rg/providers/Microsoft.ContainerService/managedClusters/aks`, name: "aks" },
  );
  if (pools === "standalone") {
    add("azure-native:containerservice:AgentPool", "gpu", {
      ...{ resourceGroupName: "rg", resourceName: stack.ref("aks", "aks"), agentPoolName: "gpu", ...profiles[1] },
    });
  }
  stack.add("kubernetes:helm.sh/v3:Release", "release", {
    ...{ chart: "gdn-streaming", namespace: "gdn-streaming", values: { env: { lbPort: "30504" } } },
    ...inputs.release,
  });
  changes.more?.(stack);
  return stack.graph();
}

function versioned(type: string, version: string | undefined): string {
  const [provider, module, name] = type.split(":") as [string, string, string];
  if (version === undefined) return type;
  if (version === "local") return `${provider}_${module}_v20240501:${module}/v20240501:${name}`;
  return `${provider}:${module}/${version}:${name}`;
}
