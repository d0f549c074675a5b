import { everyIpv4 } from "../addresses";
import { enteringThrough, judgeFlow, translated, type JudgedFlow } from "../flow";
import { isEmpty } from "../intervals";
import { judgeAllAlike, type Judgement } from "../judgement";
import { clientPorts, everyPort, icmpMessages, portRange } from "../ports";
import type { FlowVerdict } from "../verdict";
import { outside } from "./audience";
import { layersBetween } from "./between-subnets";
import { judgeBlockPublicAccess } from "./block-public-access";
import type { EksInstallation } from "./installation";
import { judgeHealthCheck, judgeListener, judgeTargets, targetPairs } from "./load-balancer";
import { judgeNetworkAcl } from "./network-acl";
import { answers, boxOf, type Packets, type Side } from "./packets";
import { judgeInternetRoute } from "./routes";
import { judgeLoadBalancerGroups, judgeSecurityGroups } from "./security-group";
import type { SecurityGroups } from "./security-group-rules";
import { loadBalancerSides, nodeSides, outsideSide, speakingFor } from "./sides";

/** ICMP "destination unreachable, fragmentation needed", RFC 1191. */
const fragmentationNeeded = icmpMessages(3, 4);

/** E1 and E1r, both ways between the browsers and one node of the load balancer. */
interface PublicSide {
  balancer: Side;
  enter: JudgedFlow;
  answer: JudgedFlow;
  /** Layers of the answer, which every answer from behind the load balancer meets too. */
  answerLayers: Judgement[];
}

/** The flows that cross the load balancer: E1, E1r, E2, E2r, E3, E3r, E9 and E10. */
export function judgeClientFlows(installation: EksInstallation, groups: SecurityGroups): FlowVerdict[] {
  const browsers = outsideSide("browser", outside(installation.clients, installation));
  const publicSides = loadBalancerSides(installation).map((balancer) =>
    judgePublicSide(installation, groups, browsers, balancer),
  );
  const nodes = nodeSides("proxy node", installation.proxyNodes, "node", installation);
  const balancers = publicSides.map(({ balancer }) => balancer);
  const behind = targetPairs(installation, balancers, nodes).flatMap(([balancer, node]) => {
    const publicSide = publicSides.find((side) => side.balancer === balancer)!;
    return [
      ...judgeMedia(installation, groups, browsers, publicSide, node),
      ...judgeHealth(installation, groups, balancer, node),
      judgePathMtu(installation, groups, balancer, node),
    ];
  });
  return [...publicSides.flatMap(({ enter, answer }) => [enter.flow, answer.flow]), ...behind, hairpin(installation)];
}

/** E1 and E1r. */
function judgePublicSide(
  installation: EksInstallation,
  groups: SecurityGroups,
  browsers: Side,
  balancer: Side,
): PublicSide {
  const { network, ports } = installation;
  const packets: Packets = {
    protocol: "UDP",
    from: browsers,
    to: balancer,
    sourcePorts: clientPorts,
    ports: portRange(ports.listener, ports.listener),
  };
  const notes = isEmpty(browsers.addresses)
    ? [`The audience is empty: ${installation.clients.join(", ") || "no CIDR"} holds no address of the internet.`]
    : [];
  const common = { protocol: packets.protocol, need: "required", notes } as const;
  const enter = judgeFlow({
    ...common,
    id: "E1",
    from: browsers.label,
    to: balancer.label,
    asked: boxOf(packets),
    layers: [
      ...judgeScheme(packets, installation),
      judgeBlockPublicAccess(packets, network),
      judgeInternetRoute(packets, "inbound", network),
      judgeNetworkAcl(packets, "inbound", network),
      judgeLoadBalancerGroups(packets, "inbound", groups),
    ],
  });
  const back = answers(packets);
  const answerLayers = [judgeNetworkAcl(back, "outbound", network), judgeInternetRoute(back, "outbound", network)];
  const answer = judgeFlow({
    ...common,
    id: "E1r",
    from: balancer.label,
    to: browsers.label,
    asked: boxOf(back),
    layers: answerLayers,
    entering: enteringThrough(enter),
  });
  return { balancer, enter, answer, answerLayers };
}

/** ELB user guide, "Create a Network Load Balancer", scheme: an internal one has private addresses only. No layer where it is internet-facing. */
function judgeScheme(packets: Packets, { loadBalancer }: EksInstallation): Judgement[] {
  const { internal = false, undecided = [] } = loadBalancer;
  const judged = (verdict: "closed" | "unknown", reason: string): Judgement[] => [
    judgeAllAlike(boxOf(packets), packets.protocol, verdict, {
      ...{ name: "scheme of the load balancer", rule: null, code: null, reason },
    }),
  ];
  if (undecided.includes("internal"))
    return judged("unknown", "whether the load balancer is internal is not known yet");
  if (!internal) return [];
  return judged(
    "closed",
    "the load balancer is internal: no browser on the internet reaches it; a new one has to be made internet-facing",
  );
}

