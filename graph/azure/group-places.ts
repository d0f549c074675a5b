import { knownText } from "../known";
import type { GraphResource, ResourceGraph } from "../resource-graph";

/** Where a network security group is. What is absent is not known. Azure compares all of it without regard to case. */
export interface GroupPlace {
  name?: string;
  resourceGroup?: string;
  subscription?: string;
}

/**
 * Finds the place of a group, or of the group that a rule belongs to: by the id, before there is one by names and by the provider's subscription.
 * @param name what is written of the group's name
 */
export type PlaceFinder = (resource: GraphResource, name: unknown) => GroupPlace;

/** Finds places in a graph. */
export function groupPlacesIn({ resources }: ResourceGraph): PlaceFinder {
  const providers = new Map(
    resources.filter(({ type }) => type.startsWith("pulumi:providers:")).map(({ urn, inputs }) => [urn, inputs]),
  );
  return ({ id, inputs, provider = "" }, name) => {
    const byId = placeOfId(id ?? "");
    if (byId) return byId;
    const subscription = providers.get(provider.slice(0, provider.lastIndexOf("::")))?.subscriptionId;
    return {
      name: lower(knownText(name)),
      resourceGroup: lower(knownText(inputs.resourceGroupName)),
      subscription: lower(knownText(subscription)),
    };
  };
}

/** The place that the id of a group, or of one of its rules, tells. */
export function placeOfId(id: string): GroupPlace | undefined {
  const pattern =
    /^\/subscriptions\/([^/]+)\/resourceGroups\/([^/]+)\/providers\/Microsoft\.Network\/networkSecurityGroups\/([^/]+)/i;
  const [, subscription, resourceGroup, name] = pattern.exec(id) ?? [];
  return name === undefined
    ? undefined
    : { name: lower(name), resourceGroup: lower(resourceGroup), subscription: lower(subscription) };
}

/** Whether both are the same place; undefined if that is not known. A subscription that is not known tells nothing apart. */
export function isSamePlace(a: GroupPlace, b: GroupPlace): boolean | undefined {
  const differs = (part: keyof GroupPlace): boolean =>
    a[part] !== undefined && b[part] !== undefined && a[part] !== b[part];
  if (differs("name") || differs("resourceGroup") || differs("subscription")) return false;
  return isWhole(a) && isWhole(b) ? true : undefined;
}

/** True if the place says which group it is, within a subscription. */
export function isWhole({ name, resourceGroup }: GroupPlace): boolean {
  return name !== undefined && resourceGroup !== undefined;
}

function lower(text: string | undefined): string | undefined {
  return text?.toLowerCase();
}
