import { judgePorts } from "../media-path/announced-port";
import { installationsIn, mediaPathDefaults, mediaPathSchema, type MediaPathConfig } from "../media-path/config";
import type { RuleFactory } from "../rule";

/**
 * One port in every place that says it. This rule owns a listener on another port than the release announces, which eks-media-path-open leaves to
 * it. A listener that no security rule opens is closed in the flow E1 and reported there.
 */
export const portsAgree: RuleFactory<MediaPathConfig> = (settings) => ({
  name: "ports-agree",
  displayName: "One media port everywhere",
  description:
    "The port that browsers are told (`env.lbPort`) is the one that listens: that of the listener, with security rules of the load balancer for no other; on AKS that of the Service, or a NodePort of the proxy within the opened range. A listener that no security rule opens is reported by eks-media-path-open.",
  level: "mandatory",
  severity: "high",
  remediationSteps:
    "Give the port once and derive listener, security rule and `env.lbPort` from it, as the input `port` of EksLls and AksLls does.",
  configSchema: mediaPathSchema,
  defaults: { ...mediaPathDefaults, ...settings },
  check(stack, config, report) {
    for (const { found } of installationsIn(stack, config)) {
      for (const { urn, reason } of judgePorts(found, stack.graph).problems) {
        report(urn, `Installation ${found.name}: ${reason}. Remedy: use one port in both places.`);
      }
    }
  },
});
