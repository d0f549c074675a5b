import { networkResourceId } from "../../components/aks/resource-id";
import { sameId } from "../../reachability/azure/resource-id";

/**
 * Name of an azure-native provider in this project's program.
 * @param subscription of the provider, if it is not the cluster's
 */
export function azureProviderName(subscription?: string): string {
  return subscription === undefined ? "azure-native" : `azure-native-${subscription.toLowerCase()}`;
}

/**
 * Key of a group, `<resource group>/<name>`, by its id alone: a further group of the same name elsewhere renames no rule.
 * @param own subscription of the cluster; one in another has that one first
 */
export function groupKey(id: string, own: string): string {
  const { subscription, resourceGroup, name } = networkResourceId(id);
  const parts = sameId(subscription, own) ? [resourceGroup, name] : [subscription, resourceGroup, name];
  return parts.join("/").toLowerCase();
}
