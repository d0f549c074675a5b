import type { AwsNetwork, SecurityGroupFacts, SecurityGroupRuleFacts } from "../reachability/aws/network";
import type { GraphResource, ResourceGraph } from "./resource-graph";

const directions: Record<string, boolean> = {
  "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule": false,
  "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule": true,
};

/**
 * The security groups that a stack makes or adds rules to. A group that exists already keeps its discovered rules beside
 * the added ones; where those were not read, `complete` says so.
 */
export function securityGroupsOf(graph: ResourceGraph): (network?: AwsNetwork) => SecurityGroupFacts[] {
  const added = rulesByGroup(graph);
  const made = graph.resources.filter(({ type }) => type === "aws:ec2/securityGroup:SecurityGroup").map(madeGroup);
  const madeIds = new Set(made.map(({ id }) => id));
  return (network) => {
    const existing = [...added.keys()]
      .filter((id) => !madeIds.has(id))
      .map((id) =>
        existingGroup(
          id,
          network?.securityGroups.find((group) => group.id === id),
        ),
      );
    return [...made, ...existing].map((group) => ({
      ...group,
      rules: [...(group.rules ?? []), ...(added.get(group.id) ?? [])],
    }));
  };
}

/** A group of the stack. The provider removes the rule that AWS adds by itself, so it starts with none. */
function madeGroup({ id, inputs, name }: GraphResource): SecurityGroupFacts {
  return { id: id ?? name, name, tags: (inputs.tags ?? {}) as Record<string, string>, rules: [], complete: true };
}

function existingGroup(id: string, facts: SecurityGroupFacts | undefined): SecurityGroupFacts {
  return { ...(facts ?? { id, name: id, tags: {} }), complete: facts?.rules !== undefined };
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
  const cidr = inputs.cidrIpv4 ?? inputs.cidrIpv6;
  return {
    id: name,
    egress,
    protocol: String(inputs.ipProtocol),
    fromPort: Number(inputs.fromPort ?? -1),
    toPort: Number(inputs.toPort ?? -1),
    ...(cidr === undefined ? {} : { cidr: String(cidr) }),
    ...(inputs.referencedSecurityGroupId === undefined
      ? {}
      : { referencedGroupId: String(inputs.referencedSecurityGroupId) }),
    ...(inputs.prefixListId === undefined ? {} : { prefixListId: String(inputs.prefixListId) }),
    tags: (inputs.tags ?? {}) as Record<string, string>,
  };
}
