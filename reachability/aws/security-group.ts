import { describeAddresses, describePorts, enumerate } from "../describe";
import { equal, includes, intersect, isEmpty, overlap, type IntervalSet } from "../intervals";
import { judge, judgeAllAlike, withUnknownAddress, type Judgement, type Outcome } from "../judgement";
import { clip, uniteRectangles, type Rectangle } from "../rectangles";
import { extent, regionOf, uniteRegions, type Region } from "../region";
import { unknownGroup } from "./installation";
import { nearestMiss } from "./security-group-miss";
import { unreadGroup, type SecurityGroupRule, type SecurityGroups } from "./security-group-rules";
import { boxOf, viewOf, type Direction, type Packets, type Side } from "./packets";
import { coversProtocol } from "./protocols";

// Reachability Analyzer, https://docs.aws.amazon.com/vpc/latest/reachability/explanation-codes.html.
const codes = { noRules: "SG_HAS_NO_RULES", mismatch: "ENI_SG_RULES_MISMATCH" };

/** A rule that lets packets through, with those that it does. */
interface Match extends Rectangle {
  rule: SecurityGroupRule;
}

/** What the rules of an interface say about packets. */
interface Matches {
  certain: Match[];
  /** Rules of which it is not known whom they admit, with the reason. */
  uncertain: { why: string; ports: IntervalSet }[];
}

/**
 * The security groups of the interface that packets leave (outbound) or enter (inbound): the union of all rules of all groups.
 * Stateful: answers are never asked about.
 */
export function judgeSecurityGroups(packets: Packets, direction: Direction, groups: SecurityGroups): Judgement {
  const asked = boxOf(packets);
  const { owner, peer, dimension } = viewOf(packets, direction);
  const name = `security groups of the ${owner.label}, ${direction}`;
  if (!owner.groupIds) {
    const reason = owner.groupsNote ?? `the security groups of the ${owner.label} are not known`;
    return judgeAllAlike(asked, packets.protocol, "unknown", { name, rule: null, code: null, reason });
  }

  const attached = owner.groupIds.map((id) => groups.get(id) ?? unreadGroup(id));
  const rules = attached.flatMap((group) => group.rules[direction]);
  const matches = match(rules, packets, peer);
  const unread = attached.filter((group) => !group.complete).map(({ id }) => `the rules of ${id} were not all read`);
  const outcome = outcomeOf(matches, unread, packets, direction);
  return judge(asked, packets.protocol, [dimension, "ports"], outcome, (verdict, lost) => {
    const admitting = matches.certain.map(({ rule }) => rule.id);
    const whole =
      verdict === "open"
        ? matches.certain.find((one) => equal(one.ports, packets.ports) && includes(one.addresses, peer.addresses))
        : undefined;
    const doubts = enumerate([...new Set([...unread, ...matches.uncertain.map(({ why }) => why), ...vague(peer)])]);
    const reasons = {
      open: () => (whole ? sayMatch(whole, packets, direction) : `${enumerate(admitting)} together admit it`),
      closed: () => nearestMiss(rules, attached, packets, direction),
      partial: () =>
        sayPartial(
          admitting.length > 0 ? `only ${enumerate(admitting)} admits a part` : doubts,
          lost,
          packets,
          direction,
        ),
      unknown: () => doubts,
    };
    return {
      name: `security group ${owner.groupIds!.join(", ")} of the ${owner.label}, ${direction}`,
      rule: whole?.rule.id ?? (admitting.length > 0 ? enumerate(admitting) : null),
      code: rules.length === 0 ? codes.noRules : codes.mismatch,
      reason: reasons[verdict](),
    };
  });
}

/** The load balancer's groups; one that was made without any can never get one, and lets everything through. */
export function judgeLoadBalancerGroups(packets: Packets, direction: Direction, groups: SecurityGroups): Judgement {
  const { owner } = viewOf(packets, direction);
  if (owner.groupIds?.length !== 0) return judgeSecurityGroups(packets, direction, groups);
  return judgeAllAlike(boxOf(packets), packets.protocol, "open", {
    name: `security groups of the ${owner.label}, ${direction}`,
    rule: null,
    code: null,
    reason: `the ${owner.label} has no security group: everything passes`,
  });
}

function match(rules: readonly SecurityGroupRule[], packets: Packets, peer: Side): Matches {
  const matches: Matches = { certain: [], uncertain: [] };
  for (const rule of rules) {
    if (!coversProtocol(rule.protocol, packets.protocol)) continue;
    const ports = intersect(rule.ports, packets.ports);
    if (isEmpty(ports)) continue;
    if (rule.undecided) {
      matches.uncertain.push({ ports, why: `whom ${rule.id} admits is not known yet` });
    } else if (rule.addresses) {
      if (overlap(rule.addresses, peer.addresses)) matches.certain.push({ rule, ports, addresses: rule.addresses });
    } else if (!rule.referencedGroupId) {
      matches.uncertain.push({ ports, why: `the entries of ${rule.peerText} in ${rule.id} were not read` });
    } else if (!peer.groupIds) {
      const why = `${rule.id} admits members of ${rule.referencedGroupId}, and the groups of the ${peer.label} are not known`;
      matches.uncertain.push({ ports, why });
    } else if (peer.groupIds.includes(rule.referencedGroupId)) {
      // A reference matches whatever the address is.
      matches.certain.push({ rule, ports, addresses: peer.addresses });
    } else if (peer.groupIds.includes(unknownGroup)) {
      const why = `${rule.id} admits members of ${rule.referencedGroupId}, and not every group of the ${peer.label} is known`;
      matches.uncertain.push({ ports, why });
    }
  }
  return matches;
}

function outcomeOf(matches: Matches, unread: readonly string[], packets: Packets, direction: Direction): Outcome {
  const asked = boxOf(packets);
  const { peer, dimension } = viewOf(packets, direction);
  const region = (rectangles: readonly Rectangle[]): Region =>
    clip(uniteRectangles(rectangles), peer.addresses).flatMap(({ ports, addresses }) =>
      regionOf({ ...asked, ports, [dimension]: addresses }),
    );
  const admitted = region(matches.certain);
  const read = { admitted, possible: admitted };
  const known = peer.addressesKnown ? read : withUnknownAddress(asked, dimension, read);
  if (unread.length > 0) return { admitted: known.admitted, possible: regionOf(asked) };
  const uncertain = region(matches.uncertain.map(({ ports }) => ({ ports, addresses: peer.addresses })));
  return { admitted: known.admitted, possible: uniteRegions(known.possible, uncertain) };
}

function sayMatch({ rule, ports }: Match, packets: Packets, direction: Direction): string {
  const preposition = direction === "inbound" ? "from" : "to";
  return `${rule.id} admits ${describePorts(packets.protocol, ports)} ${preposition} ${rule.peerText}`;
}

function sayPartial(what: string, lost: Region, packets: Packets, direction: Direction): string {
  const { peer, dimension } = viewOf(packets, direction);
  const preposition = direction === "inbound" ? "from" : "to";
  const ports = describePorts(packets.protocol, extent(lost, "ports"));
  const addresses = describeAddresses(extent(lost, dimension), peer.addresses);
  return `${what}; ${ports} ${preposition} ${addresses} is not admitted`;
}

function vague(peer: Side): string[] {
  return peer.addressesKnown ? [] : [`the addresses of the ${peer.label} are not known`];
}
