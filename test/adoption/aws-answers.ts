import type { GuideReader } from "../../adoption/eks/found";
import type { SimulatedCloud, SimulatedResource } from "../../simulator/cloud";

/** What AWS answers of a simulated cloud; a filter is taken for one of groups by id. */
export function answersOf(cloud: SimulatedCloud): GuideReader {
  const all = (kind: string): SimulatedResource[] =>
    [...cloud.resources.values()].filter(({ type }) => type.endsWith(`:${kind}`));
  const tagList = (tags: Record<string, string> = {}) => Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
  return {
    describeLoadBalancers: async () =>
      all("LoadBalancer").map(({ id, inputs, outputs }) => ({
        ...{ LoadBalancerArn: id, LoadBalancerName: outputs.name as string, Type: "network" as const },
        Scheme: inputs.internal === true ? ("internal" as const) : ("internet-facing" as const),
        SecurityGroups: inputs.securityGroups as string[] | undefined,
        AvailabilityZones: (inputs.subnetMappings ?? inputs.subnets.map((subnetId: string) => ({ subnetId }))).map(
          ({ subnetId, allocationId }: { subnetId: string; allocationId?: string }) => ({
            SubnetId: subnetId,
            LoadBalancerAddresses: allocationId === undefined ? [] : [{ AllocationId: allocationId }],
          }),
        ),
      })),
    describeTargetGroups: async () =>
      all("TargetGroup").map(({ id, inputs, outputs }) => ({
        ...{ TargetGroupArn: id, TargetGroupName: outputs.name as string, Protocol: inputs.protocol },
        ...{ Port: inputs.port, TargetType: inputs.targetType, VpcId: inputs.vpcId },
      })),
    describeListeners: async ({ LoadBalancerArn }) =>
      all("Listener")
        .filter(({ inputs }) => inputs.loadBalancerArn === LoadBalancerArn)
        .map(({ id, inputs }) => ({
          ...{ ListenerArn: id, Port: inputs.port, Protocol: inputs.protocol },
          DefaultActions: inputs.defaultActions.map((action: { targetGroupArn: string }) => ({
            ...{ Type: "forward", TargetGroupArn: action.targetGroupArn },
          })),
        })),
    describeTags: async ({ ResourceArns = [] }) => {
      if (ResourceArns.length > 20) throw new Error("ValidationError: at most 20 resources");
      return ResourceArns.map((ResourceArn) => ({
        ...{ ResourceArn, Tags: tagList(cloud.resources.get(ResourceArn)?.inputs.tags) },
      }));
    },
    describeSecurityGroups: async ({ Filters }) =>
      all("SecurityGroup")
        .filter(({ id }) => Filters?.[0]?.Values?.includes(id))
        .map(({ id, outputs, inputs }) => ({
          ...{ GroupId: id, GroupName: outputs.name, Description: outputs.description, VpcId: outputs.vpcId },
          Tags: tagList(inputs.tags),
        })),
    describeSecurityGroupRules: async ({ Filters }) =>
      [...all("SecurityGroupIngressRule"), ...all("SecurityGroupEgressRule")]
        .filter(({ inputs }) => Filters?.[0]?.Values?.includes(inputs.securityGroupId))
        .map(({ id, type, inputs }) => ({
          ...{ SecurityGroupRuleId: id, GroupId: inputs.securityGroupId, IsEgress: type.endsWith("EgressRule") },
          ...{ IpProtocol: inputs.ipProtocol, FromPort: inputs.fromPort ?? -1, ToPort: inputs.toPort ?? -1 },
          ...(inputs.cidrIpv4 && { CidrIpv4: inputs.cidrIpv4 }),
          ...(inputs.referencedSecurityGroupId && {
            ReferencedGroupInfo: { GroupId: inputs.referencedSecurityGroupId },
          }),
        })),
  };
}
