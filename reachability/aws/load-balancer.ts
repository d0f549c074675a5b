import { judgeAllAlike, type Judgement } from "../judgement";
import type { EksInstallation, EksListener, EksTargetGroup } from "./installation";
import { boxOf, type Packets, type Side } from "./packets";
import { zoneOfSubnet } from "./zones";

// Reachability Analyzer, https://docs.aws.amazon.com/vpc/latest/reachability/explanation-codes.html.
const codes = {
  noListener: "ELBV2_LISTENERS_MISMATCH",
  listenerPort: "ELBV2_LISTENER_PORT_RESTRICTION",
  targetGroup: "ELBV2_LISTENER_REQUIRES_TG_ACCEPT",
  targetPort: "TARGET_PORT_RESTRICTION",
  noTargets: "ELBV2_LISTENER_HAS_NO_TG",
  noTargetsInZone: "ELBV2_NO_TARGETS_IN_AZ",
  notCrossZone: "ELB_NOT_CROSSZONE",
};

/** Listener protocols that take UDP. */
const udpProtocols = ["UDP", "TCP_UDP"];

/** Protocols of a health check; none of them is UDP (ELB user guide, target group health checks). */
const healthCheckProtocols = ["TCP", "HTTP", "HTTPS"];

/** Why nothing can be said of a listener. */
const notRead =
  "listener and target group are not known: made elsewhere and not read, or not known before they are deployed";

/** The same of a part of them. */
const othersNotRead =
  "the listener forwards to target groups that are not known: made elsewhere and not read, or not known before they are deployed";

/** A problem with its code; no problem is open. */
type Problem = [code: string | null, reason: string] | undefined;

/** The listener and its target groups: all take UDP, on the ports that browsers and proxy use. A share that a wrong group gets is lost. */
export function judgeListener(packets: Packets, installation: EksInstallation): Judgement {
  const { listener, ports } = installation;
  const name = "listener and target group";
  if (installation.listenerUnknown) return judgeUnknown(packets, name, notRead);
  const ofGroup = (group: EksTargetGroup, { protocol }: EksListener): Problem => {
    if (group.protocol !== protocol) {
      const pair = `${protocol} and ${called(group, installation)} ${group.protocol}`;
      return [codes.targetGroup, `the listener takes ${pair}: they must be the same`];
    }
    const others = group.ports.filter((port) => port !== ports.mediaNodePort);
    if (others.length === 0) return undefined;
    const where = isOneOfSeveral(installation) ? ` in ${group.name}` : "";
    return [
      codes.targetPort,
      `targets are registered${where} on port ${others.join(", ")}, not ${ports.mediaNodePort}`,
    ];
  };
  const problem = ((): Problem => {
    if (!listener) return [codes.noListener, `there is no listener on UDP ${ports.listener}`];
    if (!udpProtocols.includes(listener.protocol)) {
      return [codes.noListener, `the listener takes ${listener.protocol}, not UDP`];
    }
    if (listener.port !== ports.listener) {
      return [codes.listenerPort, `the listener takes port ${listener.port}, not ${ports.listener}`];
    }
    if (listener.targetGroups.length === 0 && !listener.othersUnknown) {
      return [codes.noTargets, "the listener gives no target group a share"];
    }
    return firstProblem(listener, ofGroup);
  })();
  if (!problem && listener?.othersUnknown) return judgeUnknown(packets, name, othersNotRead);
  const fine = `UDP ${ports.listener} is forwarded to UDP ${ports.mediaNodePort}`;
  return judgeProblem(packets, name, problem, fine);
}

/** The health check of every target group asks the port that the proxy answers. */
export function judgeHealthCheck(packets: Packets, installation: EksInstallation): Judgement {
  const { listener, ports } = installation;
  const name = "health check of the target group";
  if (installation.listenerUnknown) return judgeUnknown(packets, name, notRead);
  const ofGroup = ({ healthCheckPorts, healthCheckProtocol, name: group }: EksTargetGroup): Problem => {
    const where = isOneOfSeveral(installation) ? ` of ${group}` : "";
    if (!healthCheckProtocols.includes(healthCheckProtocol)) {
      return [null, `the health check${where} uses ${healthCheckProtocol}; only TCP, HTTP and HTTPS can be`];
    }
    const others = healthCheckPorts.filter((port) => port !== ports.healthNodePort);
    if (others.length === 0) return undefined;
    return [null, `the health check${where} asks port ${others.join(", ")}, not ${ports.healthNodePort}`];
  };
  const problem: Problem = listener
    ? firstProblem(listener, ofGroup)
    : [codes.noListener, "there is no listener, so no target is checked"];
  if (!problem && listener?.othersUnknown) return judgeUnknown(packets, name, othersNotRead);
  const asked = [...new Set(listener?.targetGroups.map(({ healthCheckProtocol }) => healthCheckProtocol))];
  return judgeProblem(packets, name, problem, `the health check asks ${asked.join(", ")} ${ports.healthNodePort}`);
}

