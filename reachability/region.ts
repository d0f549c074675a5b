import { intersect, isEmpty, subtract, union, type IntervalSet } from "./intervals";

/** Packets whose every property is in the set of that property. */
export interface Box {
  sources: IntervalSet;
  destinations: IntervalSet;
  sourcePorts: IntervalSet;
  /** Destination ports, or ICMP messages. */
  ports: IntervalSet;
}

/** A property in which packets differ. */
export type Dimension = keyof Box;

/** The dimensions, in the order in which boxes are cut. */
const dimensions: readonly Dimension[] = ["ports", "sourcePorts", "sources", "destinations"];

/** A set of packets: boxes of which no two overlap. The same set can be cut in several ways; `sameRegion` compares. */
export type Region = readonly Box[];

/** Packets in both. */
export function intersectRegions(a: Region, b: Region): Region {
  return a.flatMap((boxA) => b.flatMap((boxB) => intersectBoxes(boxA, boxB)));
}

/** Packets of `a` that are not in `b`; the boxes of `b` may overlap. */
export function subtractRegions(a: Region, b: Region): Region {
  return b.reduce<Region>((rest, hole) => rest.flatMap((box) => subtractBox(box, hole)), a);
}

/** Packets in `a`, `b` or both. */
export function uniteRegions(a: Region, b: Region): Region {
  return [...a, ...subtractRegions(b, a)];
}

/** True if both hold the same packets. */
export function sameRegion(a: Region, b: Region): boolean {
  return subtractRegions(a, b).length === 0 && subtractRegions(b, a).length === 0;
}

/** The same packets with as few boxes as joining neighbours gives: boxes that differ in one dimension become one. */
export function joinBoxes(region: Region): Region {
  return dimensions.reduce((boxes, dimension) => joinAlong(boxes, dimension), region);
}

/** The packets that answer these: source and destination change places. */
export function answersTo(region: Region): Region {
  return region.map(answerTo);
}

/** The packets that answer those of one box. */
export function answerTo(box: Box): Box {
  return {
    sources: box.destinations,
    destinations: box.sources,
    sourcePorts: box.ports,
    ports: box.sourcePorts,
  };
}

/** The region with some dimensions replaced: what remains of it when they do not matter, or are translated on the way. */
export function replaceDimensions(region: Region, replacement: Partial<Box>): Region {
  return region.reduce<Region>((sum, box) => uniteRegions(sum, [{ ...box, ...replacement }]), []);
}

/** Everything in one dimension that some packet of the region has. */
export function extent(region: Region, dimension: Dimension): IntervalSet {
  return region.reduce<IntervalSet>((sum, box) => union(sum, box[dimension]), []);
}

/** The box as a region: empty if one of its sets is. */
export function regionOf(box: Box): Region {
  return dimensions.some((dimension) => isEmpty(box[dimension])) ? [] : [box];
}

function intersectBoxes(a: Box, b: Box): Region {
  return regionOf({
    ports: intersect(a.ports, b.ports),
    sourcePorts: intersect(a.sourcePorts, b.sourcePorts),
    sources: intersect(a.sources, b.sources),
    destinations: intersect(a.destinations, b.destinations),
  });
}

/** Cuts slice after slice off the box, one per dimension, until what is left lies within the hole. */
function subtractBox(box: Box, hole: Box): Region {
  const [shared] = intersectBoxes(box, hole);
  if (!shared) return [box];
  const pieces: Box[] = [];
  let rest = box;
  for (const dimension of dimensions) {
    const outside = subtract(rest[dimension], hole[dimension]);
    if (!isEmpty(outside)) pieces.push({ ...rest, [dimension]: outside });
    rest = { ...rest, [dimension]: shared[dimension] };
  }
  return pieces;
}

function joinAlong(region: Region, dimension: Dimension): Region {
  const joined = new Map<string, Box>();
  for (const box of region) {
    const key = dimensions.map((other) => (other === dimension ? "" : box[other].join())).join(";");
    const neighbour = joined.get(key);
    joined.set(key, neighbour ? { ...box, [dimension]: union(neighbour[dimension], box[dimension]) } : box);
  }
  return [...joined.values()];
}
