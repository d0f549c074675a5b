import { intersect, intervalsOf, isEmpty, unionAll, type IntervalSet, type Point } from "./intervals";

/** Addresses that may be reached on ports: what one rule says, clipped to what is asked. */
export interface Rectangle {
  addresses: IntervalSet;
  ports: IntervalSet;
}

/**
 * The union of any number of rectangles, as rectangles of which no two share a port.
 * One sweep over the ports: the work grows with the number of rectangles, not with its square, while few of them overlap partly.
 */
export function uniteRectangles(rectangles: readonly Rectangle[]): Rectangle[] {
  const ranges = groupByPorts(rectangles);
  if (ranges.length === 1) return [{ ports: ranges[0]!.ports, addresses: unionAll(ranges[0]!.addresses) }];

  const starts = new Map<Point, Range[]>();
  const ends = new Map<Point, Range[]>();
  for (const range of ranges) {
    const [from, until] = range.ports as [Point, Point];
    starts.set(from, [...(starts.get(from) ?? []), range]);
    ends.set(until, [...(ends.get(until) ?? []), range]);
  }
  const cuts = [...new Set([...starts.keys(), ...ends.keys()])].sort((a, b) => Number(a) - Number(b));
  const active = new Set<Range>();
  const slices: Rectangle[] = [];
  for (const [index, cut] of cuts.entries()) {
    for (const range of starts.get(cut) ?? []) active.add(range);
    for (const range of ends.get(cut) ?? []) active.delete(range);
    if (active.size === 0) continue;
    const addresses = unionAll([...active].flatMap((range) => range.addresses));
    slices.push({ ports: [cut, cuts[index + 1]!], addresses });
  }
  return joinSlices(slices);
}

/** The part of rectangles that lies on the ports and addresses asked for. */
export function clip(rectangles: readonly Rectangle[], addresses: IntervalSet): Rectangle[] {
  return rectangles
    .map((rectangle) => ({ ...rectangle, addresses: intersect(rectangle.addresses, addresses) }))
    .filter((rectangle) => !isEmpty(rectangle.addresses));
}

/** One interval of ports with the addresses of every rectangle that has exactly this interval. */
interface Range {
  ports: IntervalSet;
  addresses: IntervalSet[];
}

function groupByPorts(rectangles: readonly Rectangle[]): Range[] {
  const ranges = new Map<number, Range>();
  for (const { ports, addresses } of rectangles) {
    for (const interval of intervalsOf(ports)) {
      const key = Number(interval[0]) * 2 ** 17 + Number(interval[1]);
      const range = ranges.get(key);
      if (range) range.addresses.push(addresses);
      else ranges.set(key, { ports: interval, addresses: [addresses] });
    }
  }
  return [...ranges.values()];
}

function joinSlices(slices: readonly Rectangle[]): Rectangle[] {
  const joined = new Map<string, Rectangle>();
  for (const slice of slices) {
    const key = slice.addresses.join();
    const same = joined.get(key);
    joined.set(key, same ? { ...same, ports: unionAll([same.ports, slice.ports]) } : slice);
  }
  return [...joined.values()];
}
