import { judgeFlow } from "../flow";
import { isEmpty } from "../intervals";
import type { Judgement } from "../judgement";
import { clientPorts, portRange, type Protocol } from "../ports";
import type { FlowVerdict, Need } from "../verdict";
import { controllerGroups, withControllerRule } from "./controller-rule";
import { judgeLoadBalancerRule, judgeNodeEntrance, judgeSourceRanges } from "./entrance";
import { judgeFilters, parseFilters, type Filters } from "./filters";
import type { AksInstallation } from "./installation";
import { boxOf, type Packets, type Side } from "./packets";
import { entrancePools, everyPool } from "./pool-roles";
import { judgeReturnRoute, type SenderPlace } from "./return-route";
import { behindPublicAddress, nodeSides, outsideSide } from "./sides";
import { addressesOfEach, audienceOf, platformAddress } from "./virtual-network";

/** Who sends media to the installation: browsers, or the firewall that stands in front. */
interface Sender {
  side: Side;
  place: SenderPlace;
  /** Id of the flow, if it is not that of the way in. */
  id?: string;
  notes: string[];
}

// AKS leaves kube-apiserver's --service-node-port-range at its default.
const nodePortRange = { from: 30000, to: 32767 };

/** The flows from outside: A1, A2, A3 and, in place of A1 and A2 where a firewall stands in front, A5. */
export function judgeClientFlows(installation: AksInstallation, filters: Filters): FlowVerdict[] {
  const sender = senderOf(installation);
  return [
    ...(installation.nodePorts ? judgeNodePorts(installation, filters, sender) : []),
    ...(installation.loadBalancer ? judgeLoadBalancer(installation, filters, sender) : []),
  ];
}

function senderOf({ clients, firewallAddresses, network }: AksInstallation): Sender {
  if (firewallAddresses.length > 0) {
    const notes = ["The firewall's own rules, by which browsers come in, are not judged here."];
    const side = outsideSide("firewall", addressesOfEach(firewallAddresses));
    return { side, place: "virtualNetwork", id: "A5", notes };
  }
  const side = outsideSide("browser", audienceOf(clients, network));
  const notes = isEmpty(side.addresses)
    ? [`The audience is empty: ${clients.join(", ") || "no CIDR"} holds no address of the internet.`]
    : [];
  return { side, place: "internet", notes };
}

/** What is not known of media through the load balancer. */
function balancedNotes(installation: AksInstallation, sender: Sender): string[] {
  const groups = installation.loadBalancer?.controllerOpensNic ? controllerGroups(installation) : [];
  return [
    // Azure Firewall documentation, "SNAT private IP address ranges".
    ...(sender.id === undefined
      ? []
      : [
          "The load balancer's address is public: packets that the firewall forwards there may come from a public address of the firewall instead of its private ones.",
        ]),
    ...(groups.length > 1
      ? [
          `The node resource group has several network security groups in use (${groups.map(({ name }) => name).join(", ")}). The cloud controller opens one of them for the service, and which is not known.`,
        ]
      : []),
  ];
}

function withNotes(sender: Sender, notes: string[]): Sender {
  return { ...sender, notes: [...sender.notes, ...notes] };
}

/** A1: to the NodePorts of every pool that browsers can send to. Where only some are needed for certain, the whole range is advisory. */
function judgeNodePorts(installation: AksInstallation, filters: Filters, sender: Sender): FlowVerdict[] {
  const { network, ports } = installation;
  const judgeRange = (range: { from: number; to: number }, need: Need): FlowVerdict[] =>
    nodeSides("node", entrancePools(installation), installation).map((node) => {
      const packets = packetsTo(node, sender.side, "UDP", range);
      const layers = [
        judgeNodeEntrance(packets, installation),
        ...judgeFilters(packets, "inbound", filters),
        judgeReturnRoute(packets, sender.place, network),
      ];
      return { ...judgeFromSender("A1", packets, sender, layers), need };
    });
  if (!ports.neededNodePorts) return judgeRange(ports.nodePorts, "required");
  return [...judgeRange(ports.neededNodePorts, "required"), ...judgeRange(ports.nodePorts, "advisory")];
}

/** A2 and A3, for every pool whose nodes are backends: those that can run the proxy, or all where nothing is probed. */
function judgeLoadBalancer(installation: AksInstallation, filters: Filters, sender: Sender): FlowVerdict[] {
  const { proxyPools, loadBalancer } = installation;
  const filtersWithService = parseFilters(withControllerRule(installation));
  const isProbed = loadBalancer?.externalTrafficPolicy !== "Cluster";
  const nodes = isProbed
    ? nodeSides("proxy node", proxyPools, installation)
    : nodeSides("node", everyPool(installation), installation);
  const balanced = withNotes(sender, balancedNotes(installation, sender));
  return nodes.flatMap((node) => {
    const probe = isProbed ? judgeProbe(installation, filters, node) : undefined;
    const packets = arriving(node, sender.side, installation);
    const media = judgeFromSender("A2", packets, balanced, [
      judgeLoadBalancerRule(packets, probe?.verdict, installation),
      ...judgeFilters(packets, "inbound", filtersWithService),
      judgeSourceRanges(packets, installation),
      judgeReturnRoute(packets, sender.place, installation.network),
    ]);
    return probe ? [media, probe] : [media];
  });
}

/** Media as it arrives at a node: still for the public address, or without floating IP for the node and its NodePort. */
function arriving(node: Side, from: Side, installation: AksInstallation): Packets {
  const { loadBalancer, ports } = installation;
  if (loadBalancer?.floatingIp === false) return packetsToNodePort(node, from, "UDP", loadBalancer.nodePort);
  return packetsTo(behindPublicAddress(node, installation), from, "UDP", { from: ports.listener, to: ports.listener });
}

/** A3: the service is of externalTrafficPolicy Local, so each node is probed. */
function judgeProbe({ loadBalancer }: AksInstallation, filters: Filters, node: Side): FlowVerdict {
  const probe = outsideSide("load balancer probe", platformAddress);
  const packets = packetsToNodePort(node, probe, "TCP", loadBalancer?.healthCheckNodePort);
  return judgeRequired("A3", packets, judgeFilters(packets, "inbound", filters));
}

function judgeFromSender(id: string, packets: Packets, sender: Sender, layers: Judgement[]): FlowVerdict {
  return judgeRequired(sender.id ?? id, packets, layers, sender.notes);
}

function judgeRequired(id: string, packets: Packets, layers: Judgement[], notes: string[] = []): FlowVerdict {
  const { protocol, from, to } = packets;
  const asked = boxOf(packets);
  return judgeFlow({ id, from: from.label, to: to.label, protocol, need: "required", asked, layers, notes }).flow;
}

/** @param port undefined: one of Kubernetes' default range, not known which */
function packetsToNodePort(to: Side, from: Side, protocol: Protocol, port: number | undefined): Packets {
  const packets = packetsTo(to, from, protocol, port === undefined ? nodePortRange : { from: port, to: port });
  return { ...packets, portsKnown: port !== undefined };
}

function packetsTo(to: Side, from: Side, protocol: Protocol, ports: { from: number; to: number }): Packets {
  return { protocol, from, to, sourcePorts: clientPorts, ports: portRange(ports.from, ports.to) };
}
