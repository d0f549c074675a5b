import { listPackets } from "./describe";
import type { Protocol } from "./ports";
import {
  intersectRegions,
  regionOf,
  replaceDimensions,
  subtractRegions,
  type Box,
  type Dimension,
  type Region,
} from "./region";
import type { LayerVerdict, Verdict } from "./verdict";

/** What is known of the packets that get through: `admitted` certainly do, all but `possible` certainly do not. */
export interface Outcome {
  admitted: Region;
  /** Contains `admitted`; larger where something was not read. */
  possible: Region;
}

/** A layer's verdict with the packets behind it. */
export interface Judgement extends Outcome {
  layer: LayerVerdict;
}

/** Words of a layer's verdict. */
export interface Wording {
  name: string;
  rule: string | null;
  code: string | null;
  reason: string;
}

/** The verdict on `asked`: nothing can pass, all pass, some certainly do not, or it cannot be told. */
export function verdictOf(asked: Region, { admitted, possible }: Outcome): Verdict {
  if (possible.length === 0) return "closed";
  if (subtractRegions(asked, admitted).length === 0) return "open";
  return subtractRegions(asked, possible).length > 0 ? "partial" : "unknown";
}

/** Packets that certainly do not pass or, if that is not known of any, those of which it is not known that they do. */
export function lostPackets(asked: Region, outcome: Outcome): Region {
  const lost = subtractRegions(asked, outcome.possible);
  return lost.length > 0 ? lost : subtractRegions(asked, outcome.admitted);
}

/** Puts a layer's outcome into words. `dimensions` are those that the layer looks at. */
export function judge(
  asked: Box,
  protocol: Protocol,
  dimensions: readonly Dimension[],
  outcome: Outcome,
  wording: (verdict: Verdict, lost: Region) => Wording,
): Judgement {
  const verdict = verdictOf(regionOf(asked), outcome);
  const lost = lostPackets(regionOf(asked), outcome);
  const said = wording(verdict, lost);
  // Nobody sends: no rule is to blame.
  const nobody = { name: said.name, rule: null, code: null, reason: "the audience is empty" };
  const { name, rule, code, reason } = regionOf(asked).length > 0 ? said : nobody;
  const missing = listPackets(protocol, lost, dimensions);
  return { ...outcome, layer: { name, verdict, rule, missing, code: verdict === "open" ? null : code, reason } };
}

/** A layer that lets everything through, nothing, or of which nothing is known. */
export function judgeAllAlike(
  asked: Box,
  protocol: Protocol,
  verdict: Exclude<Verdict, "partial">,
  wording: Wording,
): Judgement {
  const outcome: Outcome = {
    admitted: verdict === "open" ? regionOf(asked) : [],
    possible: verdict === "closed" ? [] : regionOf(asked),
  };
  return judge(asked, protocol, ["ports"], outcome, () => wording);
}

/** What passes all of them. */
export function passAll(asked: Region, outcomes: readonly Outcome[]): Outcome {
  return {
    admitted: outcomes.reduce((rest, { admitted }) => intersectRegions(rest, admitted), asked),
    possible: outcomes.reduce((rest, { possible }) => intersectRegions(rest, possible), asked),
  };
}

/**
 * What is known when a dimension holds "some address in this set, not known which": a packet is admitted only if it
 * would be from every address, and possible if it would be from any.
 */
export function withUnknownAddress(asked: Box, dimension: Dimension, outcome: Outcome): Outcome {
  const everywhere = (region: Region): Region => replaceDimensions(region, { [dimension]: asked[dimension] });
  return {
    admitted: subtractRegions([asked], everywhere(subtractRegions([asked], outcome.admitted))),
    possible: everywhere(outcome.possible),
  };
}
