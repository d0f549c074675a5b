import { groupBy } from "./group-by";
import { isHidden, knownText } from "./known";
import { parsePath, placesOf } from "./property-path";
import { inputsTaking, referencesOf, type ReferenceKind, type References } from "./references";
import type { GraphResource, ResourceGraph } from "./resource-graph";
import { referenceTo, type Symbols } from "./symbols";
import { unknownValue } from "./unknown";

/**
 * What an unknown reference in a top-level property may turn out to be, sorted; empty if nothing says it. `unknownValue` among them is
 * something that the graph does not have.
 */
export type CandidateFinder = (resource: GraphResource, property: string, kind: ReferenceKind) => string[];

/** Follows dependency edges, which name the top-level property that waits and the resources that it waits for. */
export function candidatesIn({ resources }: ResourceGraph, symbols: Symbols): CandidateFinder {
  const byUrn = new Map(resources.map((resource) => [resource.urn, resource]));
  const children = groupBy(resources, ({ parent = "" }) => parent);
  const passed = new Map<string, string[]>();

  /** Resources of the kind, if there are any; else what the others pass on. */
  function among(urns: readonly string[], kind: ReferenceKind): string[] {
    const found = [...new Set(urns)].flatMap((urn) => byUrn.get(urn) ?? []);
    const given = found.flatMap((resource) => referenceTo(resource, kind, symbols) ?? []);
    return sorted(given.length > 0 ? given : found.flatMap((resource) => passedOn(resource, kind)));
  }

  function passedOn(resource: GraphResource, kind: ReferenceKind): string[] {
    const key = `${kind} ${resource.urn}`;
    const known = passed.get(key);
    if (known) return known;
    passed.set(key, []); // a circle passes nothing on
    const result = resource.custom ? passedByResource(resource, kind) : passedByComponent(resource, kind);
    passed.set(key, result);
    return result;
  }

  /** What is made in a component comes out of it, rather than what went in. */
  function passedByComponent(component: GraphResource, kind: ReferenceKind): string[] {
    const made = descendants(component).flatMap((resource) => referenceTo(resource, kind, symbols) ?? []);
    return made.length > 0 ? made : among(dependenciesOf(component), kind);
  }

  function descendants({ urn }: GraphResource): GraphResource[] {
    return (children.get(urn) ?? []).flatMap((child) => [child, ...descendants(child)]);
  }

  /** What it makes besides and what it was given. Of a type that is not listed nobody knows what it makes. */
  function passedByResource(resource: GraphResource, kind: ReferenceKind): string[] {
    if (resource.type.startsWith("pulumi:providers:")) return [];
    const references = referencesOf(resource.type);
    if (!references) return [unknownValue, ...among(dependenciesOf(resource), kind)];
    const made = references.makes?.[kind];
    const comesWithIt = made === undefined ? [] : [knownText(resource.outputs[made]) ?? symbols(resource)];
    return [...comesWithIt, ...takenBy(resource, references, kind)];
  }

  function takenBy(resource: GraphResource, references: References, kind: ReferenceKind): string[] {
    const patterns = Object.entries(inputsTaking(references)).filter(([, taken]) => taken === kind);
    return patterns.flatMap(([pattern]) => {
      const path = parsePath(pattern);
      return placesOf(resource.inputs, path).flatMap(({ value }) => {
        if (!isHidden(value)) return knownText(value) ?? [];
        const candidates = among(resource.propertyDependencies[path[0]!] ?? [], kind);
        return candidates.length > 0 ? candidates : [unknownValue];
      });
    });
  }

  return (resource, property, kind) => among(resource.propertyDependencies[property] ?? [], kind);
}

/** Only inputs carry values: an explicit `dependsOn` does not. */
function dependenciesOf({ propertyDependencies }: GraphResource): string[] {
  return Object.values(propertyDependencies).flat();
}

function sorted(values: string[]): string[] {
  return [...new Set(values)].sort();
}
