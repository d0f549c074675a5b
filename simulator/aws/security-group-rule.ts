import type { SecurityGroupRuleFacts } from "../../reachability/aws/network";
import type { SimulatedCloud } from "../cloud";
import { CloudError } from "../cloud-error";
import type { SimulatedType } from "../simulated-type";
import { securityGroupKey } from "./existence";
import { checkSecurityGroupText } from "./names";
import { isSameStack, type Tags } from "./same-stack";
import { ruleKey, type RuleContent } from "./security-group-rule-key";

interface RuleInputs {
  securityGroupId: string;
  ipProtocol: string | number;
  fromPort?: number;
  toPort?: number;
  cidrIpv4?: string;
  cidrIpv6?: string;
  prefixListId?: string;
  referencedSecurityGroupId?: string;
  description?: string;
  tags?: Record<string, string>;
}

/** The ways to name the other end, of which a rule has one. */
const peerProperties = ["cidrIpv4", "cidrIpv6", "prefixListId", "referencedSecurityGroupId"] as const;

/** Default quota, for inbound and outbound and for IPv4 and IPv6 each. Source: VPC user guide, amazon-vpc-limits. */
const rulesPerGroup = 60;

/** A rule into a security group, on its own (not inline in the group). */
export const securityGroupIngressRule = ruleType("IngressRule", false, {
  create: ["ec2:AuthorizeSecurityGroupIngress", "ec2:CreateTags"],
  delete: ["ec2:RevokeSecurityGroupIngress"],
});

/** A rule out of a security group, on its own. */
export const securityGroupEgressRule = ruleType("EgressRule", true, {
  create: ["ec2:AuthorizeSecurityGroupEgress", "ec2:CreateTags"],
  delete: ["ec2:RevokeSecurityGroupEgress"],
});

function ruleType(
  kind: string,
  egress: boolean,
  actions: { create: string[]; delete: string[] },
): SimulatedType<RuleInputs> {
  return {
    type: `aws:vpc/securityGroup${kind}:SecurityGroup${kind}`,
    // terraform-provider-aws, internal/service/ec2/vpc_security_group_ingress_rule.go: RequiresReplace, and ModifyPlan for
    // another kind of peer, which EC2 cannot change.
    replaces(oldInputs, newInputs) {
      const before = peersOf(oldInputs);
      const after = peersOf(newInputs);
      const peers = before.join() === after.join() ? [] : [...before, ...after];
      return [...(oldInputs.securityGroupId === newInputs.securityGroupId ? [] : ["securityGroupId"]), ...peers];
    },
    // Of the Terraform plugin framework (pulumi-terraform-bridge, pkg/pf/tfbridge/provider_create.go).
    forgetsFailures: true,
    latencySeconds: 1,
    permissions: {
      ...actions,
      read: ["ec2:DescribeSecurityGroupRules"],
      update: ["ec2:ModifySecurityGroupRules", "ec2:CreateTags", "ec2:DeleteTags"],
    },
    admit(request) {
      const { cloud, inputs } = request;
      const { securityGroupId: groupId, referencedSecurityGroupId: peerId } = inputs;
      // EC2 API, AuthorizeSecurityGroupIngress: InvalidGroup.NotFound.
      const groupKey = securityGroupKey(cloud, groupId, "InvalidGroup.NotFound");
      const peerKey = peerId === undefined ? undefined : securityGroupKey(cloud, peerId, "InvalidGroup.NotFound");
      checkSecurityGroupText("description", inputs.description);

      const content = ruleContent(egress, inputs);
      const key = ruleKey(groupId, content);
      const seeded = cloud.aws.network.rules.get(key);
      const reason = `the security group ${groupId} has the same rule already; import it or declare it as existing`;
      // A rule of the facts that this very stack made is the one being declared.
      if (seeded && !isSameStack(seeded.tags, inputs.tags)) {
        throw new CloudError("InvalidPermission.Duplicate", `${reason} (${seeded.id})`);
      }
      if (!request.current) checkQuota(cloud, groupId, groupKey, content, inputs.tags);

      const id = `sgr-${request.hex(17, "id")}`;
      const { account, region } = cloud.aws;
      return {
        id,
        outputs: { arn: `arn:aws:ec2:${region}:${account}:security-group-rule/${id}`, securityGroupRuleId: id },
        // EC2 API, DeleteSecurityGroup: a group that another one's rule names cannot go; its own rules go with it.
        uses: [
          { key: groupKey },
          ...(peerKey !== undefined && peerKey !== groupKey ? [{ key: peerKey, refusal: "DependencyViolation" }] : []),
        ],
        claims: [{ key, code: "InvalidPermission.Duplicate", reason }],
      };
    },
  };
}

