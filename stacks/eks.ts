import type { EksLlsArgs } from "../components/eks/args";
import { eksArgs } from "../discovery/eks/args";
import type { EksDiscoveryRequest, EksSelection } from "../discovery/eks/request";
import type { EksStackConfig } from "./config";
import { proxyOptions } from "./proxy-options";

/** What is to be discovered for a stack; explicit choices are handed on, so that they win and save calls. */
export function eksDiscoveryRequest(config: EksStackConfig, owner: string): EksDiscoveryRequest {
  const { eks, streamingProxy } = config;
  const { mediaPort, externalTrafficPolicy } = streamingProxy;
  return {
    cluster: config.cluster,
    availabilityZone: config.availabilityZone,
    region: config.region,
    owner,
    proxyNodeSelector: streamingProxy.nodeSelector,
    workerNodeSelector: eks.workerNodeSelector,
    subnetId: eks.subnetId,
    proxyNodeSecurityGroupIds: eks.proxyNodeSecurityGroupIds,
    workerNodeSecurityGroupIds: eks.workerNodeSecurityGroupIds,
    targets: eks.targets,
    adopted: eks.adopted !== undefined,
    ...(eks.nodeRules === "create" && { nodeRules: { mediaPort, externalTrafficPolicy } }),
  };
}

/** The arguments of `EksLls`: every id from what was discovered, every other value from config. */
export function eksLlsArgs(config: EksStackConfig, request: EksDiscoveryRequest, selection: EksSelection): EksLlsArgs {
  const { eks } = config;
  const discovered = eksArgs(request, selection);
  return {
    ...discovered,
    imageRegistry: config.imageRegistry,
    port: config.port,
    allowedCidrs: config.allowedCidrs,
    clients: config.clients,
    endpointHost: config.endpointHost,
    targets: {
      ...discovered.targets,
      ...(eks.targets.kind === "targetGroupBinding" && { targetGroupBinding: eks.targets.targetGroupBinding }),
    },
    addressing: eks.addressing,
    egress: {
      kind: eks.egress,
      ...(eks.egress === "subnetCidrs" && { subnetCidrs: selection.proxySubnetCidrs }),
    },
    deletionProtection: eks.deletionProtection,
    adopted: eks.adopted,
    registryCredentials: config.registryCredentials,
    streamingProxy: proxyOptions(config),
    tags: config.tags,
  };
}
