import type * as ec2 from "@aws-sdk/client-ec2";
import type { Ec2Reader } from "../discovery/eks/ec2-reader";
import type {
  AwsNetwork,
  NodePoolFacts,
  SecurityGroupRuleFacts,
  RouteFacts,
  SubnetFacts,
} from "../reachability/aws/network";
import type { SimulatedAwsSeed } from "../simulator/cloud";

/** Tags in which instances name what launched them, by the kind of the pool; so that discovery finds the pool again. */
const launcherTags: Record<string, string> = {
  managedNodeGroup: "eks:nodegroup-name",
  autoScalingGroup: "aws:autoscaling:groupName",
  instances: "karpenter.sh/nodepool",
};

/** EC2 as it answers for what a seed says: the facts of discovery, the other way round. What the seed does not know is denied. */
export function simulatedEc2({ cluster, network }: SimulatedAwsSeed): Ec2Reader {
  if (network === undefined) return {} as Ec2Reader; // without a cluster, discovery does not come so far
  const lists = prefixListsOf(network);
  return {
    describeSubnets: async ({ Filters }) =>
      network.subnets
        .filter(({ id }) => matches(Filters, "subnet-id", id))
        .map((subnet) => subnetOf(network.vpcId, subnet)),
    describeInstances: async () => network.nodePools.flatMap((pool) => instancesOf(pool, cluster?.name ?? "")),
    describeSecurityGroups: async ({ Filters }) =>
      network.securityGroups
        .filter(({ id }) => matches(Filters, "group-id", id))
        .map(({ id, name, tags }) => ({ GroupId: id, GroupName: name, Tags: tagsOf(tags) })),
    describeSecurityGroupRules: async ({ Filters }) =>
      network.securityGroups
        .filter(({ id }) => matches(Filters, "group-id", id))
        .flatMap(({ id, rules = [] }) => rules.map((rule) => ruleOf(id, rule))),
    describeNetworkAcls: async () => network.networkAcls.map((acl) => aclOf(acl, network.subnets)),
    describeRouteTables: async () => network.routeTables.map((table) => routeTableOf(table, network.subnets)),
    describeVpcs: async () => [vpcOf(network)],
    describeVpcBlockPublicAccessOptions: async () => ({
      InternetGatewayBlockMode: known(network.blockPublicAccess?.mode) as ec2.InternetGatewayBlockMode,
    }),
    describeVpcBlockPublicAccessExclusions: async () =>
      (network.blockPublicAccess?.exclusions ?? []).map(({ resourceId, mode }) => ({
        ResourceArn: `arn:aws:ec2:::${resourceId.startsWith("vpc-") ? "vpc" : "subnet"}/${resourceId}`,
        InternetGatewayExclusionMode: mode as ec2.InternetGatewayExclusionMode,
      })),
    describeManagedPrefixLists: async ({ Filters }) =>
      [...lists]
        .filter(([id]) => matches(Filters, "prefix-list-id", id))
        .map(([PrefixListId, { name }]) => ({ PrefixListId, PrefixListName: name })),
    getManagedPrefixListEntries: async ({ PrefixListId }) =>
      known(lists.get(PrefixListId ?? "")?.cidrs).map((Cidr) => ({ Cidr })),
    describeLaunchTemplateVersions: async ({ LaunchTemplateId }) =>
      network.nodePools.filter(({ name }) => `lt-${name}` === LaunchTemplateId).map(launchTemplateOf),
  };
}

/** @throws Error as EC2 throws it where the caller may not read */
function known<T>(value: T | undefined): T {
  if (value !== undefined) return value;
  throw Object.assign(new Error("the seed does not say"), { name: "UnauthorizedOperation" });
}

/** Whether a filter takes a value; one that is not given takes all. */
function matches(filters: ec2.Filter[] | undefined, name: string, value: string): boolean {
  return (filters ?? []).every(({ Name, Values = [] }) => Name !== name || Values.includes(value));
}

function tagsOf(tags: Record<string, string>): ec2.Tag[] {
  return Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
}

function subnetOf(vpcId: string, subnet: SubnetFacts): ec2.Subnet {
  return {
    SubnetId: subnet.id,
    VpcId: vpcId,
    AvailabilityZone: subnet.availabilityZone,
    CidrBlock: subnet.cidr,
    AvailableIpAddressCount: subnet.availableAddresses,
    Ipv6CidrBlockAssociationSet: subnet.ipv6Cidrs.map((Ipv6CidrBlock) => ({
      ...{ Ipv6CidrBlock, Ipv6CidrBlockState: { State: "associated" } },
    })),
    Tags: subnet.name === undefined ? [] : tagsOf({ Name: subnet.name }),
  };
}

function instancesOf(pool: NodePoolFacts, cluster: string): ec2.Instance[] {
  const { interfaces = [] } = pool;
  const launcher = launcherTags[pool.kind]!;
  const launchedBy = pool.kind === "autoScalingGroup" ? (pool.autoScalingGroups[0]?.name ?? pool.name) : pool.name;
  const ofCluster =
    pool.kind === "managedNodeGroup"
      ? { "eks:cluster-name": cluster }
      : { [`kubernetes.io/cluster/${cluster}`]: "owned" };
  return pool.addresses.map(({ address, subnetId }, index) => ({
    InstanceId: `i-${pool.name}-${index}`,
    InstanceType: pool.instanceTypes[index % Math.max(1, pool.instanceTypes.length)] as ec2._InstanceType,
    SubnetId: subnetId,
    PrivateIpAddress: address,
    Tags: tagsOf({ ...ofCluster, [launcher]: launchedBy }),
    // The facts do not say whose an interface in another subnet is, nor where the next node will be: the first node has them all.
    NetworkInterfaces: interfaces
      .filter((nic) => index === 0 || (nic.primary && nic.subnetId === subnetId))
      .map((nic) => ({
        SubnetId: nic.subnetId,
        Groups: nic.securityGroupIds.map((GroupId) => ({ GroupId })),
        Attachment: { DeviceIndex: nic.primary ? 0 : 1, NetworkCardIndex: 0 },
        ...(pool.podSecurityGroups && { InterfaceType: "trunk" }),
      })),
  }));
}

