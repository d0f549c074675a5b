import type { ExternalTrafficPolicy } from "../../components/streaming-proxy-args";
import type { AwsNetwork } from "../../reachability/aws/network";

/** What to discover, and what need not be: an explicit choice wins and saves its calls. */
export interface EksDiscoveryRequest {
  /** Name of the EKS cluster. */
  cluster: string;
  /** Zone of the installation. */
  availabilityZone: string;
  /** Region of that zone. */
  region: string;
  /** Whose rules are ours: the values of the tag `lls:stack` (`<project>/<stack>`). */
  owner: string;
  /** Labels of nodes that run the proxy. */
  proxyNodeSelector: Record<string, string>;
  /** Labels of nodes that run workers. */
  workerNodeSelector: Record<string, string>;
  /** Config key `eks.subnetId`. */
  subnetId?: string;
  /** Config key `eks.proxyNodeSecurityGroupIds`. */
  proxyNodeSecurityGroupIds?: string[];
  /** Config key `eks.workerNodeSecurityGroupIds`. */
  workerNodeSecurityGroupIds?: string[];
  /** Whether and how targets are to be found. */
  targets: EksTargetsRequest;
  /** The rules that will be made on the nodes' groups, to be compared with those that exist. Absent: none will (`eks.nodeRules: assume`). */
  nodeRules?: EksNodeRulesRequest;
  /** Whether an installation made by hand is taken over (`eks.adopted`): its load balancer stands, though none of its rules says that it is ours. */
  adopted?: boolean;
}

/** What the rules on the nodes' groups depend on. */
export interface EksNodeRulesRequest {
  /** Config key `streamingProxy.mediaPort`. */
  mediaPort?: number;
  /** Config key `streamingProxy.externalTrafficPolicy`. */
  externalTrafficPolicy?: ExternalTrafficPolicy;
}

/** Targets to find. */
export interface EksTargetsRequest {
  /** `autoScalingGroups`, `targetGroupBinding` or `addresses`. */
  kind: string;
  /** Config key `eks.targets.autoScalingGroups`: explicit names. */
  autoScalingGroups?: string[];
  /** Config key `eks.targets.addresses`: explicit addresses. */
  addresses?: string[];
}

/** What follows from facts and request: the ids an installation is made of, and the facts on its path. */
export interface EksSelection {
  /** Id of the VPC. */
  vpcId: string;
  /** Public subnet of the load balancer. */
  subnetId: string;
  /** One group per distinct group set of the role, sorted. */
  proxyNodeSecurityGroupIds: string[];
  /** The same for the workers, sorted. */
  workerNodeSecurityGroupIds: string[];
  /** Names, sorted; empty unless targets are Auto Scaling groups. */
  autoScalingGroups: string[];
  /** Sorted; empty unless targets are addresses. */
  addresses: string[];
  /** CIDR blocks of the proxy nodes' subnets in the zone, sorted. */
  proxySubnetCidrs: string[];
  /** The facts on the path, our own rules removed, sorted. */
  network: AwsNetwork;
}
