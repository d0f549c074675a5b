// `nvcf-lls/aks`: everything that a program of a team's own needs for AKS. Nothing of another cloud is loaded.
export * from "../components/aks/args";
export { AksLls } from "../components/aks/aks-lls";
export { aksContract } from "../components/aks/contract";
export { BadInput, type Problem } from "../components/bad-input";
export * from "../components/contract/contract";
export {
  fromStackReference,
  type ContractOptions,
  type ContractOutputs,
} from "../components/contract/from-stack-reference";
export * as lls from "../components/lls";
export { StreamingProxy } from "../components/streaming-proxy";
export * from "../components/streaming-proxy-args";
export { checkAksFactsMatch, parseAksFacts, writeAksFacts } from "../discovery/aks/facts-file";
export { aksArgs, type DiscoveredAksArgs, type DiscoveredAksGroup } from "../discovery/aks/args";
export { discoverAks, recordedAks } from "../discovery/aks";
export { selectAks } from "../discovery/aks/select";
export type { AksDiscoveryRequest } from "../discovery/aks/request";
export type { AzureNetwork } from "../reachability/azure/network";
export type { AksDiscovery, AksDiscoveryArgs, AksDiscoveryOptions } from "../discovery/aks";
export type { AksClusterFacts, AksFacts, AksFactsFile } from "../discovery/aks/facts";
export type { AksSelection } from "../discovery/aks/request";
export type { ArmReader } from "../discovery/aks/arm-reader";
