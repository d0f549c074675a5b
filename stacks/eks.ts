import type { EksLlsArgs } from "../components/eks/args";
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
    ...(eks.nodeRules === "create" && { nodeRules: { mediaPort, externalTrafficPolicy } }),
  };
}

/** The arguments of `EksLls`: every value from config, every id from the selection. */
export function eksLlsArgs(config: EksStackConfig, selection: EksSelection): EksLlsArgs {
  const { eks } = config;
  const { kind } = eks.targets;
  return {
    cluster: config.cluster,
    availabilityZone: config.availabilityZone,
    vpcId: selection.vpcId,
    subnetId: selection.subnetId,
    imageRegistry: config.imageRegistry,
    port: config.port,
    allowedCidrs: config.allowedCidrs,
    clients: config.clients,
    endpointHost: config.endpointHost,
    proxyNodes: selection.proxyNodeSecurityGroupIds.map((securityGroupId) => ({ securityGroupId })),
    workerNodes: selection.workerNodeSecurityGroupIds.map((securityGroupId) => ({ securityGroupId })),
    targets: {
      kind,
      ...(kind === "autoScalingGroups" && {
        autoScalingGroups: selection.autoScalingGroups.map((name) => ({ name })),
      }),
      ...(kind === "addresses" && { addresses: selection.addresses.map((address) => ({ address })) }),
      ...(kind === "targetGroupBinding" && { targetGroupBinding: eks.targets.targetGroupBinding }),
    },
    addressing: eks.addressing,
    egress: {
      kind: eks.egress,
      ...(eks.egress === "subnetCidrs" && { subnetCidrs: selection.proxySubnetCidrs }),
    },
    nodeRules: eks.nodeRules,
    deletionProtection: eks.deletionProtection,
    adopted: eks.adopted,
    registryCredentials: config.registryCredentials,
    streamingProxy: proxyOptions(config),
    workerNodeSelector: eks.workerNodeSelector,
    tags: config.tags,
    network: selection.network,
  };
}
