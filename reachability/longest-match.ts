import { addressesOf, prefixLength } from "./addresses";
import { intersect, isEmpty, subtract, type IntervalSet } from "./intervals";

/** Addresses for which one route is the longest match. */
export interface Share<Route> {
  route: Route;
  addresses: IntervalSet;
}

/** Which route decides for which addresses: the one with the longest prefix, of equals the first. `rest` has no route. */
export function longestMatches<Route extends { destination: string }>(
  routes: readonly Route[],
  addresses: IntervalSet,
): { shares: Share<Route>[]; rest: IntervalSet } {
  const shares: Share<Route>[] = [];
  let rest = addresses;
  const ordered = [...routes].sort((a, b) => prefixLength(b.destination) - prefixLength(a.destination));
  for (const route of ordered) {
    const matched = intersect(rest, addressesOf(route.destination));
    if (isEmpty(matched)) continue;
    shares.push({ route, addresses: matched });
    rest = subtract(rest, matched);
  }
  return { shares, rest };
}