function launchTemplateOf(pool: NodePoolFacts): ec2.LaunchTemplateVersion {
  const ofOneSubnet = (pool.interfaces ?? []).filter(({ subnetId }) => subnetId === pool.interfaces?.[0]?.subnetId);
  return {
    LaunchTemplateData: {
      InstanceType: pool.instanceTypes[0] as ec2._InstanceType,
      NetworkInterfaces: ofOneSubnet.map(({ securityGroupIds, primary }) => ({
        ...{ Groups: securityGroupIds, DeviceIndex: primary ? 0 : 1, NetworkCardIndex: 0 },
      })),
    },
  };
}

function ruleOf(GroupId: string, rule: SecurityGroupRuleFacts): ec2.SecurityGroupRule {
  const isIpv6 = rule.cidr?.includes(":");
  return {
    ...{ GroupId, SecurityGroupRuleId: rule.id, IsEgress: rule.egress, IpProtocol: rule.protocol },
    ...{ FromPort: rule.fromPort, ToPort: rule.toPort, Description: rule.description, Tags: tagsOf(rule.tags) },
    ...{ [isIpv6 ? "CidrIpv6" : "CidrIpv4"]: rule.cidr, PrefixListId: rule.prefixListId },
    ...(rule.referencedGroupId !== undefined && { ReferencedGroupInfo: { GroupId: rule.referencedGroupId } }),
  };
}

function aclOf({ id, entries }: AwsNetwork["networkAcls"][number], subnets: SubnetFacts[]): ec2.NetworkAcl {
  return {
    NetworkAclId: id,
    Associations: subnets.filter(({ networkAclId }) => networkAclId === id).map((subnet) => ({ SubnetId: subnet.id })),
    Entries: entries.map((entry) => ({
      ...{ RuleNumber: entry.ruleNumber, Egress: entry.egress, RuleAction: entry.allow ? "allow" : "deny" },
      ...{ Protocol: entry.protocol, [entry.cidr.includes(":") ? "Ipv6CidrBlock" : "CidrBlock"]: entry.cidr },
      ...(entry.fromPort !== undefined && { PortRange: { From: entry.fromPort, To: entry.toPort } }),
      ...(entry.icmpType !== undefined && { IcmpTypeCode: { Type: entry.icmpType, Code: entry.icmpCode } }),
    })),
  };
}

function routeTableOf(table: AwsNetwork["routeTables"][number], subnets: SubnetFacts[]): ec2.RouteTable {
  const ofSubnets = subnets.filter(({ routeTableId }) => routeTableId === table.id);
  return {
    RouteTableId: table.id,
    Associations: [
      ...ofSubnets.map((subnet) => ({ SubnetId: subnet.id, RouteTableId: table.id })),
      ...table.gatewayIds.map((GatewayId) => ({ GatewayId, RouteTableId: table.id })),
    ],
    Routes: distinct(table.routes.map(routeOf)),
  };
}

/** A prefix list stands in the facts with one route for each of its ranges. */
function routeOf({ destination, target, state, prefixListId }: RouteFacts): ec2.Route {
  const to =
    prefixListId !== undefined
      ? "DestinationPrefixListId"
      : destination.includes(":")
        ? "DestinationIpv6CidrBlock"
        : "DestinationCidrBlock";
  return { [to]: prefixListId ?? destination, GatewayId: target, State: state as ec2.RouteState };
}

function distinct(routes: ec2.Route[]): ec2.Route[] {
  return [...new Map(routes.map((route) => [JSON.stringify(route), route])).values()];
}

function vpcOf({ vpcId, vpcCidrs }: AwsNetwork): ec2.Vpc {
  const state = { State: "associated" as const };
  const [v6, v4] = [true, false].map((wanted) => vpcCidrs.filter((cidr) => cidr.includes(":") === wanted));
  return {
    VpcId: vpcId,
    CidrBlockAssociationSet: v4!.map((CidrBlock) => ({ CidrBlock, CidrBlockState: state })),
    Ipv6CidrBlockAssociationSet: v6!.map((Ipv6CidrBlock) => ({ Ipv6CidrBlock, Ipv6CidrBlockState: state })),
  };
}

interface PrefixList {
  name?: string;
  cidrs?: string[];
}

function prefixListsOf({ routeTables, securityGroups }: AwsNetwork): Map<string, PrefixList> {
  const lists = new Map<string, PrefixList>();
  for (const { prefixListId, prefixListName: name, destination } of routeTables.flatMap(({ routes }) => routes)) {
    if (prefixListId === undefined) continue;
    const cidrs = lists.get(prefixListId)?.cidrs ?? [];
    lists.set(prefixListId, { name, cidrs: [...new Set([...cidrs, destination])] });
  }
  for (const { prefixListId, prefixListName: name, prefixListCidrs: cidrs } of securityGroups.flatMap(
    ({ rules = [] }) => rules,
  )) {
    if (prefixListId !== undefined) lists.set(prefixListId, { name, cidrs });
  }
  return lists;
}
