import type { LlsInstallation } from "./lls-installation";
import type { LinkedGraph } from "./linked-graph";
import { knownText } from "./known";
import type { OpenReference } from "./open-references";
import { parsePath, placesOf } from "./property-path";
import { plainType } from "./plain-type";
import { inputsTaking, referencesOf } from "./references";
import type { GraphResource } from "./resource-graph";

/** Types whose references say no more than whom a group lets in: to an installation they matter only if the group does. */
const filterTypes = new Set([
  "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup",
  "aws:ec2/managedPrefixListEntry:ManagedPrefixListEntry",
  "aws:ec2/securityGroup:SecurityGroup",
  "aws:ec2/securityGroupRule:SecurityGroupRule",
  "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule",
  "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
  "azure-native:network:NetworkSecurityGroup",
  "azure-native:network:SecurityRule",
]);

/**
 * Tells which ambiguous references can decide a verdict on some installations. Without it, the rules of everything else in a stack would take the ways
 * that can be judged.
 * @param installations as the linked graph has them
 */
export function concerning(
  installations: readonly LlsInstallation[],
  { certain, ambiguous }: LinkedGraph,
): (reference: OpenReference) => boolean {
  const byUrn = new Map(certain.resources.map((resource) => [resource.urn, resource]));
  const isFilter = ({ urn }: OpenReference): boolean => filterTypes.has(plainType(byUrn.get(urn)?.type ?? ""));
  // What groups there are may itself be open, as those of a launch template.
  const open = ambiguous.filter((reference) => !isFilter(reference)).flatMap(waysOf);
  const onPath = new Set([...installations.flatMap(namesOnPath), ...open].map((name) => name.toLowerCase()));
  return (reference) => {
    const resource = byUrn.get(reference.urn);
    if (!resource || !isFilter(reference)) return true;
    return [...namesIn(resource), ...waysOf(reference)].some((name) => onPath.has(name.toLowerCase()));
  };
}

function waysOf({ ways }: OpenReference): string[] {
  return ways.flat(2).flatMap((value) => knownText(value) ?? []);
}

/** Resources of an installation, and the groups that its packets meet. */
function namesOnPath({ resources, ...found }: LlsInstallation): string[] {
  const groups =
    found.cloud === "eks"
      ? found.installation.securityGroups.map(({ id }) => id)
      : found.installation.networkSecurityGroups.flatMap(({ id, name }) => [id, name]);
  return [...resources.map(({ urn }) => urn), ...groups];
}

/** Everything that a resource is or refers to. */
function namesIn({ urn, id, type, inputs }: GraphResource): string[] {
  const patterns = Object.keys(inputsTaking(referencesOf(type) ?? {}));
  const values = patterns.flatMap((pattern) => placesOf(inputs, parsePath(pattern)).map(({ value }) => value));
  return [urn, id, ...values].flatMap((value) => knownText(value) ?? []);
}
