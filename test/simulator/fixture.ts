import { assumedEksCluster } from "../../simulator/assumed-cluster";
import type { SimulatedCloud, SimulatedEksSeed, SimulatedResource } from "../../simulator/cloud";

/** Types by a short name. */
export const types = {
  Attachment: "aws:autoscaling/attachment:Attachment",
  EgressRule: "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule",
  Eip: "aws:ec2/eip:Eip",
  IngressRule: "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
  Listener: "aws:lb/listener:Listener",
  LoadBalancer: "aws:lb/loadBalancer:LoadBalancer",
  Namespace: "kubernetes:core/v1:Namespace",
  Release: "kubernetes:helm.sh/v3:Release",
  Secret: "kubernetes:core/v1:Secret",
  SecurityGroup: "aws:ec2/securityGroup:SecurityGroup",
  ServiceAccountPatch: "kubernetes:core/v1:ServiceAccountPatch",
  TargetAttachment: "aws:lb/targetGroupAttachment:TargetGroupAttachment",
  TargetGroup: "aws:lb/targetGroup:TargetGroup",
  TargetGroupBinding: "kubernetes:elbv2.k8s.aws/v1beta1:TargetGroupBinding",
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

/** Creates a resource as a program's adapter would. */
export function create(
  cloud: SimulatedCloud,
  type: TypeName,
  name: string,
  inputs: Inputs,
  provider?: string,
): SimulatedResource {
  return cloud.create(types[type], `urn:pulumi:dev::test::${types[type]}::${name}`, inputs, provider);
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
