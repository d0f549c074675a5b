import { linkGraph, mostGraphs, type LinkedGraph } from "./linked-graph";
import { decided, type OpenReference } from "./open-references";
import type { ResourceGraph } from "./resource-graph";
import { isUnknown } from "./unknown";

export { mostGraphs };

/** What a graph with unknown values can turn out to be. */
export interface PossibleGraphs {
  /** What holds in every way. */
  certain: ResourceGraph;
  /** Every way in which the ambiguous references can turn out; `certain` alone if there is none. */
  graphs: PossibleGraph[];
  /** References with several ways, sorted by URN and property. */
  ambiguous: AmbiguousReference[];
  /** False: there are more ways than the limit, and references stay unknown in every graph. */
  exhaustive: boolean;
}

/** One way. */
export interface PossibleGraph {
  /** The resources, with the ids of this possibility. */
  graph: ResourceGraph;
  /** What each of `ambiguous` is in it, in their order; undefined for one that stays unknown because of the limit. */
  picks: (string | undefined)[];
}

/** A reference that edges leave several ways. */
export interface AmbiguousReference {
  /** URN. */
  urn: string;
  /** Where it is, as Pulumi writes it: `ingress[1].securityGroups[0]`; a set as `securityGroups[]`. */
  property: string;
  /** What it may be, in words. */
  ways: string[];
}

/** The graphs that are possible where not every value is known: a linked graph, and one for each way in which what edges leave open can turn out. */
export function possibleGraphs(graph: ResourceGraph, most = mostGraphs): PossibleGraphs {
  return everyWay(linkGraph(graph, most), () => true, most);
}

/**
 * Every way in which a linked graph can turn out.
 * @param matters whether a reference is of any interest; others stay unknown and count nowhere
 */
export function everyWay(
  { certain, ambiguous: all }: LinkedGraph,
  matters: (reference: OpenReference) => boolean,
  most = mostGraphs,
): PossibleGraphs {
  const ambiguous = all.filter(matters);
  const chosen = withinLimit(ambiguous, most);
  const positions = new Map(certain.resources.map(({ urn }, index) => [urn, index]));
  const graphs = everyCombination(chosen).map((ways): PossibleGraph => {
    const resources = [...certain.resources];
    chosen.forEach((reference, index) => {
      const at = positions.get(reference.urn)!;
      resources[at] = decided(resources[at]!, reference, ways[index]!);
    });
    const wayOf = new Map(chosen.map((reference, index) => [reference, wayText(ways[index]!)]));
    return {
      graph: chosen.length === 0 ? certain : { ...certain, resources },
      picks: ambiguous.map((reference) => wayOf.get(reference)),
    };
  });
  return {
    certain,
    graphs,
    ambiguous: ambiguous.map(({ urn, property, ways }) => ({ urn, property, ways: ways.slice(0, most).map(wayText) })),
    exhaustive: chosen.length === ambiguous.length,
  };
}

/** Those with the fewest ways first, as many as together stay within the limit. */
function withinLimit(ambiguous: OpenReference[], most: number): OpenReference[] {
  let product = 1;
  // Sorting is stable: of equal ones the first by place.
  return [...ambiguous]
    .sort((a, b) => a.ways.length - b.ways.length)
    .filter(({ ways }) => {
      if (product * ways.length > most) return false;
      product *= ways.length;
      return true;
    });
}

function everyCombination(references: OpenReference[]): unknown[][][] {
  return references.reduce<unknown[][][]>(
    (combinations, { ways }) => combinations.flatMap((before) => ways.map((way) => [...before, way])),
    [[]],
  );
}

function wayText(way: unknown[]): string {
  const words = way.flat().map((value) => (isUnknown(value) ? "something that is not known yet" : String(value)));
  return words.join(" and ");
}
