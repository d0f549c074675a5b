import { judgeFlow } from "../flow";
import type { IntervalSet } from "../intervals";
import { clientPorts, portRange, type Protocol } from "../ports";
import type { FlowVerdict } from "../verdict";
import { layersBetween } from "./between-subnets";
import type { EksInstallation } from "./installation";
import { answers, boxOf, type Packets, type Side } from "./packets";
import { judgeSecurityGroups } from "./security-group";
import type { SecurityGroups } from "./security-group-rules";
import { nodeSides } from "./sides";

/** A flow between interfaces in the VPC. */
interface NodeFlow {
  id: string;
  from: readonly Side[];
  to: readonly Side[];
  protocol: Protocol;
  sourcePorts: IntervalSet;
  ports: IntervalSet;
  notes?: string[];
}

/** The flows between nodes and pods: E4 to E7, for every pair of distinct wirings. */
export function judgeNodeFlows(installation: EksInstallation, groups: SecurityGroups): FlowVerdict[] {
  const flows = [...forwardedFlows(installation), ...workerFlows(installation)];
  return flows.flatMap((flow) =>
    flow.from.flatMap((from) => flow.to.map((to) => judgeNodeFlow(flow, { ...flow, from, to }, installation, groups))),
  );
}

/** E4: kube-proxy on one node forwards to the pod on another, with the node's address as source; not with externalTrafficPolicy Local. */
function forwardedFlows(installation: EksInstallation): NodeFlow[] {
  const { ports, proxyNodes, externalTrafficPolicy } = installation;
  if (externalTrafficPolicy === "Local") return [];
  const common = {
    id: "E4",
    from: nodeSides("proxy node", proxyNodes, "node", installation),
    to: nodeSides("proxy pod", proxyNodes, "pods", installation),
    sourcePorts: clientPorts,
  };
  const policy = externalTrafficPolicy
    ? []
    : ["externalTrafficPolicy is not known: judged as Cluster. With Local this flow does not exist."];
  const guess = "The container port behind the media NodePort is not known: judged for UDP 1024-65535.";
  const media = ports.media === undefined ? clientPorts : portRange(ports.media, ports.media);
  return [
    { ...common, protocol: "UDP", ports: media, notes: ports.media === undefined ? [...policy, guess] : policy },
    { ...common, protocol: "TCP", ports: portRange(ports.api, ports.api), notes: policy },
  ];
}

/** E5 to E7, between the pods of workers and proxy. */
function workerFlows(installation: EksInstallation): NodeFlow[] {
  const { ports } = installation;
  const workers = nodeSides("worker pod", installation.workerNodes, "pods", installation);
  const proxies = nodeSides("proxy pod", installation.proxyNodes, "pods", installation);
  const toProxy = { from: workers, to: proxies, sourcePorts: clientPorts };
  const application = portRange(ports.streamingApp.from, ports.streamingApp.to);
  const proxyMedia = portRange(ports.workerMedia, ports.workerMedia);
  return [
    { ...toProxy, id: "E5", protocol: "TCP", ports: portRange(ports.api, ports.api) },
    { ...toProxy, id: "E6", protocol: "UDP", ports: portRange(ports.stun, ports.stun) },
    // Who sends first is not documented, so each way must pass as the first packet of a flow.
    { ...toProxy, id: "E7", protocol: "UDP", sourcePorts: application, ports: proxyMedia },
    { id: "E7", from: proxies, to: workers, protocol: "UDP", sourcePorts: proxyMedia, ports: application },
  ];
}

function judgeNodeFlow(
  { id, notes }: NodeFlow,
  packets: Packets,
  { network }: EksInstallation,
  groups: SecurityGroups,
): FlowVerdict {
  const { protocol, from, to } = packets;
  const { flow } = judgeFlow({
    id,
    from: from.label,
    to: to.label,
    protocol,
    need: "required",
    asked: boxOf(packets),
    layers: [
      judgeSecurityGroups(packets, "outbound", groups),
      ...layersBetween(packets, network),
      judgeSecurityGroups(packets, "inbound", groups),
    ],
    answerLayers: layersBetween(answers(packets), network),
    notes,
  });
  return inDoubt(flow, [from.doubt, to.doubt]);
}

/** A flow between nodes that may not have their roles: that it is not open matters only if they have. */
function inDoubt(flow: FlowVerdict, doubts: (string | undefined)[]): FlowVerdict {
  const said = doubts.filter((doubt) => doubt !== undefined);
  if (said.length === 0 || flow.verdict === "open") return flow;
  return { ...flow, verdict: "unknown", notes: [...flow.notes, ...said] };
}
