import { usesLoadBalancer, usesNodePorts } from "../../components/aks/settings";
import { controllerPriorities, publicService } from "../../components/lls";
import { overlap, union, type IntervalSet } from "../../reachability/intervals";
import type { NetworkSecurityGroupFacts, NsgRuleFacts } from "../../reachability/azure/network";
import { coversProtocol, matchPorts } from "../../reachability/azure/rule-parts";
import { portRange } from "../../reachability/ports";
import type { AksDiscoveryRequest } from "./request";

/** Priorities of a rule (Azure REST API, SecurityRulePropertiesFormat). */
const priorities = { first: 100, last: 4096 };

/** What a rule of ours lets in. */
export type RulePurpose = "media" | "probe";

/** A priority that could be taken instead. */
export interface FreePriority {
  priority: number;
  /** Whether rules deny what ours lets in; the priority is above all of them. */
  isAboveDeny: boolean;
}

/**
 * A priority that no rule of any group has, and above each that denies everybody what ours lets in: the next one below what the cloud
 * controller allocates, else the nearest above. Denies of some senders only are their owner's will, and stay where they are.
 * @param other a priority that is not to be taken
 */
export function freePriority(
  groups: NetworkSecurityGroupFacts[],
  request: AksDiscoveryRequest,
  purpose: RulePurpose,
  other?: number,
): FreePriority | undefined {
  const { rule } = request;
  const inbound = groups.flatMap(({ rules = [] }) => rules.filter((one) => one.inbound));
  const taken = new Set([rule.priority, rule.probePriority, other, ...inbound.map(({ priority }) => priority)]);
  const letIn = purpose === "media" ? mediaPorts(request) : probePorts(request);
  const denies = inbound.filter((one) => deniesEverybody(one, purpose, letIn)).map(({ priority }) => priority);
  const last = Math.min(priorities.last, ...denies.map((priority) => priority - 1));
  const all = Array.from({ length: last - priorities.first + 1 }, (_, index) => priorities.first + index);
  const wanted = purpose === "media" ? rule.priority : rule.probePriority;
  const below = all.filter((priority) => priority < controllerPriorities.from);
  const next = below.filter((priority) => priority > wanted);
  const free = [...next, ...below.reverse(), ...all].find((priority) => !taken.has(priority));
  return free === undefined ? undefined : { priority: free, isAboveDeny: denies.length > 0 };
}

/** Sources of a rule that are everybody, in lower case. */
const everybody: Record<RulePurpose, string[]> = {
  media: ["*", "internet", "0.0.0.0/0"],
  probe: ["*", "0.0.0.0/0", "azureloadbalancer", "virtualnetwork"],
};

function deniesEverybody(rule: NsgRuleFacts, purpose: RulePurpose, ports: IntervalSet): boolean {
  return (
    !rule.allow &&
    coversProtocol(rule.protocol, purpose === "media" ? "UDP" : "TCP") !== false &&
    rule.sources.some((source) => everybody[purpose].includes(source.toLowerCase())) &&
    overlap(matchPorts(rule.destinationPorts).possible, ports)
  );
}

function mediaPorts(request: AksDiscoveryRequest): IntervalSet {
  const { nodePorts, port } = request.rule;
  const opened = usesNodePorts(request) ? portRange(nodePorts.from, nodePorts.to) : [];
  return usesLoadBalancer(request) ? union(opened, portRange(port, port)) : opened;
}

function probePorts({ rule: { probePort = publicService.healthCheckNodePort } }: AksDiscoveryRequest): IntervalSet {
  return portRange(probePort, probePort);
}
