import type { NodePoolFacts } from "../../reachability/aws/network";
import { readGroupNames, readSelfManagedPool } from "./auto-scaling-groups";
import { nodeIdsAreExplicit, nodeKeys } from "./explicit";
import type { EksClusterFacts } from "./facts";
import { type ClusterInstance, readInstances } from "./instances";
import { managedPool, type NodeGroupRead, readNodeGroups } from "./managed-node-groups";
import { readFact, readId } from "./permissions";
import type { EksDiscoveryRequest } from "./request";
import type { EksSources } from "./sources";
import { subjectOf } from "./subject";
import { instanceFacts } from "./wiring";

/** Tags in which instances name what launched them. The last two: Karpenter, and EKS Auto Mode, which is Karpenter run by AWS. */
const nodeGroupTag = "eks:nodegroup-name";
const autoScalingGroupTag = "aws:autoscaling:groupName";
const nodePoolTags = ["karpenter.sh/nodepool", "eks:kubernetes-node-pool-name"];

/** Every pool of nodes of a cluster: managed node groups, self-managed Auto Scaling groups, and instances of neither. */
export async function readNodePools(
  request: EksDiscoveryRequest,
  cluster: EksClusterFacts,
  vpcId: string,
  sources: EksSources,
): Promise<NodePoolFacts[]> {
  // Where every id was given, node groups are facts for the verdict only, and may stay unknown.
  const read: NodeGroupRead = nodeIdsAreExplicit(request)
    ? (call, answer) => readFact(call, sources, answer)
    : (call, answer) => readId(call, subjectOf(request), [...nodeKeys], answer);
  const [groups = [], instances, tagged] = await Promise.all([
    readNodeGroups(cluster.name, sources, read),
    readInstances(cluster.name, vpcId, sources),
    readGroupNames(cluster.name, sources),
  ]);

  const members = (group: string) => instances?.filter(({ tags }) => tags[nodeGroupTag] === group);
  const names = new Set(groups.map(({ nodeGroupName }) => nodeGroupName));
  const others = (instances ?? []).filter(({ tags }) => !names.has(tags[nodeGroupTag] ?? ""));
  const scaledByOthers = groupedBy(others, ({ tags }) => tags[autoScalingGroupTag]);
  const managed = groups.flatMap(({ resources }) =>
    resources.flatMap(({ autoscalingGroups }) => autoscalingGroups.map(({ name }) => name)),
  );
  const selfManaged = new Set([...scaledByOthers.keys(), ...tagged.filter((name) => !managed.includes(name))]);
  const loose = groupedBy(
    others.filter(({ tags }) => tags[autoScalingGroupTag] === undefined),
    ({ id, tags }) => nodePoolTags.map((tag) => tags[tag]).find((name) => name !== undefined) ?? id,
  );
  const scaled = await Promise.all([
    ...groups.map((group) => managedPool(group, members(group.nodeGroupName), cluster, sources)),
    ...[...selfManaged].map((name) =>
      readSelfManagedPool(name, instances && (scaledByOthers.get(name) ?? []), sources),
    ),
  ]);
  return [...scaled, ...[...loose].map(([name, own]) => loosePool(name, own))];
}

/** Nodes of Karpenter and the like. AWS knows neither their labels nor where the next one will be. */
function loosePool(name: string, instances: ClusterInstance[]): NodePoolFacts {
  const subnetIds = [...new Set(instances.map(({ address }) => address.subnetId))];
  return { name, kind: "instances", subnetIds, autoScalingGroups: [], ...instanceFacts(instances, subnetIds) };
}

function groupedBy(
  instances: ClusterInstance[],
  key: (instance: ClusterInstance) => string | undefined,
): Map<string, ClusterInstance[]> {
  const groups = new Map<string, ClusterInstance[]>();
  for (const instance of instances) {
    const name = key(instance);
    if (name === undefined) continue;
    groups.set(name, [...(groups.get(name) ?? []), instance]);
  }
  return groups;
}
