import { knownText } from "../graph/known";
import { plainType } from "../graph/plain-type";
import type { JudgedStack } from "./judged-stack";
import type { RuleConfigSchema } from "./rule";

/** Configuration of rules about node resource groups. */
export interface NodeResourceGroupsConfig {
  /** Further node resource groups, where neither facts nor a cluster of the stack name them. */
  nodeResourceGroups: string[];
}

/** Its default. */
export const nodeResourceGroupDefaults: NodeResourceGroupsConfig = { nodeResourceGroups: [] };

/** Its schema. */
export const nodeResourceGroupSchema: RuleConfigSchema["properties"] = {
  nodeResourceGroups: {
    type: "array",
    items: { type: "string", minLength: 1 },
    description:
      "Names of further node resource groups. Those that begin with MC_, those of clusters in the stack, and those of discovered network security groups that AKS manages are known.",
    default: [],
  },
};

/** Tells whether a resource group is one in which AKS keeps a cluster's nodes. */
export type IsNodeResourceGroup = (name: string) => boolean;

/** The node resource groups of a stack: those of its clusters, of its installations' facts, and those that have AKS's own name. */
export function nodeResourceGroupsOf(
  { graph, installations }: JudgedStack,
  { nodeResourceGroups }: NodeResourceGroupsConfig,
): IsNodeResourceGroup {
  const clusters = graph.resources.filter(
    ({ type }) => plainType(type) === "azure-native:containerservice:ManagedCluster",
  );
  const managed = installations
    .flatMap(({ found }) => (found.cloud === "aks" ? (found.installation.network?.networkSecurityGroups ?? []) : []))
    .filter((group) => group.managed);
  const names = [
    ...nodeResourceGroups,
    ...clusters.flatMap(({ inputs, outputs }) => [inputs.nodeResourceGroup, outputs.nodeResourceGroup]),
    ...managed.map(({ id }) => resourceGroupOf(id)),
  ];
  const known = new Set(names.flatMap((name) => knownText(name)?.toLowerCase() ?? []));
  // AKS calls them MC_<resource group>_<cluster>_<location> unless told otherwise (AKS documentation, frequently asked questions).
  return (name) => known.has(name.toLowerCase()) || /^MC_/i.test(name);
}

/** The resource group in a resource id; undefined if it names none. */
function resourceGroupOf(id: string): string | undefined {
  return /\/resourceGroups\/([^/]+)\//i.exec(id)?.[1];
}
