import type { AksDiscoveryRequest } from "../../../discovery/aks/request";

/** A request with nothing explicit, for the stack aks-dev, changed by `more`. */
export function requestOf(more: Partial<AksDiscoveryRequest> = {}): AksDiscoveryRequest {
  return {
    cluster: "nvcf-aks-dev",
    resourceGroup: "nvcf-aks-dev",
    owner: "nvcf-lls/aks-dev",
    proxyNodeSelector: { "node-type": "compute" },
    workerNodeSelector: { "nvcf.nvidia.com/workload": "gpu" },
    nicMode: "nsgRules",
    nsgRules: "create",
    endpoint: "nodePorts",
    rule: {
      name: "allow-udp-nodeports-webrtc",
      priority: 400,
      probePriority: 401,
      nodePorts: { from: 30000, to: 32767 },
      port: 5004,
    },
    ...more,
  };
}
