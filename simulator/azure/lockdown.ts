import type { SimulatedCloud } from "../cloud";
import { CloudError } from "../cloud-error";

/**
 * Makes sure that a resource group takes writes. With node resource group lockdown (restriction level ReadOnly, always on AKS
 * Automatic) a deny assignment refuses those in the node resource group (AKS documentation, node-resource-group-lockdown).
 * @throws CloudError
 */
export function checkWritable(cloud: SimulatedCloud, resourceGroup: string): void {
  const { cluster } = cloud.azure.seed;
  const locked = cluster.restrictionLevel === "ReadOnly" || cluster.sku === "Automatic";
  if (!locked || resourceGroup.toLowerCase() !== cluster.nodeResourceGroup.toLowerCase()) return;
  throw new CloudError(
    "DenyAssignmentAuthorizationFailed",
    `the node resource group '${resourceGroup}' is locked (${cluster.sku === "Automatic" ? "AKS Automatic" : "restrictionLevel ReadOnly"}) and denies every write; change the cluster or the agent pools instead`,
  );
}
