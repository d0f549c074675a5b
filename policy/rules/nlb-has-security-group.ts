import { installationsIn, mediaPathDefaults, mediaPathSchema, type MediaPathConfig } from "../media-path/config";
import { hasNoGroup } from "../media-path/load-balancer-group";
import type { RuleFactory } from "../rule";

/**
 * A security group can be attached to a Network Load Balancer only when it is made. Only load balancers with a UDP listener that forwards to a
 * target group of LLS are looked at.
 */
export const nlbHasSecurityGroup: RuleFactory<MediaPathConfig> = (settings) => ({
  name: "nlb-has-security-group",
  displayName: "NLB made with a security group",
  description:
    "A Network Load Balancer of LLS is made with a security group: AWS attaches none later, and node rules that reference it admit nothing without it.",
  level: "mandatory",
  severity: "high",
  remediationSteps:
    "Give the load balancer `securityGroups`. This replaces it: an outage of minutes, and a new name that `env.lbDns` has to follow.",
  configSchema: mediaPathSchema,
  defaults: { ...mediaPathDefaults, ...settings },
  check(stack, config, report) {
    for (const { found } of installationsIn(stack, config)) {
      if (found.cloud !== "eks" || !hasNoGroup(found)) continue;
      const { urn, name } = found.loadBalancer!;
      report(
        urn,
        `Load balancer ${name} of installation ${found.name} is made without a security group, and AWS attaches none later. Whatever reaches it passes, and node rules that reference its group admit nothing. Remedy: set securityGroups now; later the load balancer has to be replaced.`,
      );
    }
  },
});
