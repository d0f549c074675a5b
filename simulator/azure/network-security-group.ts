import { ruleOwner } from "../../components/lls";
import type { NetworkSecurityGroupFacts, NsgRuleFacts } from "../../reachability/azure/network";
import type { SimulatedCloud } from "../cloud";
import { CloudError } from "../cloud-error";
import type { AdmissionRequest } from "../simulated-type";
import { idKey } from "./resource-id";

/**
 * The group that a resource names. Only groups of the facts exist: the program makes none.
 * @param resourceGroup its id
 * @throws CloudError ParentResourceNotFound, as Azure Resource Manager answers for a nested resource
 */
export function existingGroup(cloud: SimulatedCloud, resourceGroup: string, name: string): NetworkSecurityGroupFacts {
  const id = `${resourceGroup}/providers/Microsoft.Network/networkSecurityGroups/${name}`;
  const group = cloud.azure.networkSecurityGroups.get(idKey(id));
  if (group) return group;
  throw new CloudError(
    "ParentResourceNotFound",
    `the network security group '${name}' does not exist in ${resourceGroup}`,
  );
}

/** Key under which resources that write a group use it. */
export function groupKey(group: NetworkSecurityGroupFacts): string {
  return `network security group|${idKey(group.id)}`;
}

/** Claim of a priority: unique in a group for each direction (NSG documentation, "Security rules"). */
export function priorityClaim(group: NetworkSecurityGroupFacts, inbound: boolean, priority: number): string {
  return `${groupKey(group)}|${inbound ? "Inbound" : "Outbound"}|${priority}`;
}

/** Rules of a group that existed before, without those of the stack that runs: the ones it declares stand for them. */
export function foreignRules({ rules = [] }: NetworkSecurityGroupFacts, urn: string): NsgRuleFacts[] {
  const [, , stack, , project] = urn.split(":");
  return rules.filter(({ description = "" }) => !`${description} `.startsWith(`${ruleOwner(`${project}/${stack}`)} `));
}

/** What Azure answers, with 429, to the second of two writes on one group; the provider does not retry all of them (pulumi-azure-native#3720). */
export const anotherOperation = "RetryableErrorDueToAnotherOperation";

/**
 * Makes sure that nothing else writes the group at the same time, in a run that knows no time. Of two resources of which neither waits for the other, creations and
 * changes happen at the same time. Deletions come in the opposite order of these, so what passes here is deleted in turn.
 * @throws CloudError
 */
export function checkTurn({ cloud, urn, dependencies }: AdmissionRequest, group: NetworkSecurityGroupFacts): void {
  if (!dependencies) return;
  const before = cloud.before(dependencies);
  const other = cloud
    .users(groupKey(group))
    .find((user) => user.urn !== urn && !before.has(user.urn) && !cloud.before([user.urn]).has(urn));
  if (!other) return;
  throw new CloudError(
    anotherOperation,
    `429: ${other.urn} writes the network security group '${group.name}' at the same time; let one depend on the other`,
  );
}
