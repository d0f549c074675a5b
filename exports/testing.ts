// `nvcf-lls/testing`: the simulated cloud, for tests of programs that compose the components.
export { eksInstallations } from "../graph/eks-installation";
export { possibleGraphs, type PossibleGraph, type PossibleGraphs } from "../graph/possible-graphs";
export type * from "../graph/resource-graph";
export { isUnknown, unknownValue } from "../graph/unknown";
export { aksInstallations } from "../graph/aks-installation";
export { judgeEks } from "../reachability/aws/flows";
export { judgeAks } from "../reachability/azure/flows";
export { assumedAksCluster } from "../simulator/assumed-aks-cluster";
export { assumedEksCluster } from "../simulator/assumed-eks-cluster";
export { SimulatedCloud, type SimulatedSeed } from "../simulator/cloud";
export { CloudError } from "../simulator/cloud-error";
export type { SimulatedStackOutputs } from "../simulator/stack-references";
export { runSimulated, type SimulatedResult, type SimulatedRun } from "../simulator/run";