function peersOf(inputs: RuleInputs): string[] {
  return peerProperties.filter((property) => inputs[property] !== undefined);
}

/** EC2 API, IpPermission: one peer; ports 0-65535, for ICMP type and code or -1. */
function ruleContent(egress: boolean, inputs: RuleInputs): RuleContent {
  const peers = peersOf(inputs);
  if (peers.length !== 1) {
    throw new CloudError("InvalidParameterValue", `a rule needs exactly one peer, has ${peers.join(", ") || "none"}`);
  }
  const { fromPort = -1, toPort = -1, ipProtocol } = inputs;
  const protocol = String(ipProtocol);
  if (["tcp", "udp", "6", "17"].includes(protocol) && !(0 <= fromPort && fromPort <= toPort && toPort <= 65535)) {
    throw new CloudError("InvalidParameterValue", `invalid ${protocol} port range ${fromPort}-${toPort}`);
  }
  return {
    egress,
    protocol,
    fromPort,
    toPort,
    cidr: inputs.cidrIpv4 ?? inputs.cidrIpv6,
    referencedGroupId: inputs.referencedSecurityGroupId,
    prefixListId: inputs.prefixListId,
  };
}

/** Rules count for IPv4 and for IPv6 apart. */
type Family = "IPv4" | "IPv6";

function checkQuota(cloud: SimulatedCloud, groupId: string, groupKey: string, added: RuleContent, tags: Tags): void {
  const seeded = (cloud.aws.network.securityGroups.get(groupId)?.rules ?? []).filter(
    (rule) => !isSameStack(rule.tags, tags),
  );
  const created = cloud
    .users(groupKey)
    .filter((user) => user.inputs.securityGroupId === groupId && user.type.startsWith("aws:vpc/securityGroup"))
    .map((user) => ruleContent(user.type === securityGroupEgressRule.type, user.inputs as RuleInputs));
  const rules = [...seeded, ...created, added].filter(({ egress }) => egress === added.egress);
  const tooMany = (family: Family): boolean =>
    weight(added, family) > 0 && rules.reduce((sum, rule) => sum + weight(rule, family), 0) > rulesPerGroup;
  if (tooMany("IPv4") || tooMany("IPv6")) {
    throw new CloudError(
      "RulesPerSecurityGroupLimitExceeded",
      `${groupId} has ${rulesPerGroup} ${added.egress ? "outbound" : "inbound"} rules; ask AWS for a higher quota or merge CIDR blocks`,
    );
  }
}

/**
 * For how many rules a rule counts, at least: without a CIDR for one of IPv4 and one of IPv6, with a customer's prefix list for
 * the most entries that the list may hold, of which those it holds are known. AWS's own lists have weights from 1 on.
 * Source: VPC user guide, "Prefix lists" and "AWS-managed prefix list weight".
 */
function weight(rule: SeededRule, family: Family): number {
  const counts = (cidr: string): boolean => cidr.includes(":") === (family === "IPv6");
  if (rule.cidr) return counts(rule.cidr) ? 1 : 0;
  if (!rule.prefixListCidrs || !rule.prefixListName || rule.prefixListName.startsWith("com.amazonaws.")) return 1;
  return rule.prefixListCidrs.filter(counts).length;
}

type SeededRule = RuleContent & Pick<SecurityGroupRuleFacts, "prefixListName" | "prefixListCidrs">;
