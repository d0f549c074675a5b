export * from "./aks/args";
export { AksLls } from "./aks/aks-lls";
export { BadInput, type Problem } from "./bad-input";
export * from "./eks/args";
export { EksLls } from "./eks/eks-lls";
export * as lls from "./lls";
export { StreamingProxy } from "./streaming-proxy";
export * from "./streaming-proxy-args";
