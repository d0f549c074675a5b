import type { EksDiscoveryRequest } from "./request";

/** How messages name what is discovered. */
export function subjectOf({ cluster, region }: EksDiscoveryRequest): string {
  return `Discovery of EKS cluster ${JSON.stringify(cluster)} in ${region}`;
}
