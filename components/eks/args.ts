import type * as pulumi from "@pulumi/pulumi";
import type { AwsNetwork } from "../../reachability/aws/network";
import type { ProxyOptions, RegistryCredentials } from "../streaming-proxy-args";

/** How the load balancer gets its public address. Changing it replaces the load balancer. */
export const EksAddressingKind = {
  /** AWS assigns an address that lasts as long as the load balancer. */
  Dynamic: "dynamic",
  /** An Elastic IP that survives a replacement of the load balancer. */
  ElasticIp: "elasticIp",
} as const;
export type EksAddressingKind = (typeof EksAddressingKind)[keyof typeof EksAddressingKind];

/** How nodes become targets. Changing it replaces the target group where the target type differs. */
export const EksTargetsKind = {
  /** Auto Scaling groups register and deregister their instances. */
  AutoScalingGroups: "autoScalingGroups",
  /** The AWS Load Balancer Controller, 2.2 or newer, keeps the targets (Karpenter). EKS Auto Mode needs it too: its own does not know the binding. */
  TargetGroupBinding: "targetGroupBinding",
  /** Fixed node addresses, as in the guide; stale after every node replacement. */
  Addresses: "addresses",
} as const;
export type EksTargetsKind = (typeof EksTargetsKind)[keyof typeof EksTargetsKind];

/** What the load balancer's group may send to. */
export const EksEgressKind = {
  /** The proxy nodes' security groups. */
  SecurityGroups: "securityGroups",
  /** CIDR blocks of the proxy nodes' subnets; a reference would keep the owner of those groups from deleting them. */
  SubnetCidrs: "subnetCidrs",
} as const;
export type EksEgressKind = (typeof EksEgressKind)[keyof typeof EksEgressKind];

/** Who makes the rules on the nodes' security groups. */
export const NodeRules = {
  /** The component adds them. */
  Create: "create",
  /** They exist already; the plan proves it. */
  Assume: "assume",
} as const;
export type NodeRules = (typeof NodeRules)[keyof typeof NodeRules];

/** A security group on which a role of nodes gets its rules. */
export interface NodeSecurityGroup {
  /** Security group id. */
  securityGroupId: pulumi.Input<string>;
  /** Stable name in the rules' logical names. Default: the id; required if the id is an Output. A change replaces the rules. */
  key?: string;
}

/** An Elastic IP for the load balancer. */
export interface EksElasticIp {
  /** Existing allocation, eipalloc-…. Absent: a new one is allocated. A change replaces the load balancer. */
  allocationId?: pulumi.Input<string>;
  /** Keep the allocation when the installation is destroyed. Default false. Not allowed with `allocationId`, which is never released. */
  retain?: boolean;
}

/** Addressing of the load balancer. */
export interface EksAddressing {
  /** Which way. Default `dynamic`. */
  kind: EksAddressingKind;
  /** With `elasticIp` only. */
  elasticIp?: EksElasticIp;
}

/** An Auto Scaling group whose instances become targets. */
export interface EksAutoScalingGroup {
  /** Name of the group. */
  name: pulumi.Input<string>;
  /** Stable name in the attachment's logical name. Default: the name; required if the name is an Output. */
  key?: string;
}

/** Service whose endpoints the AWS Load Balancer Controller registers. */
export interface EksTargetGroupBinding {
  /** Name of the chart's NodePort service in namespace `gdn-streaming`. */
  serviceName: pulumi.Input<string>;
  /** Port of that service, number as the service has it. */
  servicePort: pulumi.Input<number>;
}

/** A node address as target. */
export interface EksTargetAddress {
  /** Private IPv4 address of a node in the installation's zone. */
  address: pulumi.Input<string>;
  /** Stable name in the attachment's logical name. Default: the address; required if it is an Output. */
  key?: string;
}

/** How nodes become targets: `kind` and the property of that name. */
export interface EksTargets {
  /** Which way. Default `autoScalingGroups`. */
  kind: EksTargetsKind;
  /** Groups, with kind `autoScalingGroups`. */
  autoScalingGroups?: EksAutoScalingGroup[];
  /** Service, with kind `targetGroupBinding`. */
  targetGroupBinding?: EksTargetGroupBinding;
  /** Addresses, with kind `addresses`. */
  addresses?: EksTargetAddress[];
}

