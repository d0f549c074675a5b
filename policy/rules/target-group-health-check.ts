import { healthCheck } from "../../components/lls";
import { installationsIn, mediaPathDefaults, mediaPathSchema, type MediaPathConfig } from "../media-path/config";
import { judgeHealthCheckOf } from "../media-path/health-check";
import type { RuleFactory } from "../rule";

/** Configuration of the rule. */
export interface HealthCheckConfig extends MediaPathConfig {
  /** Paths that the proxy answers with 200. Default `/v1/health`. */
  paths: string[];
}

/**
 * A health check that cannot succeed. This rule owns the layer "health check of the target group" of the flow E3, which
 * eks-health-check-open leaves to it.
 */
export const targetGroupHealthCheck: RuleFactory<HealthCheckConfig> = (settings) => ({
  name: "target-group-health-check",
  displayName: "Health check can succeed",
  description:
    "The health check of a target group of LLS can succeed: it is enabled, asks the port and path that the proxy answers, over HTTP or TCP, takes status 200, and its times are legal.",
  level: "mandatory",
  severity: "high",
  remediationSteps: `Check ${healthCheck.protocol} on port 30800, path ${healthCheck.path}, matcher ${healthCheck.matcher}, interval ${healthCheck.intervalSeconds}, timeout ${healthCheck.timeoutSeconds}, healthy threshold ${healthCheck.healthyThreshold}, unhealthy threshold ${healthCheck.unhealthyThreshold}.`,
  configSchema: {
    properties: {
      ...mediaPathSchema.properties,
      paths: {
        type: "array",
        items: { type: "string" },
        description: `Paths that the proxy answers with 200. Default ${healthCheck.path}, the documented one.`,
      },
    },
  },
  defaults: { ...mediaPathDefaults, paths: [healthCheck.path], ...settings },
  check(stack, config, report) {
    for (const { found } of installationsIn(stack, config)) {
      for (const targetGroup of found.cloud === "eks" ? found.targetGroups : []) {
        const { fails } = judgeHealthCheckOf(targetGroup, config.paths);
        if (fails.length === 0) continue;
        report(
          targetGroup.urn,
          `The health check of target group ${targetGroup.name}, installation ${found.name}, cannot succeed: ${fails.join("; ")}. Every target stays unhealthy, which shows only when one becomes healthy.`,
        );
      }
    }
  },
});
