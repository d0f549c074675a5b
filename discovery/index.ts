export { discoverEks, recordedEks, type EksDiscovery, type EksDiscoveryArgs, type EksDiscoveryOptions } from "./eks";
export type { AwsAssumedRole, AwsConnection } from "./aws-clients";
export type { Ec2Reader } from "./eks/ec2-reader";
export type { EksClusterFacts, EksFacts } from "./eks/facts";
export type { EksNodeRulesRequest, EksSelection, EksTargetsRequest } from "./eks/request";
export { discoverAks, recordedAks, type AksDiscovery, type AksDiscoveryArgs, type AksDiscoveryOptions } from "./aks";
export type { ArmReader } from "./aks/arm-reader";
export type { AksClusterFacts, AksFacts } from "./aks/facts";
export type { AksSelection } from "./aks/request";
