import { judge, judgeAllAlike, type Judgement, type Outcome } from "../judgement";
import { regionOf, subtractRegions, uniteRegions } from "../region";
import type { Effect, FilterRules } from "./filter-rule";
import { firstMatches, packetsOf, type Decision } from "./first-match";
import { boxOf, type Direction, type Packets } from "./packets";
import { decisionsAbout, describePackets, joinReasons, nameRule, sayDoubts, shownDimensions } from "./wording";
import { whereverItIs } from "./vague-sides";

/** The layer, and what it spares the network security groups of the same side. */
export interface AdminJudgement extends Judgement {
  /** Packets that are always allowed: no network security group of this side sees them. */
  always: Outcome;
  /** The rules that say so, for messages. */
  alwaysReason: string;
}

const verbs: Record<Effect, string> = {
  allow: "allowed",
  deny: "denied",
  continue: "left to the network security groups",
  alwaysAllow: "always allowed",
};

/**
 * The security admin rules of Azure Virtual Network Manager, which stand before the network security groups of either side: the first match ends
 * them, packets without one go on.
 *
 * @param rules undefined: they were not read
 */
export function judgeAdminRules(
  packets: Packets,
  direction: Direction,
  rules: FilterRules | undefined,
): AdminJudgement {
  const asked = boxOf(packets);
  const name = `admin rules, ${direction}`;
  const none: Outcome = { admitted: [], possible: [] };
  if (!rules) {
    const reason = "the admin rules of Azure Virtual Network Manager were not read";
    const wording = { name, rule: null, code: null, reason };
    return { ...judgeAllAlike(asked, packets.protocol, "unknown", wording), always: none, alwaysReason: "" };
  }

  const { decisions, undecided } = firstMatches(rules[direction], packets);
  const by = (wanted: (effect: Effect) => boolean): Decision[] => decisions.filter(({ rule }) => wanted(rule.effect));
  const rest = (wanted: (effect: Effect) => boolean) => uniteRegions(undecided, packetsOf(by(wanted)));
  const denied = by((effect) => effect === "deny");
  const alwaysAllowed = by((effect) => effect === "alwaysAllow");
  const outcome = whereverItIs(packets, {
    admitted: subtractRegions(regionOf(asked), packetsOf(denied)),
    possible: rest((effect) => effect !== "deny"),
  });
  const always = whereverItIs(packets, {
    admitted: subtractRegions(
      regionOf(asked),
      rest((effect) => effect !== "alwaysAllow"),
    ),
    possible: packetsOf(alwaysAllowed),
  });
  const say = ({ rule, certain, doubtful }: Decision): string =>
    `${describePackets([...certain, ...doubtful], packets)} ${verbs[rule.effect]} by ${nameRule(rule)}`;
  const dimensions = shownDimensions(packets, direction, outcome);
  const judgement = judge(asked, packets.protocol, dimensions, outcome, (verdict, lost) => {
    const culprits = decisionsAbout(denied, lost);
    const said = verdict === "open" ? decisions : culprits;
    const reasons = verdict === "unknown" ? sayDoubts(decisions, packets) : said.map(say);
    return {
      name,
      rule: said[0]?.rule.name ?? null,
      code: null,
      reason: reasons.length > 0 ? `admin rules: ${joinReasons(reasons)}` : "no admin rule applies",
    };
  });
  return { ...judgement, always, alwaysReason: `skipped, ${joinReasons(alwaysAllowed.map(say))}` };
}
