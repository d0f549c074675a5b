import { formatAddresses } from "./addresses";
import { equal, subtract, type IntervalSet } from "./intervals";
import { formatPorts, type Protocol } from "./ports";
import { joinBoxes, type Dimension, type Region } from "./region";
import type { Missing } from "./verdict";

// A sentence stays readable with this many ranges; JSON has them all.
const rangesInSentence = 4;

/** Exact list of packets, naming only the dimensions that a layer looks at. */
export function listPackets(protocol: Protocol, region: Region, dimensions: readonly Dimension[]): Missing[] {
  return joinBoxes(region).map((box) => ({
    sources: dimensions.includes("sources") ? formatAddresses(box.sources) : [],
    destinations: dimensions.includes("destinations") ? formatAddresses(box.destinations) : [],
    ports: dimensions.includes("ports") ? formatPorts(protocol, box.ports) : [],
    sourcePorts: dimensions.includes("sourcePorts") ? formatPorts(protocol, box.sourcePorts) : [],
  }));
}

/** Some of the addresses asked for, in a few words: `everything` for all of them, `everything but …` where the rest is shorter to say. */
export function describeAddresses(set: IntervalSet, asked: IntervalSet): string {
  if (equal(set, asked)) return "everything";
  const rest = subtract(asked, set);
  return rest.length < set.length
    ? `everything but ${enumerate(formatAddresses(rest))}`
    : enumerate(formatAddresses(set));
}

/** Ports in a few words: `UDP 5004`, `UDP 47998-48020`, `ICMP 3/4`. */
export function describePorts(protocol: Protocol, set: IntervalSet): string {
  return `${protocol} ${enumerate(formatPorts(protocol, set))}`;
}

/**
 * `a, b, c and 4 more`: a list that stays readable however long it is.
 * @param limit how many are named
 */
export function enumerate(items: readonly string[], separator = ", ", limit = rangesInSentence): string {
  const more = items.length - limit;
  return more > 0 ? `${items.slice(0, limit).join(separator)} and ${more} more` : items.join(separator);
}
