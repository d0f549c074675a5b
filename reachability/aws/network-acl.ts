import { addressesOf } from "../addresses";
import { describeAddresses, describePorts, enumerate } from "../describe";
import { judge, judgeAllAlike, withUnknownAddress, type Judgement } from "../judgement";
import { extent, intersectRegions, regionOf, subtractRegions, type Box, type Region } from "../region";
import type { Verdict } from "../verdict";
import type { AwsNetwork, NetworkAclEntry, NetworkAclFacts } from "./network";
import { boxOf, viewOf, type Direction, type Packets } from "./packets";
import { coversProtocol, protocolNumber, rulePorts } from "./protocols";

// Reachability Analyzer, https://docs.aws.amazon.com/vpc/latest/reachability/explanation-codes.html.
const code = "SUBNET_ACL_RESTRICTION";

/** An entry with the packets that no earlier entry decided and this one does. */
interface Decision {
  entry: NetworkAclEntry;
  packets: Region;
}

/**
 * The network ACL of the subnet that packets leave (outbound) or enter (inbound): stateless, the first matching entry decides, the
 * rest is denied. Not to be asked between two interfaces of one subnet, see `layersBetween`.
 */
export function judgeNetworkAcl(packets: Packets, direction: Direction, network: AwsNetwork | undefined): Judgement {
  const asked = boxOf(packets);
  const { owner, peer, dimension } = viewOf(packets, direction);
  const subnet = network?.subnets.find(({ id }) => id === owner.subnetId);
  const acl = network?.networkAcls.find(({ id }) => id === subnet?.networkAclId);
  if (!acl) {
    const name = `network ACL of ${owner.subnetId ?? `the subnet of the ${owner.label}`}, ${direction}`;
    const reason = owner.subnetId
      ? `the network ACL of ${owner.subnetId} was not read`
      : `the subnet of the ${owner.label} is not known`;
    return judgeAllAlike(asked, packets.protocol, "unknown", { name, rule: null, code: null, reason });
  }

  const decisions = decide(acl, packets, direction);
  const admitted = decisions.filter(({ entry }) => entry.allow).flatMap((decision) => decision.packets);
  const exact = { admitted, possible: admitted };
  const outcome = peer.addressesKnown ? exact : withUnknownAddress(asked, dimension, exact);
  return judge(asked, packets.protocol, [dimension, "ports"], outcome, (verdict, lost) => ({
    name: `network ACL ${acl.id} of ${subnet!.id}, ${direction}`,
    rule: decidingRule(decisions, verdict),
    code,
    reason: explain(acl, decisions, packets, direction, verdict, lost),
  }));
}

function decide(acl: NetworkAclFacts, packets: Packets, direction: Direction): Decision[] {
  const decisions: Decision[] = [];
  let undecided = regionOf(boxOf(packets));
  const entries = acl.entries
    .filter((entry) => entry.egress === (direction === "outbound"))
    .filter((entry) => coversProtocol(protocolNumber(entry.protocol), packets.protocol))
    .sort((a, b) => a.ruleNumber - b.ruleNumber);
  for (const entry of entries) {
    const matching = boxOfEntry(entry, packets, direction);
    const decided = intersectRegions(undecided, [matching]);
    if (decided.length === 0) continue;
    decisions.push({ entry, packets: decided });
    undecided = subtractRegions(undecided, [matching]);
  }
  return decisions;
}

function boxOfEntry(entry: NetworkAclEntry, packets: Packets, direction: Direction): Box {
  const protocol = protocolNumber(entry.protocol);
  const ports =
    packets.protocol === "ICMP"
      ? rulePorts(protocol, entry.icmpType, entry.icmpCode)
      : rulePorts(protocol, entry.fromPort, entry.toPort);
  return { ...boxOf(packets), ports, [viewOf(packets, direction).dimension]: addressesOf(entry.cidr) };
}

/** The first entry that takes packets away; if only the closing `*` does, the first that lets some through. */
function decidingRule(decisions: readonly Decision[], verdict: Verdict): string {
  const deny = verdict === "open" ? undefined : decisions.find(({ entry }) => !entry.allow);
  const decisive = deny ?? decisions.find(({ entry }) => entry.allow);
  return decisive ? `${decisive.entry.ruleNumber}` : "*";
}

function explain(
  acl: NetworkAclFacts,
  decisions: readonly Decision[],
  packets: Packets,
  direction: Direction,
  verdict: Verdict,
  lost: Region,
): string {
  const preposition = direction === "inbound" ? "from" : "to";
  const say = (allow: boolean): string[] =>
    decisions
      .filter(({ entry }) => entry.allow === allow)
      .map(({ entry, packets: decided }) => {
        const ports = describePorts(packets.protocol, extent(decided, "ports"));
        return `${allow ? "allows" : "denies"} ${ports} ${preposition} ${entry.cidr} with rule ${entry.ruleNumber}`;
      });
  const [allows, denies] = [say(true), say(false)];
  if (verdict === "open") return `network ACL ${acl.id} ${enumerate(allows)}`;

  const { peer, dimension } = viewOf(packets, direction);
  if (verdict === "unknown") {
    return `network ACL ${acl.id} ${enumerate([...denies, ...allows])}, and the addresses of the ${peer.label} are not known`;
  }
  const lostPorts = describePorts(packets.protocol, extent(lost, "ports"));
  if (verdict === "closed" && denies.length > 0) return `network ACL ${acl.id} ${enumerate(denies)}`;
  if (verdict === "closed") {
    return `network ACL ${acl.id} has no rule that allows ${lostPorts} ${preposition} the ${peer.label}`;
  }
  const lostAddresses = describeAddresses(extent(lost, dimension), peer.addresses);
  return `network ACL ${acl.id} ${enumerate([...denies, ...allows])} and drops ${lostPorts} ${preposition} ${lostAddresses}`;
}
