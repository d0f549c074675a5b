import { isOurs } from "../../discovery/eks/own-rules";
import type { Command, ObjectKind, Place } from "../object-kind";

/** A command of the AWS CLI, in the region and with the profile of the stack. */
function aws({ region, profile }: Place, ...words: string[]): Command {
  return [
    ...["aws", ...words],
    ...(region === undefined ? [] : ["--region", region]),
    ...(profile === undefined ? [] : ["--profile", profile]),
  ];
}

interface Tagged {
  tags?: Record<string, string>;
}

const tagged = {
  isMarked: ({ properties: { tags = {} } }, surroundings) => isOurs(tags, surroundings),
  isNamed: false,
} satisfies Pick<ObjectKind<Tagged>, "isMarked" | "isNamed">;

/** `pulumi import` takes its id, sg-…. */
const securityGroup: ObjectKind<Tagged> = {
  ...tagged,
  type: "aws:ec2/securityGroup:SecurityGroup",
  title: "security group",
  identity: () => [],
  uses: () => [],
  remove: ({ id }, place) => [aws(place, "ec2", "delete-security-group", "--group-id", id)],
};

/** `pulumi import` takes its allocation id, eipalloc-…. */
const elasticIp: ObjectKind<Tagged> = {
  ...tagged,
  type: "aws:ec2/eip:Eip",
  title: "Elastic IP",
  identity: () => [],
  uses: () => [],
  remove: ({ id }, place) => [aws(place, "ec2", "release-address", "--allocation-id", id)],
};

/** `pulumi import` takes its ARN. */
const targetGroup: ObjectKind<Tagged> = {
  ...tagged,
  type: "aws:lb/targetGroup:TargetGroup",
  title: "target group",
  identity: () => [],
  uses: () => [],
  remove: ({ id }, place) => [aws(place, "elbv2", "delete-target-group", "--target-group-arn", id)],
};

interface LoadBalancer extends Tagged {
  securityGroups?: string[];
  subnetMappings?: { allocationId?: string }[];
}

/** `pulumi import` takes its ARN. */
const loadBalancer: ObjectKind<LoadBalancer> = {
  ...tagged,
  type: "aws:lb/loadBalancer:LoadBalancer",
  title: "load balancer",
  identity: () => [],
  uses: ({ securityGroups = [], subnetMappings = [] }) => [
    ...securityGroups,
    ...subnetMappings.flatMap(({ allocationId }) => allocationId ?? []),
  ],
  // Until it is gone, AWS refuses to delete what it uses.
  remove: ({ id }, place) => [
    aws(place, "elbv2", "delete-load-balancer", "--load-balancer-arn", id),
    aws(place, "elbv2", "wait", "load-balancers-deleted", "--load-balancer-arns", id),
  ],
};

interface Listener extends Tagged {
  loadBalancerArn: string;
  port: number;
  protocol: string;
  defaultActions?: { targetGroupArn?: string }[];
}

/** `pulumi import` takes its ARN. */
const listener: ObjectKind<Listener> = {
  ...tagged,
  type: "aws:lb/listener:Listener",
  title: "listener",
  detail: ({ protocol, port }) => `${protocol} ${port}`,
  identity: ({ port }) => [port],
  uses: ({ loadBalancerArn, defaultActions = [] }) => [
    loadBalancerArn,
    ...defaultActions.flatMap(({ targetGroupArn }) => targetGroupArn ?? []),
  ],
  remove: ({ id }, place) => [aws(place, "elbv2", "delete-listener", "--listener-arn", id)],
};

interface SecurityGroupRule extends Tagged {
  securityGroupId: string;
  ipProtocol: string | number;
  /** Absent, as -1: every one. */
  fromPort?: number;
  toPort?: number;
  cidrIpv4?: string;
  cidrIpv6?: string;
  prefixListId?: string;
  referencedSecurityGroupId?: string;
}

