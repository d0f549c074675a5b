import { flowRule } from "../media-path/flow-rule";
import type { MediaPathConfig } from "../media-path/config";
import type { RuleFactory } from "../rule";

/**
 * Flows E3 and E3r: health checks from the load balancer to the nodes, and their answers.
 * Left to others: a check that asks the wrong thing (target-group-health-check), node rules that reference a group which the load
 * balancer was made without (nlb-has-security-group).
 */
export const eksHealthCheckOpen: RuleFactory<MediaPathConfig> = (settings) =>
  flowRule(
    {
      name: "eks-health-check-open",
      displayName: "Health checks open on EKS",
      description:
        "Health checks get from the Network Load Balancer to TCP 30800 of every node that can be a target. Without them every target is unhealthy, which nobody sees until one becomes healthy: the load balancer then stops sending to all others. What target-group-health-check and nlb-has-security-group report of it is left to them.",
      severity: "high",
      remediationSteps:
        "Open TCP 30800 outbound in the load balancer's security group, and inbound from that group in the groups of the nodes.",
    },
    ["E3", "E3r"],
    settings,
  );
