/*
 * Reads what surrounds an AKS cluster. What explicit config makes dispensable:
 *
 * - `aks.subnetNsgIds`: subnets are still read, because the verdict needs their groups and routes, but a refusal
 *   (Microsoft.Network/virtualNetworks/subnets/read) is then a warning and no error.
 * - `aks.nicMode: allowedHostPorts`, `aks.endpoint: loadBalancer`: no group of the node resource group gets a rule, and a refusal
 *   to list them is a warning.
 * - `aks.nsgRules: assume`: no group at all gets a rule, and both refusals are warnings.
 *
 * Everything else is a fact for verdicts, which config cannot replace. The cluster is read by provider functions; what it
 * names lies in any subscription, and is read by Azure Resource Manager ids.
 */
import { sameId } from "../../reachability/azure/resource-id";
import { warnOnce } from "../warn-once";
import { readAdminRules } from "./admin-rules";
import { agentPoolsOf } from "./agent-pools";
import { readCertificateAuthority } from "./certificate-authority";
import { clusterFacts, podCidrsOf, readManagedCluster } from "./cluster";
import type { AksFacts } from "./facts";
import { readManagedGroups, readNetworkSecurityGroups } from "./network-security-groups";
import { inOrder } from "./order";
import type { AksDiscoveryRequest } from "./request";
import { distinctIds, parentOf, resourceGroupIdOf, subscriptionOf } from "./resource-id";
import { readRouteTables } from "./route-tables";
import { readScaleSets } from "./scale-sets";
import type { AksSources } from "./sources";
import { readSubnets } from "./subnets";
import { readVirtualNetworkCidrs } from "./virtual-networks";

/**
 * Reads the facts of an AKS cluster, with read-only calls. A fact that Azure refuses stays absent; the permission that is missing
 * is told once to `sources.warn` and recorded among the facts.
 * @throws BadInput if the cluster does not exist, if Azure refuses a call that an id follows from (names the permission and the
 *   config keys), or if the login has expired
 */
export async function readAksFacts(request: AksDiscoveryRequest, sources: AksSources): Promise<AksFacts> {
  const warnings = new Set<string>();
  const quiet = { ...sources, warn: warnOnce(sources.warn, warnings) };
  const managed = await readManagedCluster(request, quiet);
  const subscription = subscriptionOf(managed.id);
  const nodeResourceGroupId = resourceGroupIdOf(subscription, managed.nodeResourceGroup ?? "");

  const [certificateAuthority, scaleSets, managedGroups] = await Promise.all([
    readCertificateAuthority(request, quiet),
    readScaleSets(nodeResourceGroupId, quiet),
    readManagedGroups(request, nodeResourceGroupId, quiet),
  ]);
  const agentPools = agentPoolsOf(managed, scaleSets);
  const virtualNetworkIds = distinctIds(
    agentPools.flatMap(({ subnetId, podSubnetId }) =>
      [subnetId, podSubnetId].flatMap((id) => (id ? parentOf(id) : [])),
    ),
  );
  const [found, adminRules] = await Promise.all([
    readSubnets(request, agentPools, quiet),
    readAdminRules(virtualNetworkIds, quiet),
  ]);
  const [networkSecurityGroups, routeTables] = await Promise.all([
    readNetworkSecurityGroups(request, managedGroups, nodeResourceGroupId, found, agentPools, quiet),
    readRouteTables(found, quiet),
  ]);
  const virtualNetworkCidrs = await readVirtualNetworkCidrs(virtualNetworkIds, routeTables, quiet);

  // A table that was not read is not known to its subnet either.
  const subnets = found.map(({ routeTableId, ...subnet }) => {
    const known = routeTableId === "" || routeTables.some(({ id }) => sameId(id, routeTableId ?? ""));
    return { ...subnet, ...(known && { routeTableId }) };
  });
  const podCidrs = podCidrsOf(managed);
  return {
    formatVersion: 1,
    cloud: "aks",
    subscription,
    location: managed.location,
    cluster: clusterFacts(managed, request, certificateAuthority),
    network: inOrder({
      ...(virtualNetworkCidrs && { virtualNetworkCidrs }),
      ...(podCidrs && { podCidrs }),
      outboundType: managed.networkProfile?.outboundType ?? "loadBalancer",
      subnets,
      networkSecurityGroups,
      routeTables,
      ...(adminRules && { adminRules }),
      agentPools,
    }),
    ...(warnings.size > 0 && { warnings: [...warnings].sort() }),
  };
}
