import type { Problem } from "../../components/bad-input";
import { hostPortCommand, poolsWithoutHostPorts } from "../../components/aks/allowed-host-ports";
import { AksEndpointKind, AksNicMode, AksOwnership } from "../../components/aks/args";
import { usesNodePorts } from "../../components/aks/settings";
import type { AgentPoolFacts } from "../../reachability/azure/network";
import { configKeys } from "./config-keys";
import type { AksClusterFacts } from "./facts";
import type { AksDiscoveryRequest } from "./request";

/** Whether groups get rules of ours, so that they have to be known. */
export function makesRules({ nsgRules }: AksDiscoveryRequest): boolean {
  return nsgRules === AksOwnership.Create;
}

/** Whether groups that AKS made get a rule of ours. In front of a load balancer the cloud controller opens them itself. */
export function editsManagedGroups(request: AksDiscoveryRequest): boolean {
  return makesRules(request) && usesNodePorts(request) && request.nicMode === AksNicMode.NsgRules;
}

/** What keeps the interfaces' groups from being opened in the chosen mode. */
export function nicModeProblems(
  cluster: AksClusterFacts,
  pools: AgentPoolFacts[],
  request: AksDiscoveryRequest,
): Problem[] {
  if (editsManagedGroups(request)) return lockProblems(cluster, request);
  const byHostPorts = usesNodePorts(request) && request.nicMode === AksNicMode.AllowedHostPorts;
  return byHostPorts ? hostPortProblems(cluster, pools, request) : [];
}

/** AKS documentation, "Node resource group lockdown": preconfigured on AKS Automatic. */
function lockProblems(cluster: AksClusterFacts, { nicMode }: AksDiscoveryRequest): Problem[] {
  const why =
    cluster.sku === "Automatic"
      ? "the cluster is AKS Automatic, which locks its node resource group"
      : cluster.restrictionLevel === "ReadOnly"
        ? `node resource group ${cluster.nodeResourceGroup} is locked (restrictionLevel ReadOnly)`
        : undefined;
  if (!why) return [];
  const reason = `${why}, so Azure refuses rules on the network security groups in it; set ${configKeys.nicMode} to ${AksNicMode.AllowedHostPorts}, or ${configKeys.endpoint} to ${AksEndpointKind.LoadBalancer}`;
  return [{ path: configKeys.nicMode, value: nicMode, reason }];
}

function hostPortProblems(cluster: AksClusterFacts, pools: AgentPoolFacts[], request: AksDiscoveryRequest): Problem[] {
  const { from, to } = request.rule.nodePorts;
  return poolsWithoutHostPorts(pools, from, to).map((pool): Problem => {
    const command = hostPortCommand({ cluster: cluster.name, resourceGroup: cluster.resourceGroup }, pool, from, to);
    const reason = `agent pool ${pool.name} does not allow host ports UDP ${from}-${to}, and only its owner can: ${command}`;
    return { path: configKeys.nicMode, value: request.nicMode, reason };
  });
}
