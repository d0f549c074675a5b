import type { SecurityGroupFacts, SecurityGroupRuleFacts } from "../reachability/aws/network";
import { securityGroup } from "./aws/security-group";
import { securityGroupEgressRule, securityGroupIngressRule } from "./aws/security-group-rule";
import { rulesOf } from "./azure/group-rules";
import type { SimulatedCloud, SimulatedResource } from "./cloud";
import type { SimulatedAksSeed, SimulatedAwsSeed, SimulatedSeed } from "./seed";

/**
 * The cloud as discovery would find it now: what existed before, with the security groups and rules that stand in it today.
 * @param urn of any resource of the stack that runs: whose rules from an earlier run its own ones stand for
 * @param seed which of the clusters. Default: the only one, or the first
 */
export function currentSeed(cloud: SimulatedCloud, urn: string, seed = cloud.seeds[0]!): SimulatedSeed {
  return seed.cloud === "eks" ? currentEks(cloud, seed) : currentAks(cloud, seed, urn);
}

function currentEks(cloud: SimulatedCloud, seed: SimulatedAwsSeed): SimulatedAwsSeed {
  const after = structuredClone(seed);
  if (!after.network) return after;
  const groups = new Map(after.network.securityGroups.map((group) => [group.id, group]));
  const standing = [...cloud.resources.values()];
  for (const { type, id, inputs, outputs } of standing) {
    if (type !== securityGroup.type || outputs.vpcId !== seed.network?.vpcId) continue;
    groups.set(id, { id, name: outputs.name as string, tags: inputs.tags ?? {}, rules: [] });
  }
  for (const resource of standing) {
    const egress = resource.type === securityGroupEgressRule.type;
    if (!egress && resource.type !== securityGroupIngressRule.type) continue;
    const group = groups.get(resource.inputs.securityGroupId as string);
    if (group) addRule(group, ruleOf(resource, egress));
  }
  after.network.securityGroups = [...groups.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
  return after;
}

function addRule(group: SecurityGroupFacts, rule: SecurityGroupRuleFacts): void {
  group.rules = [...(group.rules ?? []).filter(({ id }) => id !== rule.id), rule];
}

function ruleOf({ id, inputs }: SimulatedResource, egress: boolean): SecurityGroupRuleFacts {
  const { ipProtocol: protocol, fromPort = -1, toPort = -1, cidrIpv4, cidrIpv6, description, tags = {} } = inputs;
  const { referencedSecurityGroupId: referencedGroupId, prefixListId } = inputs;
  const cidr = (cidrIpv4 ?? cidrIpv6) as string | undefined;
  return {
    ...{ id, egress, protocol, fromPort, toPort, description, tags },
    ...(cidr !== undefined && { cidr }),
    ...(referencedGroupId !== undefined && { referencedGroupId }),
    ...(prefixListId !== undefined && { prefixListId }),
  };
}

function currentAks(cloud: SimulatedCloud, seed: SimulatedAksSeed, urn: string): SimulatedAksSeed {
  const after = structuredClone(seed);
  for (const group of after.network.networkSecurityGroups) {
    if (group.rules) group.rules = rulesOf(cloud, group, urn);
  }
  return after;
}
