/** A point of a line: a port, an IPv4 address or, as bigint, an IPv6 address. */
export type Point = number | bigint;

/**
 * A set of points as the sorted boundaries `[from, until, from, until, …]` of half-open intervals that neither overlap nor touch.
 * Equal sets are equal lists.
 */
export type IntervalSet = readonly Point[];

/** Nothing. */
export const nothing: IntervalSet = [];

/** Points in `a`, `b` or both. */
export function union(a: IntervalSet, b: IntervalSet): IntervalSet {
  return combine(a, b, (inA, inB) => inA || inB);
}

/** Points in both. */
export function intersect(a: IntervalSet, b: IntervalSet): IntervalSet {
  return combine(a, b, (inA, inB) => inA && inB);
}

/** Points of `a` that are not in `b`. */
export function subtract(a: IntervalSet, b: IntervalSet): IntervalSet {
  return combine(a, b, (inA, inB) => inA && !inB);
}

/** True if no point is in the set. */
export function isEmpty(set: IntervalSet): boolean {
  return set.length === 0;
}

/** How many points a set of numbers or addresses holds. */
export function size(set: IntervalSet): number {
  return intervalsOf(set).reduce((sum, [from, until]) => sum + Number(until) - Number(from), 0);
}

/** True if both hold the same points. */
export function equal(a: IntervalSet, b: IntervalSet): boolean {
  return a === b || (a.length === b.length && a.every((boundary, index) => boundary === b[index]));
}

/** True if every point of `inner` is in `outer`. */
export function includes(outer: IntervalSet, inner: IntervalSet): boolean {
  return isEmpty(subtract(inner, outer));
}

/** True if at least one point is in both. */
export function overlap(a: IntervalSet, b: IntervalSet): boolean {
  let i = 0;
  let j = 0;
  while (i < a.length && j < b.length) {
    if (a[i + 1]! <= b[j]!) i += 2;
    else if (b[j + 1]! <= a[i]!) j += 2;
    else return true;
  }
  return false;
}

/** The intervals one by one, as `[from, until]`. */
export function intervalsOf(set: IntervalSet): [Point, Point][] {
  return Array.from({ length: set.length / 2 }, (_, index) => [set[2 * index]!, set[2 * index + 1]!]);
}

/** Union of many sets by one sort and one sweep; linear if the sets come in order. */
export function unionAll(sets: readonly IntervalSet[]): IntervalSet {
  if (sets.length <= 1) return sets[0] ?? nothing;
  const intervals = sets.flatMap(intervalsOf).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  const result: Point[] = [];
  for (const [from, until] of intervals) {
    const last = result.length - 1;
    if (last < 0 || result[last]! < from) result.push(from, until);
    else if (result[last]! < until) result[last] = until;
  }
  return result;
}

/** Walks the boundaries of both sets in order; a boundary of the result is where `keep` changes its mind. */
function combine(a: IntervalSet, b: IntervalSet, keep: (inA: boolean, inB: boolean) => boolean): IntervalSet {
  const result: Point[] = [];
  let i = 0;
  let j = 0;
  let inside = false;
  while (i < a.length || j < b.length) {
    const at = j >= b.length || (i < a.length && a[i]! <= b[j]!) ? a[i]! : b[j]!;
    if (i < a.length && a[i] === at) i++;
    if (j < b.length && b[j] === at) j++;
    // Past an odd number of boundaries one is inside.
    const kept = keep(i % 2 === 1, j % 2 === 1);
    if (kept !== inside) result.push(at);
    inside = kept;
  }
  return result;
}
