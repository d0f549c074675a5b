import { getAmiIds } from "@pulumi/aws/autoscaling/getAmiIds";
import { getGroup, type GetGroupResult } from "@pulumi/aws/autoscaling/getGroup";
import type { AutoScalingGroupFacts, NodePoolFacts } from "../../reachability/aws/network";
import { clusterTag, type ClusterInstance } from "./instances";
import { inSubnets, readLaunchTemplate, type LaunchTemplate } from "./launch-template";
import { readFact } from "./permissions";
import type { EksSources } from "./sources";
import { instanceFacts, type InstanceFacts } from "./wiring";

/** Tags with which the cluster autoscaler learns the labels of a group's nodes (Cluster Autoscaler, AWS, "Auto-Discovery Setup"). */
const labelTag = "k8s.io/cluster-autoscaler/node-template/label/";

/** Auto Scaling groups by name, with the kind of their health checks. */
export async function readAutoScalingGroups(names: string[], sources: EksSources): Promise<AutoScalingGroupFacts[]> {
  return Promise.all(names.map(async (name) => groupFacts(name, await read(name, sources))));
}

/** Names of the groups that say to be of a cluster, with or without nodes; none if they may not be read. */
export async function readGroupNames(cluster: string, sources: EksSources): Promise<string[]> {
  // The SDK's name for Terraform's data source aws_autoscaling_groups.
  const groups = await readFact("getAmiIds", sources, () =>
    getAmiIds({ filters: [{ name: "tag-key", values: [clusterTag(cluster)] }] }, sources.invoke),
  );
  return groups?.names ?? [];
}

/**
 * A pool of self-managed nodes: an Auto Scaling group that no managed node group owns.
 * @param instances its instances; undefined: not read
 */
export async function readSelfManagedPool(
  name: string,
  instances: ClusterInstance[] | undefined,
  sources: EksSources,
): Promise<NodePoolFacts> {
  const group = await read(name, sources);
  const inUse = (instances ?? []).map(({ address }) => address.subnetId);
  const subnetIds = group?.vpcZoneIdentifier.split(",").filter(Boolean) ?? unique(inUse);
  const labels = labelsOf(group);
  return {
    name,
    kind: "autoScalingGroup",
    ...(labels && { labels }),
    subnetIds,
    autoScalingGroups: [groupFacts(name, group)],
    ...(instances && instances.length > 0
      ? instanceFacts(instances, subnetIds)
      : await factsAtLaunch(group, instances !== undefined, subnetIds, sources)),
  };
}

/** What the launch template tells. Groups that it leaves to the VPC are not known, nor are those of nodes that may be there. */
async function factsAtLaunch(
  group: GetGroupResult | undefined,
  empty: boolean,
  subnetIds: string[],
  sources: EksSources,
): Promise<InstanceFacts> {
  const template = group && (await templateOf(group, sources));
  const interfaces = empty ? inSubnets(template?.interfaces ?? [], subnetIds) : [];
  return {
    instanceTypes: template?.instanceType ? [template.instanceType] : [],
    nodeCount: empty ? 0 : (group?.desiredCapacity ?? 0),
    ...(interfaces.length > 0 && { interfaces }),
    addresses: [],
  };
}

/** The group's launch template; undefined if it has none, or one that may not be read. */
async function templateOf(group: GetGroupResult, sources: EksSources): Promise<LaunchTemplate | undefined> {
  const [own] = group.launchTemplates;
  if (own) return readLaunchTemplate(own.id, own.version, sources);
  const mixed = group.mixedInstancesPolicies[0]?.launchTemplates[0]?.launchTemplateSpecifications[0];
  return mixed && readLaunchTemplate(mixed.launchTemplateId, mixed.version, sources);
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
