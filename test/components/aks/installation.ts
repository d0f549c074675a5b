import { Provider as AzureProvider } from "@pulumi/azure-native/provider";
import { Provider as KubernetesProvider } from "@pulumi/kubernetes/provider";
import {
  AksEndpointKind,
  AksLls,
  AksNicMode,
  AksOwnership,
  NamespaceOwner,
  ProxyRollout,
  type AksLlsArgs,
  type AksPublicIp,
} from "../../../components";
import type { ResourceGraph } from "../../../graph/resource-graph";
import type { AgentPoolFacts, AzureNetwork } from "../../../reachability/azure/network";
import { SimulatedCloud } from "../../../simulator/cloud";
import { runSimulated } from "../../../simulator/run";
import type { SimulatedAksSeed } from "../../../simulator/seed";

/** One choice per dimension of `AksLlsArgs`. */
export interface Variant {
  endpoint: AksEndpointKind;
  nicMode: AksNicMode;
  nsgRules: AksOwnership;
  /** `shared`: one group on both layers; `bare`: none on the subnet; `separate`: one each; `many`: two each, one elsewhere. */
  groups: keyof typeof groupKeys;
  address: "new" | "labelled" | "existing";
  roleAssignment: AksOwnership;
  probe: boolean;
  sources: keyof typeof sources;
  zone?: string;
  credentials: boolean;
  namespace: NamespaceOwner;
  rollout: ProxyRollout;
}

export const plainVariant: Variant = {
  endpoint: AksEndpointKind.NodePorts,
  nicMode: AksNicMode.NsgRules,
  nsgRules: AksOwnership.Create,
  groups: "separate",
  address: "new",
  roleAssignment: AksOwnership.Create,
  probe: false,
  sources: "internet",
  zone: "1",
  credentials: false,
  namespace: NamespaceOwner.Create,
  rollout: ProxyRollout.Surge,
};

export const cluster = "prod_eu";
export const password = "p4ssw0rd-of-the-registry";
export const subscription = "00000000-0000-0000-0000-000000000000";
const principalId = "00000000-0000-0000-0000-000000000001";
const location = "westeurope";
const nodeResourceGroup = "MC_streaming_prod_eu_westeurope";

export const networkId = (resourceGroup: string, type: string, name: string): string =>
  `/subscriptions/${subscription}/resourceGroups/${resourceGroup}/providers/Microsoft.Network/${type}/${name}`;
export const groupId = (resourceGroup: string, name: string): string =>
  networkId(resourceGroup, "networkSecurityGroups", name);

/** Every group that exists, by name. */
export const groups: Record<string, string> = {
  "aks-agentpool-12345678-nsg": groupId(nodeResourceGroup, "aks-agentpool-12345678-nsg"),
  "gpu-nsg": groupId(nodeResourceGroup, "gpu-nsg"),
  nodes: groupId("network", "nodes"),
  workers: groupId("elsewhere", "workers"),
};

const managed = "aks-agentpool-12345678-nsg";
export const groupKeys = {
  shared: { subnets: [managed], nics: [managed] },
  bare: { subnets: [], nics: [managed] },
  separate: { subnets: ["nodes"], nics: [managed] },
  many: { subnets: ["nodes", "workers"], nics: [managed, "gpu-nsg"] },
};

export const sources = {
  internet: {},
  one: { allowedSources: ["198.51.100.0/24"] },
  several: { allowedSources: ["203.0.113.0/24", "198.51.100.0/24"] },
  firewall: { firewallAddresses: ["10.1.0.4"] },
};

const existingIp = networkId("addresses", "publicIPAddresses", "streaming");

const pool = (name: string, labels: Record<string, string>): AgentPoolFacts => ({
  name,
  labels,
  availabilityZones: ["1"],
  nicNetworkSecurityGroupIds: [groups[managed]!],
  applicationSecurityGroupIds: [],
  nodePublicIp: true,
  allowedHostPorts: [],
  vmSize: "Standard_D8s_v5",
  nodeCount: 2,
});

