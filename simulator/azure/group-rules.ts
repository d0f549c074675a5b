import type { NetworkSecurityGroupFacts, NsgRuleFacts } from "../../reachability/azure/network";
import type { SimulatedCloud } from "../cloud";
import { foreignRules, groupKey } from "./network-security-group";
import { securityRule } from "./security-rule";
import { ruleFacts, type SecurityRuleInputs } from "./security-rule-properties";

/**
 * The rules of a group as discovery would find them now: those that existed before, those that the program made, those that
 * the cloud controller wrote.
 * @param urn of any resource of the stack that runs: whose rules from an earlier run its own ones stand for
 */
export function rulesOf(cloud: SimulatedCloud, group: NetworkSecurityGroupFacts, urn: string): NsgRuleFacts[] {
  const key = groupKey(group);
  const made = cloud.users(key).filter(({ type }) => type === securityRule.type);
  return [
    ...foreignRules(group, urn),
    ...made.map(({ inputs, outputs }) => ruleFacts(outputs.name as string, inputs as SecurityRuleInputs)),
    ...(cloud.broughtTo(key) as NsgRuleFacts[]),
  ];
}
