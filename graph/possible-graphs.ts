import { groupBy } from "./group-by";
import { openReferencesOf, type OpenReference } from "./open-references";
import { withValue } from "./property-path";
import { candidatesIn } from "./reference-candidates";
import type { GraphResource, ResourceGraph } from "./resource-graph";
import { symbolsOf, withReferences } from "./symbols";
import { holdsUnknown, isUnknown } from "./unknown";

/** What a graph with unknown values can turn out to be. */
export interface PossibleGraphs {
  /**
   * What holds whichever way it turns out: resources without an id have a symbolic one, references that edges leave one way are resolved, all
   * others stay `unknownValue`.
   */
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
  graph: ResourceGraph;
  /** What each of `ambiguous` is in it, in their order; undefined for one that stays unknown because of the limit. */
  picks: (string | undefined)[];
}

/** A reference that edges leave several ways. */
export interface AmbiguousReference {
  urn: string;
  /** Where it is, as Pulumi writes it: `ingress[1].securityGroups[0]`; a set as `securityGroups[]`. */
  property: string;
  /** What it may be, in words. */
  ways: string[];
}

/** Graphs to judge at most: unknown references multiply. */
export const mostGraphs = 64;

/**
 * Links the resources of a first preview: where an id, ARN or name is not known yet, dependency edges tell which resource a property refers to.
 * Values that are no references (ports, CIDR blocks) stay `unknownValue`. The order of the resources decides nothing.
 */
export function possibleGraphs(graph: ResourceGraph, most = mostGraphs): PossibleGraphs {
  const symbols = symbolsOf(graph);
  const candidatesOf = candidatesIn(graph, symbols);
  const open = graph.resources
    .flatMap((resource) => (holdsUnknown(resource.inputs) ? openReferencesOf(resource, candidatesOf, most) : []))
    .sort(byPlace);
  const resolved = groupBy(
    open.filter(({ ways }) => ways.length === 1),
    ({ urn }) => urn,
  );
  const resources = graph.resources.map((resource) => {
    const references = (resolved.get(resource.urn) ?? []).map((one) => ({ one, way: one.ways[0]! }));
    return decided(withReferences(resource, symbols), references);
  });
  const certain = { ...graph, resources };

  const ambiguous = open.filter(({ ways }) => ways.length > 1);
  const chosen = withinLimit(ambiguous, most);
  const positions = new Map(resources.map(({ urn }, index) => [urn, index]));
  const graphs = everyCombination(chosen).map((ways): PossibleGraph => {
    const changed = [...resources];
    chosen.forEach((one, index) => {
      const at = positions.get(one.urn)!;
      changed[at] = decided(changed[at]!, [{ one, way: ways[index]! }]);
    });
    const picks = ambiguous.map((one) => (chosen.includes(one) ? wayText(ways[chosen.indexOf(one)]!) : undefined));
    return { graph: chosen.length === 0 ? certain : { ...graph, resources: changed }, picks };
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
  return [...ambiguous]
    .sort((a, b) => a.ways.length - b.ways.length || byPlace(a, b))
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

function decided(resource: GraphResource, references: { one: OpenReference; way: unknown[] }[]): GraphResource {
  if (references.length === 0) return resource;
  let inputs: unknown = resource.inputs;
  for (const { one, way } of references) {
    one.places.forEach((path, index) => (inputs = withValue(inputs, path, way[index])));
  }
  return { ...resource, inputs: inputs as Record<string, unknown> };
}

function wayText(way: unknown[]): string {
  const words = way.flat().map((value) => (isUnknown(value) ? "something that is not known yet" : String(value)));
  return words.join(" and ");
}

function byPlace(a: OpenReference, b: OpenReference): number {
  const [first, second] = [`${a.urn} ${a.property}`, `${b.urn} ${b.property}`];
  return first < second ? -1 : first > second ? 1 : 0;
}
