import type * as ec2 from "@aws-sdk/client-ec2";
import type { GetGroupResult } from "@pulumi/aws/autoscaling/getGroup";
import type { GetNodeGroupResult } from "@pulumi/aws/eks/getNodeGroup";

/** What a fake AWS holds, as its API answers it. */
export interface CloudData {
  clusterSecurityGroupId: string;
  nodeGroups: Partial<GetNodeGroupResult>[];
  autoScalingGroups: (Pick<GetGroupResult, "name" | "healthCheckType" | "vpcZoneIdentifier"> &
    Partial<GetGroupResult>)[];
  subnets: ec2.Subnet[];
  instances: ec2.Instance[];
  securityGroups: ec2.SecurityGroup[];
  securityGroupRules: ec2.SecurityGroupRule[];
  networkAcls: ec2.NetworkAcl[];
  routeTables: ec2.RouteTable[];
  vpcs: ec2.Vpc[];
  blockPublicAccess: ec2.VpcBlockPublicAccessOptions;
  exclusions: ec2.VpcBlockPublicAccessExclusion[];
  /** Entries by id and name. */
  prefixLists: { id: string; name: string; cidrs: string[] }[];
  launchTemplates: Record<string, ec2.LaunchTemplateVersion>;
}

export const cluster = "nvcf-dev";
export const vpcId = "vpc-1";

const tags = (record: Record<string, string>): ec2.Tag[] =>
  Object.entries(record).map(([Key, Value]) => ({ Key, Value }));

const subnet = (id: string, zone: string, cidr: string): ec2.Subnet => ({
  SubnetId: id,
  VpcId: vpcId,
  AvailabilityZone: zone,
  CidrBlock: cidr,
  AvailableIpAddressCount: 50,
  Tags: tags({ Name: `name-of-${id}` }),
});

const nic = (subnetId: string, groups: string[], deviceIndex = 0): ec2.InstanceNetworkInterface => ({
  SubnetId: subnetId,
  Groups: groups.map((GroupId) => ({ GroupId })),
  Attachment: { DeviceIndex: deviceIndex, NetworkCardIndex: 0 },
});

const instance = (id: string, address: string, labels: Record<string, string>, groups: string[]): ec2.Instance => ({
  InstanceId: id,
  InstanceType: "m6i.4xlarge",
  VpcId: vpcId,
  SubnetId: "subnet-private-a",
  State: { Name: "running" },
  PrivateIpAddress: address,
  Tags: tags(labels),
  NetworkInterfaces: [nic("subnet-private-a", groups), nic("subnet-pods-a", groups, 1)],
});

const nodeGroup = (name: string, more: Partial<GetNodeGroupResult>): Partial<GetNodeGroupResult> => ({
  nodeGroupName: name,
  capacityType: "ON_DEMAND",
  labels: {},
  subnetIds: ["subnet-private-b", "subnet-private-a"],
  instanceTypes: ["g5.12xlarge"],
  launchTemplates: [],
  resources: [{ autoscalingGroups: [{ name: `asg-${name}` }], remoteAccessSecurityGroupId: "" }],
  scalingConfigs: [{ desiredSize: 0, maxSize: 4, minSize: 0 }],
  ...more,
});

const group = (id: string, record: Record<string, string> = {}): ec2.SecurityGroup => ({
  GroupId: id,
  GroupName: `name-of-${id}`,
  VpcId: vpcId,
  Tags: tags(record),
});

const template = (name: string): Partial<GetNodeGroupResult> => ({
  launchTemplates: [{ id: `lt-${name}`, name, version: "3" }],
});

const inCluster = { [`kubernetes.io/cluster/${cluster}`]: "owned" };

const ofCluster = { key: `kubernetes.io/cluster/${cluster}`, value: "owned", propagateAtLaunch: true };

/** A self-managed group at zero nodes. */
const scaledDown = (name: string, more: Partial<GetGroupResult> = {}): CloudData["autoScalingGroups"][number] => ({
  name,
  healthCheckType: "EC2",
  vpcZoneIdentifier: "subnet-private-a",
  desiredCapacity: 0,
  launchTemplates: [],
  mixedInstancesPolicies: [],
  tags: [ofCluster],
  ...more,
});

const mixedInstances = (launchTemplateId: string): GetGroupResult["mixedInstancesPolicies"][number] => ({
  instancesDistributions: [],
  launchTemplates: [
    { launchTemplateSpecifications: [{ launchTemplateId, launchTemplateName: "mixed", version: "3" }], overrides: [] },
  ],
});

