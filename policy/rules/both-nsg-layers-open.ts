import { flowRule } from "../media-path/flow-rule";
import type { MediaPathConfig } from "../media-path/config";
import type { RuleFactory } from "../rule";

/**
 * Flows A1, A2, A3 and A5: from browsers, firewall or probe to the nodes, through every network security group on the way.
 * Left to target-pool-in-zone: a load balancer without a backend because no agent pool can run the proxy.
 */
export const bothNsgLayersOpen: RuleFactory<MediaPathConfig> = (settings) =>
  flowRule(
    {
      name: "both-nsg-layers-open",
      displayName: "Both NSG layers open on AKS",
      description:
        "Every network security group of both layers, that of the subnet and that of the nodes' interfaces, lets in what the endpoint needs: its UDP NodePorts, or the UDP port of the load balancer and its probe. What target-pool-in-zone and ports-agree report of it is left to them.",
      severity: "critical",
      remediationSteps:
        "Let the packets in on the group that the message names, with a rule of a lower priority number than every rule that denies them. A packet passes only if both groups let it through.",
    },
    ["A1", "A2", "A3", "A5"],
    settings,
  );
