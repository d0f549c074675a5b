import { ports } from "../../components/lls";
import { knownNumber, listOf } from "../../graph/known";
import type { FoundAksInstallation, FoundEksInstallation, LlsInstallation } from "../../graph/lls-installation";
import type { GraphResource, ResourceGraph } from "../../graph/resource-graph";
import { isUnknown } from "../../graph/unknown";
import { enumerate } from "../../reachability/describe";
import { leaf } from "../leaf";
import { unusedPortRules } from "./unused-ports";

/** A place where ports disagree. */
export interface PortProblem {
  /** URN of the resource that says the port. */
  urn: string;
  reason: string;
}

/** What is to be said of the ports that have to be the same. */
export interface PortFindings {
  problems: PortProblem[];
  /** Ports that are not known yet. */
  unknown: string[];
}

const nothing: PortFindings = { problems: [], unknown: [] };

/** Whether the port that browsers are told is the one that listens. */
export function judgePorts(found: LlsInstallation, graph: ResourceGraph): PortFindings {
  const { release } = found;
  if (!release) return nothing;
  const announced = announcedPort(release);
  const listening = found.cloud === "eks" ? listenersOf(found) : serviceOrNodePorts(found);
  const unused = found.cloud === "eks" ? unusedPortRules(found, graph) : [];
  const unknown = [
    ...(announced === undefined ? [`env.lbPort of release ${release.name}`] : []),
    ...(listening?.unknown ?? []),
  ];
  if (announced === undefined || !listening || listening.unknown.length > 0) return { problems: unused, unknown };
  if (listening.ports.includes(announced)) return { problems: [...listening.problems, ...unused], unknown };
  const reason = `browsers are told port ${announced} (env.lbPort of release ${release.name}), but ${listening.words}`;
  return { problems: [{ urn: release.urn, reason }, ...listening.problems, ...unused], unknown };
}

/** True where `judgePorts` says that nothing listens on the port that the flows are judged for: whether it is open then says nothing. */
export function isListenerElsewhere(found: LlsInstallation): boolean {
  const announced = found.release && announcedPort(found.release);
  const listening =
    found.cloud === "eks" ? listenersOf(found) : found.service && listeningService(found.service, found);
  if (announced === undefined || !listening || listening.unknown.length > 0 || listening.ports.length === 0)
    return false;
  return ![announced, found.installation.ports.listener].some((port) => listening.ports.includes(port));
}

/** Undefined: unknown, or in values that are not in the program, such as a file or the chart's defaults. */
function announcedPort({ inputs }: GraphResource): number | undefined {
  return knownNumber(leaf(inputs, "values", "env", "lbPort"));
}

/** Who takes what browsers send. */
interface Listening {
  ports: number[];
  /** What follows "but" where the port announced is another. */
  words: string;
  unknown: string[];
  /** What is wrong besides. */
  problems: PortProblem[];
}

/** Undefined: no listener is in this stack, which the flow E2 says, or another stack has it. */
function listenersOf({ listeners, loadBalancer, installation }: FoundEksInstallation): Listening | undefined {
  if (listeners.length === 0) return undefined;
  const known = listeners.map(({ inputs }) => knownNumber(leaf(inputs, "port")));
  const taken = known.filter((port) => port !== undefined);
  const name = loadBalancer === undefined ? "the load balancer" : `load balancer ${loadBalancer.name}`;
  const opened = installation.securityGroups
    .filter(({ id }) => installation.loadBalancer.securityGroupIds?.includes(id))
    .flatMap(({ rules = [] }) => rules)
    .filter(
      (rule) =>
        !rule.egress && !rule.undecided && rule.fromPort === rule.toPort && ["udp", "17"].includes(rule.protocol),
    )
    .map((rule) => rule.fromPort);
  const groups =
    opened.length === 0 ? "" : `, and its security groups open UDP ${enumerate([...new Set(opened)].map(String))}`;
  return {
    ports: taken,
    words: `${name} listens on UDP ${enumerate(taken.map(String))}${groups}`,
    unknown: listeners
      .filter((_, index) => known[index] === undefined)
      .map(({ name: listener }) => `the port of listener ${listener}`),
    problems: [],
  };
}

function serviceOrNodePorts(found: FoundAksInstallation): Listening | undefined {
  const { service, installation } = found;
  if (!service) return installation.loadBalancer ? undefined : nodePortsOf(found);
  const listening = listeningService(service, found);
  const nodes = installation.nodePorts ? nodePortsOf(found) : undefined;
  if (!nodes || nodes.ports.length === 0) return listening;
  return {
    ...listening,
    ports: [...listening.ports, ...nodes.ports],
    words: `${listening.words}, and ${nodes.words}`,
  };
}

/** The Service in front of the proxy: its UDP ports, and the container port that they lead to. */
function listeningService(service: GraphResource, { installation }: FoundAksInstallation): Listening {
  const written = leaf(service.inputs, "spec", "ports");
  if (isUnknown(written))
    return { ports: [], words: "", unknown: [`the ports of Service ${service.name}`], problems: [] };
  const all = listOf(written);
  // Kubernetes takes TCP where no protocol is written, and the port for a container port that is not.
  const udp = all.filter((entry) => leaf(entry, "protocol") === "UDP");
  const taken = udp.map((entry) => knownNumber(leaf(entry, "port")));
  const hidden = all.some((entry) => isUnknown(leaf(entry, "protocol"))) || taken.includes(undefined);
  const media = installation.ports.media;
  const wrong = udp
    .map((entry) => knownNumber(leaf(entry, "targetPort") ?? leaf(entry, "port")))
    .filter((port) => port !== undefined && media !== undefined && port !== media);
  const known = taken.filter((port) => port !== undefined);
  return {
    ports: known,
    words:
      udp.length === 0
        ? `Service ${service.name} has no UDP port`
        : `Service ${service.name} takes UDP ${enumerate(known.map(String))}`,
    unknown: hidden ? [`the ports of Service ${service.name}`] : [],
    problems: wrong.map((port) => ({
      urn: service.urn,
      reason: `Service ${service.name} sends to container port ${port}, but the proxy takes media on ${media}`,
    })),
  };
}

/** NodePorts: the chart's own, or that of a Service of the program, if the range that is opened holds it. */
function nodePortsOf({ resources, installation, name }: FoundAksInstallation): Listening | undefined {
  // A firewall in front can translate ports.
  if (installation.firewallAddresses.length > 0) return undefined;
  const { from, to } = installation.ports.nodePorts;
  const own = resources
    .filter(({ type }) => type === "kubernetes:core/v1:Service")
    .flatMap(({ inputs }) => listOf(leaf(inputs, "spec", "ports")))
    .filter((entry) => leaf(entry, "protocol") === "UDP")
    .map((entry) => knownNumber(leaf(entry, "nodePort")))
    .filter((port) => port !== undefined);
  const all = [...new Set([ports.mediaNodePort, ...own])];
  const open = all.filter((port) => port >= from && port <= to);
  const words =
    open.length === 0
      ? `installation ${name} opens NodePorts ${from}-${to} only, and the proxy listens on ${enumerate(all.map(String))}`
      : `the proxy listens on NodePort ${enumerate(open.map(String))}`;
  return { ports: open, words, unknown: [], problems: [] };
}
