import { fragmentationNeeded } from "../../components/lls";
import { servicePort } from "../../graph/azure/services";
import { knownNumber, knownText, listOf } from "../../graph/known";
import type { FoundAksInstallation, FoundEksInstallation } from "../../graph/lls-installation";
import { nothing, unionAll, type IntervalSet } from "../../reachability/intervals";
import { everyPort, icmpMessages, portRange } from "../../reachability/ports";
import type { JudgedStack } from "../judged-stack";
import { leaf } from "../leaf";
import { groupKey } from "./ingress";
import { portProtocols } from "./port-list";

/** A group that packets of the media meet. */
export interface MediaPathGroup {
  /** Name of the installation. */
  installation: string;
  /** What it is on the path: "load balancer", "nodes", "subnet NSG", "NIC NSG". */
  layers: string[];
  /** What may be open to the world there, by protocol number. */
  allowed: Record<string, IntervalSet>;
}

/** Groups by their key, see `groupKey`. */
export type MediaPathGroups = ReadonlyMap<string, MediaPathGroup>;

const icmp = "1";
const icmpv6 = "58";
/** "Packet too big", the fragmentation needed of IPv6 (RFC 4443, 3.2). */
const packetTooBig = 2;

/** Path MTU discovery needs these messages from any router. */
const pathMtu = {
  [icmp]: icmpMessages(fragmentationNeeded.type, fragmentationNeeded.code),
  [icmpv6]: icmpMessages(packetTooBig, -1),
};

/** The groups of load balancers and nodes in the installations that were found. */
export function mediaPathGroups({ installations }: JudgedStack): MediaPathGroups {
  const groups = new Map<string, MediaPathGroup>();
  const add = (
    id: string | undefined,
    installation: string,
    layer: string,
    allowed: MediaPathGroup["allowed"],
  ): void => {
    if (id === undefined || id === "") return;
    const group = groups.get(groupKey(id)) ?? { installation, layers: [], allowed: {} };
    groups.set(groupKey(id), group);
    if (!group.layers.includes(layer)) group.layers.push(layer);
    for (const [protocol, ports] of Object.entries(allowed))
      group.allowed[protocol] = unionAll([group.allowed[protocol] ?? nothing, ports]);
  };
  for (const { found } of installations) {
    if (found.cloud === "eks") {
      const { loadBalancer, nodes } = eksGroups(found);
      const [front, behind] = eksMedia(found);
      for (const id of loadBalancer) add(id, found.name, "load balancer", { ...pathMtu, [portProtocols.udp]: front });
      for (const id of nodes) add(id, found.name, "nodes", { ...pathMtu, [portProtocols.udp]: behind });
    } else {
      // A rule of Azure cannot name single messages of ICMP: it lets in all, or none.
      const allowed = { [icmp]: everyPort, [portProtocols.udp]: aksMedia(found) };
      const { subnets, interfaces } = aksGroups(found);
      for (const id of subnets) add(id, found.name, "subnet NSG", allowed);
      for (const id of interfaces) add(id, found.name, "NIC NSG", allowed);
    }
  }
  return groups;
}

function one(port: number | undefined): IntervalSet {
  return port === undefined ? nothing : portRange(port, port);
}

/** Ports of the media on the load balancer and on nodes. */
function eksMedia({ installation, listeners }: FoundEksInstallation): [IntervalSet, IntervalSet] {
  const { ports, listener } = installation;
  const further = listeners.map(({ inputs }) => one(knownNumber(inputs.port)));
  return [
    unionAll([one(ports.listener), ...further]),
    unionAll([ports.mediaNodePort, ...(listener?.targetGroups ?? []).flatMap((group) => group.ports)].map(one)),
  ];
}

function eksGroups({
  installation,
  loadBalancer,
  component,
}: FoundEksInstallation): Record<"loadBalancer" | "nodes", string[]> {
  const given = [leaf(component?.inputs, "proxyNodes"), leaf(component?.inputs, "workerNodes")].flatMap(listOf);
  const interfaces = [...installation.proxyNodes, ...installation.workerNodes];
  return {
    loadBalancer: texts([
      ...(installation.loadBalancer.securityGroupIds ?? []),
      ...listOf(loadBalancer?.inputs.securityGroups),
    ]),
    nodes: texts([
      ...interfaces.flatMap(({ securityGroupIds }) => securityGroupIds ?? []),
      ...given.map((group) => leaf(group, "securityGroupId")),
    ]),
  };
}

/** Where Service and release disagree, which is ports-agree's, both ports are of the media. */
function aksMedia({ installation, endpointAssumed = false, service }: FoundAksInstallation): IntervalSet {
  const { nodePorts, loadBalancer, ports } = installation;
  return unionAll([
    nodePorts || endpointAssumed ? portRange(ports.nodePorts.from, ports.nodePorts.to) : nothing,
    loadBalancer ? one(ports.listener) : nothing,
    service ? one(servicePort(service)) : nothing,
  ]);
}

function aksGroups({
  installation: { network },
  component,
}: FoundAksInstallation): Record<"subnets" | "interfaces", string[]> {
  const given = (layer: string): unknown[] =>
    listOf(leaf(component?.inputs, `${layer}NetworkSecurityGroups`)).map((group) => leaf(group, "id"));
  const pools = network?.agentPools ?? [];
  const subnets = (network?.subnets ?? []).filter(({ id }) =>
    pools.some(({ subnetId }) => subnetId === undefined || subnetId.toLowerCase() === id.toLowerCase()),
  );
  return {
    subnets: texts([...given("subnet"), ...subnets.map(({ networkSecurityGroupId }) => networkSecurityGroupId)]),
    interfaces: texts([
      ...given("nic"),
      ...pools.flatMap(({ nicNetworkSecurityGroupIds }) => nicNetworkSecurityGroupIds ?? []),
    ]),
  };
}

function texts(values: unknown[]): string[] {
  return values.flatMap((value) => knownText(value) ?? []);
}
