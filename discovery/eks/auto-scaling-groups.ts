import { getGroup, type GetGroupResult } from "@pulumi/aws/autoscaling/getGroup";
import type { AutoScalingGroupFacts, NodePoolFacts } from "../../reachability/aws/network";
import type { ClusterInstance } from "./instances";
import { readFact } from "./permissions";
import type { EksSources } from "./sources";
import { instanceFacts } from "./wiring";

/** Tags with which the cluster autoscaler learns the labels of a group's nodes (Cluster Autoscaler, AWS, "Auto-Discovery Setup"). */
const labelTag = "k8s.io/cluster-autoscaler/node-template/label/";

/** Auto Scaling groups by name, with the kind of their health checks. */
export async function readAutoScalingGroups(names: string[], sources: EksSources): Promise<AutoScalingGroupFacts[]> {
  return Promise.all(names.map(async (name) => groupFacts(name, await read(name, sources))));
}

/** A pool of self-managed nodes: an Auto Scaling group that no managed node group owns. */
export async function readSelfManagedPool(
  name: string,
  instances: ClusterInstance[],
  sources: EksSources,
): Promise<NodePoolFacts> {
  const group = await read(name, sources);
  const subnetIds =
    group?.vpcZoneIdentifier.split(",").filter(Boolean) ?? unique(instances.map(({ address }) => address.subnetId));
  const labels = labelsOf(group);
  return {
    name,
    kind: "autoScalingGroup",
    ...(labels && { labels }),
    subnetIds,
    autoScalingGroups: [groupFacts(name, group)],
    ...instanceFacts(instances, subnetIds),
  };
}

function read(name: string, sources: EksSources): Promise<GetGroupResult | undefined> {
  return readFact("getGroup", sources, () => getGroup({ name }, sources.invoke));
}

function groupFacts(name: string, group: GetGroupResult | undefined): AutoScalingGroupFacts {
  return { name, ...(group && { healthCheckType: group.healthCheckType }) };
}

/** A group without such tags may still label its nodes, in user data: its labels are not known. */
function labelsOf(group: GetGroupResult | undefined): Record<string, string> | undefined {
  const tags = (group?.tags ?? []).filter(({ key }) => key.startsWith(labelTag));
  if (tags.length === 0) return undefined;
  return Object.fromEntries(tags.map(({ key, value }) => [key.slice(labelTag.length), value]));
}

function unique(values: string[]): string[] {
  return [...new Set(values)];
}
