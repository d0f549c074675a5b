import type { AksInstallation } from "../../../reachability/azure/installation";
import type { AgentPoolFacts, NsgRuleFacts } from "../../../reachability/azure/network";
import {
  parseAddress,
  rangeOf,
  within,
  type Address,
  type Answer,
  type OracleLayer,
  type Packet,
} from "../brute-force";
import { verdictOn } from "../brute-force-flows";
import {
  adminEnds,
  answerGetsOut,
  groupAdmits,
  inVirtualNetwork,
  isPlatform,
  isRoutable,
  nowhere,
  subnetNameOf,
  type Node,
} from "./brute-force";
import { rule } from "./installation";

/** A flow of the table, written out for an installation with the pools `proxy`, `gpu` and perhaps `spare`, both ways in and a flat network. */
export interface OracleFlow {
  /** Id, ends, protocol and ports: unique. */
  key: string;
  packets: Packet[];
  layers: OracleLayer[];
}

/** Every flow with its layers in the order of the table, and packets around the boundary of every rule. */
export function oracleFlows(installation: AksInstallation): OracleFlow[] {
  const { ports } = installation;
  const network = installation.network!;
  const poolOf = (name: string) => network.agentPools.find((pool) => pool.name === name)!;
  const subnetOf = (name: string) => network.subnets.find(({ id }) => id.endsWith(`/${name}`))!;
  const nodeOf = (name: string): Node => ({
    pool: name,
    applicationSecurityGroupIds: poolOf(name).applicationSecurityGroupIds,
  });

  /** "Azure CNI pod subnet": pods of such a pool have addresses, policies and routes of that subnet. */
  const podOf = (name: string): Node => {
    const node = nodeOf(name);
    if (poolOf(name).podSubnetId === undefined) return node;
    const isMember = node.applicationSecurityGroupIds!.length > 0;
    return { pool: name, subnet: `${name}-pods`, applicationSecurityGroupIds: isMember ? undefined : [] };
  };

  const layers = (inbound: boolean, from: Node, to: Node, made = installation): OracleLayer[] => {
    const owner = inbound ? to : from;
    const group =
      (id: string | undefined): OracleLayer =>
      (packet) =>
        groupAdmits(id, inbound, packet, [from, to], made);
    // Whether the interfaces' groups see packets of such pods is not documented.
    const perhaps =
      (layer: OracleLayer): OracleLayer =>
      (packet) =>
        layer(packet) || undefined;
    const nics = (poolOf(owner.pool).nicNetworkSecurityGroupIds ?? [undefined]).map(group);
    const outwards = [
      ...(owner.subnet ? nics.map(perhaps) : nics),
      group(subnetOf(subnetNameOf(owner)).networkSecurityGroupId),
    ];
    const groups = inbound ? outwards.reverse() : outwards;
    const admin: OracleLayer = (packet) => {
      const found = adminEnds(inbound, packet, [from, to], made);
      return found.has("deny") ? (found.size > 1 ? undefined : false) : true;
    };
    return [admin, ...groups];
  };

  const edges = addressEdges(installation);
  const inside = (name: string): Address[] =>
    edges.filter((address) => subnetOf(name).cidrs.some((cidr) => within(address, cidr)));
  const audience = edges.filter((address) => isInAudience(address, installation));
  const portsAt = (from: number, to: number) => portEdges(installation, "destinationPorts", from, to);
  const portsFrom = (from: number, to: number) => portEdges(installation, "sourcePorts", from, to);
  const samples = (
    protocol: Packet["protocol"],
    from: Address[],
    to: Address[],
    sourcePorts: number[],
    at: number[],
  ): Packet[] =>
    from.flatMap((source) =>
      to.flatMap((destination) =>
        sourcePorts.flatMap((sourcePort) => at.map((port) => ({ protocol, source, destination, sourcePort, port }))),
      ),
    );
  const anyPort = portsFrom(1024, 65535);
  const { nodePorts, streamingApp } = ports;
  const application = portsAt(streamingApp.from, streamingApp.to);
  const fromApplication = portsFrom(streamingApp.from, streamingApp.to);

  const nodePortFlow = (name: string): OracleFlow => ({
    key: `A1 browser -> node (${name}) UDP ${nodePorts.from}-${nodePorts.to}`,
    packets: samples("UDP", audience, inside(name), anyPort, portsAt(nodePorts.from, nodePorts.to)),
    layers: [
      () => poolOf(name).nodePublicIp,
      ...layers(true, nowhere, nodeOf(name)),
      ({ source }) => answerGetsOut(source, name, installation),
    ],
  });
  const between = (
    id: string,
    from: string,
    to: string,
    protocol: "UDP" | "TCP",
    sourcePorts: number[],
    at: number[],
  ) => {
    const [sender, receiver] = [from, to].map((label) => {
      const name = /\((\w+)\)/.exec(label)![1]!;
      return label.includes("pod") ? podOf(name) : nodeOf(name);
    }) as [Node, Node];
    return {
      key: `${id} ${from} -> ${to} ${protocol} ${[...new Set([at[0], at.at(-1)])].join("-")}`,
      packets: samples(protocol, inside(subnetNameOf(sender)), inside(subnetNameOf(receiver)), sourcePorts, at),
      layers: [...layers(false, sender, receiver), ...layers(true, sender, receiver)],
    };
  };

  const { address, healthCheckNodePort, sourceRanges } = installation.loadBalancer!;
  const probe: OracleFlow = {
    key: `A3 load balancer probe -> proxy node (proxy) TCP ${healthCheckNodePort}`,
    packets: samples("TCP", [parseAddress("168.63.129.16")], inside("proxy"), anyPort, [healthCheckNodePort!]),
    layers: layers(true, nowhere, nodeOf("proxy")),
  };
  const probed = verdictOn(probe.packets.map((packet) => passes(packet, probe)));
  const target: Node = {
    pool: "proxy",
    applicationSecurityGroupIds: nodeOf("proxy").applicationSecurityGroupIds!.length ? undefined : [],
  };
  // "Azure LoadBalancer", annotations: without floating IP the backend port is the NodePort.
  const floats = installation.loadBalancer!.floatingIp !== false;
  const [mediaPort, destinations] = floats
    ? [ports.listener, [parseAddress(address!)]]
    : [installation.loadBalancer!.nodePort!, inside("proxy")];
  const media: OracleFlow = {
    key: `A2 browser -> proxy node (proxy) UDP ${mediaPort}`,
    packets: samples("UDP", audience, destinations, anyPort, [mediaPort]),
    layers: [
      () => (probed === "closed" ? false : probed === "open" ? true : undefined),
      ...layers(true, nowhere, floats ? target : nodeOf("proxy"), afterService(installation)),
      ({ source }) => sourceRanges.length === 0 || sourceRanges.some((range) => within(source, range)),
      ({ source }) => answerGetsOut(source, "proxy", installation),
    ],
  };

  const forwardedPorts = `UDP ${streamingApp.from}-${streamingApp.to}`;
  // A pool without a role takes packets for NodePorts too, if browsers can send there.
  const entrances = ["proxy", "gpu", ...network.agentPools.filter(isSpare).map(({ name }) => name)];
  return [
    ...entrances.map(nodePortFlow),
    media,
    probe,
    ...entrances.flatMap((name) => [
      between("A1k", `node (${name})`, "proxy pod (proxy)", "UDP", anyPort, [ports.media!]),
    ]),
    ...entrances.map((name): OracleFlow => {
      const [node, pod] = [nodeOf(name), podOf("gpu")];
      return {
        key: `A1k node (${name}) -> any worker pod ${forwardedPorts}`,
        packets: samples("UDP", inside(name), inside(subnetNameOf(pod)), anyPort, application),
        layers: layers(false, node, pod),
      };
    }),
    // Rules of the receiver can tell senders apart by their groups, and otherwise by their addresses only.
    ...byMembership(entrances.map(nodeOf)).map((nodes, _, all): OracleFlow => {
      const sources = nodes.flatMap(({ pool }) => inside(pool));
      const from = all.length === 1 ? "any node" : nodes.map(({ pool }) => `node (${pool})`).join(", ");
      return {
        key: `A1k ${from} -> worker pod (gpu) ${forwardedPorts}`,
        packets: samples("UDP", sources, inside(subnetNameOf(podOf("gpu"))), anyPort, application),
        layers: layers(true, nodes[0]!, podOf("gpu")),
      };
    }),
    between("A4", "worker pod (gpu)", "proxy pod (proxy)", "TCP", anyPort, [ports.api]),
    between("A4", "worker pod (gpu)", "proxy pod (proxy)", "UDP", anyPort, [ports.stun]),
    between("A4", "worker pod (gpu)", "proxy pod (proxy)", "UDP", fromApplication, [ports.workerMedia]),
    between("A4", "proxy pod (proxy)", "worker pod (gpu)", "UDP", [ports.workerMedia], application),
  ];
}

