import type { AwsNetwork, SecurityGroupFacts, SecurityGroupRuleFacts } from "../reachability/aws/network";
import type { GraphResource, ResourceGraph } from "./resource-graph";

const directions: Record<string, boolean> = {
  "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule": false,
  "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule": true,
};

/** Finds groups by id, with every rule that is known of them. */
export type SecurityGroupLookup = (ids: string[], network: AwsNetwork | undefined) => SecurityGroupFacts[];

/**
 * The security groups that a stack makes or adds rules to. A group that exists already keeps its discovered rules beside
 * the added ones; where those were not read, `complete` says so.
 */
export function securityGroupsOf(graph: ResourceGraph): SecurityGroupLookup {
  const added = rulesByGroup(graph);
  const made = new Map(
    graph.resources
      .filter(({ type }) => type === "aws:ec2/securityGroup:SecurityGroup")
      .map(madeGroup)
      .map((group) => [group.id, group]),
  );
  return (ids, network) =>
    [...new Set(ids)].sort().map((id) => {
      const group = made.get(id) ?? existingGroup(id, network);
      return { ...group, rules: [...(group.rules ?? []), ...(added.get(id) ?? [])] };
    });
}

/** A group of the stack. The provider removes the rule that AWS adds by itself, so it starts with none. */
function madeGroup({ id, inputs, name }: GraphResource): SecurityGroupFacts {
  return { id: id ?? name, name, tags: (inputs.tags ?? {}) as Record<string, string>, rules: [], complete: true };
}

function existingGroup(id: string, network: AwsNetwork | undefined): SecurityGroupFacts {
  const facts = network?.securityGroups.find((group) => group.id === id);
  return { ...(facts ?? { id, name: id, tags: {} }), complete: facts?.rules !== undefined && facts.complete !== false };
}

function rulesByGroup(graph: ResourceGraph): Map<string, SecurityGroupRuleFacts[]> {
  const rules = new Map<string, SecurityGroupRuleFacts[]>();
  for (const resource of graph.resources) {
    const egress = directions[resource.type];
    if (egress === undefined) continue;
    const group = String(resource.inputs.securityGroupId);
    const list = rules.get(group);
    const rule = ruleOf(resource, egress);
    if (list) list.push(rule);
    else rules.set(group, [rule]);
  }
  return rules;
}

function ruleOf({ name, inputs }: GraphResource, egress: boolean): SecurityGroupRuleFacts {
  const rule = inputs as unknown as RuleInputs;
  const cidr = rule.cidrIpv4 ?? rule.cidrIpv6;
  return {
    id: name,
    egress,
    protocol: rule.ipProtocol,
    fromPort: rule.fromPort ?? -1,
    toPort: rule.toPort ?? -1,
    ...(cidr && { cidr }),
    ...(rule.referencedSecurityGroupId && { referencedGroupId: rule.referencedSecurityGroupId }),
    ...(rule.prefixListId && { prefixListId: rule.prefixListId }),
    tags: rule.tags ?? {},
  };
}

/** Inputs of both rule resources that matter here. */
interface RuleInputs {
  ipProtocol: string;
  fromPort?: number;
  toPort?: number;
  cidrIpv4?: string;
  cidrIpv6?: string;
  referencedSecurityGroupId?: string;
  prefixListId?: string;
  tags?: Record<string, string>;
}
