import type { AzureNetwork } from "../../reachability/azure/network";

/** What discovery learns of an AKS cluster and its surroundings: everything, before any choice. The content of a facts file. */
export interface AksFacts {
  /** Version of this shape. */
  formatVersion: 1;
  /** Which cloud. */
  cloud: "aks";
  /** Subscription id. */
  subscription: string;
  /** Azure location, for example westeurope. */
  location: string;
  /** The cluster itself. */
  cluster: AksClusterFacts;
  /** What surrounds it. */
  network: AzureNetwork;
  /** What could not be read, one sentence each, sorted. Absent: everything was. */
  warnings?: string[];
}

/** A facts file: facts with the day on which they were recorded. */
export interface AksFactsFile extends AksFacts {
  /** ISO 8601, UTC. */
  recordedAt: string;
}

/** The cluster itself. */
export interface AksClusterFacts {
  /** Name of the cluster. */
  name: string;
  /** Resource group of the cluster. */
  resourceGroup: string;
  /** The real node resource group, never computed. */
  nodeResourceGroup: string;
  /** `Unrestricted` or `ReadOnly` (node resource group lockdown). */
  restrictionLevel: string;
  /** `Base` or `Automatic`. */
  sku: string;
  /** API server, https://…. */
  endpoint: string;
  /** The same by its private name, https://…, of a private cluster that has a public one too; it is what its kubeconfig has. Absent: none beside `endpoint`. */
  privateEndpoint?: string;
  /** Whether the API server takes tokens of Microsoft Entra ID; one that does not has certificates of its own only. */
  entraId: boolean;
  /** Certificate authority, base64 PEM; public. Empty where the API does not tell it. */
  certificateAuthority: string;
  /** Kubernetes version. */
  version: string;
  /** Principal id of the cluster's identity. */
  principalId: string;
}
