import { judge, judgeAllAlike, type Judgement, type Outcome } from "../judgement";
import { intersectRegions, regionOf, subtractRegions, uniteRegions, type Box, type Region } from "../region";
import type { Effect, FilterRules } from "./filter-rule";
import { firstMatches, packetsOf, type Decision, type FirstMatches } from "./first-match";
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
 * them, packets without one go on. Of several network managers the one of the higher scope wins whatever the priorities are (Azure documentation,
 * "Security admin rules"), and which that is no fact tells: where they disagree, the outcome is not known.
 *
 * @param managers the rules of each network manager; undefined: they were not read
 */
export function judgeAdminRules(
  packets: Packets,
  direction: Direction,
  managers: readonly FilterRules[] | undefined,
): AdminJudgement {
  const asked = boxOf(packets);
  const name = `admin rules, ${direction}`;
  const none: Outcome = { admitted: [], possible: [] };
  if (!managers) {
    const reason = "the admin rules of Azure Virtual Network Manager were not read";
    const wording = { name, rule: null, code: null, reason };
    return { ...judgeAllAlike(asked, packets.protocol, "unknown", wording), always: none, alwaysReason: "" };
  }

  const matches = managers.map((rules) => firstMatches(rules[direction], packets));
  const decisions = matches.flatMap((match) => match.decisions);
  const by = (wanted: (effect: Effect) => boolean): Decision[] => decisions.filter(({ rule }) => wanted(rule.effect));
  const passed = (wanted: (effect: Effect) => boolean): Region =>
    uniteRegions(unmatched(asked, matches), packetsOfAny(by(wanted)));
  const denied = by((effect) => effect === "deny");
  const alwaysAllowed = by((effect) => effect === "alwaysAllow");
  const outcome = whereverItIs(packets, {
    admitted: subtractRegions(regionOf(asked), packetsOfAny(denied)),
    possible: passed((effect) => effect !== "deny"),
  });
  const always = whereverItIs(packets, {
    admitted: subtractRegions(
      regionOf(asked),
      passed((effect) => effect !== "alwaysAllow"),
    ),
    possible: packetsOfAny(alwaysAllowed),
  });
  const say = ({ rule, certain, doubtful }: Decision): string =>
    `${describePackets([...certain, ...doubtful], packets)} ${verbs[rule.effect]} by ${nameRule(rule)}`;
  const sayDispute = (lost: Region): string[] => {
    const deciding = matches.map((match) => decisionsAbout(match.decisions, lost)).filter((found) => found.length > 0);
    return deciding.length > 1 ? [...deciding.flat().map(say), dispute] : [];
  };
  const dimensions = shownDimensions(packets, direction, outcome);
  const judgement = judge(asked, packets.protocol, dimensions, outcome, (verdict, lost) => {
    const culprits = decisionsAbout(denied, lost);
    const said = verdict === "open" ? decisions : culprits;
    const reasons = verdict === "unknown" ? [...sayDoubts(decisions, packets), ...sayDispute(lost)] : said.map(say);
    return {
      name,
      rule: said[0]?.rule.name ?? null,
      code: null,
      reason: reasons.length > 0 ? `admin rules: ${joinReasons(reasons)}` : "no admin rule applies",
    };
  });
  return { ...judgement, always, alwaysReason: `skipped, ${joinReasons(alwaysAllowed.map(say))}` };
}

const dispute = "which of their network managers stands above the others is not known";

/** Packets that no rule of any manager matches, as far as is known. */
function unmatched(asked: Box, matches: readonly FirstMatches[]): Region {
  return matches.reduce((rest, { undecided }) => intersectRegions(rest, undecided), regionOf(asked));
}

/** Packets that these decisions may concern; those of different managers may overlap. */
function packetsOfAny(decisions: readonly Decision[]): Region {
  return decisions.reduce<Region>((sum, decision) => uniteRegions(sum, packetsOf([decision])), []);
}
