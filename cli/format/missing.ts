import type { Missing } from "../../reachability/verdict";
import { enumerate } from "./enumerate";

/** What a layer does not let through, in words: "from 198.51.100.0/24, ports 30504"; empty if nothing is missing. */
export function describeMissing(missing: Missing[]): string {
  return enumerate(missing.map(describe), 6, "; ");
}

function describe({ sources, destinations, ports, sourcePorts }: Missing): string {
  const parts = [
    sources.length > 0 && `from ${enumerate(sources)}`,
    destinations.length > 0 && `to ${enumerate(destinations)}`,
    ports.length > 0 && `on ports ${enumerate(ports)}`,
    sourcePorts.length > 0 && `from source ports ${enumerate(sourcePorts)}`,
  ].filter((part) => part !== false);
  return parts.length === 0 ? "everything" : parts.join(" ");
}
