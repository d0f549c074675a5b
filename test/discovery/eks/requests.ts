import type { EksDiscoveryRequest } from "../../../discovery/eks/request";

/** A request with nothing explicit, changed by `more`. */
export function requestOf(more: Partial<EksDiscoveryRequest> = {}): EksDiscoveryRequest {
  return {
    cluster: "nvcf-dev",
    availabilityZone: "us-west-2a",
    region: "us-west-2",
    owner: "nvcf-lls/dev",
    proxyNodeSelector: { "node-type": "compute" },
    workerNodeSelector: { "nvcf.nvidia.com/workload": "gpu" },
    targets: { kind: "autoScalingGroups" },
    ...more,
  };
}
