import { ArmClient, type AzureConnection } from "../../discovery/arm-client";

const networkVersion = "2024-05-01";
const authorizationVersion = "2022-04-01";

/** The read-only calls that find what stands in Azure, each with all its pages in one list. */
export interface AzureObjectReader {
  /** Public IPs of a resource group, /subscriptions/…/resourceGroups/…. */
  publicIpAddresses(resourceGroupId: string): Promise<ArmPublicIpAddress[]>;
  /** What is assigned to an identity on a resource group, above it and in it. */
  roleAssignments(resourceGroupId: string, principalId: string): Promise<ArmRoleAssignment[]>;
}

/** A public IP, as Azure Resource Manager tells it; what matters here. */
export interface ArmPublicIpAddress {
  id: string;
  tags?: Record<string, string>;
}

/** A role assignment. */
export interface ArmRoleAssignment {
  id: string;
  properties: { scope: string; roleDefinitionId: string; principalId: string; description?: string | null };
}

/** The action of each call. Source: Azure RBAC reference. All are in docs/iam/aks-role.json: `pulumi refresh` needs them too. */
export const readActions: Record<keyof AzureObjectReader, string> = {
  publicIpAddresses: "Microsoft.Network/publicIPAddresses/read",
  roleAssignments: "Microsoft.Authorization/roleAssignments/read",
};

/** Reads Azure Resource Manager. */
export function azureObjectReaderOf(connection: AzureConnection): AzureObjectReader {
  const arm = new ArmClient(connection);
  return {
    publicIpAddresses: (group) => arm.list(`${group}/providers/Microsoft.Network/publicIPAddresses`, networkVersion),
    roleAssignments: (group, principalId) =>
      arm.list(
        `${group}/providers/Microsoft.Authorization/roleAssignments`,
        authorizationVersion,
        `principalId eq '${principalId}'`, // Azure RBAC, "List role assignments": at, above and below the scope
      ),
  };
}