/** `pulumi import` takes its id, sgr-…. */
function securityGroupRule(direction: "Ingress" | "Egress"): ObjectKind<SecurityGroupRule> {
  const revoke = `revoke-security-group-${direction.toLowerCase()}`;
  return {
    ...tagged,
    type: `aws:vpc/securityGroup${direction}Rule:SecurityGroup${direction}Rule`,
    title: `${direction.toLowerCase()} rule`,
    detail: ({ securityGroupId, ipProtocol, fromPort = -1, toPort = -1 }) =>
      `${ipProtocol} ${fromPort === toPort ? fromPort : `${fromPort}-${toPort}`} of ${securityGroupId}`,
    identity: ({ securityGroupId, ipProtocol, fromPort = -1, toPort = -1, ...peer }) => [
      ...[securityGroupId, String(ipProtocol), fromPort, toPort],
      ...[peer.cidrIpv4, peer.cidrIpv6, peer.prefixListId, peer.referencedSecurityGroupId],
    ],
    uses: ({ securityGroupId, referencedSecurityGroupId }) => [
      securityGroupId,
      ...(referencedSecurityGroupId === undefined ? [] : [referencedSecurityGroupId]),
    ],
    remove: ({ id, properties: { securityGroupId } }, place) => [
      aws(place, "ec2", revoke, "--group-id", securityGroupId, "--security-group-rule-ids", id),
    ],
  };
}

interface AutoScalingAttachment {
  autoscalingGroupName: string;
  lbTargetGroupArn: string;
}

/**
 * A relation: it has no tags, and Pulumi cannot import it. An Auto Scaling group keeps the name of a target group that is gone, and
 * starts no instance then, so the relation is ended before the target group goes.
 */
const autoScalingAttachment: ObjectKind<AutoScalingAttachment> = {
  type: "aws:autoscaling/attachment:Attachment",
  title: "attachment",
  detail: ({ autoscalingGroupName }) => `of ${autoscalingGroupName}`,
  isMarked: ({ properties }, surroundings) => surroundings.isOurs(properties.lbTargetGroupArn),
  identity: ({ autoscalingGroupName, lbTargetGroupArn }) => [autoscalingGroupName, lbTargetGroupArn],
  isNamed: false,
  isRepeatable: true,
  uses: ({ lbTargetGroupArn }) => [lbTargetGroupArn],
  remove: ({ properties: { autoscalingGroupName, lbTargetGroupArn } }, place) => [
    aws(
      place,
      ...["autoscaling", "detach-load-balancer-target-groups", "--auto-scaling-group-name", autoscalingGroupName],
      ...["--target-group-arns", lbTargetGroupArn],
    ),
  ],
};

interface TargetGroupAttachment {
  targetGroupArn: string;
  targetId: string;
  port: number;
}

/** The registration of an address, a relation too. */
const targetGroupAttachment: ObjectKind<TargetGroupAttachment> = {
  type: "aws:lb/targetGroupAttachment:TargetGroupAttachment",
  title: "target",
  detail: ({ targetId, port }) => `${targetId}:${port}`,
  isMarked: ({ properties }, surroundings) => surroundings.isOurs(properties.targetGroupArn),
  identity: ({ targetGroupArn, targetId, port }) => [targetGroupArn, targetId, port],
  isNamed: false,
  isRepeatable: true,
  uses: ({ targetGroupArn }) => [targetGroupArn],
  remove: ({ properties: { targetGroupArn, targetId, port } }, place) => [
    aws(
      place,
      ...["elbv2", "deregister-targets", "--target-group-arn", targetGroupArn],
      ...["--targets", `Id=${targetId},Port=${port}`],
    ),
  ],
};

/** What the program makes on AWS, in the order of creation. Import ids: documentation of the provider, section "Import" of each. */
export const awsKinds: ObjectKind[] = [
  securityGroup,
  elasticIp,
  targetGroup,
  loadBalancer,
  securityGroupRule("Ingress"),
  securityGroupRule("Egress"),
  listener,
  autoScalingAttachment,
  targetGroupAttachment,
];
