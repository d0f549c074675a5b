import type { AwsNetwork, NodePoolFacts } from "../reachability/aws/network";
import type { GraphResource } from "./resource-graph";

/** Zones in which a target group has or will have targets, sorted; undefined where facts do not say. */
export function targetZones(
  children: GraphResource[],
  network: AwsNetwork | undefined,
  proxies: NodePoolFacts[],
): string[] | undefined {
  if (!network) return undefined;
  const subnetIds = targetSubnets(children, network, proxies);
  if (subnetIds.length === 0) return hasTargets(children) ? undefined : [];
  const zones = network.subnets.filter(({ id }) => subnetIds.includes(id)).map((subnet) => subnet.availabilityZone);
  return [...new Set(zones)].sort();
}

const attachmentTypes = [
  "aws:autoscaling/attachment:Attachment",
  "aws:lb/targetGroupAttachment:TargetGroupAttachment",
  "kubernetes:elbv2.k8s.aws/v1beta1:TargetGroupBinding",
];

function hasTargets(children: GraphResource[]): boolean {
  return children.some(({ type }) => attachmentTypes.includes(type));
}

function targetSubnets(children: GraphResource[], network: AwsNetwork, proxies: NodePoolFacts[]): string[] {
  return children.flatMap(({ type, inputs }) => {
    switch (type) {
      case "aws:autoscaling/attachment:Attachment":
        return network.nodePools
          .filter(({ autoScalingGroups }) => autoScalingGroups.some(({ name }) => name === inputs.autoscalingGroupName))
          .flatMap(({ subnetIds }) => subnetIds);
      case "aws:lb/targetGroupAttachment:TargetGroupAttachment":
        return network.nodePools
          .flatMap(({ addresses }) => addresses)
          .filter(({ address }) => address === inputs.targetId)
          .map(({ subnetId }) => subnetId);
      case "kubernetes:elbv2.k8s.aws/v1beta1:TargetGroupBinding":
        return proxies.flatMap(({ subnetIds }) => subnetIds);
      default:
        return [];
    }
  });
}
