import { sameId } from "../../reachability/azure/resource-id";
import { sortedBy } from "../sorted-by";

/** In one spelling: Azure's services write the same id with different case. */
export function idKey(id: string): string {
  return id.toLowerCase();
}

/** Each resource once, in a stable order and spelling. */
export function distinctIds(ids: readonly string[]): string[] {
  const sorted = sortedBy(ids, (id) => [idKey(id), id]);
  return sorted.filter((id, index) => index === 0 || !sameId(id, sorted[index - 1]!));
}

/** Id of the resource that another one is part of: of a subnet, its virtual network. */
export function parentOf(id: string): string {
  return id.split("/").slice(0, -2).join("/");
}

/** Subscription id in the id of a resource. */
export function subscriptionOf(id: string): string {
  return id.split("/")[2] ?? "";
}

/** Whether a resource lies in a resource group, /subscriptions/…/resourceGroups/…. */
export function isInGroup(id: string, resourceGroupId: string): boolean {
  return idKey(id).startsWith(`${idKey(resourceGroupId)}/`);
}

/** Id of a resource group. */
export function resourceGroupIdOf(subscription: string, resourceGroup: string): string {
  return `/subscriptions/${subscription}/resourceGroups/${resourceGroup}`;
}
