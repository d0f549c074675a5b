/** What is known of a layer or a flow: everything passes, nothing, a part, or it cannot be told. */
export type Verdict = "open" | "closed" | "partial" | "unknown";

/** A flow that is `required` and not open fails a plan; an `advisory` one is reported only. */
export type Need = "required" | "advisory";

/** Packets that do not get through. An empty list in one property means that it does not matter there. */
export interface Missing {
  /** Source addresses as CIDRs or `first-last` ranges. */
  sources: string[];
  /** Destination addresses, where the layer tells them apart. */
  destinations: string[];
  /** Destination ports as `5004` or `47998-48020`; for ICMP `type/code`. */
  ports: string[];
  /** Source ports, where the layer tells them apart. */
  sourcePorts: string[];
}

/** One layer that a flow must pass, in the order in which packets meet them. */
export interface LayerVerdict {
  /** Which layer, with the id of what decides: "network ACL acl-… of subnet-…, inbound". */
  name: string;
  /** What this layer alone lets through. */
  verdict: Verdict;
  /** The rule that lets the flow through or takes packets away: "100", "sgr-…"; null where none does. */
  rule: string | null;
  /** What does not pass; empty when open. */
  missing: Missing[];
  /** Code of AWS Reachability Analyzer for the reason, where it has one. */
  code: string | null;
  /** One sentence: why, with ports and rule. */
  reason: string;
}

/** One flow of an installation with every layer that it passes. */
export interface FlowVerdict {
  /** E1, E1r, …; several flows may share an id where nodes differ, `from` and `to` tell them apart. */
  id: string;
  /** Where the packets come from, for people. */
  from: string;
  /** Where they go, for people. */
  to: string;
  /** UDP, TCP or ICMP. */
  protocol: string;
  /** Destination ports, `5004` or `47998-48020`; for ICMP `3/4`. */
  ports: string;
  /** Whether the installation needs it. */
  need: Need;
  /** Of the layers together. */
  verdict: Verdict;
  /** Of each layer, in the order in which a packet meets them. */
  layers: LayerVerdict[];
  /** What an operator should know besides, for example that a port is a guess. */
  notes: string[];
}
