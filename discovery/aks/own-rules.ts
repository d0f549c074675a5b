import { ruleOwner } from "../../components/lls";
import type { NetworkSecurityGroupFacts, NsgRuleFacts } from "../../reachability/azure/network";
import type { AksDiscoveryRequest } from "./request";

/** Length of a rule's description on Azure (Azure REST API, SecurityRulePropertiesFormat). */
const descriptionLength = 140;

/** Whether a rule's description says that this very stack made it. Never its name: the guide uses the same one. */
export function isOurs(
  { description = "" }: Pick<NsgRuleFacts, "description">,
  { owner }: Pick<AksDiscoveryRequest, "owner">,
): boolean {
  const mark = ruleOwner(owner).slice(0, descriptionLength);
  // Stack "dev" did not make the rules of stack "dev-2".
  return description.startsWith(mark) && !/^[\w.-]/.test(description.slice(mark.length));
}

/** Groups as their owners left them: a rule that the next `up` deletes must not open a verdict. */
export function withoutOwnRules(
  groups: NetworkSecurityGroupFacts[],
  request: Pick<AksDiscoveryRequest, "owner">,
): NetworkSecurityGroupFacts[] {
  return groups.map((group) => ({
    ...group,
    ...(group.rules && { rules: group.rules.filter((rule) => !isOurs(rule, request)) }),
  }));
}
