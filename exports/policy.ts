// `nvcf-lls/policy`: the policies, for a pack of a team's own. No cloud SDK and no simulator is loaded.
export type { ConfiguredInstallation, ReadStackConfig } from "../policy/read-stack";
export { llsPolicies } from "../policy/pack";
export type * from "../policy/rule";
export { ruleFactories } from "../policy/rules";
export type { LlsPolicySettings } from "../policy/settings";
export type { GivenAksInstallation, GivenEksInstallation, GivenNodes } from "../graph/given-installation";
