import type { LlsInstallation } from "../../graph/lls-installation";
import type { FlowVerdict, LayerVerdict } from "../../reachability/verdict";
import { isListenerElsewhere } from "./announced-port";
import { kindOf } from "./layers";
import { lacksLoadBalancerGroup } from "./load-balancer-group";
import { hasNoProxyPool } from "./zones";

/**
 * The rule that reports a layer in place of the rule of its flow, so that one mistake is told once and in its own words.
 * A rule that is named here reports in exactly these cases: whoever disables it loses them.
 */
export function ownerOf(layer: LayerVerdict, { id }: FlowVerdict, found: LlsInstallation): string | undefined {
  const ofPort = isListenerElsewhere(found) ? "ports-agree" : undefined;
  switch (kindOf(layer)) {
    case "targets":
      return "target-pool-in-zone";
    case "listener":
      return ofPort;
    case "healthCheck":
      // Without a listener no target is checked, which the flow E2 says.
      if (found.cloud === "eks" && !found.installation.listener) return ofPort ?? "eks-media-path-open";
      return "target-group-health-check";
    case "backend":
      return hasNoProxyPool(found) ? "target-pool-in-zone" : undefined;
    case "networkAcl":
    case "adminRules":
    case "networkSecurityGroup":
      return toListener.includes(id) ? ofPort : undefined;
    case "securityGroups":
      if (toListener.includes(id)) return ofPort;
      return found.cloud === "eks" && lacksLoadBalancerGroup(id, layer, found) ? "nlb-has-security-group" : undefined;
    default:
      return undefined;
  }
}

/** Flows to the port that browsers are told. */
const toListener = ["E1", "A2"];
