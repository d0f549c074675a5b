import type { EksInstallation, NodeGroupSet } from "../../reachability/aws/installation";
import {
  aclAdmits,
  detourAdmits,
  groupsAdmit,
  parseAddress,
  rangeOf,
  routeAdmits,
  within,
  type Address,
  type Answer,
  type OracleLayer,
  type Packet,
} from "./brute-force";

/** A flow of the table, written out for an installation with one load balancer subnet, one proxy wiring and one worker wiring. */
export interface OracleFlow {
  /** Id, protocol and first word of the sender: unique. */
  key: string;
  packets: Packet[];
  layers: OracleLayer[];
  /** Layers that see the answer to the packet. */
  answerLayers: OracleLayer[];
  /** Keys of the flows that must let in whom this one answers. */
  answersTo: string[];
}

/** Private, shared, loopback, link-local, multicast, reserved. */
const unroutable = [
  ...["0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.168.0.0/16"],
  "224.0.0.0/3",
];

export function answerOf(packet: Packet): Packet {
  return {
    ...packet,
    source: packet.destination,
    destination: packet.source,
    sourcePort: packet.port,
    port: packet.sourcePort,
  };
}

/** Every flow with its layers in the order of the table, and packets around the boundary of every rule. */
export function oracleFlows(installation: EksInstallation): OracleFlow[] {
  const { ports, clients, loadBalancer } = installation;
  const network = installation.network!;
  const proxy = installation.proxyNodes[0]!;
  const worker = installation.workerNodes[0]!;
  const subnetOf = (id: string) => network.subnets.find((subnet) => subnet.id === id)!;
  const nlb = { subnetId: loadBalancer.subnetIds[0]!, securityGroupIds: loadBalancer.securityGroupIds! };

  const acl = (subnetId: string, direction: "in" | "out"): OracleLayer => {
    const facts = network.networkAcls.find(({ id }) => id === subnetOf(subnetId).networkAclId);
    return (packet) => aclAdmits(packet, direction, facts);
  };
  const between = (from: { subnetId: string }, to: { subnetId: string }): OracleLayer[] =>
    from.subnetId === to.subnetId
      ? []
      : [acl(from.subnetId, "out"), ...detours(from.subnetId, to.subnetId), acl(to.subnetId, "in")];
  const detours = (from: string, to: string): OracleLayer[] => {
    const table = network.routeTables.find(({ id }) => id === subnetOf(from).routeTableId)!;
    const leads = (address: Address) => detourAdmits(address, table);
    if (inside(to).every((address) => leads(address) === "nowhere else")) return [];
    return [
      ({ destination }) => {
        const answer = leads(destination);
        return answer === "nowhere else" ? true : answer;
      },
    ];
  };
  type Interface = Pick<NodeGroupSet, "securityGroupIds">;
  const groups = (direction: "in" | "out", owner: Interface, peer: Interface): OracleLayer => {
    if (owner === nlb && nlb.securityGroupIds.length === 0) return () => true;
    return (packet) =>
      groupsAdmit(packet, direction, owner.securityGroupIds, peer.securityGroupIds, installation.securityGroups);
  };
  const outside: Interface = { securityGroupIds: [] };

  const samples = (protocol: Packet["protocol"], from: Address[], to: Address[], sourcePorts: number[], at: number[]) =>
    from.flatMap((source) =>
      to.flatMap((destination) =>
        sourcePorts.flatMap((sourcePort) =>
          at.map((port): Packet => ({ protocol, source, destination, sourcePort, port })),
        ),
      ),
    );
  const edges = addressEdges(installation);
  const inside = (id: string): Address[] => edges.filter((address) => within(address, subnetOf(id).cidr));
  const public_ = edges.filter(
    (address) => ![...unroutable, ...network.vpcCidrs].some((cidr) => within(address, cidr)),
  );
  const audience = public_.filter((address) => clients.some((cidr) => within(address, cidr)));
  const routers = public_.filter(({ family }) => family === 4);
  const anyPort = portEdges(installation, 1024, 65535);
  const [nlbAddresses, proxyAddresses] = [inside(nlb.subnetId), inside(proxy.subnetId)];
  const workerAddresses = inside(worker.subnetId);

  const flow = (key: string, packets: Packet[], layers: OracleLayer[], more: Partial<OracleFlow> = {}): OracleFlow => ({
    key,
    packets,
    layers,
    answerLayers: [],
    answersTo: [],
    ...more,
  });
  const toRoute: OracleLayer = ({ destination }) => routeAdmits(destination, installation);
  const fromRoute: OracleLayer = ({ source }) => routeAdmits(source, installation);
  const certain: OracleLayer = () => true;
  const backToClient = [acl(nlb.subnetId, "out"), toRoute];

  const e1 = samples("UDP", audience, nlbAddresses.slice(0, 1), anyPort, [ports.listener]);
  const e2 = samples("UDP", audience, proxyAddresses, anyPort, [ports.mediaNodePort]);
  const e3 = samples("TCP", nlbAddresses, proxyAddresses, anyPort, [ports.healthNodePort]);
  const e9 = samples("ICMP", routers, proxyAddresses, [0], [3 * 256 + 4]);
  const node = (
    key: string,
    [from, fromAddresses]: [NodeGroupSet, Address[]],
    [to, toAddresses]: [NodeGroupSet, Address[]],
    protocol: Packet["protocol"],
    sourcePorts: number[],
    at: number[],
  ): OracleFlow =>
    flow(
      key,
      samples(protocol, fromAddresses, toAddresses, sourcePorts, at),
      [groups("out", from, to), ...between(from, to), groups("in", to, from)],
      { answerLayers: between(to, from) },
    );
  const [P, W]: [[NodeGroupSet, Address[]], [NodeGroupSet, Address[]]] = [
    [proxy, proxyAddresses],
    [worker, workerAddresses],
  ];
  const application = portEdges(installation, ports.streamingApp.from, ports.streamingApp.to);

  return [
    flow("E1 UDP browser", e1, [certain, fromRoute, acl(nlb.subnetId, "in"), groups("in", nlb, outside)]),
    flow("E1r UDP load", e1.map(answerOf), backToClient, { answersTo: ["E1 UDP browser"] }),
    flow("E2 UDP load", e2, [
      certain,
      certain,
      groups("out", nlb, proxy),
      ...between(nlb, proxy),
      groups("in", proxy, nlb),
    ]),
    flow("E2r UDP proxy", e2.map(answerOf), [...between(proxy, nlb), ...backToClient], {
      answersTo: ["E1 UDP browser", "E2 UDP load"],
    }),
    flow("E3 TCP load", e3, [certain, groups("out", nlb, proxy), ...between(nlb, proxy), groups("in", proxy, nlb)]),
    flow("E3r TCP proxy", e3.map(answerOf), between(proxy, nlb), { answersTo: ["E3 TCP load"] }),
    node("E4 UDP proxy", P, P, "UDP", anyPort, [ports.media!]),
    node("E4 TCP proxy", P, P, "TCP", anyPort, [ports.api]),
    node("E5 TCP worker", W, P, "TCP", anyPort, [ports.api]),
    node("E6 UDP worker", W, P, "UDP", anyPort, [ports.stun]),
    node("E7 UDP worker", W, P, "UDP", application, [ports.workerMedia]),
    node("E7 UDP proxy", P, W, "UDP", [ports.workerMedia], application),
    flow("E9 ICMP internet", e9, [acl(nlb.subnetId, "in"), groups("in", nlb, outside), ...between(nlb, proxy)]),
  ];
}