/** Code of the first group's problem, with the reasons of all. */
function firstProblem(
  listener: EksListener,
  problemOf: (group: EksTargetGroup, listener: EksListener) => Problem,
): Problem {
  const problems = listener.targetGroups.flatMap((group) => {
    const problem = problemOf(group, listener);
    return problem ? [problem] : [];
  });
  return problems.length === 0 ? undefined : [problems[0]![0], problems.map(([, reason]) => reason).join("; ")];
}

function isOneOfSeveral({ listener }: EksInstallation): boolean {
  return listener !== undefined && (listener.targetGroups.length > 1 || listener.othersUnknown === true);
}

function called({ name }: EksTargetGroup, installation: EksInstallation): string {
  return isOneOfSeveral(installation) ? `its target group ${name}` : "its target group";
}

/** Targets where the load balancer's node sends: in its own zone, or with cross-zone load balancing in any zone that it is enabled in. */
export function judgeTargets(packets: Packets, installation: EksInstallation): Judgement {
  const { crossZone, undecided = [] } = installation.loadBalancer;
  const name = "targets in an enabled zone";
  const unknown = (reason: string): Judgement => judgeUnknown(packets, name, reason);

  const [here, there] = [zoneOf(packets.from, installation), zoneOf(packets.to, installation)];
  const enabled = enabledZones(installation);
  if (!installation.targetZones) return unknown("the zones of the targets are not known");
  if (installation.targetZones.length === 0) {
    return judgeProblem(packets, name, [codes.noTargets, "the target group has no targets"], "");
  }
  if (!here || !enabled) return unknown("the zones of the load balancer's subnets were not read");

  const targetZones = installation.targetZones.filter((zone) => zone === (there ?? zone));
  if (targetZones.length === 0) {
    const reason = `the target group has no targets in ${there}, where the ${packets.to.label} is`;
    return judgeProblem(packets, name, [codes.noTargetsInZone, reason], "");
  }
  const zones = `targets are in ${targetZones.join(", ")}, the load balancer is in ${enabled.join(", ")}`;
  if (targetZones.includes(here)) return judgeProblem(packets, name, undefined, `targets are, or will be, in ${here}`);
  if (undecided.includes("crossZone")) {
    return unknown(`whether cross-zone load balancing is on is not known yet: ${zones}`);
  }
  if (targetZones.some((zone) => enabled.includes(zone))) {
    const problem: Problem = [
      codes.notCrossZone,
      `no target in ${here}, and cross-zone load balancing is off: ${zones}`,
    ];
    return judgeProblem(packets, name, crossZone ? undefined : problem, zones);
  }
  // AWS documents both that such targets stay unused and that cross-zone load balancing serves them.
  if (crossZone) return unknown(`${zones}: AWS does not promise that cross-zone load balancing serves them`);
  return judgeProblem(packets, name, [codes.noTargetsInZone, zones], "");
}

/**
 * Which node of the load balancer sends to which proxy nodes: those of its zone, or of every enabled zone with cross-zone load balancing. Proxy
 * nodes elsewhere are no targets in use; only if that leaves none are all pairs kept, for `judgeTargets` to say why.
 */
export function targetPairs(installation: EksInstallation, balancers: Side[], nodes: Side[]): [Side, Side][] {
  const { crossZone, undecided = [] } = installation.loadBalancer;
  const enabled = enabledZones(installation);
  const pairs = balancers.flatMap((balancer) => nodes.map((node): [Side, Side] => [balancer, node]));
  const served = pairs.filter(([balancer, node]) => {
    const [here, there] = [zoneOf(balancer, installation), zoneOf(node, installation)];
    if (there && installation.targetZones && !installation.targetZones.includes(there)) return false;
    if (!here || !there || !enabled) return true;
    return crossZone || undecided.includes("crossZone") ? enabled.includes(there) : here === there;
  });
  return served.length > 0 ? served : pairs;
}

function zoneOf(side: Side, { network }: EksInstallation): string | undefined {
  return zoneOfSubnet(network, side.subnetId);
}

/** Zones in which the load balancer has a subnet; undefined if one was not read. */
function enabledZones({ network, loadBalancer }: EksInstallation): string[] | undefined {
  const zones = loadBalancer.subnetIds.map((id) => zoneOfSubnet(network, id));
  return zones.every((zone) => zone !== undefined) ? [...new Set(zones)].sort() : undefined;
}

function judgeUnknown(packets: Packets, name: string, reason: string): Judgement {
  return judgeAllAlike(boxOf(packets), packets.protocol, "unknown", { name, rule: null, code: null, reason });
}

function judgeProblem(packets: Packets, name: string, problem: Problem, fine: string): Judgement {
  return judgeAllAlike(boxOf(packets), packets.protocol, problem ? "closed" : "open", {
    name,
    rule: null,
    code: problem?.[0] ?? null,
    reason: problem?.[1] ?? fine,
  });
}
