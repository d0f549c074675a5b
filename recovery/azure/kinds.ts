import { isOurs as isOurDescription } from "../../discovery/aks/own-rules";
import { isOurs as areOurTags } from "../../discovery/eks/own-rules";
import type { CloudObject } from "../cloud-object";
import type { ObjectKind, Owner } from "../object-kind";

interface Described {
  description?: string;
}

const described = ({ properties }: CloudObject<Described>, owner: Owner): boolean =>
  isOurDescription(properties, owner);

interface SecurityRule extends Described {
  resourceGroupName: string;
  networkSecurityGroupName: string;
  securityRuleName: string;
}

const securityRule: ObjectKind<SecurityRule> = {
  type: "azure-native:network:SecurityRule",
  title: "security rule",
  isMarked: described,
  identity: ({ resourceGroupName, networkSecurityGroupName, securityRuleName }) => [
    ...[resourceGroupName, networkSecurityGroupName, securityRuleName],
  ],
  isNamed: true,
  ignoresCase: true,
  uses: () => [],
  remove: ({ id }) => [["az", "network", "nsg", "rule", "delete", "--ids", id]],
};

interface PublicIpAddress {
  resourceGroupName: string;
  tags?: Record<string, string>;
}

const publicIpAddress: ObjectKind<PublicIpAddress> = {
  type: "azure-native:network:PublicIPAddress",
  title: "public IP",
  isMarked: ({ properties: { tags = {} } }, owner) => areOurTags(tags, owner),
  identity: ({ resourceGroupName }) => [resourceGroupName],
  isNamed: false,
  ignoresCase: true,
  uses: () => [],
  remove: ({ id }) => [["az", "network", "public-ip", "delete", "--ids", id]],
};

interface RoleAssignment extends Described {
  scope: string;
  roleDefinitionId: string;
  principalId: string;
}

const roleAssignment: ObjectKind<RoleAssignment> = {
  type: "azure-native:authorization:RoleAssignment",
  title: "role assignment",
  detail: ({ scope }) => `on ${scope}`,
  isMarked: described,
  identity: ({ scope, roleDefinitionId, principalId }) => [scope, roleDefinitionId, principalId],
  isNamed: false,
  ignoresCase: true,
  uses: ({ scope }) => [scope],
  remove: ({ id }) => [["az", "role", "assignment", "delete", "--ids", id]],
};

/** What the program makes on Azure, in the order of creation. `pulumi import` takes the id of Azure Resource Manager of each. */
export const azureKinds: ObjectKind[] = [securityRule, publicIpAddress, roleAssignment];
