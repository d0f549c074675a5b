import { intersectRegions, regionOf, subtractRegions, uniteRegions, type Region } from "../region";
import { matchRule, type FilterRule } from "./filter-rule";
import { boxOf, type Packets } from "./packets";

/** A rule with the packets that it decides, since no earlier rule does. */
export interface Decision {
  rule: FilterRule;
  /** It certainly matches these, if they get to it. */
  certain: Region;
  /** It may match these, or leave them to later rules. */
  doubtful: Region;
}

/** What ordered rules do with packets, of which the first match decides. */
export interface FirstMatches {
  decisions: Decision[];
  /** Packets that no rule matches, as far as is known. */
  undecided: Region;
}

/** Asks rules in their order. */
export function firstMatches(rules: readonly FilterRule[], packets: Packets): FirstMatches {
  const decisions: Decision[] = [];
  let undecided = regionOf(boxOf(packets));
  for (const rule of rules) {
    if (undecided.length === 0) break;
    const match = matchRule(rule, packets);
    if (match.possible.length === 0) continue;
    const certain = intersectRegions(undecided, match.certain);
    const doubtful =
      match.certain === match.possible
        ? []
        : subtractRegions(intersectRegions(undecided, match.possible), match.certain);
    if (certain.length > 0 || doubtful.length > 0) decisions.push({ rule, certain, doubtful });
    if (certain.length > 0) undecided = subtractRegions(undecided, match.certain);
  }
  return { decisions, undecided };
}

/** Packets that these decisions may concern. The certain ones of different rules never overlap, doubtful ones may. */
export function packetsOf(decisions: readonly Decision[]): Region {
  const certain = decisions.flatMap((decision) => decision.certain);
  return decisions.reduce<Region>((sum, { doubtful }) => uniteRegions(sum, doubtful), certain);
}
