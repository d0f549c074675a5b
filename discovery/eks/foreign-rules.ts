import type { Problem } from "../../components/bad-input";
import { loadBalancerKey, nodeRules, ruleKey, type SecurityRule } from "../../components/eks/security-rules";
import type { SecurityGroupFacts, SecurityGroupRuleFacts } from "../../reachability/aws/network";
import { awsProviderName, componentName } from "../program-names";
import { takeOver } from "../take-over";
import { ownTags } from "./own-rules";
import type { EksDiscoveryRequest } from "./request";

/**
 * Rules of others that are identical to one of those that we would make: EC2 refuses the second one
 * (`InvalidPermission.Duplicate`). Only rules between groups that exist can collide, the load balancer's group is new.
 * @param groups the nodes' groups, without our own rules
 */
export function foreignRuleProblems(
  groups: SecurityGroupFacts[],
  proxyGroupIds: string[],
  workerGroupIds: string[],
  request: EksDiscoveryRequest,
): Problem[] {
  if (!request.nodeRules) return [];
  const nodes = (ids: string[]) => ids.map((id) => ({ key: id, securityGroupId: id }));
  const wanted = nodeRules(
    { ...request.nodeRules, proxyNodes: nodes(proxyGroupIds), workerNodes: nodes(workerGroupIds) },
    { key: loadBalancerKey, securityGroupId: loadBalancerKey },
  );
  // Groups have their id as key, so a rule that serves two flows is there once.
  const byKey = new Map(wanted.map((rule) => [ruleKey(rule), rule]));
  return [...byKey.values()].flatMap((rule) => {
    const existing = groups.find(({ id }) => id === rule.group.key)?.rules ?? [];
    return existing.filter((other) => isSame(rule, other)).map((other) => collision(rule, other, request));
  });
}

function isSame(rule: SecurityRule, other: SecurityGroupRuleFacts): boolean {
  return (
    other.egress === (rule.direction === "out") &&
    other.protocol === rule.protocol &&
    other.fromPort === rule.from &&
    other.toPort === rule.to &&
    other.referencedGroupId === rule.peer.key
  );
}

function collision(rule: SecurityRule, other: SecurityGroupRuleFacts, request: EksDiscoveryRequest): Problem {
  const marks = Object.entries(ownTags(request)).map(([key, value]) => `Key=${key},Value=${value}`);
  const way = takeOver({
    ...{ owner: request.owner, id: other.id, componentType: "nvcf-lls:index:EksLls" },
    type: "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
    name: `${componentName}-${ruleKey(rule)}`,
    provider: { type: "aws", name: awsProviderName },
    markCommand: `aws ec2 create-tags --resources ${other.id} --tags ${marks.join(" ")}`,
    assume: "eks.nodeRules assume",
  });
  return {
    path: "eks.nodeRules",
    reason: `rule ${other.id} of ${rule.group.key} (${rule.protocol} ${rule.from}-${rule.to} from ${rule.peer.key}) exists and is not of this stack, and AWS refuses the same rule twice; delete it, ${way}, or set eks.nodeRules to assume if every rule exists`,
  };
}
