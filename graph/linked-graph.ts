import { groupBy } from "./group-by";
import { decided, openReferencesOf, type OpenReference } from "./open-references";
import { candidatesIn } from "./reference-candidates";
import type { ResourceGraph } from "./resource-graph";
import { symbolsOf, withReferences } from "./symbols";
import { holdsUnknown } from "./unknown";

/** A graph whose unknown references are resolved as far as edges tell. */
export interface LinkedGraph {
  /**
   * What holds whichever way the rest turns out: resources without an id have a symbolic one, references that edges leave one way are resolved, all
   * others stay `unknownValue`.
   */
  certain: ResourceGraph;
  /** References that edges leave several ways, sorted by URN and property. */
  ambiguous: OpenReference[];
}

/** Graphs to judge at most: unknown references multiply. */
export const mostGraphs = 64;

/**
 * Links the resources of a first preview: where an id, ARN or name is not known yet, dependency edges tell which resource a property refers to.
 * Values that are no references (ports, CIDR blocks) stay `unknownValue`. The order of the resources decides nothing.
 * @param most ways to list of one reference
 */
export function linkGraph(graph: ResourceGraph, most = mostGraphs): LinkedGraph {
  const symbols = symbolsOf(graph);
  const candidatesOf = candidatesIn(graph, symbols);
  const open = graph.resources.flatMap((resource) =>
    holdsUnknown(resource.inputs) ? openReferencesOf(resource, candidatesOf, most) : [],
  );
  const resolved = groupBy(
    open.filter(({ ways }) => ways.length === 1),
    ({ urn }) => urn,
  );
  const resources = graph.resources.map((resource) =>
    (resolved.get(resource.urn) ?? []).reduce(
      (linked, one) => decided(linked, one, one.ways[0]!),
      withReferences(resource, symbols),
    ),
  );
  return { certain: { ...graph, resources }, ambiguous: open.filter(({ ways }) => ways.length > 1).sort(byPlace) };
}

function byPlace(a: OpenReference, b: OpenReference): number {
  const [first, second] = [`${a.urn} ${a.property}`, `${b.urn} ${b.property}`];
  return first < second ? -1 : first > second ? 1 : 0;
}
