import * as network from "@pulumi/azure-native/network";
import * as pulumi from "@pulumi/pulumi";
import { BadInput } from "../bad-input";
import { ownedDescription } from "../owner";
import type { AksLlsArgs } from "./args";
import type { NetworkRule } from "./network-rules";
import { networkResourceId } from "./resource-id";
import { keyOfGroup, pathOfGroup, type AksSettings } from "./settings";

/** Providers of the groups that lie in other subscriptions, by the groups' keys. */
export function groupProviders(args: AksLlsArgs): Map<string, pulumi.ProviderResource> {
  const groups = [...args.subnetNetworkSecurityGroups, ...args.nicNetworkSecurityGroups];
  return new Map(
    groups.flatMap((group) =>
      group.provider ? [[keyOfGroup(group), group.provider as pulumi.ProviderResource] as const] : [],
    ),
  );
}

/**
 * One standalone resource per rule: the groups are others', and so are their further rules.
 * Rules of one group follow each other, because Azure answers 429 to concurrent writes on one group.
 */
export function networkSecurityRules(
  name: string,
  rules: NetworkRule[],
  providers: Map<string, pulumi.ProviderResource>,
  opts: pulumi.CustomResourceOptions,
): network.SecurityRule[] {
  const lastOf = new Map<string, network.SecurityRule>();
  return rules.map((rule) => {
    const before = lastOf.get(rule.group.key);
    const provider = providers.get(rule.group.key);
    const made = new network.SecurityRule(`${name}-${rule.group.key}-${rule.purpose}`, ruleArgs(rule), {
      ...opts,
      ...(provider && { provider }),
      ...(before && { dependsOn: [before] }),
      // Two rules of one group cannot have the same priority, not even while one replaces the other.
      deleteBeforeReplace: true,
    });
    lastOf.set(rule.group.key, made);
    return made;
  });
}

/**
 * Ids of the rules, in the order of the rules. A rule names group and resource group, and the provider adds its own
 * subscription, in which a group of the same names may be: that is an error as soon as the id is known.
 */
export function checkedRuleIds(
  subject: string,
  settings: AksSettings,
  rules: NetworkRule[],
  made: network.SecurityRule[],
): pulumi.Output<string>[] {
  return made.map(({ id }, index) => {
    const { group } = rules[index]!;
    const path = `${pathOfGroup(settings, group.key)}.provider`;
    return pulumi.all([id, group.id]).apply(([ruleId, groupId]) => {
      const made = ruleId as string | undefined; // not with `pulumi up --target`, see of-made.ts
      return made === undefined ? "" : checkedRuleId(subject, path, made, groupId);
    });
  });
}

function checkedRuleId(subject: string, path: string, ruleId: string, groupId: string): string {
  if (ruleId.toLowerCase().startsWith(`${groupId.toLowerCase()}/`)) return ruleId;
  const { subscription } = networkResourceId(groupId);
  const reason = `must be an azure-native provider of subscription ${subscription}: the rule was made in a group of the same name in another one (${ruleId}), from where the next \`pulumi up\` with the right provider takes it away`;
  throw new BadInput(subject, [{ path, reason }]);
}

/** Azure has a singular property for one value and a plural one for several, and refuses both together. */
function ruleArgs({ group, sources, ports, ...rule }: NetworkRule): network.SecurityRuleArgs {
  const id = pulumi.output(group.id).apply(networkResourceId);
  return {
    resourceGroupName: id.resourceGroup,
    networkSecurityGroupName: id.name,
    securityRuleName: rule.name,
    description: ownedDescription(rule.why),
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
