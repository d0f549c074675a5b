import type { SimulatedCloud } from "../cloud";
import { CloudError } from "../cloud-error";
import { idKey } from "./resource-id";

/**
 * Makes sure that a resource group takes writes. With node resource group lockdown (restriction level ReadOnly, always on AKS
 * Automatic) a deny assignment refuses those in the node resource group (AKS documentation, node-resource-group-lockdown).
 * @param resourceGroup its id
 * @throws CloudError
 */
export function checkWritable(cloud: SimulatedCloud, resourceGroup: string): void {
  const owner = cloud.azure.seeds.find(
    (seed) => idKey(resourceGroup) === idKey(cloud.azure.resourceGroupId(seed.cluster.nodeResourceGroup)),
  );
  if (!owner) return;
  const { cluster } = owner;
  if (cluster.restrictionLevel !== "ReadOnly" && cluster.sku !== "Automatic") return;
  throw new CloudError(
    "DenyAssignmentAuthorizationFailed",
    `the node resource group '${cluster.nodeResourceGroup}' is locked (${cluster.sku === "Automatic" ? "AKS Automatic" : "restrictionLevel ReadOnly"}) and denies every write; change the cluster or the agent pools instead`,
  );
}
