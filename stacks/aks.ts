import type { Provider } from "@pulumi/azure-native/provider";
import { AksOwnership, type AksLlsArgs, type AksNetworkSecurityGroup, type AksPublicIp } from "../components/aks/args";
import { networkResourceId } from "../components/aks/resource-id";
import { aksArgs, type DiscoveredAksGroup } from "../discovery/aks/args";
import type { AksFacts } from "../discovery/aks/facts";
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
 * The arguments of `AksLls`: every id from what was discovered, every other value from config.
 * @param providerOf provider of a subscription; undefined for the cluster's own
 */
export function aksLlsArgs(
  config: AksStackConfig,
  request: AksDiscoveryRequest,
  facts: AksFacts,
  selection: AksSelection,
  providerOf: (subscription: string) => Provider | undefined,
): AksLlsArgs {
  const { aks, allowedCidrs } = config;
  const discovered = aksArgs(request, facts, selection);
  const provided = (group: DiscoveredAksGroup): AksNetworkSecurityGroup => {
    const { subscription } = networkResourceId(group.id);
    const provider = aks.nsgRules === AksOwnership.Create ? providerOf(subscription) : undefined;
    return { ...group, ...(provider && { provider }) };
  };
  return {
    ...discovered,
    subnetNetworkSecurityGroups: discovered.subnetNetworkSecurityGroups.map(provided),
    nicNetworkSecurityGroups: discovered.nicNetworkSecurityGroups.map(provided),
    imageRegistry: config.imageRegistry,
    // On Azure the whole internet has a name, the service tag that is the component's default.
    ...(!allowedCidrs.includes("0.0.0.0/0") && { allowedSources: allowedCidrs }),
    clients: config.clients,
    endpointHost: config.endpointHost ?? aks.nodeAddress,
    publicIp: publicIp(config, facts),
    firewallAddresses: aks.frontDoor.addresses,
    registryCredentials: config.registryCredentials,
    streamingProxy: proxyOptions(config),
    tags: config.tags,
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
