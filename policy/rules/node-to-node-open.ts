import { flowRule } from "../media-path/flow-rule";
import type { MediaPathConfig } from "../media-path/config";
import type { RuleFactory } from "../rule";

/** Flows E4 to E7, A1k and A4: what kube-proxy forwards from node to node, and what workers and proxy say to each other. */
export const nodeToNodeOpen: RuleFactory<MediaPathConfig> = (settings) =>
  flowRule(
    {
      name: "node-to-node-open",
      displayName: "Media open between nodes",
      description:
        "Nodes forward media to the node that has the proxy, and workers and proxy reach each other on TCP 8000, UDP 3478, UDP 6004 and UDP 47998-48020.",
      severity: "high",
      remediationSteps:
        "Open the layer that the message names between the groups of the nodes. Health checks do not show what is missing here: they pass on every node, and sessions die.",
    },
    ["E4", "E5", "E6", "E7", "A1k", "A4"],
    settings,
  );
