import type { Provider } from "@pulumi/azure-native/provider";
import { AksOwnership, type AksLlsArgs, type AksNetworkSecurityGroup, type AksPublicIp } from "../components/aks/args";
import { networkResourceId } from "../components/aks/resource-id";
import type { AksFacts } from "../discovery/aks/facts";
import { groupKey } from "../discovery/aks/program-names";
import type { AksDiscoveryRequest, AksSelection } from "../discovery/aks/request";
import type { AksStackConfig } from "./config";
import { proxyOptions } from "./proxy-options";

/** What is to be discovered for a stack; explicit choices are handed on, because they win. */
export function aksDiscoveryRequest(config: AksStackConfig, owner: string): AksDiscoveryRequest {
  const { aks } = config;
  return {
    cluster: config.cluster,
    resourceGroup: config.resourceGroup,
    availabilityZone: config.availabilityZone,
    owner,
    proxyNodeSelector: config.streamingProxy.nodeSelector,
    workerNodeSelector: aks.workerNodeSelector,
    pools: aks.pools,
    subnetNetworkSecurityGroupIds: aks.subnetNsgIds,
    nicMode: aks.nicMode,
    nsgRules: aks.nsgRules,
    endpoint: aks.endpoint,
    rule: {
      name: aks.ruleName,
      priority: aks.rulePriority,
      probePriority: aks.probePriority,
      nodePorts: { from: aks.nodePortFrom, to: aks.nodePortTo },
      port: config.port,
      probePort: aks.healthCheckNodePort,
    },
  };
}

/**
 * The arguments of `AksLls`: every value from config, every id from the selection.
 * @param providerOf provider of a subscription; undefined for the cluster's own
 */
export function aksLlsArgs(
  config: AksStackConfig,
  facts: AksFacts,
  selection: AksSelection,
  providerOf: (subscription: string) => Provider | undefined,
): AksLlsArgs {
  const { aks, allowedCidrs } = config;
  const subnetIds = selection.subnetNetworkSecurityGroupIds;
  const nicIds = selection.nicNetworkSecurityGroupIds;
  const keyOf = (id: string): string => groupKey(id, facts.subscription);
  const keyed = (id: string): AksNetworkSecurityGroup => {
    const provider = aks.nsgRules === AksOwnership.Create ? providerOf(networkResourceId(id).subscription) : undefined;
    return { id, key: keyOf(id), ...(provider && { provider }) };
  };
  return {
    cluster: config.cluster,
    resourceGroup: config.resourceGroup,
    availabilityZone: config.availabilityZone,
    location: facts.location,
    imageRegistry: config.imageRegistry,
    port: config.port,
    // On Azure the whole internet has a name, the service tag that is the component's default.
    ...(!allowedCidrs.includes("0.0.0.0/0") && { allowedSources: allowedCidrs }),
    clients: config.clients,
    endpoint: aks.endpoint,
    nodePortFrom: aks.nodePortFrom,
    nodePortTo: aks.nodePortTo,
    endpointHost: config.endpointHost ?? aks.nodeAddress,
    subnetNetworkSecurityGroups: subnetIds.map(keyed),
    nicNetworkSecurityGroups: nicIds.map(keyed),
    pools: aks.pools,
    nicMode: aks.nicMode,
    nsgRules: aks.nsgRules,
    ruleName: aks.ruleName,
    rulePriority: aks.rulePriority,
    probePriority: aks.probePriority,
    probeRules: selection.probeRules.map(keyOf),
    publicIp: publicIp(config, facts),
    healthCheckNodePort: aks.healthCheckNodePort,
    firewallAddresses: aks.frontDoor.addresses,
    registryCredentials: config.registryCredentials,
    streamingProxy: proxyOptions(config),
    workerNodeSelector: aks.workerNodeSelector,
    tags: config.tags,
    network: selection.network,
  };
}

function publicIp({ aks }: AksStackConfig, { location, cluster }: AksFacts): AksPublicIp | undefined {
  if (!aks.publicIp) return undefined;
  const { id, resourceGroup, dnsLabel, roleAssignment } = aks.publicIp;
  return {
    ...(id === undefined ? { resourceGroup, location, dnsLabel } : { id }),
    roleAssignment,
    clusterPrincipalId: roleAssignment === "create" ? cluster.principalId : undefined,
  };
}
