import {
  getManagedCluster,
  type GetManagedClusterResult,
} from "@pulumi/azure-native/containerservice/getManagedCluster";
import type { AksClusterFacts } from "./facts";
import { readGiven } from "./permissions";
import type { AksDiscoveryRequest } from "./request";
import type { AksSources } from "./sources";
import { subjectOf } from "./subject";

/** The cluster as Azure describes it, agent pools included. */
export function readManagedCluster(
  request: AksDiscoveryRequest,
  sources: AksSources,
): Promise<GetManagedClusterResult> {
  return readGiven("getManagedCluster", subjectOf(request), ["cluster", "resourceGroup"], () =>
    getManagedCluster({ resourceGroupName: request.resourceGroup, resourceName: request.cluster }, sources.invoke),
  );
}

/** The cluster's own facts. */
export function clusterFacts(
  cluster: GetManagedClusterResult,
  { resourceGroup }: AksDiscoveryRequest,
  certificateAuthority: string,
): AksClusterFacts {
  return {
    name: cluster.name,
    resourceGroup,
    nodeResourceGroup: cluster.nodeResourceGroup ?? "",
    restrictionLevel: cluster.nodeResourceGroupProfile?.restrictionLevel ?? "Unrestricted",
    sku: cluster.sku?.name ?? "Base",
    ...endpoints(cluster),
    entraId: cluster.aadProfile !== undefined && cluster.aadProfile !== null,
    certificateAuthority,
    version: cluster.currentKubernetesVersion,
    principalId: principalIdOf(cluster),
  };
}

/**
 * A private cluster has a private name, and a public one beside it unless that is turned off (AKS documentation, "Create a private AKS cluster").
 * Where there is a public one, stacks have it as the identifier of their Kubernetes provider, a change of which replaces all that is in the cluster.
 */
function endpoints({
  fqdn,
  privateFQDN,
}: GetManagedClusterResult): Pick<AksClusterFacts, "endpoint" | "privateEndpoint"> {
  const server = (name: string): string => `https://${name}:443`;
  return {
    endpoint: server(fqdn || privateFQDN),
    ...(fqdn && privateFQDN && { privateEndpoint: server(privateFQDN) }),
  };
}

/** Of the system-assigned identity, else of the user-assigned one; empty with a service principal, whose object id Azure does not tell here. */
function principalIdOf({ identity }: GetManagedClusterResult): string {
  const userAssigned = Object.values(identity?.userAssignedIdentities ?? {})[0];
  return identity?.principalId || userAssigned?.principalId || "";
}

/**
 * Ranges of pod addresses where pods have none of a subnet: overlay networking and kubenet. A network plugin of one's own may have told Azure none;
 * then there are some, not known which.
 */
export function podCidrsOf({ networkProfile }: GetManagedClusterResult): string[] | undefined {
  const flat = networkProfile?.networkPlugin === "azure" && networkProfile.networkPluginMode !== "overlay";
  if (flat || !networkProfile) return undefined;
  const cidrs = networkProfile.podCidrs ?? [networkProfile.podCidr ?? ""].filter(Boolean);
  return cidrs.length > 0 || networkProfile.networkPlugin === "none" ? cidrs : undefined;
}
