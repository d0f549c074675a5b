import type { SecurityGroupRuleFacts } from "../../reachability/aws/network";

/** What makes a rule: two of the same are duplicates, whatever their descriptions and tags. */
export type RuleContent = Pick<
  SecurityGroupRuleFacts,
  "egress" | "protocol" | "fromPort" | "toPort" | "cidr" | "referencedGroupId" | "prefixListId"
>;

/** Protocols that EC2 knows by name (EC2 API, `IpPermission.IpProtocol`). */
const protocolNames: Record<string, string> = { "1": "icmp", "6": "tcp", "17": "udp", "58": "icmpv6", all: "-1" };

/** Name of a rule by what it allows, the same for every way to write it. */
export function ruleKey(groupId: string, rule: RuleContent): string {
  const protocol = protocolNames[rule.protocol] ?? rule.protocol;
  const ports = protocol === "-1" ? "all" : `${rule.fromPort}-${rule.toPort}`;
  const peer = rule.cidr ?? rule.referencedGroupId ?? rule.prefixListId;
  return ["rule", groupId, rule.egress ? "out" : "in", protocol, ports, peer].join("|");
}
