import { autoScalingGroupElbHealthCheck } from "./auto-scaling-group-elb-health-check";
import { bothNsgLayersOpen } from "./both-nsg-layers-open";
import { eksHealthCheckOpen } from "./eks-health-check-open";
import { eksMediaPathOpen } from "./eks-media-path-open";
import { mediaPathKnown } from "./media-path-known";
import { nlbHasSecurityGroup } from "./nlb-has-security-group";
import { noElbHealthCheckAttachment } from "./no-elb-health-check-attachment";
import { nodeToNodeOpen } from "./node-to-node-open";
import { portsAgree } from "./ports-agree";
import { targetGroupHealthCheck } from "./target-group-health-check";
import { targetGroupHealthCheckWritten } from "./target-group-health-check-written";
import { targetPoolInZone } from "./target-pool-in-zone";

/**
 * Every rule of the pack, in the order of docs/policies.md. One line each: the key is the rule's name in camelCase, and the
 * property of `llsPolicies`.
 */
export const ruleFactories = {
  bothNsgLayersOpen,
  eksMediaPathOpen,
  eksHealthCheckOpen,
  nodeToNodeOpen,
  mediaPathKnown,
  nlbHasSecurityGroup,
  targetGroupHealthCheck,
  targetGroupHealthCheckWritten,
  portsAgree,
  targetPoolInZone,
  noElbHealthCheckAttachment,
  autoScalingGroupElbHealthCheck,
};
