import type { ArmReader } from "./arm-reader";

/** Provider functions that discovery invokes; `getClientToken` needs no permission. */
export type AksInvoke = "getManagedCluster" | "listManagedClusterUserCredentials";

/** Every call of discovery that needs a permission. */
export type AksCall = AksInvoke | keyof ArmReader;

/**
 * The action that each call of discovery needs. Source: Azure RBAC reference, resource provider operations of
 * Microsoft.ContainerService, Microsoft.Network and Microsoft.Compute. The shipped role docs/iam/aks-role.json holds them all.
 */
export const azureActions: Record<AksCall, string> = {
  getManagedCluster: "Microsoft.ContainerService/managedClusters/read",
  listManagedClusterUserCredentials: "Microsoft.ContainerService/managedClusters/listClusterUserCredential/action",
  subnet: "Microsoft.Network/virtualNetworks/subnets/read",
  networkSecurityGroup: "Microsoft.Network/networkSecurityGroups/read",
  routeTable: "Microsoft.Network/routeTables/read",
  virtualNetwork: "Microsoft.Network/virtualNetworks/read",
  networkSecurityGroups: "Microsoft.Network/networkSecurityGroups/read",
  scaleSets: "Microsoft.Compute/virtualMachineScaleSets/read",
  effectiveAdminRules: "Microsoft.Network/virtualNetworks/listNetworkManagerEffectiveSecurityAdminRules/action",
};
