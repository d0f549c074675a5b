import { autoScalingGroupElbHealthCheck } from "./auto-scaling-group-elb-health-check";
import { bothNsgLayersOpen } from "./both-nsg-layers-open";
import { deletionProtection } from "./deletion-protection";
import { eksHealthCheckOpen } from "./eks-health-check-open";
import { eksMediaPathOpen } from "./eks-media-path-open";
import { mediaPathKnown } from "./media-path-known";
import { nlbHasSecurityGroup } from "./nlb-has-security-group";
import { noElbHealthCheckAttachment } from "./no-elb-health-check-attachment";
import { noManagedResourceGroupOwnership } from "./no-managed-resource-group-ownership";
import { noSecretsInTheWrongPlace } from "./no-secrets-in-the-wrong-place";
import { noWorldOpenAdminPorts } from "./no-world-open-admin-ports";
import { noWorldOpenPorts } from "./no-world-open-ports";
import { nodeToNodeOpen } from "./node-to-node-open";
import { nsgRulePriority } from "./nsg-rule-priority";
import { nsgRulePriorityUnique } from "./nsg-rule-priority-unique";
import { portsAgree } from "./ports-agree";
import { proxyResources } from "./proxy-resources";
import { requiredTags } from "./required-tags";
import { targetGroupHealthCheck } from "./target-group-health-check";
import { targetGroupHealthCheckWritten } from "./target-group-health-check-written";
import { targetPoolInZone } from "./target-pool-in-zone";
import { trustedImageRegistry } from "./trusted-image-registry";
import { unsupportedProviders } from "./unsupported-providers";

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
  noWorldOpenPorts,
  noWorldOpenAdminPorts,
  nsgRulePriorityUnique,
  nsgRulePriority,
  noManagedResourceGroupOwnership,
  trustedImageRegistry,
  proxyResources,
  noSecretsInTheWrongPlace,
  requiredTags,
  deletionProtection,
  unsupportedProviders,
};
