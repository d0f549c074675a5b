import type * as elb from "@aws-sdk/client-elastic-load-balancing-v2";
import { BadInput } from "../../components/bad-input";
import { displayNames, tags as lls } from "../../components/lls";
import { tagsOf } from "../../discovery/eks/tags";
import type { AwsObjectReader } from "../../recovery/aws/reader";
import { withTags } from "../../recovery/aws/with-tags";

/** What stands in AWS of an installation made by hand. */
export interface FoundOnEks {
  loadBalancer: FoundLoadBalancer;
  /** UDP listeners of it, sorted by port. */
  listeners: FoundListener[];
  /** Target groups that these forward to. */
  targetGroups: FoundTargetGroup[];
  /** Security groups of the load balancer, with their rules. */
  securityGroups: FoundSecurityGroup[];
}

/** A load balancer. */
export interface FoundLoadBalancer {
  arn: string;
  name: string;
  internetFacing: boolean;
  subnets: { subnetId: string; allocationId?: string }[];
  securityGroupIds: string[];
}

/** A listener. */
export interface FoundListener {
  arn: string;
  port: number;
  /** Of the target groups that it forwards to. */
  targetGroupArns: string[];
}

/** A target group. */
export interface FoundTargetGroup {
  arn: string;
  name: string;
  protocol: string;
  port: number;
  targetType: string;
  vpcId: string;
}

/** A security group. */
export interface FoundSecurityGroup {
  id: string;
  name: string;
  description: string;
  vpcId: string;
  tags: Record<string, string>;
  rules: FoundRule[];
}

/** A rule of a security group. */
export interface FoundRule {
  id: string;
  groupId: string;
  egress: boolean;
  protocol: string;
  fromPort: number;
  toPort: number;
  /** CIDR block, or the id of a prefix list or of another group. */
  peer: string;
}

/** The calls that find an installation. */
export type GuideReader = Pick<
  AwsObjectReader,
  | "describeLoadBalancers"
  | "describeListeners"
  | "describeTargetGroups"
  | "describeTags"
  | "describeSecurityGroups"
  | "describeSecurityGroupRules"
>;

/**
 * Finds the installation by its load balancer, from which everything else follows.
 * @param given name or ARN of the load balancer; absent: the one that has the guide's name, or else the guide's tags
 * @throws BadInput if none is found, or several
 */
export async function findOnEks(cluster: string, given: string | undefined, aws: GuideReader): Promise<FoundOnEks> {
  const balancers = (await aws.describeLoadBalancers()).filter(({ Type }) => Type === "network");
  const chosen = await chosenBalancer(balancers, cluster, given, aws);
  const loadBalancer = foundLoadBalancer(chosen);
  const [listeners, targetGroups, securityGroups] = await Promise.all([
    aws.describeListeners({ LoadBalancerArn: loadBalancer.arn }),
    aws.describeTargetGroups(),
    foundSecurityGroups(loadBalancer.securityGroupIds, aws),
  ]);
  const udp = listeners.filter(({ Protocol }) => Protocol === "UDP").map(foundListener);
  const forwardedTo = new Set(udp.flatMap(({ targetGroupArns }) => targetGroupArns));
  return {
    loadBalancer,
    listeners: udp.sort((one, other) => one.port - other.port),
    targetGroups: targetGroups
      .map(foundTargetGroup)
      .filter(({ arn }) => forwardedTo.has(arn))
      .sort(byArn),
    securityGroups,
  };
}

async function chosenBalancer(
  balancers: elb.LoadBalancer[],
  cluster: string,
  given: string | undefined,
  reader: GuideReader,
): Promise<elb.LoadBalancer> {
  const name = displayNames.loadBalancer(cluster);
  const wanted = balancers.filter(({ LoadBalancerArn, LoadBalancerName }) =>
    [LoadBalancerArn, LoadBalancerName].includes(given ?? name),
  );
  const found = wanted.length > 0 || given !== undefined ? wanted : await tagged(balancers, cluster, reader);
  if (found.length === 1) return found[0]!;
  const reason =
    given !== undefined
      ? "there is no network load balancer of this name or ARN in this account and region"
      : found.length === 0
        ? `no network load balancer is called ${name} or tagged ${lls.cluster}=${cluster}; give the name or ARN of the one that browsers use, or install without adopting anything: pulumi up`
        : `several network load balancers are tagged ${lls.cluster}=${cluster}: ${found
            .map(({ LoadBalancerName }) => LoadBalancerName)
            .sort()
            .join(", ")}; give the name or ARN of the one that browsers use`;
  throw new BadInput("lls adopt", [{ path: "--load-balancer", reason, ...(given !== undefined && { value: given }) }]);
}

