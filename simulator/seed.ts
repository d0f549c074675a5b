import type { AwsNetwork } from "../reachability/aws/network";
import type { AzureNetwork } from "../reachability/azure/network";

/** What exists in the simulated cloud before the program runs: one cluster and what surrounds it. A cloud takes several. */
export type SimulatedSeed = SimulatedAwsSeed | SimulatedAksSeed;

/** What is the same on every cloud. */
interface CommonSeed {
  /** The cluster is gone: its API server cannot be reached, and what was in it exists no more. Nodes and network are as the seed says. Default false. */
  clusterGone?: boolean;
  /** Namespaces that exist besides those of every cluster. */
  namespaces?: string[];
  /** Pull secrets that somebody else gave the service account `default` of a namespace, by namespace. Default: none. */
  pullSecrets?: Record<string, string[]>;
  /** Value paths (`turn.enabled`; a prefix covers what is below it) that the chart has besides the documented ones. */
  chartValues?: string[];
}

/** An account of AWS. */
export interface SimulatedAwsSeed extends CommonSeed {
  /** Which cloud. */
  cloud: "eks";
  /** AWS account id. */
  account: string;
  /** AWS region. */
  region: string;
  /** Absent: the program makes its cluster itself. */
  cluster?: SimulatedEksCluster;
  /**
   * Absent: the program makes its VPC itself.
   * Groups and rules with the tag `lls:stack` of the very stack that runs are taken as the ones it declares, not as duplicates of them.
   */
  network?: AwsNetwork;
}

/** AWS with an EKS cluster. `EksFacts` of discovery has this shape. */
export interface SimulatedEksSeed extends SimulatedAwsSeed {
  cluster: SimulatedEksCluster;
  network: AwsNetwork;
}

/** The simulated EKS cluster. */
export interface SimulatedEksCluster {
  /** Name of the cluster. */
  name: string;
  /** API server, https://…. */
  endpoint: string;
  /** Certificate authority, base64 PEM. */
  certificateAuthority: string;
  /** Kubernetes version. */
  version: string;
  /** The security group that EKS made for the cluster. */
  clusterSecurityGroupId: string;
  /** True with EKS Auto Mode. */
  autoMode: boolean;
}

/** Azure with an AKS cluster. `AksFacts` of discovery has this shape. */
export interface SimulatedAksSeed extends CommonSeed {
  /** Which cloud. */
  cloud: "aks";
  /** Subscription of cluster and provider. */
  subscription: string;
  /** Azure location. */
  location: string;
  /** The cluster itself. */
  cluster: SimulatedAksCluster;
  /** Rules whose description begins with `nvcf-lls <project>/<stack>` of the very stack that runs are taken as the ones it declares. */
  network: AzureNetwork;
  /** Ids of public IPs that exist. Default: none. */
  publicIpIds?: string[];
  /** Addresses of those, by id. A Service on one without has no address in its status, because nobody knows it. */
  publicIpAddresses?: Record<string, string>;
  /** Ids of public IPs, or of what they are in, that the cluster's identity may join already. Default: the node resource group. */
  joinableIds?: string[];
}

/** The simulated AKS cluster. */
export interface SimulatedAksCluster {
  /** Name of the cluster. */
  name: string;
  /** Resource group of the cluster. */
  resourceGroup: string;
  /** Resource group of the nodes. */
  nodeResourceGroup: string;
  /** `Unrestricted` or `ReadOnly`: the node resource group denies writes. */
  restrictionLevel: string;
  /** `Base` or `Automatic`. */
  sku: string;
  /** API server, https://…. */
  endpoint: string;
  /** The same by its private name, of a private cluster that has both. Absent: it has one name. */
  privateEndpoint?: string;
  /** Whether it uses Microsoft Entra ID. */
  entraId: boolean;
  /** Certificate authority, base64 PEM. */
  certificateAuthority: string;
  /** Kubernetes version. */
  version: string;
  /** Principal of the cluster's identity. */
  principalId: string;
}

/**
 * Makes sure that seeds are of different clusters, which a program can tell apart.
 * @throws Error if there are none, or two have a name or an API server in common
 */
export function checkSeeds(seeds: readonly SimulatedSeed[]): void {
  if (seeds.length === 0) throw new Error("a simulated cloud needs a seed: an account or a subscription");
  const seen = new Set<string>();
  for (const seed of seeds) {
    if (!seed.cluster) continue;
    const { name } = seed.cluster;
    const group = seed.cloud === "aks" ? `${seed.cluster.resourceGroup}/`.toLowerCase() : "";
    const servers = serversOf(seed.cluster).map((server) => `the API server ${server}`);
    for (const identity of [`the cluster ${group}${name} on ${seed.cloud}`, ...servers]) {
      if (seen.has(identity)) throw new Error(`two seeds have ${identity}: give each cluster its own`);
      seen.add(identity);
    }
  }
}

/** The API server of a cluster, by each of its names. */
export function serversOf(cluster: SimulatedEksCluster | SimulatedAksCluster): string[] {
  const privateEndpoint = "privateEndpoint" in cluster ? cluster.privateEndpoint : undefined;
  return [cluster.endpoint, ...(privateEndpoint === undefined ? [] : [privateEndpoint])];
}
