import { describeAddresses, describePorts, enumerate } from "../describe";
import { equal } from "../intervals";
import { lostPackets, type Outcome } from "../judgement";
import { extent, intersectRegions, regionOf, type Dimension, type Region } from "../region";
import { doubtsOf, type FilterRule } from "./filter-rule";
import type { Decision } from "./first-match";
import { boxOf, viewOf, type Direction, type Packets } from "./packets";
import { sayVagueSides } from "./vague-sides";

/** `'block-games', priority 300`. */
export function nameRule({ name, priority, isDefault }: FilterRule): string {
  return `${isDefault ? "the default rule " : ""}'${name}', priority ${priority ?? "not known yet"}`;
}

/** `UDP 31000-31999`, with addresses and source ports only where they are not all that is asked for. */
export function describePackets(region: Region, packets: Packets): string {
  const asked = boxOf(packets);
  const peer = (word: string, dimension: "sources" | "destinations"): string => {
    const addresses = extent(region, dimension);
    return equal(addresses, asked[dimension]) ? "" : ` ${word} ${describeAddresses(addresses, asked[dimension])}`;
  };
  const sourcePorts = extent(region, "sourcePorts");
  return [
    describePorts(packets.protocol, extent(region, "ports")),
    peer("from", "sources"),
    equal(sourcePorts, asked.sourcePorts) ? "" : ` from source ${describePorts(packets.protocol, sourcePorts)}`,
    peer("to", "destinations"),
  ].join("");
}

/** The decisions that concern some of the packets, cut down to those. */
export function decisionsAbout(decisions: readonly Decision[], packets: Region): Decision[] {
  return decisions
    .map(({ rule, certain, doubtful }) => ({
      rule,
      certain: intersectRegions(certain, packets),
      doubtful: intersectRegions(doubtful, packets),
    }))
    .filter(({ certain, doubtful }) => certain.length > 0 || doubtful.length > 0);
}

/** Why it is not known what rules do with packets. */
export function sayDoubts(decisions: readonly Decision[], packets: Packets): string[] {
  const doubtful = decisions.filter((decision) => decision.doubtful.length > 0);
  const ofRules = doubtful.flatMap(({ rule }) => doubtsOf(rule, packets).map((doubt) => `${nameRule(rule)}, ${doubt}`));
  return [...ofRules, ...sayVagueSides(packets)];
}

/** Peer and ports, and what else tells lost packets from others: rules of Azure look at both addresses and both ports. */
export function shownDimensions(packets: Packets, direction: Direction, outcome: Outcome): Dimension[] {
  const asked = boxOf(packets);
  const lost = lostPackets(regionOf(asked), outcome);
  const { dimension: peer } = viewOf(packets, direction);
  const others = (["sources", "destinations", "sourcePorts"] as const).filter(
    (dimension) => dimension !== peer && lost.some((box) => !equal(box[dimension], asked[dimension])),
  );
  return [peer, "ports", ...others];
}

/** The sentences in one, each once. */
export function joinReasons(reasons: readonly string[]): string {
  return enumerate([...new Set(reasons)], "; ");
}
