import type { GetManagedClusterResult } from "@pulumi/azure-native/containerservice/getManagedCluster";
import type { AgentPoolFacts } from "../../reachability/azure/network";
import type { ArmScaleSet } from "./arm-types";
import { distinctIds } from "./resource-id";
import { poolWiring } from "./scale-sets";

type AgentPoolProfile = NonNullable<GetManagedClusterResult["agentPoolProfiles"]>[number];

/**
 * The agent pools of a cluster, those at zero nodes too: what AKS was told, and how the machines are wired.
 * @param scaleSets those of the node resource group; undefined: not read
 */
export function agentPoolsOf(cluster: GetManagedClusterResult, scaleSets: ArmScaleSet[] | undefined): AgentPoolFacts[] {
  return (cluster.agentPoolProfiles ?? []).map((pool) => {
    const wiring = scaleSets && poolWiring(pool.name, scaleSets);
    const subnetId = pool.vnetSubnetID ?? wiring?.subnetId;
    return {
      name: pool.name,
      labels: labelsOf(pool, cluster),
      availabilityZones: pool.availabilityZones ?? [],
      ...(subnetId && { subnetId }),
      ...(pool.podSubnetID && { podSubnetId: pool.podSubnetID }),
      ...(wiring && { nicNetworkSecurityGroupIds: wiring.networkSecurityGroupIds }),
      applicationSecurityGroupIds: distinctIds([
        ...(pool.networkProfile?.applicationSecurityGroups ?? []),
        ...(wiring?.applicationSecurityGroupIds ?? []),
      ]),
      nodePublicIp: pool.enableNodePublicIP ?? false,
      allowedHostPorts: (pool.networkProfile?.allowedHostPorts ?? []).map(({ portStart, portEnd, protocol }) => ({
        from: portStart ?? 0,
        to: portEnd ?? portStart ?? 0,
        protocol: (protocol ?? "TCP").toUpperCase(),
      })),
      vmSize: pool.vmSize ?? "",
      nodeCount: pool.count ?? 0,
    };
  });
}

/** The labels of a pool's nodes: the user's, and those that AKS sets itself (AKS documentation, "Use labels"). */
function labelsOf(pool: AgentPoolProfile, { location }: GetManagedClusterResult): Record<string, string> {
  return {
    ...pool.nodeLabels,
    agentpool: pool.name,
    "kubernetes.azure.com/agentpool": pool.name,
    "kubernetes.azure.com/mode": (pool.mode ?? "User").toLowerCase(),
    "kubernetes.io/os": (pool.osType ?? "Linux").toLowerCase(),
    "node.kubernetes.io/instance-type": pool.vmSize ?? "",
    "topology.kubernetes.io/region": location,
    ...(pool.scaleSetPriority === "Spot" && { "kubernetes.azure.com/scalesetpriority": "spot" }),
  };
}