/** Those that carry the guide's tags, and are not of a Pulumi program. */
async function tagged(
  balancers: elb.LoadBalancer[],
  cluster: string,
  reader: GuideReader,
): Promise<elb.LoadBalancer[]> {
  const found = await withTags(balancers, ({ LoadBalancerArn }) => LoadBalancerArn, reader);
  return found
    .filter(({ tags }) => tags[lls.cluster] === cluster && tags[lls.provisioner.key] === undefined)
    .map(({ of }) => of);
}

function foundLoadBalancer(balancer: elb.LoadBalancer): FoundLoadBalancer {
  const { LoadBalancerArn = "", LoadBalancerName = "", Scheme, SecurityGroups, AvailabilityZones = [] } = balancer;
  return {
    ...{ arn: LoadBalancerArn, name: LoadBalancerName, internetFacing: Scheme === "internet-facing" },
    subnets: AvailabilityZones.map(({ SubnetId = "", LoadBalancerAddresses = [] }) => {
      const allocationId = LoadBalancerAddresses.find((address) => address.AllocationId)?.AllocationId;
      return { subnetId: SubnetId, ...(allocationId !== undefined && { allocationId }) };
    }).sort((one, other) => (one.subnetId < other.subnetId ? -1 : 1)),
    securityGroupIds: [...(SecurityGroups ?? [])].sort(),
  };
}

function foundListener({ ListenerArn = "", Port = 0, DefaultActions = [] }: elb.Listener): FoundListener {
  const arns = DefaultActions.flatMap(
    ({ TargetGroupArn, ForwardConfig }) =>
      TargetGroupArn ?? ForwardConfig?.TargetGroups?.flatMap((group) => group.TargetGroupArn ?? []) ?? [],
  );
  return { arn: ListenerArn, port: Port, targetGroupArns: arns.sort() };
}

function foundTargetGroup(group: elb.TargetGroup): FoundTargetGroup {
  return {
    ...{ arn: group.TargetGroupArn ?? "", name: group.TargetGroupName ?? "", protocol: group.Protocol ?? "" },
    ...{ port: group.Port ?? 0, targetType: group.TargetType ?? "", vpcId: group.VpcId ?? "" },
  };
}

async function foundSecurityGroups(ids: string[], aws: GuideReader): Promise<FoundSecurityGroup[]> {
  if (ids.length === 0) return [];
  const Filters = [{ Name: "group-id", Values: ids }];
  const [groups, rules] = await Promise.all([
    aws.describeSecurityGroups({ Filters }),
    aws.describeSecurityGroupRules({ Filters }),
  ]);
  return groups
    .map(({ GroupId = "", GroupName = "", Description = "", VpcId = "", Tags }) => ({
      ...{ id: GroupId, name: GroupName, description: Description, vpcId: VpcId, tags: tagsOf(Tags) },
      rules: rules
        .filter((rule) => rule.GroupId === GroupId)
        .map((rule): FoundRule => ({
          ...{ id: rule.SecurityGroupRuleId ?? "", groupId: GroupId, egress: rule.IsEgress === true },
          ...{ protocol: rule.IpProtocol ?? "-1", fromPort: rule.FromPort ?? -1, toPort: rule.ToPort ?? -1 },
          peer: rule.CidrIpv4 ?? rule.CidrIpv6 ?? rule.ReferencedGroupInfo?.GroupId ?? rule.PrefixListId ?? "",
        }))
        .sort(byId),
    }))
    .sort(byId);
}

function byArn(one: { arn: string }, other: { arn: string }): number {
  return one.arn < other.arn ? -1 : 1;
}

function byId(one: { id: string }, other: { id: string }): number {
  return one.id < other.id ? -1 : 1;
}
