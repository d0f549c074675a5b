import { describePorts, enumerate } from "../describe";
import { intervalsOf, overlap } from "../intervals";
import { formatPorts } from "../ports";
import type { SecurityGroup, SecurityGroupRule } from "./security-group-rules";
import { viewOf, type Direction, type Packets } from "./packets";
import { coversProtocol, protocolName } from "./protocols";

/**
 * Why no rule lets packets through, told by the rule that comes nearest: one that fails by the peer, else by the protocol, else by the port.
 */
export function nearestMiss(
  rules: readonly SecurityGroupRule[],
  groups: readonly SecurityGroup[],
  packets: Packets,
  direction: Direction,
): string {
  const { peer } = viewOf(packets, direction);
  const [verb, preposition] = direction === "inbound" ? ["admits", "from"] : ["admits", "to"];
  const wanted = describePorts(packets.protocol, packets.ports);
  const protocolFits = (rule: SecurityGroupRule): boolean => coversProtocol(rule.protocol, packets.protocol);
  const portsFit = (rule: SecurityGroupRule): boolean => overlap(rule.ports, packets.ports);
  const peerFits = (rule: SecurityGroupRule): boolean =>
    rule.addresses
      ? overlap(rule.addresses, peer.addresses)
      : (peer.groupIds ?? []).includes(rule.referencedGroupId ?? "");

  const otherPeer = narrowest(rules.filter((rule) => protocolFits(rule) && portsFit(rule)));
  if (otherPeer) {
    const note = peer.addressNote ?? `the ${direction === "inbound" ? "source" : "destination"} is the ${peer.label}`;
    return `${otherPeer.id} ${verb} ${wanted} only ${preposition} ${otherPeer.peerText}, but ${note}`;
  }
  const otherProtocol = narrowest(
    rules.filter((rule) => packets.protocol !== "ICMP" && portsFit(rule) && peerFits(rule)),
  );
  if (otherProtocol) {
    const ports = enumerate(formatPorts(packets.protocol, packets.ports));
    return `${otherProtocol.id} ${verb} ${protocolName(otherProtocol.protocol)} ${ports}, not ${packets.protocol}`;
  }
  const otherPort = narrowest(rules.filter((rule) => protocolFits(rule) && peerFits(rule)));
  if (otherPort) return `${otherPort.id} ${verb} ${describePorts(packets.protocol, otherPort.ports)}, not ${wanted}`;
  const ids = enumerate(groups.map(({ id }) => id));
  return `no rule of ${ids} ${verb} ${wanted} ${preposition} the ${peer.label}`;
}

/** The rule with the fewest ports: the one that was meant for this flow. Of several the first by id, whatever their order. */
function narrowest(rules: readonly SecurityGroupRule[]): SecurityGroupRule | undefined {
  const width = (rule: SecurityGroupRule): number =>
    intervalsOf(rule.ports).reduce((sum, [from, until]) => sum + Number(until) - Number(from), 0);
  const [best] = [...rules].sort((one, other) => width(one) - width(other) || (one.id < other.id ? -1 : 1));
  return best;
}
