import { installationsIn, mediaPathDefaults, mediaPathSchema, type MediaPathConfig } from "../media-path/config";
import { judgeZones } from "../media-path/zones";
import type { RuleFactory } from "../rule";

/**
 * Targets where the load balancer sends to, and the proxy on them. This rule owns the layer "targets in an enabled zone" of the flow E2, which
 * eks-media-path-open leaves to it, and on AKS a load balancer without a backend.
 */
export const targetPoolInZone: RuleFactory<MediaPathConfig> = (settings) => ({
  name: "target-pool-in-zone",
  displayName: "Targets and proxy in the zone of the load balancer",
  description:
    "At least one pool of target nodes is in the zone of the Network Load Balancer, and the release is pinned to it; on AKS some agent pool has the labels and the zone that the release asks for. Rules about flows leave this to it.",
  level: "mandatory",
  severity: "high",
  remediationSteps:
    "Put load balancer, target nodes and proxy into one zone: set availabilityZones.enabled and zones (or a nodeSelector) of the release to the zone of the load balancer's subnet, and register nodes there.",
  configSchema: mediaPathSchema,
  defaults: { ...mediaPathDefaults, ...settings },
  check(stack, config, report) {
    for (const judged of installationsIn(stack, config)) {
      const { problems } = judgeZones(judged);
      if (problems.length === 0) continue;
      const { urn, name } = judged.found;
      report(
        urn,
        `Installation ${name}: ${problems.join("; ")}. Remedy: give load balancer, target nodes and release one zone, and register nodes there.`,
      );
    }
  },
});
