// `nvcf-lls/reachability`: pure verdicts, without Pulumi.
export { judgeEks } from "../reachability/aws/flows";
export type * from "../reachability/aws/installation";
export type * from "../reachability/aws/network";
export { judgeAks } from "../reachability/azure/flows";
export type * from "../reachability/azure/installation";
export type * from "../reachability/azure/network";
export type * from "../reachability/verdict";
