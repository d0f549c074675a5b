import { given } from "../components/given";
import { proxyNodeSelector, workerNodeSelector } from "../components/lls";
import type { AgentPoolFacts, NsgRuleFacts } from "../reachability/azure/network";
import { resourceGroupId } from "./azure/resource-id";
import { checkAssumedAksCluster } from "./assumed-cluster-problems";
import type { SimulatedAksSeed } from "./seed";

/** What is known of a cluster that nobody has looked at. */
export interface AssumedAksCluster {
  /** Name of the cluster. */
  cluster: string;
  /** Resource group of the cluster. */
  resourceGroup: string;
  /** Default westeurope. */
  location?: string;
  /** Default: all zeros. */
  subscription?: string;
  /** Zone of the nodes, `"1"`-`"3"`. Default: unzoned. */
  availabilityZone?: string;
  /** Names of the agent pools, each of which can run proxy and workers. Default: one pool for the proxy, one for workers. */
  pools?: string[];
  /** Labels of nodes that run the proxy. Default `node-type: compute`. */
  proxyNodeSelector?: Record<string, string>;
  /** Labels of nodes that run workers. Default `nvcf.nvidia.com/workload: gpu`. */
  workerNodeSelector?: Record<string, string>;
  /** Groups of the nodes' subnets. Default: one is made up. */
  subnetNetworkSecurityGroupIds?: string[];
  /** UDP ports that the pools open themselves (`allowedHostPorts`). Default: none. */
  allowedHostPorts?: { from: number; to: number };
  /** UDP ports that rules of the groups' owners let in on every group (`aks.nsgRules: assume`). Default: none. */
  openPorts?: string[];
  /** Which of several assumed clusters of one cloud this is, from 1: each has a network, an API server and an identity of its own. Default 1. */
  number?: number;
}

/**
 * The cluster of a plan without facts: as the guide wants one, so that every flow is open once the program's own rules are
 * there. Subnets of the user with a network security group, the managed group on the nodes' interfaces, nodes with public IPs
 * (which AKS does not give by itself), no route table, no rules of anyone else, unless the stack says so. The same arguments give the same seed.
 * @throws BadInput with everything that is wrong with the arguments
 */
export function assumedAksCluster(wanted: AssumedAksCluster): SimulatedAksSeed {
  checkAssumedAksCluster(wanted);
  const args = given(wanted);
  const { cluster, resourceGroup, location = "westeurope", number = 1 } = args;
  const suffix = number === 1 ? "" : `-${number}`;
  const subscription = args.subscription ?? "00000000-0000-0000-0000-000000000000";
  const nodeResourceGroup = `MC_${resourceGroup}_${cluster}_${location}`.slice(0, 80);
  const networkId = (group: string, rest: string): string =>
    `${resourceGroupId(subscription, group)}/providers/Microsoft.Network/${rest}`;
  const nicGroupId = networkId(nodeResourceGroup, "networkSecurityGroups/aks-agentpool-00000000-nsg");
  const subnetGroupIds = [
    ...new Set(
      args.subnetNetworkSecurityGroupIds ?? [networkId(resourceGroup, `networkSecurityGroups/assumed-nodes${suffix}`)],
    ),
  ].sort();
  const subnets = subnetGroupIds.map((networkSecurityGroupId, index) => ({
    id: networkId(resourceGroup, `virtualNetworks/assumed${suffix}/subnets/nodes-${index}`),
    cidrs: [`192.0.2.${64 * (index % 4)}/26`],
    networkSecurityGroupId,
    routeTableId: "",
  }));
  const [proxies, workers] = [
    args.proxyNodeSelector ?? proxyNodeSelector,
    args.workerNodeSelector ?? workerNodeSelector,
  ];
  const labels: [string, Record<string, string>][] = args.pools?.map((name) => [name, { ...proxies, ...workers }]) ?? [
    ["compute", proxies],
    ["gpu", workers],
  ];
  const open = ownersRules(args);
  const managed = { id: nicGroupId, name: nameOf(nicGroupId), managed: true, rules: [...open, ...hostPortRules(args)] };
  const own = subnetGroupIds.map((id) => ({ id, name: nameOf(id), managed: false, rules: open }));

  return {
    cloud: "aks",
    subscription,
    location,
    cluster: {
      name: cluster,
      resourceGroup,
      nodeResourceGroup,
      restrictionLevel: "Unrestricted",
      sku: "Base",
      endpoint: `https://assumed${suffix}.${location}.azmk8s.example.com`,
      entraId: true,
      certificateAuthority: Buffer.from("assumed").toString("base64"),
      version: "1.33.0",
      principalId: `00000000-0000-0000-0000-${String(number).padStart(12, "0")}`,
    },
    network: {
      virtualNetworkCidrs: ["192.0.2.0/24"],
      outboundType: "loadBalancer",
      subnets,
      networkSecurityGroups: [managed, ...own].sort((a, b) => (a.id < b.id ? -1 : 1)),
      routeTables: [],
      adminRules: [],
      agentPools: labels.map(([name, nodeLabels], index) =>
        pool(args, name, nodeLabels, subnets[index % subnets.length]!.id, nicGroupId),
      ),
    },
  };
}

function pool(
  { availabilityZone, allowedHostPorts }: AssumedAksCluster,
  name: string,
  labels: Record<string, string>,
  subnetId: string,
  nicGroupId: string,
): AgentPoolFacts {
  return {
    name,
    labels,
    availabilityZones: availabilityZone === undefined ? [] : [availabilityZone],
    subnetId,
    nicNetworkSecurityGroupIds: [nicGroupId],
    applicationSecurityGroupIds: [],
    nodePublicIp: true,
    allowedHostPorts: allowedHostPorts ? [{ ...allowedHostPorts, protocol: "UDP" }] : [],
    vmSize: "Standard_D8s_v5",
    nodeCount: 2,
  };
}

/** What AKS writes into the managed group for `allowedHostPorts`. */
function hostPortRules({ allowedHostPorts }: AssumedAksCluster): NsgRuleFacts[] {
  if (!allowedHostPorts) return [];
  const ports = [`${allowedHostPorts.from}-${allowedHostPorts.to}`];
  return [allowUdp("assumed-allowed-host-ports", 500, "Internet", ports)];
}

/** What the owner of a group has let in. */
function ownersRules({ openPorts = [] }: AssumedAksCluster): NsgRuleFacts[] {
  return openPorts.length > 0 ? [allowUdp("assumed-media", 400, "*", openPorts)] : [];
}

function allowUdp(name: string, priority: number, source: string, destinationPorts: string[]): NsgRuleFacts {
  return {
    ...{ name, priority, inbound: true, allow: true, protocol: "Udp" },
    ...{ sources: [source], sourceApplicationSecurityGroupIds: [], sourcePorts: ["*"] },
    ...{ destinations: ["*"], destinationApplicationSecurityGroupIds: [], destinationPorts },
  };
}

function nameOf(id: string): string {
  return id.slice(id.lastIndexOf("/") + 1);
}
