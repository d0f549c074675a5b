import * as ec2 from "@pulumi/aws/ec2";
import * as vpc from "@pulumi/aws/vpc";
import type * as pulumi from "@pulumi/pulumi";
import { displayNames, purposes } from "../lls";
import { logicalName } from "../logical-name";
import { formerRuleKey, ruleKey, type SecurityRule } from "./security-rules";
import type { EksSettings } from "./settings";
import type { Tagger } from "../tags";

/** The load balancer's security group. Its description says nothing that can change: a new one replaces the group. */
export function loadBalancerGroup(
  name: string,
  { cluster, vpcId, adopted }: EksSettings,
  tags: Tagger,
  opts: pulumi.CustomResourceOptions,
): ec2.SecurityGroup {
  return new ec2.SecurityGroup(
    logicalName(name, "nlb"),
    {
      vpcId,
      name: adopted?.securityGroupName,
      description: adopted?.securityGroupDescription ?? "Load balancer of Low Latency Streaming",
      tags: tags(purposes.securityGroup, displayNames.securityGroup(cluster)),
    },
    opts,
  );
}

/** One standalone resource per rule: rules of foreign groups must not replace those of their owner. */
export function securityGroupRules(
  name: string,
  rules: SecurityRule[],
  tags: Tagger,
  opts: pulumi.CustomResourceOptions,
): void {
  for (const rule of rules) {
    const args = {
      securityGroupId: rule.group.securityGroupId,
      description: rule.why,
      ipProtocol: rule.protocol,
      fromPort: rule.from,
      toPort: rule.to,
      cidrIpv4: rule.peer.cidr,
      referencedSecurityGroupId: rule.peer.securityGroupId,
      // The guide's name for the one rule that it makes: streaming-proxy-udp-30504.
      tags: tags(
        purposes.securityGroup,
        ["streaming-proxy", rule.protocol, rule.from === rule.to ? rule.from : `${rule.from}-${rule.to}`].join("-"),
      ),
    };
    const former = formerRuleKey(rule);
    const options = former === undefined ? opts : { ...opts, aliases: [{ name: `${name}-${former}` }] };
    if (rule.direction === "in") new vpc.SecurityGroupIngressRule(`${name}-${ruleKey(rule)}`, args, options);
    else new vpc.SecurityGroupEgressRule(`${name}-${ruleKey(rule)}`, args, options);
  }
}