/** Egress of the load balancer's group. */
export interface EksEgress {
  /** Which way. Default `securityGroups`. */
  kind: EksEgressKind;
  /** CIDR blocks of the proxy nodes' subnets, with kind `subnetCidrs`. */
  subnetCidrs?: string[];
}

/**
 * Names of an installation made by hand that is taken over. AWS lets nobody change them, so names of our own would replace what has them.
 * `lls adopt` prints this.
 */
export interface EksAdopted {
  /** Name of the load balancer, for example rp-public-nvcf-dev. A change replaces the load balancer. */
  loadBalancerName?: string;
  /** Name of its security group, with `securityGroupDescription`. A change replaces the group. */
  securityGroupName?: string;
  /** Description of that group. A change replaces the group. */
  securityGroupDescription?: string;
  /** Name of the target group, with targets of kind `addresses` only: the guide's takes addresses. A change replaces the target group. */
  targetGroupName?: string;
}

/** Arguments of `EksLls`. */
export interface EksLlsArgs {
  /** Name of the EKS cluster, 1-100 characters. Used in tags and messages only. */
  cluster: string;
  /** Zone of load balancer, proxy and, by NVIDIA's rule, GPU nodes; for example us-west-2a. A change replaces the load balancer. */
  availabilityZone: string;
  /** VPC of the cluster. A change replaces security group, load balancer and target group. */
  vpcId: pulumi.Input<string>;
  /** Public subnet of the load balancer, in `availabilityZone`, with at least 8 free addresses. A change replaces the load balancer. */
  subnetId: pulumi.Input<string>;
  /** Registry host and path prefix, for example 123456789012.dkr.ecr.us-west-2.amazonaws.com/nvcf. */
  imageRegistry: string;
  /** UDP port for browsers. Default 5004 (guide). A change updates the listener and its rules in place, and restarts the proxy. */
  port?: number;
  /**
   * Who may send to the load balancer, IPv4 CIDRs, at most 59. Default 0.0.0.0/0. A change makes new rules before old ones go, so
   * old and new blocks together are 59 at most: exchange more in two steps.
   */
  allowedCidrs?: string[];
  /** Who the browsers are, IPv4 CIDRs: the audience of the verdict. Default `allowedCidrs`. */
  clients?: string[];
  /** Name that browsers are told instead of the load balancer's own, for example of a CNAME. A change restarts the proxy. */
  endpointHost?: string;
  /** Security groups of nodes that can run the proxy or be a target: one per distinct group set. */
  proxyNodes: NodeSecurityGroup[];
  /** Security groups of nodes that run workers: one per distinct group set. */
  workerNodes: NodeSecurityGroup[];
  /** How nodes become targets. */
  targets: EksTargets;
  /** Address of the load balancer. Default dynamic. */
  addressing?: EksAddressing;
  /** Egress of the load balancer's group. Default the proxy nodes' groups. */
  egress?: EksEgress;
  /** Who makes the rules on the nodes' groups. Default `create`. */
  nodeRules?: NodeRules;
  /**
   * Deletion protection of the load balancer. Default false. With true the load balancer and its listener have the option `protect` too:
   * a change that replaces them, and the preview of `destroy`, is refused, once an `up` has brought the option into the state. Set false in an
   * `up` of its own before; together with such a change it is too late. `destroy` without a preview deletes proxy and targets before it stops.
   */
  deletionProtection?: boolean;
  /** What of an installation made by hand is taken over. Absent: Pulumi names everything. */
  adopted?: EksAdopted;
  /**
   * Pull credentials of the proxy. Absent: the nodes' own identity pulls (ECR). Give the Kubernetes provider `enableSecretMutable: true`: without
   * it, new ones delete the Secret and make it again, and a pod that starts in between cannot pull.
   */
  registryCredentials?: RegistryCredentials;
  /** Choices of the proxy. */
  streamingProxy?: ProxyOptions;
  /** Labels of worker nodes, for the verdict. Default `nvcf.nvidia.com/workload: gpu`. */
  workerNodeSelector?: Record<string, string>;
  /** Further tags on every taggable resource; they may not replace `lls:*`. */
  tags?: Record<string, string>;
  /** Discovered facts, registered as the output `network` for verdicts and policies. They decide nothing. */
  network?: AwsNetwork;
}
