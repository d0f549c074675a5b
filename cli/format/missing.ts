import { addressesOfRanges, formatAddresses } from "../../reachability/addresses";
import { internet } from "../../reachability/internet";
import { includes, size, subtract } from "../../reachability/intervals";
import type { LayerVerdict, Missing } from "../../reachability/verdict";
import { enumerate } from "../../reachability/describe";

/** A report has more room than a sentence. */
const list = (items: readonly string[], separator?: string): string => enumerate(items, separator, 6);

/**
 * What a layer does not let through, in words: "from 198.51.100.0/24 on ports 30504". Empty if nothing is missing, and where
 * the layer is closed: then it is all that the flow asks for.
 */
export function describeMissing({ verdict, missing }: LayerVerdict): string {
  return verdict === "closed" ? "" : list(missing.map(describe), "; ");
}

function describe({ sources, destinations, ports, sourcePorts }: Missing): string {
  const parts = [
    sources.length > 0 && `from ${addresses(sources)}`,
    destinations.length > 0 && `to ${addresses(destinations)}`,
    ports.length > 0 && `on ports ${list(ports)}`,
    sourcePorts.length > 0 && `from source ports ${list(sourcePorts)}`,
  ].filter((part) => part !== false);
  return parts.length === 0 ? "everything" : parts.join(" ");
}

/** The ranges, or, where they are more than half of the internet, what they leave of it. */
function addresses(ranges: string[]): string {
  const set = addressesOfRanges(ranges);
  const rest = subtract(internet, set);
  if (!includes(internet, set) || size(rest) >= size(set)) return list(ranges);
  return rest.length === 0 ? "the internet" : `the internet, all but ${list(formatAddresses(rest))}`;
}
