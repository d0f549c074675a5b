import { clientsInList, inlineAzureRules, inlineBalancerRules, olderRules } from "./compliant-variants";
import { change, set } from "./edited-stack";
import type { Mistake } from "./mistake";

/** Mistakes in stacks that are written in another style than ours. */
export const otherStyleMistakes: Mistake[] = [
  {
    title: "an inline rule is missing",
    stack: "dev",
    edits: [inlineBalancerRules, change("lls-nlb", ({ egress }) => egress.splice(0, 1))],
    caughtBy: "eks-media-path-open",
    says: ["E2", "UDP 30504", "outbound"],
  },
  {
    title: "TCP for UDP in an inline rule",
    stack: "dev",
    edits: [inlineBalancerRules, change("lls-nlb", ({ egress }) => (egress[0].protocol = "tcp"))],
    caughtBy: "eks-media-path-open",
    says: ["E2", "TCP 30504, not UDP"],
  },
  {
    title: "a rule of the older resource is a port off",
    stack: "dev",
    edits: [olderRules(/-in-tcp-30800-nlb$/), set(/-in-tcp-30800-nlb$/, { fromPort: 30801, toPort: 30801 })],
    caughtBy: "eks-health-check-open",
    says: ["E3", "TCP 30800"],
  },
  ...[true, false].map((isInline) => ({
    title: `a prefix list with entries ${isInline ? "inside" : "of their own"} lacks a part of the audience`,
    stack: "dev",
    edits: clientsInList(["198.51.100.0/25"], isInline),
    caughtBy: "eks-media-path-open",
    says: ["E1", "partial", "198.51.100.128/25"],
  })),
  {
    title: "an inline rule of Azure is a port short",
    stack: "aks-dev",
    edits: [
      inlineAzureRules,
      change("subnet-group", ({ securityRules }) => (securityRules.at(-1).destinationPortRange = "30001-32767")),
    ],
    caughtBy: "both-nsg-layers-open",
    says: ["A1", "partial", "nvcf-dev-aks-nodes", "30000"],
  },
];
