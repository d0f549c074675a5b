import type { FlowVerdict, LayerVerdict } from "../../reachability/verdict";

/** What sort of thing a layer is: it tells who can mend it, and how. */
export type LayerKind =
  | "blockPublicAccess"
  | "scheme"
  | "internetRoute"
  | "subnetRoute"
  | "networkAcl"
  | "securityGroups"
  | "listener"
  | "healthCheck"
  | "targets"
  | "adminRules"
  | "networkSecurityGroup"
  | "nodeAddress"
  | "backend"
  | "sourceRanges"
  | "returnRoute"
  | "roundTrip"
  | "other";

// Names that reachability gives its layers, by their beginning; the first that fits counts.
const beginnings: [beginning: string, kind: LayerKind][] = [
  ["VPC Block Public Access", "blockPublicAccess"],
  ["scheme of the load balancer", "scheme"],
  ["return route", "returnRoute"],
  ["network ACL", "networkAcl"],
  ["security group", "securityGroups"],
  ["listener and target group", "listener"],
  ["health check of the target group", "healthCheck"],
  ["targets in an enabled zone", "targets"],
  ["admin rules", "adminRules"],
  ["subnet NSG", "networkSecurityGroup"],
  ["NIC NSG", "networkSecurityGroup"],
  ["public address of the nodes", "nodeAddress"],
  ["load balancer rule", "backend"],
  ["source ranges of the service", "sourceRanges"],
  ["round trip", "roundTrip"],
];

/** The kind of a layer of a required flow. */
export function kindOf({ name }: LayerVerdict): LayerKind {
  if (name.startsWith("route of")) return name.includes("to an internet gateway") ? "internetRoute" : "subnetRoute";
  return beginnings.find(([beginning]) => name.startsWith(beginning))?.[1] ?? "other";
}

/** Kinds of which only facts say anything: no resource of a usual stack does. */
const factKinds: readonly LayerKind[] = [
  "blockPublicAccess",
  "internetRoute",
  "subnetRoute",
  "networkAcl",
  "adminRules",
  "nodeAddress",
  "returnRoute",
];

/** True for a layer of which only facts say anything. */
export function isOfFacts(layer: LayerVerdict): boolean {
  return factKinds.includes(kindOf(layer));
}

/** True where all that is not known of a flow is facts that nobody gave; all that the stack itself says lets it through. */
export function isAssumedOpen({ layers }: FlowVerdict): boolean {
  return layers.every((layer) => layer.verdict === "open" || (layer.verdict === "unknown" && isOfFacts(layer)));
}

/** Layers that let nothing through, or only a part. */
export function closingLayers({ layers }: FlowVerdict): LayerVerdict[] {
  return layers.filter(({ verdict }) => verdict === "closed" || verdict === "partial");
}
