import { judgeAutoScaling } from "../media-path/auto-scaling";
import { installationsIn, mediaPathDefaults, mediaPathSchema, type MediaPathConfig } from "../media-path/config";
import type { RuleFactory } from "../rule";

/** Groups that the program attaches itself; others that carry the proxy are auto-scaling-group-elb-health-check's. */
export const noElbHealthCheckAttachment: RuleFactory<MediaPathConfig> = (settings) => ({
  name: "no-elb-health-check-attachment",
  displayName: "No Auto Scaling group with ELB health checks attached",
  description:
    "No Auto Scaling group with ELB health checks is attached to a target group of LLS: it terminates healthy nodes whenever the proxy restarts.",
  level: "mandatory",
  severity: "critical",
  remediationSteps:
    "Set the health check type of the Auto Scaling group to EC2, or register the targets with a TargetGroupBinding or by address.",
  configSchema: mediaPathSchema,
  defaults: { ...mediaPathDefaults, ...settings },
  check(stack, config, report) {
    for (const { found } of installationsIn(stack, config)) {
      if (found.cloud !== "eks") continue;
      for (const { name, attachedBy } of judgeAutoScaling(found, stack.graph).elbChecked) {
        if (attachedBy === undefined) continue;
        report(
          attachedBy,
          `Auto Scaling group ${name}, attached to the target group of installation ${found.name}, has ELB health checks: it terminates its nodes whenever the proxy restarts. Remedy: set its health check type to EC2.`,
        );
      }
    }
  },
});