function byMembership(nodes: Node[]): Node[][] {
  const members = ({ applicationSecurityGroupIds: ids }: Node): string => JSON.stringify(ids);
  return [...new Set(nodes.map(members))].map((key) => nodes.filter((node) => members(node) === key));
}

const isSpare = ({ name, nodePublicIp }: AgentPoolFacts): boolean => name === "spare" && nodePublicIp === true;

/** All layers together: false wins over unknown, unknown over true. */
export function passes(packet: Packet, { layers }: OracleFlow): Answer {
  const answers = layers.map((layer) => layer(packet));
  if (answers.includes(false)) return false;
  return answers.includes(undefined) ? undefined : true;
}

/** The managed group with the cloud controller's rules on the first free priorities: one for each service tag, one for the CIDRs. */
function afterService(installation: AksInstallation): AksInstallation {
  const { address, sourceRanges, securityRuleSources = [], floatingIp, nodePort } = installation.loadBalancer!;
  const all = [...sourceRanges, ...securityRuleSources];
  const cidrs = all.filter((text) => text.includes("/"));
  const wanted = [
    ...all.filter((text) => !text.includes("/")).map((tag) => [tag]),
    ...(cidrs.length > 0 ? [cidrs] : []),
  ];
  const groups = installation.networkSecurityGroups.map((group) => {
    if (!group.managed || !group.rules) return group;
    const taken = group.rules.filter(({ inbound }) => inbound).map(({ priority }) => priority);
    const free = Array.from({ length: 3597 }, (_, index) => index + 500).filter((one) => !taken.includes(one));
    const target =
      floatingIp === false
        ? { destinationPorts: [`${nodePort}`] }
        : { destinations: [address!], destinationPorts: ["5004"] };
    const made = (wanted.length > 0 ? wanted : [["Internet"]]).map((sources, index) =>
      rule("controller", free[index]!, { sources, ...target }),
    );
    return { ...group, rules: [...group.rules, ...made] };
  });
  return { ...installation, networkSecurityGroups: groups };
}

