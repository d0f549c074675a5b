import type { SecurityGroupRule } from "@aws-sdk/client-ec2";
import type { NodePoolFacts, SecurityGroupFacts, SecurityGroupRuleFacts } from "../../reachability/aws/network";
import { inBatches } from "./batches";
import type { EksClusterFacts } from "./facts";
import { readFact } from "./permissions";
import type { PrefixLists } from "./prefix-lists";
import type { EksDiscoveryRequest } from "./request";
import type { EksSources } from "./sources";
import { tagsOf } from "./tags";

/**
 * The cluster's own group, the nodes' groups and the given ones, all with rules, and the groups those rules refer to, by
 * name only: what such a group admits itself is of no matter here.
 */
export async function readSecurityGroups(
  request: EksDiscoveryRequest,
  cluster: EksClusterFacts,
  pools: NodePoolFacts[],
  lists: PrefixLists,
  sources: EksSources,
): Promise<SecurityGroupFacts[]> {
  const ids = unique([
    cluster.clusterSecurityGroupId,
    ...pools.flatMap(({ interfaces = [] }) => interfaces.flatMap(({ securityGroupIds }) => securityGroupIds)),
    ...(request.proxyNodeSecurityGroupIds ?? []),
    ...(request.workerNodeSecurityGroupIds ?? []),
  ]);
  const found = await readFact("describeSecurityGroupRules", sources, () =>
    inBatches(ids, (batch) =>
      sources.ec2.describeSecurityGroupRules({ Filters: [{ Name: "group-id", Values: batch }] }),
    ),
  );
  const rules = found && (await Promise.all(found.map((rule) => ruleOf(rule, lists))));
  const peers = (found ?? []).flatMap(({ ReferencedGroupInfo }) => ReferencedGroupInfo?.GroupId ?? []);
  const names = await readNames(unique([...ids, ...peers]), sources);
  return names.map((group) =>
    ids.includes(group.id) && rules
      ? { ...group, rules: rules.filter(({ groupId }) => groupId === group.id).map(({ rule }) => rule) }
      : group,
  );
}

/** Names and tags; a group whose description may not be read is known by its id alone. */
async function readNames(ids: string[], sources: EksSources): Promise<SecurityGroupFacts[]> {
  const groups = await readFact("describeSecurityGroups", sources, () =>
    inBatches(ids, (batch) => sources.ec2.describeSecurityGroups({ Filters: [{ Name: "group-id", Values: batch }] })),
  );
  return groups
    ? groups.map(({ GroupId = "", GroupName = "", Tags }) => ({ id: GroupId, name: GroupName, tags: tagsOf(Tags) }))
    : ids.map((id) => ({ id, name: id, tags: {} }));
}

async function ruleOf(
  rule: SecurityGroupRule,
  lists: PrefixLists,
): Promise<{ groupId: string | undefined; rule: SecurityGroupRuleFacts }> {
  const cidr = rule.CidrIpv4 ?? rule.CidrIpv6;
  const referencedGroupId = rule.ReferencedGroupInfo?.GroupId;
  const prefixListId = rule.PrefixListId;
  const list = prefixListId ? await lists(prefixListId) : undefined;
  return {
    groupId: rule.GroupId,
    rule: {
      id: rule.SecurityGroupRuleId ?? "",
      egress: rule.IsEgress === true,
      protocol: rule.IpProtocol ?? "-1",
      fromPort: rule.FromPort ?? -1,
      toPort: rule.ToPort ?? -1,
      ...(cidr && { cidr }),
      ...(referencedGroupId && { referencedGroupId }),
      ...(prefixListId && { prefixListId }),
      ...(list?.name && { prefixListName: list.name }),
      ...(list?.cidrs && { prefixListCidrs: list.cidrs }),
      ...(rule.Description && { description: rule.Description }),
      tags: tagsOf(rule.Tags),
    },
  };
}

function unique(values: string[]): string[] {
  return [...new Set(values)].sort();
}