export const network: AzureNetwork = {
  virtualNetworkCidrs: ["10.0.0.0/8"],
  outboundType: "loadBalancer",
  subnets: [],
  networkSecurityGroups: Object.entries(groups).map(([name, id]) => ({
    id,
    name,
    managed: id.includes(nodeResourceGroup),
    rules: [],
  })),
  routeTables: [],
  adminRules: [],
  agentPools: [pool("compute", { "node-type": "compute" }), pool("gpu", { "nvcf.nvidia.com/workload": "gpu" })],
};

const seed: SimulatedAksSeed = {
  cloud: "aks",
  subscription,
  location,
  cluster: {
    name: cluster,
    resourceGroup: "streaming",
    nodeResourceGroup,
    restrictionLevel: "Unrestricted",
    sku: "Base",
    endpoint: "https://prod.example.com",
    entraId: true,
    certificateAuthority: "",
    version: "1.33",
    principalId,
  },
  network,
  publicIpIds: [existingIp],
};

function publicIpOf({ address, roleAssignment }: Variant): AksPublicIp {
  const dnsLabel = address === "labelled" ? "streaming" : undefined;
  const ip = address === "existing" ? { id: existingIp } : { resourceGroup: "addresses", location, dnsLabel };
  return { ...ip, roleAssignment, ...(roleAssignment === "create" && { clusterPrincipalId: principalId }) };
}

/** The arguments that a variant stands for. */
export function argsOf(variant: Variant): AksLlsArgs {
  const { endpoint, address, probe } = variant;
  const { subnets, nics } = groupKeys[variant.groups];
  const balanced = endpoint !== AksEndpointKind.NodePorts;
  const named = !balanced || address === "existing" || variant.sources === "firewall";
  return {
    cluster,
    location,
    availabilityZone: variant.zone,
    imageRegistry: variant.credentials ? "registry.example.com/nvcf" : "example.azurecr.io/nvcf",
    registryCredentials: variant.credentials ? { username: "$oauthtoken", password } : undefined,
    ...sources[variant.sources],
    endpoint,
    endpointHost: named ? "stream.example.com" : undefined,
    subnetNetworkSecurityGroups: subnets.map((name) => ({ id: groups[name]! })),
    nicNetworkSecurityGroups: nics.map((name) => ({ id: groups[name]! })),
    nicMode: endpoint === AksEndpointKind.LoadBalancer ? undefined : variant.nicMode,
    nsgRules: variant.nsgRules,
    probeRules: balanced && probe && variant.nsgRules === AksOwnership.Create ? subnets : undefined,
    publicIp: balanced ? publicIpOf(variant) : undefined,
    streamingProxy: {
      namespace: variant.namespace,
      rollout: variant.rollout,
      mediaPort: balanced ? 5004 : undefined,
    },
    tags: { team: "streaming" },
  };
}

/** Runs a program with explicit providers against a fresh simulated Azure that has what the arguments above name. */
export async function graphOf(
  program: (providers: [AzureProvider, KubernetesProvider]) => unknown,
  { preview = false, more = {} }: { preview?: boolean; more?: Partial<SimulatedAksSeed> } = {},
): Promise<ResourceGraph> {
  const { graph } = await runSimulated({
    cloud: new SimulatedCloud({ ...seed, ...more }),
    project: "streaming",
    stack: "test",
    config: {},
    secretKeys: [],
    preview,
    program: async () => {
      program([new AzureProvider("azure", { subscriptionId: subscription }), new KubernetesProvider("kubernetes", {})]);
      return {};
    },
  });
  return graph;
}

/** The graph of one installation. */
export async function variantGraph(variant: Variant, { preview = false } = {}): Promise<ResourceGraph> {
  const more = {
    namespaces: variant.namespace === NamespaceOwner.Existing ? ["gdn-streaming"] : [],
    // What `assume` assumes.
    joinableIds:
      variant.roleAssignment === AksOwnership.Assume ? [`/subscriptions/${subscription}/resourceGroups/addresses`] : [],
  };
  return graphOf((providers) => new AksLls("lls", argsOf(variant), { providers }), { preview, more });
}
