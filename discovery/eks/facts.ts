import type { AwsNetwork } from "../../reachability/aws/network";

/** What discovery learns of an EKS cluster and its surroundings: everything, before any choice. The content of a facts file. */
export interface EksFacts {
  /** Version of this shape. */
  formatVersion: 1;
  /** Which cloud. */
  cloud: "eks";
  /** AWS account id. */
  account: string;
  /** Region of the cluster. */
  region: string;
  /** The cluster itself. */
  cluster: EksClusterFacts;
  /** What surrounds it. */
  network: AwsNetwork;
  /** What could not be read, one sentence each, sorted. Absent: everything was. */
  warnings?: string[];
}

/** A facts file: facts with the day on which they were recorded. */
export interface EksFactsFile extends EksFacts {
  /** ISO 8601, UTC. */
  recordedAt: string;
}

/** The cluster itself. */
export interface EksClusterFacts {
  /** Name of the cluster. */
  name: string;
  /** API server, https://…. */
  endpoint: string;
  /** Certificate authority, base64 PEM. Public, not a secret. */
  certificateAuthority: string;
  /** Kubernetes version. */
  version: string;
  /** The security group EKS made for the cluster. */
  clusterSecurityGroupId: string;
  /** True with EKS Auto Mode. */
  autoMode: boolean;
  /** Addresses of pods and services, `ipv4` or `ipv6`. Absent: not read. */
  ipFamily?: string;
}
