import { judgeFlow } from "../flow";
import { clientPorts, portRange } from "../ports";
import type { FlowVerdict } from "../verdict";
import { judgeFilters, type Filters } from "./filters";
import type { AksInstallation } from "./installation";
import { boxOf, type Direction, type Packets, type Side } from "./packets";
import { entrancePools, everyPool } from "./pool-roles";
import { asPeers, podSides, wiredNodeSides } from "./sides";

/** A flow between nodes or pods, for every pair of distinct wirings. */
interface NodeFlow extends Pick<Packets, "protocol" | "sourcePorts" | "ports"> {
  id: string;
  from: readonly Side[];
  to: readonly Side[];
  /** Whose filters are asked: the sender's, `outbound`, or the receiver's. Default: both. */
  directions?: readonly Direction[];
  notes?: readonly string[];
}

/** The flows between nodes and pods: A1k and A4. */
export function judgeNodeFlows(installation: AksInstallation, filters: Filters): FlowVerdict[] {
  return [...forwardedFlows(installation), ...workerFlows(installation)].flatMap((flow) =>
    flow.from.flatMap((from) => flow.to.map((to) => judgeNodeFlow(flow, { ...flow, from, to }, filters))),
  );
}

/** A1k: kube-proxy on any node forwards to a pod on another, with the node's address as source; not with externalTrafficPolicy Local. */
function forwardedFlows(installation: AksInstallation): NodeFlow[] {
  return [...forwardedToProxy(installation), ...forwardedToWorkers(installation)];
}

/**
 * Each node's way out and each pod's way in are judged once, for everybody at the other end: the pairs would be the square of the pools. All pairs
 * get through exactly if all of these do.
 */
function forwardedToWorkers(installation: AksInstallation): NodeFlow[] {
  const { ports, workerPools, nodePorts } = installation;
  if (!nodePorts) return [];
  const nodes = wiredNodeSides("node", entrancePools(installation), installation);
  const workers = podSides("worker pod", workerPools, installation);
  const forwarded = {
    id: "A1k",
    protocol: "UDP",
    sourcePorts: clientPorts,
    ports: portRange(ports.streamingApp.from, ports.streamingApp.to),
    // NVCF makes them, whatever that of the proxy is.
    notes: [judgedAsCluster("the workers' services")],
  } as const;
  return [
    { ...forwarded, from: nodes, to: asPeers("any worker pod", workers), directions: ["outbound"] },
    { ...forwarded, from: asPeers("any node", nodes), to: workers, directions: ["inbound"] },
  ];
}

/** Behind a load balancer only with Cluster, with which every node is a backend. */
function forwardedToProxy(installation: AksInstallation): NodeFlow[] {
  const { ports, proxyPools, externalTrafficPolicy, loadBalancer } = installation;
  const forwardsNodePorts = installation.nodePorts && externalTrafficPolicy !== "Local";
  const forwardsService = loadBalancer?.externalTrafficPolicy === "Cluster";
  if (!forwardsNodePorts && !forwardsService) return [];
  const senders = forwardsService ? everyPool(installation) : entrancePools(installation);
  const guess = "The container port behind the media NodePort is not known: judged for UDP 1024-65535.";
  return [
    {
      id: "A1k",
      from: wiredNodeSides("node", senders, installation),
      to: podSides("proxy pod", proxyPools, installation),
      protocol: "UDP",
      sourcePorts: clientPorts,
      ports: ports.media === undefined ? clientPorts : portRange(ports.media, ports.media),
      notes: [
        ...(externalTrafficPolicy || !forwardsNodePorts ? [] : [judgedAsCluster("the proxy's service")]),
        ...(ports.media === undefined ? [guess] : []),
      ],
    },
  ];
}

function judgedAsCluster(services: string): string {
  return `externalTrafficPolicy of ${services} is not known: judged as Cluster. With Local this flow does not exist.`;
}

/** A4, between the pods of workers and proxy. */
function workerFlows(installation: AksInstallation): NodeFlow[] {
  const { ports } = installation;
  const workers = podSides("worker pod", installation.workerPools, installation);
  const proxies = podSides("proxy pod", installation.proxyPools, installation);
  const toProxy = { id: "A4", from: workers, to: proxies, sourcePorts: clientPorts };
  const application = portRange(ports.streamingApp.from, ports.streamingApp.to);
  const proxyMedia = portRange(ports.workerMedia, ports.workerMedia);
  return [
    { ...toProxy, protocol: "TCP", ports: portRange(ports.api, ports.api) },
    { ...toProxy, protocol: "UDP", ports: portRange(ports.stun, ports.stun) },
    // Who sends first is not documented, so each way must pass as the first packet of a flow.
    { ...toProxy, protocol: "UDP", sourcePorts: application, ports: proxyMedia },
    { id: "A4", from: proxies, to: workers, protocol: "UDP", sourcePorts: proxyMedia, ports: application },
  ];
}

function judgeNodeFlow(flow: NodeFlow, packets: Packets, filters: Filters): FlowVerdict {
  const { id, notes, directions = ["outbound", "inbound"] } = flow;
  const { protocol, from, to } = packets;
  return judgeFlow({
    id,
    from: from.label,
    to: to.label,
    protocol,
    need: "required",
    asked: boxOf(packets),
    layers: directions.flatMap((direction) => judgeFilters(packets, direction, filters)),
    notes,
  }).flow;
}
