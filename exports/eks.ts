// `nvcf-lls/eks`: everything that a program of a team's own needs for EKS. Nothing of another cloud is loaded.
export * from "../components";
export * from "../discovery";
export { checkFactsMatch, parseEksFacts, writeEksFacts } from "../discovery/eks/facts-file";
export { selectEks } from "../discovery/eks/select";
export type { EksDiscoveryRequest } from "../discovery/eks/request";
export type { AwsNetwork } from "../reachability/aws/network";
