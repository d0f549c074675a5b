import type { NetworkSecurityGroupFacts } from "../../reachability/azure/network";
import { CloudError } from "../cloud-error";
import { anyChangeOf, type Claim, type SimulatedType } from "../simulated-type";
import { checkWritable } from "./lockdown";
import { networkResourceName } from "./names";
import {
  anotherOperation,
  checkTurn,
  existingGroup,
  foreignRules,
  groupKey,
  priorityClaim,
} from "./network-security-group";
import { resourceGroupId } from "./resource-id";
import { subscriptionOf } from "./simulated-azure";
import { checkSecurityRule, isInbound, type SecurityRuleInputs } from "./security-rule-properties";

/** A rule of a network security group, on its own (not inline in the group). */
export const securityRule: SimulatedType<SecurityRuleInputs> = {
  type: "azure-native:network:SecurityRule",
  // pulumi-azure-native: the parts of the id.
  replaces: anyChangeOf("networkSecurityGroupName", "resourceGroupName", "securityRuleName"),
  // Estimate: an asynchronous operation that is asked for every 10 s (Azure Resource Manager, "Track asynchronous operations").
  latencySeconds: 10,
  permissions: {
    create: ["Microsoft.Network/networkSecurityGroups/securityRules/write"],
    read: ["Microsoft.Network/networkSecurityGroups/securityRules/read"],
    update: ["Microsoft.Network/networkSecurityGroups/securityRules/write"],
    delete: ["Microsoft.Network/networkSecurityGroups/securityRules/delete"],
  },
  admit(request) {
    const { cloud, inputs, current, urn } = request;
    const resourceGroup = resourceGroupId(subscriptionOf(request), inputs.resourceGroupName);
    const group = existingGroup(cloud, resourceGroup, inputs.networkSecurityGroupName);
    checkWritable(cloud, resourceGroup);
    const name = networkResourceName(request, inputs.securityRuleName);
    checkSecurityRule(name, inputs, group);
    checkTurn(request, group);

    const claims = [nameClaim(group, name), ownPriority(group, inputs)];
    for (const { code, reason } of current ? [] : taken(group, urn, name, inputs)) throw new CloudError(code, reason);
    return {
      id: `${group.id}/securityRules/${name}`,
      outputs: { name, provisioningState: "Succeeded" },
      uses: [{ key: groupKey(group), busy: anotherOperation }],
      claims,
    };
  },
};

function nameClaim(group: NetworkSecurityGroupFacts, name: string): Claim {
  return {
    key: `${groupKey(group)}|${name.toLowerCase()}`,
    // pulumi-azure-native, Create: refuses what exists, instead of overwriting it.
    code: "AlreadyExists",
    reason: `cannot create already existing resource: '${group.name}' has a rule named '${name}'; import it or choose another name`,
  };
}

/** NSG documentation, "Security rules": no two rules of a direction have the same priority. */
function ownPriority(group: NetworkSecurityGroupFacts, inputs: SecurityRuleInputs): Claim {
  return {
    key: priorityClaim(group, isInbound(inputs), inputs.priority),
    code: "SecurityRuleConflict",
    reason: `'${group.name}' has another ${inputs.direction} rule of priority ${inputs.priority}: rules cannot have the same Priority and Direction`,
  };
}

/** What a rule that existed before has already. */
function taken(group: NetworkSecurityGroupFacts, urn: string, name: string, inputs: SecurityRuleInputs): Claim[] {
  return foreignRules(group, urn).flatMap((rule) => [
    ...(rule.name.toLowerCase() === name.toLowerCase() ? [nameClaim(group, name)] : []),
    ...(rule.inbound === isInbound(inputs) && rule.priority === inputs.priority ? [ownPriority(group, inputs)] : []),
  ]);
}
