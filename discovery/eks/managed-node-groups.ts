import { getNodeGroup, type GetNodeGroupResult } from "@pulumi/aws/eks/getNodeGroup";
import { getNodeGroups } from "@pulumi/aws/eks/getNodeGroups";
import type { NodePoolFacts } from "../../reachability/aws/network";
import { readAutoScalingGroups } from "./auto-scaling-groups";
import type { EksClusterFacts } from "./facts";
import type { ClusterInstance } from "./instances";
import { interfacesAtLaunch } from "./launch-template";
import type { EksSources } from "./sources";
import { instanceFacts } from "./wiring";

/** Reads of node groups, whose refusal is an error or a warning: the caller decides. */
export type NodeGroupRead = <T>(
  call: "getNodeGroups" | "getNodeGroup",
  read: () => Promise<T>,
) => Promise<T | undefined>;

/** Every managed node group of a cluster; undefined if they may not be read. */
export async function readNodeGroups(
  clusterName: string,
  sources: EksSources,
  read: NodeGroupRead,
): Promise<GetNodeGroupResult[] | undefined> {
  const list = await read("getNodeGroups", () => getNodeGroups({ clusterName }, sources.invoke));
  const groups = await Promise.all(
    (list?.names ?? []).map((nodeGroupName) =>
      read("getNodeGroup", () => getNodeGroup({ clusterName, nodeGroupName }, sources.invoke)),
    ),
  );
  return list && groups.filter((group) => group !== undefined);
}

/**
 * A managed node group as a pool, with or without nodes.
 * @param instances its instances; undefined: not read
 */
export async function managedPool(
  group: GetNodeGroupResult,
  instances: ClusterInstance[] | undefined,
  cluster: EksClusterFacts,
  sources: EksSources,
): Promise<NodePoolFacts> {
  const names = group.resources.flatMap(({ autoscalingGroups }) => autoscalingGroups.map(({ name }) => name));
  return {
    name: group.nodeGroupName,
    kind: "managedNodeGroup",
    labels: { ...group.labels, ...ownLabels(group) },
    subnetIds: group.subnetIds,
    autoScalingGroups: await readAutoScalingGroups(names, sources),
    ...(await nodesOf(group, instances, cluster, sources)),
  };
}

async function nodesOf(
  group: GetNodeGroupResult,
  instances: ClusterInstance[] | undefined,
  cluster: EksClusterFacts,
  sources: EksSources,
) {
  if (instances && instances.length > 0) return instanceFacts(instances, group.subnetIds);
  const interfaces = instances && (await interfacesAtLaunch(group, cluster.clusterSecurityGroupId, sources));
  return {
    instanceTypes: group.instanceTypes,
    nodeCount: instances ? 0 : (group.scalingConfigs[0]?.desiredSize ?? 0),
    ...(interfaces && { interfaces }),
    addresses: [],
  };
}

/** Labels that EKS sets by itself (EKS user guide, managed node groups). */
function ownLabels(group: GetNodeGroupResult): Record<string, string> {
  return {
    "eks.amazonaws.com/capacityType": group.capacityType,
    "eks.amazonaws.com/nodegroup": group.nodeGroupName,
  };
}
