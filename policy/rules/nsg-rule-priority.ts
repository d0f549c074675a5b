import { controllerPriorities as allocated } from "../../components/lls";
import { freePriority, isDecided, networkSecurityGroupsIn } from "../network-security-groups";
import {
  nodeResourceGroupDefaults,
  nodeResourceGroupSchema,
  nodeResourceGroupsOf,
  type NodeResourceGroupsConfig,
} from "../node-resource-groups";
import type { RuleFactory } from "../rule";

/** On the group that the AKS cloud controller writes, the stack's rules stay out of the priorities that the controller allocates. */
export const nsgRulePriority: RuleFactory<NodeResourceGroupsConfig> = (settings = {}) => ({
  name: "nsg-rule-priority",
  displayName: "Rules stay out of the priorities that AKS allocates",
  description:
    "An inbound rule of the stack on a network security group that the AKS cloud controller writes has a priority outside 500-4096, the range from which the controller takes numbers for its own rules.",
  level: "advisory",
  severity: "medium",
  remediationSteps:
    "Give the rule a free priority of 100-499. With the component: aks.rulePriority (default 400) and aks.probePriority.",
  configSchema: { properties: nodeResourceGroupSchema },
  defaults: { ...nodeResourceGroupDefaults, ...settings },
  check(stack, config, report) {
    if (!stack.installations.some(({ found }) => found.cloud === "aks")) return;
    const isNodeResourceGroup = nodeResourceGroupsOf(stack, config);
    for (const group of networkSecurityGroupsIn(stack).groups) {
      if (!group.managed && !isNodeResourceGroup(group.resourceGroup ?? "")) continue;
      for (const { resource, facts } of group.rules) {
        const { name, priority, inbound } = facts;
        if (!resource || !isDecided(facts) || !inbound || priority < allocated.from || priority > allocated.to)
          continue;
        const free = freePriority(group, inbound);
        report(
          resource.urn,
          `Rule ${name} of network security group ${group.name} has priority ${priority}, in ${allocated.from}-${allocated.to}: ` +
            "the AKS cloud controller takes free numbers of that range for the rules of Services, and a clash stops one of the two. " +
            (free === undefined
              ? "Give it one of 100-499."
              : `Give it one of 100-499, such as ${free}, which is free.`),
        );
      }
    }
  },
});
