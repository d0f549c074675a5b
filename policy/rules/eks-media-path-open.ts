import { flowRule } from "../media-path/flow-rule";
import type { MediaPathConfig } from "../media-path/config";
import type { RuleFactory } from "../rule";

/**
 * Flows E1, E1r, E2 and E2r: from the browser through the load balancer to the NodePort of the proxy, and back.
 * Left to others: targets in no enabled zone (target-pool-in-zone), a listener on another port than the release announces
 * (ports-agree), node rules that reference a group which the load balancer was made without (nlb-has-security-group).
 */
export const eksMediaPathOpen: RuleFactory<MediaPathConfig> = (settings) =>
  flowRule(
    {
      name: "eks-media-path-open",
      displayName: "Media path open on EKS",
      description:
        "Media gets from every browser of the audience through the Network Load Balancer to every node that can be a target, and back: route, network ACLs, security groups, listener and target group let it through. What target-pool-in-zone, ports-agree and nlb-has-security-group report of it is left to them: where one of them is disabled, nobody does.",
      severity: "critical",
      remediationSteps:
        "Open the layer that the message names. The source that a node sees is the browser, because a Network Load Balancer preserves client addresses for UDP: admit the load balancer's security group or the browsers' addresses, not the VPC.",
    },
    ["E1", "E1r", "E2", "E2r"],
    settings,
  );
