import type { Listener, LoadBalancer, TargetGroup } from "@aws-sdk/client-elastic-load-balancing-v2";
import { ownTags } from "../../discovery/eks/own-rules";
import { tagsOf } from "../../discovery/eks/tags";
import { reading, together, type CloudObject, type CloudReading } from "../cloud-object";
import type { Owner } from "../object-kind";
import type { AwsObjectReader } from "./reader";
import { withTags } from "./with-tags";

/**
 * Reads what carries the stack's tags in AWS. A part that AWS refuses is unread, the others are read all the same.
 * @param autoScalingGroups names of those that may be attached to a target group of ours
 */
export async function readAwsObjects(
  owner: Owner,
  autoScalingGroups: string[],
  aws: AwsObjectReader,
): Promise<CloudReading> {
  const Filters = Object.entries(ownTags(owner)).map(([key, value]) => ({ Name: `tag:${key}`, Values: [value] }));
  const balancers = onceFor(() => balancersOf(aws));
  const targetGroups = onceFor(() => targetGroupsOf(aws));
  return together(
    await Promise.all([
      reading("Security groups", ["aws:ec2/securityGroup:SecurityGroup"], async () =>
        (await aws.describeSecurityGroups({ Filters })).map(({ GroupId = "", Tags }) => ({
          ...{ type: "aws:ec2/securityGroup:SecurityGroup", id: GroupId },
          properties: { tags: tagsOf(Tags) },
        })),
      ),
      reading("Rules of security groups", [ruleType("Ingress"), ruleType("Egress")], async () =>
        (await aws.describeSecurityGroupRules({ Filters })).map((rule) => ({
          type: ruleType(rule.IsEgress ? "Egress" : "Ingress"),
          id: rule.SecurityGroupRuleId ?? "",
          properties: {
            securityGroupId: rule.GroupId,
            ipProtocol: rule.IpProtocol,
            ...{ fromPort: rule.FromPort, toPort: rule.ToPort },
            ...{ cidrIpv4: rule.CidrIpv4, cidrIpv6: rule.CidrIpv6, prefixListId: rule.PrefixListId },
            referencedSecurityGroupId: rule.ReferencedGroupInfo?.GroupId,
            tags: tagsOf(rule.Tags),
          },
        })),
      ),
      reading("Elastic IPs", ["aws:ec2/eip:Eip"], async () =>
        (await aws.describeAddresses({ Filters })).map(({ AllocationId = "", Tags }) => ({
          ...{ type: "aws:ec2/eip:Eip", id: AllocationId },
          properties: { tags: tagsOf(Tags) },
        })),
      ),
      reading("Load balancers", ["aws:lb/loadBalancer:LoadBalancer"], balancers),
      reading("Target groups", ["aws:lb/targetGroup:TargetGroup"], targetGroups),
      reading("Listeners", ["aws:lb/listener:Listener"], async () => listenersOf(ours(owner, await balancers()), aws)),
      reading("Attachments of Auto Scaling groups", ["aws:autoscaling/attachment:Attachment"], async () =>
        (await Promise.all(autoScalingGroups.map((name) => attachmentsOf(name, aws)))).flat(),
      ),
      reading("Targets", ["aws:lb/targetGroupAttachment:TargetGroupAttachment"], async () =>
        targetsOf(ours(owner, await targetGroups()), aws),
      ),
    ]),
  );
}

function ruleType(direction: "Ingress" | "Egress"): string {
  return `aws:vpc/securityGroup${direction}Rule:SecurityGroup${direction}Rule`;
}

/** Several parts are found through these; each is asked for once. */
function onceFor<Result>(read: () => Promise<Result>): () => Promise<Result> {
  let result: Promise<Result> | undefined;
  return () => (result ??= read());
}

/** Elastic Load Balancing has no filter for tags. */
function ours(owner: Owner, objects: CloudObject<Tagged>[]): CloudObject<Tagged>[] {
  const wanted = Object.entries(ownTags(owner));
  return objects.filter(({ properties: { tags } }) => wanted.every(([key, value]) => tags[key] === value));
}

interface Tagged {
  tags: Record<string, string>;
}

async function balancersOf(aws: AwsObjectReader): Promise<CloudObject<Tagged>[]> {
  const found = (await aws.describeLoadBalancers()).filter(({ Type }) => Type === "network");
  const objects = await withTags(found, ({ LoadBalancerArn }: LoadBalancer) => LoadBalancerArn, aws);
  return objects.map(({ id, tags, of: { SecurityGroups, AvailabilityZones = [] } }) => ({
    ...{ type: "aws:lb/loadBalancer:LoadBalancer", id },
    properties: {
      securityGroups: SecurityGroups ?? [],
      subnetMappings: AvailabilityZones.flatMap(({ LoadBalancerAddresses = [] }) =>
        LoadBalancerAddresses.map(({ AllocationId }) => ({ allocationId: AllocationId })),
      ),
      tags,
    },
  }));
}

async function targetGroupsOf(aws: AwsObjectReader): Promise<CloudObject<Tagged & { targetType?: string }>[]> {
  const found = await aws.describeTargetGroups();
  const objects = await withTags(found, ({ TargetGroupArn }: TargetGroup) => TargetGroupArn, aws);
  return objects.map(({ id, tags, of: { TargetType: targetType } }) => ({
    ...{ type: "aws:lb/targetGroup:TargetGroup", id },
    properties: { tags, ...(targetType !== undefined && { targetType }) },
  }));
}

async function listenersOf(balancers: CloudObject[], aws: AwsObjectReader): Promise<CloudObject[]> {
  const found = await Promise.all(balancers.map(({ id }) => aws.describeListeners({ LoadBalancerArn: id })));
  const objects = await withTags(found.flat(), ({ ListenerArn }: Listener) => ListenerArn, aws);
  return objects.map(({ id, tags, of: { LoadBalancerArn, Port, Protocol, DefaultActions = [] } }) => ({
    ...{ type: "aws:lb/listener:Listener", id },
    properties: {
      ...{ loadBalancerArn: LoadBalancerArn, port: Port, protocol: Protocol },
      defaultActions: DefaultActions.map(({ TargetGroupArn }) => ({ targetGroupArn: TargetGroupArn })),
      tags,
    },
  }));
}

/** Only groups of addresses have targets that the program registers; instances come and go with their Auto Scaling group. */
async function targetsOf(groups: CloudObject[], aws: AwsObjectReader): Promise<CloudObject[]> {
  const found = await Promise.all(
    groups
      .filter(({ properties }) => properties.targetType === "ip")
      .map(async ({ id }) => ({ id, targets: await aws.describeTargetHealth({ TargetGroupArn: id }) })),
  );
  return found.flatMap(({ id, targets }) =>
    targets.map(({ Target: { Id = "", Port } = { Id: "" } }) => ({
      type: "aws:lb/targetGroupAttachment:TargetGroupAttachment",
      id: `${id},${Id},${Port}`,
      properties: { targetGroupArn: id, targetId: Id, port: Port },
    })),
  );
}

async function attachmentsOf(name: string, aws: AwsObjectReader): Promise<CloudObject[]> {
  return (await aws.getGroup(name)).map((arn) => ({
    type: "aws:autoscaling/attachment:Attachment",
    id: `${name},${arn}`,
    properties: { autoscalingGroupName: name, lbTargetGroupArn: arn },
  }));
}
