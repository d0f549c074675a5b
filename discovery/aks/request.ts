import type { AzureNetwork } from "../../reachability/azure/network";

/**
 * What to discover. An explicit choice wins: what would only find it is then a fact for verdicts, and may be denied (read.ts tells which calls).
 */
export interface AksDiscoveryRequest {
  /** Name of the AKS cluster. */
  cluster: string;
  /** Its resource group. */
  resourceGroup: string;
  /** Zone `"1"`-`"3"` of the installation; absent: not pinned. */
  availabilityZone?: string;
  /** Whose rules are ours: `<project>/<stack>`, the second word of a rule's description. */
  owner: string;
  /** Labels of nodes that run the proxy. */
  proxyNodeSelector: Record<string, string>;
  /** Labels of nodes that run workers. */
  workerNodeSelector: Record<string, string>;
  /** Config key `aks.pools`: only these pools get rules; absent: all. */
  pools?: string[];
  /** Config key `aks.subnetNsgIds`: explicit groups of the subnets. */
  subnetNetworkSecurityGroupIds?: string[];
  /** `nsgRules` or `allowedHostPorts`. */
  nicMode: string;
  /** `create` or `assume`: whether groups get rules of ours, which need ids and room. */
  nsgRules: string;
  /** `nodePorts`, `loadBalancer` or `both`. */
  endpoint: string;
  /** The rule that is made on every group, by us or by the owner of the group. */
  rule: {
    name: string;
    priority: number;
    probePriority: number;
    nodePorts: { from: number; to: number };
    port: number;
    /** TCP port of the load balancer's probe. Default: that of `AksLls`. */
    probePort?: number;
  };
}

/** What follows from facts and request. */
export interface AksSelection {
  /** Ids, sorted; groups of subnets. */
  subnetNetworkSecurityGroupIds: string[];
  /** Ids, sorted; groups of interfaces. */
  nicNetworkSecurityGroupIds: string[];
  /** Ids, sorted; subnet groups in which a deny would catch the load balancer's probe. */
  probeRules: string[];
  /** The facts on the path, our own rules removed, sorted. */
  network: AzureNetwork;
}
