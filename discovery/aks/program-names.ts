import { nameOfId, sameId } from "../../reachability/azure/resource-id";

/** Name of the component in this project's program, and so the beginning of its resources' names. */
export const componentName = "lls";

/**
 * Name of an azure-native provider in this project's program.
 * @param subscription of the provider, if it is not the cluster's
 */
export function azureProviderName(subscription?: string): string {
  return subscription === undefined ? "azure-native" : `azure-native-${subscription.toLowerCase()}`;
}

/** Names groups by their own names, and where several have the same one also by resource group, then by subscription. */
export function groupKeys(ids: string[]): (id: string) => string {
  const spelled = (id: string, parts: number): string => {
    const [, , subscription = "", , resourceGroup = ""] = id.split("/");
    return [subscription, resourceGroup, nameOfId(id)].slice(-parts).join("-");
  };
  const isAlone = (id: string, parts: number): boolean =>
    ids.every((other) => sameId(other, id) || spelled(other, parts) !== spelled(id, parts));
  return (id) => spelled(id, [1, 2].find((parts) => isAlone(id, parts)) ?? 3);
}
