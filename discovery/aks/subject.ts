import type { AksDiscoveryRequest } from "./request";

/** How messages name what is discovered. */
export function subjectOf({ cluster, resourceGroup }: AksDiscoveryRequest): string {
  return `Discovery of AKS cluster ${JSON.stringify(cluster)} in resource group ${JSON.stringify(resourceGroup)}`;
}
