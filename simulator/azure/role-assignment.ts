import type { SimulatedCloud, SimulatedResource } from "../cloud";
import { CloudError } from "../cloud-error";
import { anyChangeOf, type SimulatedType } from "../simulated-type";
import { idKey, isWithin } from "./resource-id";

interface RoleAssignmentInputs {
  principalId: string;
  roleDefinitionId: string;
  roleAssignmentName?: string;
  scope: string;
}

/** Built-in roles with Microsoft.Network/publicIPAddresses/join/action. Source: Azure RBAC, "Azure built-in roles". */
const joiningRoles = [
  "8e3af657-a8ff-443c-a75c-2fe8c4bcb635", // Owner
  "b24988ac-6180-42a0-ab88-20f7382dd24c", // Contributor
  "4d97b98b-1d8f-4787-a291-c67834d212e7", // Network Contributor
  "9980e02c-c2be-4d73-94e8-173b1dc7cf3c", // Virtual Machine Contributor
];
/** Those with Microsoft.Network/publicIPAddresses/read. */
const readingRoles = [...joiningRoles, "acdd72a7-3385-48ef-bd42-f606fba81ae7"]; // and Reader

/** The assignment of a role to an identity on a scope. */
export const roleAssignment: SimulatedType<RoleAssignmentInputs> = {
  type: "azure-native:authorization:RoleAssignment",
  // Azure RBAC: an assignment cannot be changed, except for its description and condition.
  replaces: anyChangeOf("principalId", "principalType", "roleAssignmentName", "roleDefinitionId", "scope"),
  // Estimate; it may take up to 10 minutes to have effect (Azure RBAC, "Troubleshoot", role assignment changes).
  latencySeconds: 10,
  permissions: {
    create: ["Microsoft.Authorization/roleAssignments/write"],
    read: ["Microsoft.Authorization/roleAssignments/read"],
    update: ["Microsoft.Authorization/roleAssignments/write"],
    delete: ["Microsoft.Authorization/roleAssignments/delete"],
  },
  admit(request) {
    const { cloud, inputs } = request;
    const { principalId, roleDefinitionId, scope } = inputs;
    // pulumi-azure-native, autonaming: a UUID, which is the only legal name.
    const name = inputs.roleAssignmentName ?? uuid(request.hex(32, "name"));
    if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(name)) {
      throw new CloudError("InvalidRoleAssignmentId", `the name '${name}' of a role assignment must be a UUID`);
    }
    return {
      id: `${scope}/providers/Microsoft.Authorization/roleAssignments/${name}`,
      outputs: { name },
      // Azure Resource Manager: what extends a resource is deleted with it.
      uses: cloud.resources.has(scope) ? [{ key: scope }] : [],
      claims: [
        {
          key: `role assignment|${[idKey(scope), principalId, roleName(roleDefinitionId)].join("|")}`,
          code: "RoleAssignmentExists",
          reason: `the role ${roleName(roleDefinitionId)} is assigned to ${principalId} on ${scope} already; choose roleAssignment: assume`,
        },
      ],
    };
  },
};

/** A right of an identity that role assignments give. */
export interface Right {
  /** Action, as Azure RBAC names it. */
  action: string;
  roles: string[];
}

/** To put a public IP on a load balancer. */
export const joinRight: Right = { action: "Microsoft.Network/publicIPAddresses/join/action", roles: joiningRoles };
/** To look at public IPs. */
export const readRight: Right = { action: "Microsoft.Network/publicIPAddresses/read", roles: readingRoles };

/** The assignments that give an identity a right on something, in the order of creation. */
export function assignmentsOf(
  cloud: SimulatedCloud,
  principalId: string,
  { roles }: Right,
  id: string,
): SimulatedResource[] {
  return [...cloud.resources.values()].filter(({ type, inputs }) => {
    if (type !== roleAssignment.type) return false;
    const given = inputs as RoleAssignmentInputs;
    return (
      given.principalId === principalId && roles.includes(roleName(given.roleDefinitionId)) && isWithin(id, given.scope)
    );
  });
}

/** Last part of `/subscriptions/…/roleDefinitions/<name>`. */
function roleName(definitionId: string): string {
  return idKey(definitionId.slice(definitionId.lastIndexOf("/") + 1));
}

function uuid(hex: string): string {
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}