/** E2 and E2r: the node sees the client's address, and the load balancer's groups. */
function judgeMedia(
  installation: EksInstallation,
  groups: SecurityGroups,
  browsers: Side,
  publicSide: PublicSide,
  node: Side,
): FlowVerdict[] {
  const { network, ports } = installation;
  const { balancer } = publicSide;
  const packets: Packets = {
    protocol: "UDP",
    from: speakingFor(balancer, browsers),
    to: node,
    sourcePorts: clientPorts,
    ports: portRange(ports.mediaNodePort, ports.mediaNodePort),
  };
  const common = { protocol: packets.protocol, need: "required" } as const;
  const enter = judgeFlow({
    ...common,
    id: "E2",
    from: balancer.label,
    to: node.label,
    asked: boxOf(packets),
    layers: [
      judgeListener(packets, installation),
      judgeTargets(packets, installation),
      judgeLoadBalancerGroups(packets, "outbound", groups),
      ...layersBetween(packets, network),
      judgeSecurityGroups(packets, "inbound", groups),
    ],
  });
  const back = answers(packets);
  const { sources, sourcePorts } = boxOf(back);
  const answer = judgeFlow({
    ...common,
    id: "E2r",
    from: node.label,
    to: browsers.label,
    asked: boxOf(back),
    layers: [...layersBetween(back, network), ...translated(publicSide.answerLayers, { sources, sourcePorts })],
    entering: enteringThrough(publicSide.enter, enter),
  });
  return [enter.flow, answer.flow];
}

/** E3 and E3r: health checks come from the load balancer's own address, and meet only its outbound rules. */
function judgeHealth(installation: EksInstallation, groups: SecurityGroups, balancer: Side, node: Side): FlowVerdict[] {
  const { network, ports } = installation;
  const packets: Packets = {
    protocol: "TCP",
    from: balancer,
    to: node,
    sourcePorts: clientPorts,
    ports: portRange(ports.healthNodePort, ports.healthNodePort),
  };
  const common = { protocol: packets.protocol, need: "required" } as const;
  const enter = judgeFlow({
    ...common,
    id: "E3",
    from: balancer.label,
    to: node.label,
    asked: boxOf(packets),
    layers: [
      judgeHealthCheck(packets, installation),
      judgeLoadBalancerGroups(packets, "outbound", groups),
      ...layersBetween(packets, network),
      judgeSecurityGroups(packets, "inbound", groups),
    ],
  });
  const back = answers(packets);
  const answer = judgeFlow({
    ...common,
    id: "E3r",
    from: node.label,
    to: balancer.label,
    asked: boxOf(back),
    layers: layersBetween(back, network),
    entering: enteringThrough(enter),
  });
  return [enter.flow, answer.flow];
}

/** E9: routers anywhere report that a packet was too big; the node's groups let it in, because it belongs to a connection they track. */
function judgePathMtu(installation: EksInstallation, groups: SecurityGroups, balancer: Side, node: Side): FlowVerdict {
  const { network } = installation;
  const routers = outsideSide("internet router", outside(["0.0.0.0/0"], installation));
  const toBalancer: Packets = {
    protocol: "ICMP",
    from: routers,
    to: balancer,
    sourcePorts: everyPort,
    ports: fragmentationNeeded,
  };
  const toNode: Packets = { ...toBalancer, from: speakingFor(balancer, routers), to: node };
  const { destinations } = boxOf(toNode);
  return judgeFlow({
    id: "E9",
    from: routers.label,
    to: node.label,
    protocol: "ICMP",
    need: "advisory",
    asked: boxOf(toNode),
    layers: [
      ...translated(
        [judgeNetworkAcl(toBalancer, "inbound", network), judgeLoadBalancerGroups(toBalancer, "inbound", groups)],
        { destinations },
      ),
      ...layersBetween(toNode, network),
    ],
    notes: ["Without it, paths with a smaller MTU lose large packets."],
  }).flow;
}

/** E10: while the client IP is preserved, a packet cannot return to the node that it came from (ELB user guide, troubleshooting). */
function hairpin({ ports }: EksInstallation): FlowVerdict {
  const nowhere = outsideSide("pod on a target node", everyIpv4);
  const packets: Packets = {
    protocol: "UDP",
    from: nowhere,
    to: outsideSide("load balancer's public name", everyIpv4),
    sourcePorts: clientPorts,
    ports: portRange(ports.listener, ports.listener),
  };
  const layer = judgeAllAlike(boxOf(packets), packets.protocol, "closed", {
    name: "hairpin",
    rule: null,
    code: null,
    reason: "an NLB that preserves client addresses cannot send a packet back to the node that it came from",
  });
  return judgeFlow({
    id: "E10",
    from: packets.from.label,
    to: packets.to.label,
    protocol: "UDP",
    need: "advisory",
    asked: boxOf(packets),
    layers: [layer],
    notes: ["Test clients inside the cluster fail now and then; test from outside."],
  }).flow;
}
