import type * as pulumi from "@pulumi/pulumi";
import { fragmentationNeeded, ports } from "../lls";
import { ExternalTrafficPolicy } from "../streaming-proxy-args";
import { NodeRules } from "./args";
import type { EksSettings, NodeGroup } from "./settings";

/** Key of the load balancer's group; nodes' groups have the keys that the arguments give them. */
export const loadBalancerKey = "nlb";

/** `allowedCidrs` for which the load balancer's group has room: 60 inbound rules (Amazon VPC quotas), without the one for ICMP. */
export const mostSenders = 59;

/** What is wrong with more of them. */
export const tooManySenders = `must have at most ${mostSenders} entries: a security group takes 60 inbound rules, and one is for ICMP; join blocks into larger ones`;

/** Who is at the other end: a CIDR block or a group. */
export interface RulePeer {
  key: string;
  cidr?: string;
  securityGroupId?: pulumi.Input<string>;
}

/** One rule of one security group. */
export interface SecurityRule {
  group: NodeGroup;
  direction: "in" | "out";
  protocol: "udp" | "tcp" | "icmp";
  /** First port, or ICMP type. */
  from: number;
  /** Last port, or ICMP code. */
  to: number;
  peer: RulePeer;
  /** The rule's description on AWS. */
  why: string;
  /** Stands for the ports in the rule's key: another port changes the rule in place then. Absent: the ports themselves. */
  traffic?: string;
}

/** Ports of one protocol, and what they are for. */
type Traffic = Pick<SecurityRule, "protocol" | "from" | "to" | "why" | "traffic">;

const udp = (from: number, why: string, to = from): Traffic => ({ protocol: "udp", from, to, why });
const tcp = (port: number, why: string): Traffic => ({ protocol: "tcp", from: port, to: port, why });

const mediaToNode = udp(ports.mediaNodePort, "Media from the load balancer to the NodePort of the streaming proxy");
const healthToNode = tcp(ports.healthNodePort, "Health checks of the load balancer");
const api = tcp(ports.api, "API of the streaming proxy");
const workerToProxy = [
  api,
  udp(ports.stun, "STUN from workers to the streaming proxy"),
  udp(ports.workerMedia, "Media from workers to the streaming proxy"),
];
const proxyToWorker = udp(ports.streamingApp.from, "Streaming proxy to applications", ports.streamingApp.to);
const pathMtu: Traffic = {
  protocol: "icmp",
  from: fragmentationNeeded.type,
  to: fragmentationNeeded.code,
  why: "Path MTU discovery, fragmentation needed, from any router",
};
/** Every unprivileged port, where the container port behind the NodePort is not known: the chart does not publish it. */
const anyMediaPort = { from: 1024, to: 65535 };

/** Every rule of an installation, each once. It is the single place that decides what is open. */
export function securityRules(settings: EksSettings, loadBalancer: NodeGroup): SecurityRule[] {
  const rules = [
    ...loadBalancerRules(settings, loadBalancer),
    ...(settings.nodeRules === NodeRules.Create ? nodeRules(settings, loadBalancer) : []),
  ];
  return [...new Map(rules.map((rule) => [ruleKey(rule), rule])).values()];
}

/** What a rule is, in words that do not depend on ids or positions: the end of its logical name. */
export function ruleKey({ group, direction, protocol, from, to, peer, traffic }: SecurityRule): string {
  const ports = from === to ? from : `${from}-${to}`;
  return [group.key, direction, protocol, traffic ?? ports, peer.key].join("-");
}

/** The key that a rule had in 0.1.0, with its ports; undefined: it has it still. */
export function formerRuleKey(rule: SecurityRule): string | undefined {
  return rule.traffic === undefined ? undefined : ruleKey({ ...rule, traffic: undefined });
}

function loadBalancerRules(settings: EksSettings, group: NodeGroup): SecurityRule[] {
  const rule = (direction: "in" | "out", peer: RulePeer, traffic: Traffic) => ({ group, direction, peer, ...traffic });
  // Rules of the new port beside those of the old one would need room for twice as many.
  const media = { ...udp(settings.port, "Media and STUN of browsers"), traffic: "media" };
  const nodes = settings.egress.subnetCidrs?.map(cidrPeer) ?? settings.proxyNodes.map(groupPeer);
  return [
    ...settings.allowedCidrs.map((cidr) => rule("in", cidrPeer(cidr), media)),
    rule("in", cidrPeer("0.0.0.0/0"), pathMtu),
    ...nodes.flatMap((node) => [rule("out", node, mediaToNode), rule("out", node, healthToNode)]),
  ];
}

/** What the rules on the nodes' groups follow from. */
export type NodeRuleSettings = Pick<EksSettings, "proxyNodes" | "workerNodes" | "mediaPort" | "externalTrafficPolicy">;

/** The rules on the nodes' groups. Discovery compares them with those that exist. */
export function nodeRules(
  { proxyNodes, workerNodes, ...settings }: NodeRuleSettings,
  loadBalancer: NodeGroup,
): SecurityRule[] {
  const { from, to } = settings.mediaPort ? { from: settings.mediaPort, to: settings.mediaPort } : anyMediaPort;
  const amongNodes = [udp(from, "Media that kube-proxy forwards between nodes", to), api];
  const forwards = settings.externalTrafficPolicy !== ExternalTrafficPolicy.Local;
  return [
    ...between([loadBalancer], proxyNodes, [mediaToNode, healthToNode]),
    ...between(proxyNodes, proxyNodes, forwards ? amongNodes : []),
    ...between(workerNodes, proxyNodes, workerToProxy),
    ...between(proxyNodes, workerNodes, [proxyToWorker]),
  ];
}

/** Lets every sender reach every receiver; nodes' groups are not ours, so what they may send stays their owner's matter. */
function between(senders: NodeGroup[], receivers: NodeGroup[], traffic: Traffic[]): SecurityRule[] {
  return receivers.flatMap((group) =>
    senders.flatMap((sender) =>
      traffic.map((t) => ({ group, direction: "in" as const, peer: groupPeer(sender), ...t })),
    ),
  );
}

function cidrPeer(cidr: string): RulePeer {
  return { key: cidr, cidr };
}

function groupPeer({ key, securityGroupId }: NodeGroup): RulePeer {
  return { key, securityGroupId };
}
