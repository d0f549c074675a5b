import { AksEndpointKind } from "../components/aks/args";
import type { AksStackConfig, StackConfig } from "../stacks/config";

/** Those that every stack has. */
const everywhere = [
  "availabilityZone",
  "endpointHost",
  "imageRegistry",
  "streamingProxy.chart",
  "streamingProxy.chartVersion",
  "streamingProxy.extraValues",
  "streamingProxy.imageTag",
  "streamingProxy.nodeSelector",
  "streamingProxy.resources",
  "streamingProxy.tolerations",
];

/**
 * Keys of a stack file whose change reaches the Helm release: it restarts the proxy's pod, which ends all sessions. Sorted.
 * With `rollout: recreate` the release makes way first, so that a change of `streamingProxy.replicas` restarts it as well.
 */
export function restartingKeys(config: StackConfig): string[] {
  return [...everywhere, ...(config.cloud === "aks" ? aksKeys(config) : ["port"])].sort();
}

/** What browsers are told is a value of the release. */
function aksKeys({ aks, endpointHost }: AksStackConfig): string[] {
  if (aks.endpoint === AksEndpointKind.NodePorts) return ["aks.endpoint", "aks.nodeAddress"];
  if (endpointHost !== undefined) return ["aks.endpoint", "port"];
  // A label stays the same on another address.
  const address = aks.publicIp?.dnsLabel === undefined ? ["aks.publicIp.resourceGroup"] : [];
  return ["aks.endpoint", "aks.publicIp.dnsLabel", "port", ...address];
}
