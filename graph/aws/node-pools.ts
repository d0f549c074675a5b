import type { NodePoolFacts } from "../../reachability/aws/network";
import { hiddenKeys, isHidden, knownPairs, knownText } from "../known";
import type { GraphResource } from "../resource-graph";
import type { StackIndex } from "../stack-index";
import { clusterSecurityGroupId } from "./cluster-security-group";
import { holdsNodes, labelsInTags, launchedInterfaces, type LaunchedInterface } from "./launch-templates";
import { scalingGroupsOf } from "./managed-node-group";
import {
  autoScalingGroupType,
  eksClusterType,
  instanceType,
  nodeGroupType,
  securityGroupSources,
  subnetType,
} from "./resource-types";
import { withUnknownSubnet } from "./unknown-subnet";

/**
 * The pools of nodes that a stack makes: managed node groups, Auto Scaling groups that say to hold nodes, and whatever is registered as a target.
 * @param targets Auto Scaling groups and instances that are targets
 * @param clusterGroupId group that EKS made for a cluster that is not in this stack; absent: not known
 */
export function stackPools(
  stack: StackIndex,
  targets: ReadonlySet<GraphResource>,
  clusterGroupId?: string,
): Map<GraphResource, NodePoolFacts> {
  const pools = new Map<GraphResource, NodePoolFacts>();
  for (const group of stack.ofType(nodeGroupType)) pools.set(group, managedPool(stack, group, clusterGroupId));
  for (const group of stack.ofType(autoScalingGroupType)) {
    if (targets.has(group) || holdsNodes(group)) pools.set(group, selfManagedPool(stack, group));
  }
  for (const instance of stack.ofType(instanceType)) {
    if (targets.has(instance)) pools.set(instance, instancePool(stack, instance));
  }
  return pools;
}

/** What a stack does not say of a pool: how many nodes it has, and which. */
const unsaid = { instanceTypes: [], nodeCount: 0, addresses: [] };

function managedPool(stack: StackIndex, group: GraphResource, clusterGroupId: string | undefined): NodePoolFacts {
  const { inputs, outputs } = group;
  const name = knownText(inputs.nodeGroupName) ?? knownText(outputs.nodeGroupName) ?? group.name;
  const subnetIds = withUnknownSubnet(stack.idsIn(group, "subnetIds", inputs.subnetIds, subnetType));
  const [cluster] = stack.referents(group, "clusterName", inputs.clusterName, eksClusterType);
  const ownGroup = cluster ? clusterSecurityGroupId(cluster) : clusterGroupId;
  const undecidedLabels = hiddenKeys(inputs.labels);
  const named = launchedInterfaces(stack, group);
  // EKS adds the cluster's group only where the template names none (EKS user guide, "Customize managed nodes with launch templates").
  const launched = named?.length === 0 ? ownGroup && [{ securityGroupIds: [ownGroup], primary: true }] : named;
  return {
    ...{ name, kind: "managedNodeGroup", subnetIds, ...unsaid },
    ...(!isHidden(inputs.labels) && {
      labels: { ...knownPairs(inputs.labels), "eks.amazonaws.com/nodegroup": name },
    }),
    ...(undecidedLabels.length > 0 && { undecidedLabels }),
    autoScalingGroups: scalingGroupsOf(group).map((each) => ({ name: each })),
    ...(launched && { interfaces: inSubnets(launched, subnetIds) }),
  };
}

function selfManagedPool(stack: StackIndex, group: GraphResource): NodePoolFacts {
  const { inputs, outputs } = group;
  const name = knownText(inputs.name) ?? knownText(outputs.name) ?? group.name;
  const written = stack.idsIn(group, "vpcZoneIdentifiers", inputs.vpcZoneIdentifiers, subnetType);
  const subnetIds = withUnknownSubnet(written);
  const labels = labelsInTags(group);
  // Where the template names no groups, instances get the default one of the VPC.
  const launched = launchedInterfaces(stack, group);
  const healthCheckType = knownText(inputs.healthCheckType);
  return {
    ...{ name, kind: "autoScalingGroup", subnetIds, ...unsaid },
    ...(labels && { labels }),
    autoScalingGroups: [{ name, ...(healthCheckType && { healthCheckType }) }],
    ...(launched && launched.length > 0 && { interfaces: inSubnets(launched, subnetIds) }),
  };
}

function instancePool(stack: StackIndex, instance: GraphResource): NodePoolFacts {
  const { inputs, outputs, name } = instance;
  const subnetId = stack.idIn(instance, "subnetId", inputs.subnetId, subnetType);
  const groups = stack.idsIn(instance, "vpcSecurityGroupIds", inputs.vpcSecurityGroupIds, ...securityGroupSources);
  const address = knownText(inputs.privateIp) ?? knownText(outputs.privateIp);
  const subnetIds = withUnknownSubnet({
    ...{
      ids: subnetId === undefined ? [] : [subnetId],
      complete: subnetId !== undefined || !isHidden(inputs.subnetId),
    },
  });
  const isKnown = groups.complete && groups.ids.length > 0;
  return {
    ...{ name, kind: "instances", subnetIds, ...unsaid, autoScalingGroups: [] },
    addresses: subnetIds.flatMap((id) => (address === undefined ? [] : [{ address, subnetId: id }])),
    ...(isKnown && { interfaces: inSubnets([{ securityGroupIds: groups.ids.sort(), primary: true }], subnetIds) }),
  };
}

function inSubnets(interfaces: LaunchedInterface[], subnetIds: string[]): NonNullable<NodePoolFacts["interfaces"]> {
  return subnetIds.flatMap((subnetId) => interfaces.map((nic) => ({ subnetId, ...nic })));
}
