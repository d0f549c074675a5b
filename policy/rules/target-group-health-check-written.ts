import { installationsIn, mediaPathDefaults, mediaPathSchema, type MediaPathConfig } from "../media-path/config";
import { judgeHealthCheckOf } from "../media-path/health-check";
import type { RuleFactory } from "../rule";

/** A health check that can succeed, but proves little or hangs on defaults. Those that cannot are target-group-health-check's. */
export const targetGroupHealthCheckWritten: RuleFactory<MediaPathConfig> = (settings) => ({
  name: "target-group-health-check-written",
  displayName: "Health check over HTTP, all written out",
  description:
    "The health check of a target group of LLS uses HTTP, and every field is written: defaults of the provider are not those of AWS.",
  level: "advisory",
  severity: "low",
  remediationSteps:
    "Write protocol HTTP, port, path, matcher, interval, timeout and both thresholds of the health check.",
  configSchema: mediaPathSchema,
  defaults: { ...mediaPathDefaults, ...settings },
  check(stack, config, report) {
    for (const { found } of installationsIn(stack, config)) {
      for (const targetGroup of found.cloud === "eks" ? found.targetGroups : []) {
        const { fails, weak } = judgeHealthCheckOf(targetGroup);
        if (fails.length > 0 || weak.length === 0) continue;
        report(
          targetGroup.urn,
          `The health check of target group ${targetGroup.name}, installation ${found.name}: ${weak.join("; ")}.`,
        );
      }
    }
  },
});