/** A cluster with one of everything that discovery tells apart. */
export function everything(): CloudData {
  return {
    clusterSecurityGroupId: "sg-cluster",
    nodeGroups: [
      nodeGroup("compute", { labels: { "node-type": "compute" } }),
      nodeGroup("gpu-at-zero", { labels: { "nvcf.nvidia.com/workload": "gpu" } }),
      nodeGroup("own-groups-at-zero", template("groups")),
      nodeGroup("interfaces-at-zero", template("interfaces")),
      nodeGroup("no-groups-at-zero", template("none")),
      nodeGroup("ssh-at-zero", { resources: [{ autoscalingGroups: [], remoteAccessSecurityGroupId: "sg-ssh" }] }),
    ],
    autoScalingGroups: [
      ...["compute", "gpu-at-zero", "own-groups-at-zero", "interfaces-at-zero", "no-groups-at-zero"].map((name) =>
        scaledDown(`asg-${name}`),
      ),
      scaledDown("own-template", { launchTemplates: [{ id: "lt-groups", name: "own", version: "3" }] }),
      scaledDown("mixed", { mixedInstancesPolicies: [mixedInstances("lt-interfaces")] }),
      scaledDown("leaves-groups-to-vpc", { launchTemplates: [{ id: "lt-none", name: "none", version: "3" }] }),
      { ...scaledDown("of-another-cluster"), tags: [{ ...ofCluster, key: "kubernetes.io/cluster/another" }] },
      {
        ...scaledDown("self-managed"),
        healthCheckType: "ELB",
        vpcZoneIdentifier: "subnet-private-a,subnet-private-b",
        tags: [
          { key: "k8s.io/cluster-autoscaler/node-template/label/role", value: "db", propagateAtLaunch: true },
          { key: "Name", value: "db", propagateAtLaunch: true },
        ],
      },
    ],
    subnets: [
      subnet("subnet-public-a", "us-west-2a", "192.0.2.0/27"),
      subnet("subnet-private-a", "us-west-2a", "192.0.2.32/27"),
      subnet("subnet-private-b", "us-west-2b", "192.0.2.64/27"),
      subnet("subnet-pods-a", "us-west-2a", "192.0.2.96/27"),
      { SubnetId: "subnet-ipv6", VpcId: vpcId, AvailabilityZone: "us-west-2a", AvailableIpAddressCount: 0 },
      { ...subnet("subnet-elsewhere", "us-west-2a", "198.51.100.0/27"), VpcId: "vpc-2" },
    ],
    instances: [
      instance("i-1", "192.0.2.41", { "eks:cluster-name": cluster, "eks:nodegroup-name": "compute" }, ["sg-b", "sg-a"]),
      instance("i-2", "192.0.2.42", { "eks:cluster-name": cluster, "eks:nodegroup-name": "compute" }, ["sg-a", "sg-b"]),
      instance("i-3", "192.0.2.43", { ...inCluster, "aws:autoscaling:groupName": "self-managed" }, ["sg-a"]),
      instance("i-4", "192.0.2.44", { ...inCluster, "karpenter.sh/nodepool": "burst" }, ["sg-a"]),
      instance("i-5", "192.0.2.45", { "eks:eks-cluster-name": cluster, "eks:kubernetes-node-pool-name": "auto" }, [
        "sg-a",
      ]),
      instance("i-6", "192.0.2.46", inCluster, ["sg-a"]),
      instance("i-7", "192.0.2.47", { "eks:cluster-name": "another" }, ["sg-other"]),
      { ...instance("i-8", "192.0.2.48", inCluster, ["sg-other"]), State: { Name: "terminated" } },
    ],
    securityGroups: [
      group("sg-cluster", inCluster),
      group("sg-a", inCluster),
      group("sg-b"),
      group("sg-peer"),
      group("sg-ssh"),
      group("sg-template"),
      group("sg-efa"),
      group("sg-given"),
      group("sg-other"),
    ],
    securityGroupRules: [
      {
        SecurityGroupRuleId: "sgr-1",
        GroupId: "sg-a",
        IsEgress: false,
        IpProtocol: "tcp",
        FromPort: 22,
        ToPort: 22,
        CidrIpv4: "198.51.100.0/24",
        Description: "ssh",
      },
      {
        SecurityGroupRuleId: "sgr-2",
        GroupId: "sg-a",
        IsEgress: false,
        IpProtocol: "-1",
        FromPort: -1,
        ToPort: -1,
        ReferencedGroupInfo: { GroupId: "sg-peer" },
        Tags: tags({ team: "a" }),
      },
      {
        SecurityGroupRuleId: "sgr-3",
        GroupId: "sg-a",
        IsEgress: true,
        IpProtocol: "tcp",
        FromPort: 443,
        ToPort: 443,
        PrefixListId: "pl-1",
      },
      {
        SecurityGroupRuleId: "sgr-4",
        GroupId: "sg-b",
        IsEgress: true,
        IpProtocol: "-1",
        FromPort: -1,
        ToPort: -1,
        CidrIpv6: "::/0",
      },
    ],
    networkAcls: [
      {
        NetworkAclId: "acl-1",
        VpcId: vpcId,
        Associations: ["subnet-public-a", "subnet-private-a", "subnet-private-b", "subnet-pods-a"].map((SubnetId) => ({
          SubnetId,
        })),
        Entries: [
          { RuleNumber: 32767, Egress: false, RuleAction: "deny", Protocol: "-1", CidrBlock: "0.0.0.0/0" },
          { RuleNumber: 32768, Egress: false, RuleAction: "deny", Protocol: "-1", Ipv6CidrBlock: "::/0" },
          {
            RuleNumber: 110,
            Egress: false,
            RuleAction: "allow",
            Protocol: "1",
            CidrBlock: "0.0.0.0/0",
            IcmpTypeCode: { Type: 3, Code: 4 },
          },
          {
            RuleNumber: 100,
            Egress: false,
            RuleAction: "deny",
            Protocol: "17",
            CidrBlock: "0.0.0.0/0",
            PortRange: { From: 30504, To: 30504 },
          },
          { RuleNumber: 100, Egress: true, RuleAction: "allow", Protocol: "-1", Ipv6CidrBlock: "::/0" },
        ],
      },
      { NetworkAclId: "acl-unused", VpcId: vpcId, Associations: [], Entries: [] },
    ],
    routeTables: [
      {
        RouteTableId: "rtb-public",
        VpcId: vpcId,
        Associations: [{ SubnetId: "subnet-public-a", RouteTableId: "rtb-public" }],
        Routes: [
          { DestinationCidrBlock: "192.0.2.0/24", GatewayId: "local", State: "active" },
          { DestinationCidrBlock: "0.0.0.0/0", GatewayId: "igw-1", State: "active" },
        ],
      },
      {
        RouteTableId: "rtb-main",
        VpcId: vpcId,
        Associations: [{ Main: true, RouteTableId: "rtb-main" }],
        Routes: [
          { DestinationCidrBlock: "0.0.0.0/0", NetworkInterfaceId: "eni-1", InstanceId: "i-nat", State: "blackhole" },
          { DestinationIpv6CidrBlock: "::/0", EgressOnlyInternetGatewayId: "eigw-1", State: "active" },
          { DestinationPrefixListId: "pl-1", GatewayId: "vpce-1", State: "active" },
        ],
      },
      {
        RouteTableId: "rtb-edge",
        VpcId: vpcId,
        Associations: [{ GatewayId: "igw-1", RouteTableId: "rtb-edge" }],
        Routes: [{ DestinationCidrBlock: "192.0.2.0/27", GatewayId: "vpce-2", State: "active" }],
      },
      { RouteTableId: "rtb-unused", VpcId: vpcId, Associations: [], Routes: [] },
    ],
    vpcs: [
      {
        VpcId: vpcId,
        CidrBlockAssociationSet: [
          { CidrBlock: "192.0.2.0/24", CidrBlockState: { State: "associated" } },
          { CidrBlock: "203.0.113.0/24", CidrBlockState: { State: "disassociated" } },
        ],
        Ipv6CidrBlockAssociationSet: [{ Ipv6CidrBlock: "2001:db8::/56", Ipv6CidrBlockState: { State: "associated" } }],
      },
    ],
    blockPublicAccess: { InternetGatewayBlockMode: "block-ingress" },
    exclusions: [
      {
        ResourceArn: "arn:aws:ec2:us-west-2:123456789012:subnet/subnet-public-a",
        InternetGatewayExclusionMode: "allow-bidirectional",
        State: "create-complete",
      },
      {
        ResourceArn: "arn:aws:ec2:us-west-2:123456789012:vpc/vpc-9",
        InternetGatewayExclusionMode: "allow-egress",
        State: "delete-complete",
      },
    ],
    prefixLists: [{ id: "pl-1", name: "com.amazonaws.us-west-2.s3", cidrs: ["203.0.113.128/25", "203.0.113.0/25"] }],
    launchTemplates: {
      "lt-groups": { LaunchTemplateData: { SecurityGroupIds: ["sg-template", "sg-b"] } },
      "lt-interfaces": {
        LaunchTemplateData: {
          NetworkInterfaces: [
            { DeviceIndex: 0, NetworkCardIndex: 0, Groups: ["sg-template"] },
            { DeviceIndex: 1, NetworkCardIndex: 1, Groups: ["sg-efa"] },
          ],
        },
      },
      "lt-none": { LaunchTemplateData: { InstanceType: "g5.12xlarge" } },
    },
  };
}
