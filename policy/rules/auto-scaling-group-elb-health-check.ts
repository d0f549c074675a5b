import { judgeAutoScaling } from "../media-path/auto-scaling";
import { installationsIn, mediaPathDefaults, mediaPathSchema, type MediaPathConfig } from "../media-path/config";
import type { RuleFactory } from "../rule";

/** Groups of the proxy's nodes that the program does not attach itself; those are no-elb-health-check-attachment's. */
export const autoScalingGroupElbHealthCheck: RuleFactory<MediaPathConfig> = (settings) => ({
  name: "auto-scaling-group-elb-health-check",
  displayName: "No ELB health checks on the proxy's nodes",
  description:
    "No Auto Scaling group of nodes that can run the proxy has ELB health checks: attached to any target group, it terminates healthy nodes.",
  level: "advisory",
  severity: "medium",
  remediationSteps: "Set the health check type of the Auto Scaling group to EC2.",
  configSchema: mediaPathSchema,
  defaults: { ...mediaPathDefaults, ...settings },
  check(stack, config, report) {
    for (const { found } of installationsIn(stack, config)) {
      if (found.cloud !== "eks") continue;
      for (const { name, attachedBy } of judgeAutoScaling(found, stack.graph).elbChecked) {
        if (attachedBy !== undefined) continue;
        report(
          found.urn,
          `Auto Scaling group ${name} of the proxy's nodes, installation ${found.name}, has ELB health checks: once a load balancer's target group has it, it terminates nodes that the load balancer finds unhealthy. Remedy: set its health check type to EC2.`,
        );
      }
    }
  },
});
