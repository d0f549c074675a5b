import { assumedEksCluster } from "../../simulator/assumed-eks-cluster";
import { assumedAksCluster } from "../../simulator/assumed-aks-cluster";
import type { SimulatedAksSeed, SimulatedCloud, SimulatedEksSeed, SimulatedResource } from "../../simulator/cloud";

/** Types by a short name. */
export const types = {
  AccessEntry: "aws:eks/accessEntry:AccessEntry",
  AccessPolicyAssociation: "aws:eks/accessPolicyAssociation:AccessPolicyAssociation",
  Addon: "aws:eks/addon:Addon",
  Attachment: "aws:autoscaling/attachment:Attachment",
  AutoScalingGroup: "aws:autoscaling/group:Group",
  Cluster: "aws:eks/cluster:Cluster",
  ConfigMap: "kubernetes:core/v1:ConfigMap",
  EgressRule: "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule",
  Eip: "aws:ec2/eip:Eip",
  Exclusion: "aws:ec2/vpcBlockPublicAccessExclusion:VpcBlockPublicAccessExclusion",
  IngressRule: "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
  InstanceProfile: "aws:iam/instanceProfile:InstanceProfile",
  InternetGateway: "aws:ec2/internetGateway:InternetGateway",
  LaunchTemplate: "aws:ec2/launchTemplate:LaunchTemplate",
  Listener: "aws:lb/listener:Listener",
  LoadBalancer: "aws:lb/loadBalancer:LoadBalancer",
  Namespace: "kubernetes:core/v1:Namespace",
  NatGateway: "aws:ec2/natGateway:NatGateway",
  NodeGroup: "aws:eks/nodeGroup:NodeGroup",
  OpenIdConnectProvider: "aws:iam/openIdConnectProvider:OpenIdConnectProvider",
  PublicIp: "azure-native:network:PublicIPAddress",
  Release: "kubernetes:helm.sh/v3:Release",
  Role: "aws:iam/role:Role",
  RoleAssignment: "azure-native:authorization:RoleAssignment",
  RolePolicyAttachment: "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
  RouteTable: "aws:ec2/routeTable:RouteTable",
  RouteTableAssociation: "aws:ec2/routeTableAssociation:RouteTableAssociation",
  Secret: "kubernetes:core/v1:Secret",
  SecurityRule: "azure-native:network:SecurityRule",
  Service: "kubernetes:core/v1:Service",
  SecurityGroup: "aws:ec2/securityGroup:SecurityGroup",
  SecurityGroupRule: "aws:ec2/securityGroupRule:SecurityGroupRule",
  ServiceAccountPatch: "kubernetes:core/v1:ServiceAccountPatch",
  Subnet: "aws:ec2/subnet:Subnet",
  TargetAttachment: "aws:lb/targetGroupAttachment:TargetGroupAttachment",
  TargetGroup: "aws:lb/targetGroup:TargetGroup",
  TargetGroupBinding: "kubernetes:elbv2.k8s.aws/v1beta1:TargetGroupBinding",
  Vpc: "aws:ec2/vpc:Vpc",
} as const;
export type TypeName = keyof typeof types;

/** Inputs of a resource. */
export type Inputs = Record<string, any>;

/** The seed of the tests, changed by `change`. */
export function seed(change: (seed: SimulatedEksSeed) => void = () => undefined): SimulatedEksSeed {
  const result = assumedEksCluster({ cluster: "dev", availabilityZone: "us-west-2a", region: "us-west-2" });
  change(result);
  return result;
}

/** The same on AKS. */
export function aksSeed(change: (seed: SimulatedAksSeed) => void = () => undefined): SimulatedAksSeed {
  const result = assumedAksCluster({
    ...{ cluster: "dev", resourceGroup: "rg" },
    proxyNodeSelector: { "node-type": "compute" },
    workerNodeSelector: { "nvcf.nvidia.com/workload": "gpu" },
  });
  change(result);
  return result;
}

/** URN of a resource. */
export function urnOf(type: TypeName, name: string): string {
  return `urn:pulumi:dev::test::${types[type]}::${name}`;
}

/** Creates a resource as a program's adapter would. */
export function create(
  cloud: SimulatedCloud,
  type: TypeName,
  name: string,
  inputs: Inputs,
  provider?: string,
  dependencies?: string[],
): SimulatedResource {
  return cloud.create(types[type], urnOf(type, name), inputs, provider, dependencies);
}

/** Inputs that are accepted, to be changed one at a time. */
export const legal = {
  targetGroup: (change: Inputs = {}): Inputs => ({
    vpcId: "vpc-00000000000000001",
    protocol: "UDP",
    port: 30504,
    targetType: "instance",
    ...change,
  }),
  loadBalancer: (change: Inputs = {}): Inputs => ({
    loadBalancerType: "network",
    subnets: ["subnet-00000000000000001"],
    ...change,
  }),
  listener: (loadBalancer: SimulatedResource, targetGroup: SimulatedResource, change: Inputs = {}): Inputs => ({
    loadBalancerArn: loadBalancer.id,
    protocol: "UDP",
    port: 5004,
    defaultActions: [{ type: "forward", targetGroupArn: targetGroup.id }],
    ...change,
  }),
  rule: (change: Inputs = {}): Inputs => ({
    securityGroupId: "sg-00000000000000001",
    ipProtocol: "udp",
    fromPort: 30504,
    toPort: 30504,
    cidrIpv4: "198.51.100.0/24",
    ...change,
  }),
  securityRule: (change: Inputs = {}): Inputs => ({
    resourceGroupName: "rg",
    networkSecurityGroupName: "assumed-nodes",
    access: "Allow",
    direction: "Inbound",
    protocol: "Udp",
    priority: 400,
    sourceAddressPrefix: "Internet",
    sourcePortRange: "*",
    destinationAddressPrefix: "*",
    destinationPortRange: "30000-32767",
    ...change,
  }),
  publicIp: (change: Inputs = {}): Inputs => ({
    resourceGroupName: "rg",
    publicIpAddressName: "ip",
    sku: { name: "Standard" },
    publicIPAllocationMethod: "Static",
    ...change,
  }),
  service: (spec: Inputs = {}, annotations: Inputs = {}): Inputs => ({
    metadata: { name: "media", annotations },
    spec: { type: "LoadBalancer", ports: [{ protocol: "UDP", port: 5004 }], ...spec },
  }),
  release: (change: Inputs = {}): Inputs => ({
    name: "gdn-streaming",
    namespace: "default",
    chart: "oci://registry.example.com/nvcf/gdn-streaming",
    version: "3.0.0",
    values: {
      env: { lbPort: "5004", lbDns: "media.example.com" },
      nodeSelector: { "node-type": "compute" },
      availabilityZones: { enabled: true, zones: ["us-west-2a"] },
      resources: { requests: { cpu: "5000m", memory: "24Gi" }, limits: { cpu: "5000m", memory: "24Gi" } },
    },
    ...change,
  }),
};
