// `nvcf-lls/eks`: everything that a program of a team's own needs for EKS. Nothing of another cloud is loaded.
export { BadInput, type Problem } from "../components/bad-input";
export * from "../components/contract/contract";
export {
  fromStackReference,
  type ContractOptions,
  type ContractOutputs,
} from "../components/contract/from-stack-reference";
export * from "../components/eks/args";
export { eksContract } from "../components/eks/contract";
export { EksLls } from "../components/eks/eks-lls";
export * as lls from "../components/lls";
export { StreamingProxy } from "../components/streaming-proxy";
export * from "../components/streaming-proxy-args";
export { eksArgs, type DiscoveredEksArgs } from "../discovery/eks/args";
export {
  discoverEks,
  recordedEks,
  type EksDiscovery,
  type EksDiscoveryArgs,
  type EksDiscoveryOptions,
} from "../discovery/eks";
export { checkFactsMatch, parseEksFacts, writeEksFacts } from "../discovery/eks/facts-file";
export { selectEks } from "../discovery/eks/select";
export type { EksDiscoveryRequest } from "../discovery/eks/request";
export type { AwsNetwork } from "../reachability/aws/network";
export type { AwsAssumedRole, AwsConnection } from "../discovery/aws-clients";
export type { Ec2Reader } from "../discovery/eks/ec2-reader";
export type { EksClusterFacts, EksFacts, EksFactsFile } from "../discovery/eks/facts";
export type { EksNodeRulesRequest, EksSelection, EksTargetsRequest } from "../discovery/eks/request";
