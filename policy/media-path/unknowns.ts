import { ports } from "../../components/lls";
import type { LlsInstallation } from "../../graph/lls-installation";
import type { ResourceGraph } from "../../graph/resource-graph";
import type { FlowVerdict, LayerVerdict, Need } from "../../reachability/verdict";
import type { JudgedInstallation } from "../judged-stack";
import { judgePorts } from "./announced-port";
import { judgeAutoScaling } from "./auto-scaling";
import { judgeHealthCheckOf } from "./health-check";
import { audiencesToSay } from "./inferred-audience";
import { isAssumedOpen, isOfFacts, kindOf } from "./layers";
import { unreadValuesOf } from "./unread-values";
import { judgeZones } from "./zones";

// A first preview of somebody else's stack can leave very much unknown.
const named = 12;

/**
 * One message about everything of an installation that is not known; undefined if all is.
 * @param further what is not known besides, in words for an operator
 */
export function unknownsOf(
  judged: JudgedInstallation,
  graph: ResourceGraph,
  further: string[] = [],
): string | undefined {
  const { found } = judged;
  const flows = unknownFlows(judged);
  // What is invisible matters where a flow is unknown for it; where nothing could be judged, all of it does.
  const invisible = flows.length > 0 || judged.flows.length === 0 ? judged.invisible : [];
  const ofFlows = flows.flatMap((flow) => reasonsOf(flow, invisible.length > 0));
  const reasons = [...new Set([...invisible, ...ofFlows, ...valuesOf(judged, graph), ...further])];
  const name = `Installation ${found.name}`;
  if (judged.flows.length === 0)
    return `${name} could not be judged: ${list(reasons) || "nothing is known of its network"}.`;
  if (reasons.length === 0) return undefined;
  const assumed = flows.filter(isAssumedOpen);
  const unknown = flows.filter((flow) => !isAssumedOpen(flow));
  const verdicts = [
    ...(assumed.length > 0 ? [`open (assumed): ${idsOf(assumed)}`] : []),
    ...(unknown.length > 0 ? [`unknown: ${idsOf(unknown)}`] : []),
  ];
  return [
    `${name} is not judged in full.`,
    ...(verdicts.length > 0 ? [`${verdicts.join("; ")}.`] : []),
    `Not known: ${list(reasons)}.`,
  ].join(" ");
}

/** Required flows that are unknown, but for those of nodes that do not exist: target-pool-in-zone says that. */
function unknownFlows(judged: JudgedInstallation): FlowVerdict[] {
  const nowhere = judgeZones(judged).problems.length > 0;
  const isOfNobody = ({ from, to }: FlowVerdict): boolean =>
    [from, to].some((side) => side.startsWith("unknown proxy"));
  return judged.flows.filter(
    (flow) => flow.need === "required" && flow.verdict === "unknown" && !(nowhere && isOfNobody(flow)),
  );
}

/** Why a flow is unknown; where a list of what is invisible says it already, without what facts alone say and nodes of which nothing is known. */
function reasonsOf({ from, to, layers, notes }: FlowVerdict, isListed: boolean): string[] {
  if (isListed && [from, to].some((side) => side.startsWith("unknown "))) return [];
  const unknown = layers.filter(({ verdict }) => verdict === "unknown");
  if (unknown.length === 0) return notes;
  return unknown
    .filter((layer) => !(isListed && (isOfFacts(layer) || isOfUnknownGroup(layer))))
    .map(({ reason }) => reason);
}

/** True for a network security group of which it is not known which it is: which pool or subnet has it, the list says once. */
function isOfUnknownGroup(layer: LayerVerdict): boolean {
  return kindOf(layer) === "networkSecurityGroup" && layer.reason.endsWith(": it is not known which");
}

/** Values that rules about other things than flows need. */
function valuesOf(judged: JudgedInstallation, graph: ResourceGraph): string[] {
  const { found } = judged;
  return [
    ...judgePorts(found, graph).unknown,
    ...judgeZones(judged).unknown,
    ...valuesOfEks(found, graph),
    ...(found.release ? unreadValuesOf(found.release) : []),
    ...otherNodePorts(judged),
    ...audiencesToSay(found, judged.flows),
  ];
}

/** Whether more NodePorts are needed than the one that browsers are told, where those are not open. */
function otherNodePorts({ found, flows }: JudgedInstallation): string[] {
  const toNodePorts = flows.filter(({ id }) => id === "A1" || id === "A5");
  const isOpen = (need: Need): boolean => toNodePorts.every((flow) => flow.need !== need || flow.verdict === "open");
  if (found.cloud !== "aks" || !isOpen("required") || isOpen("advisory")) return [];
  const { from, to } = found.installation.ports.nodePorts;
  return [
    `whether browsers are sent to more NodePorts than ${ports.mediaNodePort}: of UDP ${from}-${to} not all are open, and nodePorts of read-stack says which have to be`,
  ];
}

function valuesOfEks(found: LlsInstallation, graph: ResourceGraph): string[] {
  if (found.cloud !== "eks") return [];
  const checks = found.targetGroups.flatMap((group) =>
    judgeHealthCheckOf(group).unknown.map((field) => `${field} of target group ${group.name}`),
  );
  return [...checks, ...judgeAutoScaling(found, graph).unknown];
}

function idsOf(flows: FlowVerdict[]): string {
  return [...new Set(flows.map(({ id }) => id))].join(", ");
}

function list(reasons: string[]): string {
  const more = reasons.length - named;
  return more > 0 ? `${reasons.slice(0, named).join("; ")} and ${more} more` : reasons.join("; ");
}
