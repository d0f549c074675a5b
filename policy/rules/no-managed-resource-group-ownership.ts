import { knownText } from "../../graph/known";
import { plainType } from "../../graph/plain-type";
import {
  nodeResourceGroupDefaults,
  nodeResourceGroupSchema,
  nodeResourceGroupsOf,
  type NodeResourceGroupsConfig,
} from "../node-resource-groups";
import type { RuleFactory } from "../rule";

/** The stack owns nothing in a resource group that AKS manages, but security rules. */
export const noManagedResourceGroupOwnership: RuleFactory<NodeResourceGroupsConfig> = (settings = {}) => ({
  name: "no-managed-resource-group-ownership",
  displayName: "The stack owns nothing of AKS's own but security rules",
  description:
    "Nothing in the node resource group of an AKS cluster is owned by the stack, but rules of network security groups.",
  level: "mandatory",
  severity: "high",
  remediationSteps:
    "Move the resource into a resource group of your own. If it is AKS's, remove it from the program and from state (`pulumi state delete`), and read it instead of owning it.",
  configSchema: { properties: nodeResourceGroupSchema },
  defaults: { ...nodeResourceGroupDefaults, ...settings },
  check(stack, config, report) {
    if (!stack.installations.some(({ found }) => found.cloud === "aks")) return;
    const isNodeResourceGroup = nodeResourceGroupsOf(stack, config);
    for (const { urn, type, name, inputs } of stack.graph.resources) {
      if (!type.startsWith("azure-native") || plainType(type) === "azure-native:network:SecurityRule") continue;
      const group = knownText(inputs.resourceGroupName);
      if (group === undefined || !isNodeResourceGroup(group)) continue;
      report(
        urn,
        `${name} (${plainType(type)}) is in ${group}, the node resource group of an AKS cluster: AKS changes and deletes what is there, and supports no change by others. ` +
          "Move it into a resource group of your own; only security rules may be added there.",
      );
    }
  },
});
