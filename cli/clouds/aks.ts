import { ipv4AddressProblem } from "../../components/cidr";
import { AksNicMode, AksOwnership } from "../../components/aks/args";
import { networkResourceId } from "../../components/aks/resource-id";
import { checkAksFactsMatch, parseAksFacts } from "../../discovery/aks/facts-file";
import type { AksFacts } from "../../discovery/aks/facts";
import { selectionNotices } from "../../discovery/aks/notices";
import { checkRecordedFor } from "../../discovery/facts-file";
import { isLoadBalancer } from "../../graph/azure/services";
import type { ResourceGraph } from "../../graph/resource-graph";
import { unknownValue } from "../../graph/unknown";
import { assumedAksCluster } from "../../simulator/assumed-aks-cluster";
import type { SimulatedAksSeed } from "../../simulator/cloud";
import { aksDiscoveryRequest } from "../../stacks/aks";
import type { AksStackConfig } from "../../stacks/config";
import { FrontDoorKind } from "../../stacks/schema/aks";
import { unreadNotices } from "../facts-notices";
import type { FactsSource } from "../report";
import { aksNotices, aksPrerequisites } from "./aks-notes";
import { givenByStack } from "./given-by-stack";
import type { PlannedCluster, StackCloud } from "./stack-cloud";

/**
 * A stack on AKS.
 * @param owner `<project>/<stack>`
 */
export function aksStackCloud(config: AksStackConfig, owner: string): StackCloud {
  const planned = (facts: AksFacts, source: FactsSource | null): PlannedCluster => ({
    seed: seedOf(facts, config),
    sources: { config: () => config, aksFacts: () => Promise.resolve(facts) },
    facts: source,
    notices: [
      ...unreadNotices(facts),
      ...selectionNotices(
        facts.network,
        aksDiscoveryRequest(config, owner),
        config.aks.frontDoor.addresses !== undefined,
      ),
    ],
  });
  return {
    recorded(text, file) {
      const facts = parseAksFacts(text, file);
      const { recordedAt, subscription, cluster } = facts;
      checkAksFactsMatch(facts, aksDiscoveryRequest(config, owner), file);
      const wanted = config.azure.subscriptionId ?? subscription;
      checkRecordedFor(file, [
        { path: "subscription", recorded: subscription, key: "azure-native:subscriptionId", wanted },
      ]);
      return planned(facts, { file, recordedAt, account: subscription, cluster: cluster.name });
    },
    assumed: () => planned({ formatVersion: 1, ...assumedCluster(config) }, null),
    known: (graph) => (config.aks.publicIp?.id === undefined ? withoutNewAddress(graph) : graph),
    proxyPlace: config.availabilityZone === undefined ? "" : ` in zone ${config.availabilityZone}`,
    prerequisites: aksPrerequisites(config),
    notices: aksNotices(config),
  };
}

/** The address of a public IP that is made with the stack is not known: that of the simulated cloud is made up. */
function withoutNewAddress(graph: ResourceGraph): ResourceGraph {
  const resources = graph.resources.map((resource) =>
    isLoadBalancer(resource) ? { ...resource, outputs: { ...resource.outputs, status: unknownValue } } : resource,
  );
  return { ...graph, resources };
}

/** A public IP that exists, and the right to use it, are taken on the stack's word too. */
function seedOf(facts: AksFacts, config: AksStackConfig): SimulatedAksSeed {
  const { id, resourceGroup, roleAssignment } = config.aks.publicIp ?? {};
  const { endpointHost = "", aks } = config;
  const scope = id ?? `/subscriptions/${facts.subscription}/resourceGroups/${resourceGroup}`;
  return {
    ...facts,
    ...givenByStack(config),
    publicIpIds: id === undefined ? [] : [id],
    // Where browsers are told the address itself, it is known; its name could lead anywhere, and a firewall has its own.
    ...(id !== undefined &&
      aks.frontDoor.kind === FrontDoorKind.None &&
      ipv4AddressProblem(endpointHost) === undefined && { publicIpAddresses: { [id]: endpointHost } }),
    joinableIds: roleAssignment === AksOwnership.Assume ? [scope] : [],
  };
}

/** That of the groups that the stack names, if it names none itself: most networks lie in the cluster's. */
function assumedSubscription({ azure, aks }: AksStackConfig): string | undefined {
  const [id] = aks.subnetNsgIds ?? [];
  return azure.subscriptionId ?? (id && networkResourceId(id).subscription);
}

function assumedCluster(config: AksStackConfig) {
  const { cluster, resourceGroup, availabilityZone, port, aks, azure, streamingProxy } = config;
  const opened = { from: aks.nodePortFrom, to: aks.nodePortTo };
  return assumedAksCluster({
    ...{ cluster, resourceGroup, availabilityZone },
    ...{ location: azure.location, subscription: assumedSubscription(config), pools: aks.pools },
    proxyNodeSelector: streamingProxy.nodeSelector,
    workerNodeSelector: aks.workerNodeSelector,
    subnetNetworkSecurityGroupIds: aks.subnetNsgIds,
    ...(aks.nicMode === AksNicMode.AllowedHostPorts && { allowedHostPorts: opened }),
    ...(aks.nsgRules === AksOwnership.Assume && { openPorts: [`${port}`, `${opened.from}-${opened.to}`] }),
  });
}
