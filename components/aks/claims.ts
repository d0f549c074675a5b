import type * as pulumi from "@pulumi/pulumi";
import { clusterClaim, type Claim } from "../claims";
import type { NeededProvider } from "../providers";
import { AksOwnership, type AksPublicIp } from "./args";
import type { NetworkRule } from "./network-rules";
import { pathOfGroup, placeOf, type AksSettings } from "./settings";

/**
 * The providers that an installation needs.
 * @param own providers of single groups, by the groups' keys
 */
export function neededProviders(
  { cluster, location, publicIp }: AksSettings,
  rules: NetworkRule[],
  own: Map<string, pulumi.ProviderResource>,
): NeededProvider[] {
  const makesAddress = publicIp && (publicIp.id === undefined || publicIp.roleAssignment === AksOwnership.Create);
  const makesOnAzure = makesAddress || rules.some(({ group }) => !own.has(group.key));
  return [
    ...(makesOnAzure ? [{ package: "azure-native", leadingTo: `the subscription of the cluster in ${location}` }] : []),
    { package: "kubernetes", leadingTo: `cluster ${cluster}` },
  ];
}

/** What an installation needs for itself on Azure, as far as it is known. */
export function aksClaims(settings: AksSettings, rules: NetworkRule[]): Claim[] {
  const ip = settings.publicIp ? addressClaims(settings.publicIp) : [];
  return [
    clusterClaim(settings.cluster, placeOf(settings)),
    ...rules.flatMap((rule) => ruleClaims(settings, rule)),
    ...ip,
  ];
}

/** In one direction a group has one rule of a name, and one of a priority (SecurityRuleConflict). */
function ruleClaims(settings: AksSettings, { group, name, priority, purpose }: NetworkRule): Claim[] {
  if (typeof group.id !== "string") return [];
  const place = `${group.id} (${pathOfGroup(settings, group.key)})`;
  const thing = (what: string | number): string => `${group.id as string}/${what}`.toLowerCase();
  const advice = "give each installation its own, or set nsgRules: assume in one";
  return [
    {
      thing: thing(name),
      path: "ruleName",
      value: name,
      reason: (owner) => `is the name of the rule of ${owner} on ${place}; ${advice}`,
    },
    {
      thing: thing(priority),
      path: purpose === "media" ? "rulePriority" : "probePriority",
      value: priority,
      reason: (owner) => `is the priority of a rule of ${owner} on ${place}; ${advice}`,
    },
  ];
}

/** An address stands in front of one cluster, and a label names one address of a location. */
function addressClaims({ id, dnsLabel, location }: AksPublicIp): Claim[] {
  const reason = (owner: string): string => `is that of ${owner}; give each its own`;
  if (typeof id === "string") return [{ thing: id.toLowerCase(), path: "publicIp.id", value: id, reason }];
  if (dnsLabel === undefined || typeof location !== "string") return [];
  return [{ thing: `${dnsLabel}.${location}`, path: "publicIp.dnsLabel", value: dnsLabel, reason }];
}
