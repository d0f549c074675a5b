import type * as pulumi from "@pulumi/pulumi";

/**
 * Version of the contract between an installation and the stacks that read it, the output `contract`. A further key that may be absent leaves it
 * as it is; a key that goes, or says something else than before, raises it.
 */
export const contractVersion = 1;

/** What every installation tells other stacks. Schema: contract.schema.json. */
export interface InstallationContract {
  /** Version of this contract. */
  contract: typeof contractVersion;
  /** Where the installation is. */
  cloud: "eks" | "aks";
  /** Name of the cluster. */
  cluster: string;
  /** Zone that the proxy is pinned to, as the cloud names it: us-west-2a, or `"1"`-`"3"`. Absent on AKS where it is not pinned. */
  availabilityZone?: string;
  /** Name or address that browsers are told. */
  endpointHost: string;
  /** UDP port that browsers are told. */
  endpointPort: number;
  /** Namespace of the proxy. */
  namespace: string;
  /** Name of the Helm release. */
  releaseName: string;
  /** Version of the chart that is installed. */
  chartVersion: string;
}

/** What an installation on EKS tells other stacks. */
export interface EksContract extends InstallationContract {
  cloud: "eks";
  /** Region of the cluster. */
  region: string;
  /** Zone of load balancer, proxy and, by NVIDIA's rule, GPU nodes, for example us-west-2a. */
  availabilityZone: string;
  /** ARN of the load balancer, for example for further listeners. */
  loadBalancerArn: string;
  /** Name of the load balancer that AWS made. */
  loadBalancerDnsName: string;
  /** Hosted zone id of that name, for an alias record in Route 53. */
  loadBalancerZoneId: string;
  /** Id of the load balancer's security group. */
  securityGroupId: string;
  /** ARN of the media's target group. */
  targetGroupArn: string;
  /** ARN of the media's listener. */
  listenerArn: string;
  /** Allocation id of the Elastic IP; absent with dynamic addressing. */
  allocationId?: string;
  /** The Elastic IP, if the installation allocated it. */
  elasticIpAddress?: string;
}

/** What an installation on AKS tells other stacks. */
export interface AksContract extends InstallationContract {
  cloud: "aks";
  /** Azure location of the cluster. */
  location: string;
  /** Id of the load balancer's public IP; absent without a load balancer. */
  publicIpId?: string;
  /** The public address, if the installation made it. */
  publicIpAddress?: string;
  /** Name of the load balancer's Service; absent without a load balancer. */
  serviceName?: string;
}

/** The contract of each cloud. */
export interface Contracts {
  /** An installation on EKS. */
  eks: EksContract;
  /** An installation on AKS. */
  aks: AksContract;
}

/** A contract as an installation gives it. */
export type ContractInputs<Contract> = { [Key in keyof Contract]: pulumi.Input<Contract[Key]> };
