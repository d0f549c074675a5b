import { CloudError } from "../cloud-error";
import type { SimulatedType, Use } from "../simulated-type";
import { securityGroupKey } from "./existence";
import { checkSecurityGroupText } from "./names";
import { ruleKey, type RuleContent } from "./security-group-rule-key";

interface RuleInputs {
  type: "ingress" | "egress";
  securityGroupId: string;
  protocol: string;
  fromPort: number;
  toPort: number;
  cidrBlocks?: string[];
  ipv6CidrBlocks?: string[];
  prefixListIds?: string[];
  sourceSecurityGroupId?: string;
  self?: boolean;
  description?: string;
}

/** The older resource for rules, which has lists of peers: one rule of EC2 for each. */
export const securityGroupRuleLists: SimulatedType<RuleInputs> = {
  type: "aws:ec2/securityGroupRule:SecurityGroupRule",
  // terraform-provider-aws, aws_security_group_rule: everything but the description is ForceNew.
  replaces(oldInputs, newInputs) {
    const keys = [...new Set([...Object.keys(oldInputs), ...Object.keys(newInputs)])] as (keyof RuleInputs)[];
    return keys.filter(
      (key) => key !== "description" && JSON.stringify(oldInputs[key]) !== JSON.stringify(newInputs[key]),
    );
  },
  // 3 s, in a published log of the Terraform provider (terraform-aws-modules/terraform-aws-eks, issue 2203).
  latencySeconds: 3,
  permissions: {
    create: ["ec2:AuthorizeSecurityGroupIngress", "ec2:AuthorizeSecurityGroupEgress"],
    read: ["ec2:DescribeSecurityGroups"],
    update: ["ec2:UpdateSecurityGroupRuleDescriptionsIngress", "ec2:UpdateSecurityGroupRuleDescriptionsEgress"],
    delete: ["ec2:RevokeSecurityGroupIngress", "ec2:RevokeSecurityGroupEgress"],
  },
  admit(request) {
    const { cloud, inputs } = request;
    const { securityGroupId: groupId, sourceSecurityGroupId: peerId } = inputs;
    const groupKey = securityGroupKey(cloud, groupId, "InvalidGroup.NotFound");
    checkSecurityGroupText("description", inputs.description);
    const peer: Use[] =
      peerId === undefined || peerId === groupId
        ? []
        : [{ key: securityGroupKey(cloud, peerId, "InvalidGroup.NotFound"), refusal: "DependencyViolation" }];
    const keys = contentsOf(inputs).map((content) => ruleKey(groupId, content));
    if (keys.length === 0) throw new CloudError("InvalidParameterValue", "a rule needs a peer");
    const reason = `the security group ${groupId} has the same rule already`;
    const code = "InvalidPermission.Duplicate";
    if (keys.some((key) => cloud.aws.network.rules.has(key))) throw new CloudError(code, reason);
    return {
      id: `sgrule-${parseInt(request.hex(8, "id"), 16)}`,
      // Only a rule of one peer has an id in EC2.
      outputs: { ...(keys.length === 1 && { securityGroupRuleId: `sgr-${request.hex(17, "rule")}` }) },
      uses: [{ key: groupKey }, ...peer],
      claims: keys.map((key) => ({ key, code, reason })),
    };
  },
};

function contentsOf(inputs: RuleInputs): RuleContent[] {
  const { type, protocol, fromPort, toPort, securityGroupId, sourceSecurityGroupId, self } = inputs;
  const content = { egress: type === "egress", protocol, fromPort, toPort };
  const groups = [
    ...(sourceSecurityGroupId === undefined ? [] : [sourceSecurityGroupId]),
    ...(self ? [securityGroupId] : []),
  ];
  return [
    ...[...(inputs.cidrBlocks ?? []), ...(inputs.ipv6CidrBlocks ?? [])].map((cidr) => ({ ...content, cidr })),
    ...(inputs.prefixListIds ?? []).map((prefixListId) => ({ ...content, prefixListId })),
    ...groups.map((referencedGroupId) => ({ ...content, referencedGroupId })),
  ];
}