/** In a client's block and on the internet; the virtual network's own addresses only where they hold the whole block. */
function isInAudience(address: Address, installation: AksInstallation): boolean {
  if (!isRoutable(address) || isPlatform(address)) return false;
  const own = installation.network!.virtualNetworkCidrs ?? [];
  const swallowed = (block: string): boolean =>
    own.some((cidr) => rangeOf(cidr).first <= rangeOf(block).first && rangeOf(block).last <= rangeOf(cidr).last);
  return installation.clients.some(
    (block) => within(address, block) && (swallowed(block) || inVirtualNetwork(address, installation) !== true),
  );
}

function everyRule({
  network,
  networkSecurityGroups,
}: AksInstallation): Pick<NsgRuleFacts, "sources" | "destinations" | "sourcePorts" | "destinationPorts">[] {
  return [...networkSecurityGroups.flatMap(({ rules }) => rules ?? []), ...network!.adminRules!];
}

/** First and last address of every block that is named anywhere, their neighbours, and one address besides. */
function addressEdges(installation: AksInstallation): Address[] {
  const network = installation.network!;
  const named = [
    ...installation.clients,
    ...installation.loadBalancer!.sourceRanges,
    ...(installation.loadBalancer!.securityRuleSources ?? []),
    ...(network.virtualNetworkCidrs ?? []),
    ...network.subnets.flatMap(({ cidrs }) => cidrs),
    ...network.routeTables.flatMap(({ routes }) => routes.map(({ destination }) => destination)),
    ...everyRule(installation).flatMap(({ sources, destinations }) => [...sources, ...destinations]),
  ]
    .filter((text) => /^[0-9./]+$/.test(text))
    .map((text) => (text.includes("/") ? text : `${text}/32`));
  const edges = new Map<string, Address>();
  for (const { first, last } of [...new Set(named)].map(rangeOf)) {
    for (const value of [first - 1n, first, last, last + 1n]) {
      if (value >= 0n && value < 1n << 32n) edges.set(`${value}`, { family: 4, value });
    }
  }
  return [...edges.values(), parseAddress("192.0.2.7")];
}

/** Both ends of the asked range, and the boundaries of every rule within it. */
function portEdges(
  installation: AksInstallation,
  property: "sourcePorts" | "destinationPorts",
  from: number,
  to: number,
): number[] {
  const edges = everyRule(installation)
    .flatMap((one) => one[property])
    .filter((text) => text !== "*")
    .map((text) => text.split("-").map(Number))
    .flatMap(([first, last = first]) => [first! - 1, first!, last!, last! + 1]);
  return [...new Set([from, to, ...edges])].filter((port) => from <= port && port <= to).sort((a, b) => a - b);
}
