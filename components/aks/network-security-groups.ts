import * as network from "@pulumi/azure-native/network";
import * as pulumi from "@pulumi/pulumi";
import { ruleOwner } from "../lls";
import type { NetworkRule } from "./network-rules";
import { networkResourceId } from "./resource-id";

/**
 * One standalone resource per rule: the groups are others', and so are their further rules.
 * Rules of one group follow each other, because Azure answers 429 to concurrent writes on one group.
 */
export function networkSecurityRules(
  name: string,
  rules: NetworkRule[],
  opts: pulumi.CustomResourceOptions,
): network.SecurityRule[] {
  const lastOf = new Map<string, network.SecurityRule>();
  return rules.map((rule) => {
    const before = lastOf.get(rule.group.key);
    const made = new network.SecurityRule(`${name}-${rule.group.key}-${rule.purpose}`, ruleArgs(rule), {
      ...opts,
      ...(before && { dependsOn: [before] }),
      // Two rules of one group cannot have the same priority, not even while one replaces the other.
      deleteBeforeReplace: true,
    });
    lastOf.set(rule.group.key, made);
    return made;
  });
}

/** Azure has a singular property for one value and a plural one for several, and refuses both together. */
function ruleArgs({ group, sources, ports, ...rule }: NetworkRule): network.SecurityRuleArgs {
  const id = pulumi.output(group.id).apply(networkResourceId);
  return {
    resourceGroupName: id.resourceGroup,
    networkSecurityGroupName: id.name,
    securityRuleName: rule.name,
    description: description(rule.why),
    priority: rule.priority,
    direction: "Inbound",
    access: "Allow",
    protocol: rule.protocol,
    ...(sources.length === 1 ? { sourceAddressPrefix: sources[0] } : { sourceAddressPrefixes: sources }),
    sourcePortRange: "*",
    // Always given: the cloud controller drops rules without a destination when it writes the group.
    destinationAddressPrefix: "*",
    ...(ports.length === 1 ? { destinationPortRange: ports[0] } : { destinationPortRanges: ports }),
  };
}

/** Whose rule it is, and why it is there. Azure takes 140 characters. */
function description(why: string): string {
  return `${ruleOwner(`${pulumi.getProject()}/${pulumi.getStack()}`)} ${why}`.slice(0, 140);
}