/** Verdict on packets one by one. */
export function verdictOn(answers: readonly Answer[]): string {
  if (answers.every((answer) => answer === false)) return "closed";
  if (answers.every((answer) => answer === true)) return "open";
  return answers.some((answer) => answer === false) ? "partial" : "unknown";
}

/** All layers together: false wins over unknown, unknown over true. */
export function passes(packet: Packet, { layers, answerLayers }: OracleFlow): Answer {
  const back = answerOf(packet);
  const answers = [...layers.map((layer) => layer(packet)), ...answerLayers.map((layer) => layer(back))];
  if (answers.includes(false)) return false;
  return answers.includes(undefined) ? undefined : true;
}

/** First and last address of every block that is named anywhere, and their neighbours. */
function addressEdges(installation: EksInstallation): Address[] {
  const network = installation.network!;
  const blocks = new Set([
    ...installation.clients,
    ...unroutable,
    ...network.vpcCidrs,
    ...network.subnets.map(({ cidr }) => cidr),
    ...network.networkAcls.flatMap(({ entries }) => entries.map(({ cidr }) => cidr)),
    ...network.routeTables.flatMap(({ routes }) => routes.map(({ destination }) => destination)),
    ...installation.securityGroups.flatMap(({ rules }) =>
      (rules ?? []).flatMap((rule) => [...(rule.cidr ? [rule.cidr] : []), ...(rule.prefixListCidrs ?? [])]),
    ),
  ]);
  const edges = new Map<string, Address>();
  for (const { family, first, last } of [...blocks].map(rangeOf)) {
    for (const value of [first - 1n, first, last, last + 1n]) {
      const inUniverse = value >= 0n && value < 1n << (family === 4 ? 32n : 128n);
      if (inUniverse) edges.set(`${family} ${value}`, { family, value });
    }
  }
  return [...edges.values(), parseAddress("10.0.0.77")];
}

/** Both ends of the asked range, and the boundaries of every rule within it. */
function portEdges(installation: EksInstallation, from: number, to: number): number[] {
  const named = [
    ...installation.network!.networkAcls.flatMap(({ entries }) => entries.flatMap((one) => [one.fromPort, one.toPort])),
    ...installation.securityGroups.flatMap(({ rules }) => (rules ?? []).flatMap((one) => [one.fromPort, one.toPort])),
  ];
  const edges = named.flatMap((port) => (port === undefined ? [] : [port - 1, port, port + 1]));
  return [...new Set([from, to, ...edges])].filter((port) => from <= port && port <= to).sort((a, b) => a - b);
}
