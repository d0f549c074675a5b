import { knownText } from "./known";
import {
  isElements,
  isReference,
  parsePath,
  pathText,
  placesOf,
  withValue,
  type Place,
  type PropertyPath,
} from "./property-path";
import type { CandidateFinder } from "./reference-candidates";
import { referencesOf, type ReferenceKind } from "./references";
import type { GraphResource } from "./resource-graph";
import { isUnknown, unknownValue } from "./unknown";

/** An unknown reference, or a set of them that is decided as one, and everything that it may turn out to be. */
export interface OpenReference {
  urn: string;
  /** Where it is, as Pulumi writes it: `ingress[1].securityGroups[0]`; a set as `securityGroups[]`. */
  property: string;
  /** Places in the inputs. */
  places: PropertyPath[];
  /** Each way it can be: one value per place. Never empty. */
  ways: unknown[][];
}

/**
 * The unknown references of a resource that its edges say something of.
 * @param most ways to list of one reference; one that has more gets one more than that
 */
export function openReferencesOf(
  resource: GraphResource,
  candidatesOf: CandidateFinder,
  most: number,
): OpenReference[] {
  const { takes = {}, takesSet = {}, takesEach = {} } = referencesOf(resource.type) ?? {};
  const { urn } = resource;
  const placesIn = (pattern: string): Place[] => placesOf(resource.inputs, parsePath(pattern));
  const candidates = (pattern: string, kind: ReferenceKind): string[] =>
    candidatesOf(resource, String(parsePath(pattern)[0]), kind);

  const single = Object.entries(takes).flatMap(([pattern, kind]) =>
    placesIn(pattern)
      .filter(({ value }) => isUnknown(value))
      .flatMap((place): OpenReference[] => {
        const found = candidates(pattern, kind);
        if (isElements(place.rest)) return [listOf(urn, place, found, most)];
        if (!isReference(place.rest)) return [];
        const path = wholePath(place);
        return [{ urn, property: pathText(path), places: [path], ways: found.map((one) => [one]) }];
      }),
  );
  const together = (pattern: string, kind: ReferenceKind, waysOf: typeof arrangements): OpenReference[] => {
    const places = placesIn(pattern);
    const unknown = places.filter(({ value }) => isUnknown(value));
    if (unknown.length === 0) return [];
    const known = places.flatMap(({ value }) => knownText(value) ?? []);
    const found = candidates(pattern, kind).filter((one) => !known.includes(one));
    const [first] = unknown;
    if (isElements(first!.rest)) return [listOf(urn, first!, found, most)];
    if (unknown.some(({ rest }) => !isReference(rest))) return [];
    return [{ urn, property: pattern, places: unknown.map(wholePath), ways: waysOf(found, unknown.length, most) }];
  };
  const sets = Object.entries(takesSet).flatMap(([pattern, kind]) => together(pattern, kind, choices));
  const each = Object.entries(takesEach).flatMap(([pattern, kind]) => together(pattern, kind, arrangements));
  return [...single, ...sets, ...each].filter(({ ways }) => ways.flat().some((value) => !isUnknown(value)));
}

/** The resource with a reference decided one way. */
export function decided(resource: GraphResource, { places }: OpenReference, way: unknown[]): GraphResource {
  let inputs: unknown = resource.inputs;
  places.forEach((path, index) => (inputs = withValue(inputs, path, way[index])));
  return { ...resource, inputs: inputs as Record<string, unknown> };
}

/** Where a value goes, though something before it is not known. */
function wholePath({ path, rest }: Place): PropertyPath {
  return [...path, ...rest];
}

/** A list of which not even the length is known: any of the candidates, but at least one. */
function listOf(urn: string, { path }: Place, candidates: string[], most: number): OpenReference {
  const lists: string[][] = [];
  for (let size = candidates.length; size > 0 && lists.length <= most; size--) {
    lists.push(...choices(candidates, size, most - lists.length));
  }
  return { urn, property: pathText(path), places: [path], ways: lists.map((list) => [list]) };
}

/** Every way to choose so many candidates, whatever their order; with too few of them, the rest stays unknown. */
function choices(candidates: string[], size: number, most: number): string[][] {
  if (candidates.length <= size) {
    return [[...candidates, ...Array.from({ length: size - candidates.length }, () => unknownValue)]];
  }
  const chosen: string[][] = [];
  const choose = (from: number, picked: string[]): void => {
    if (chosen.length > most) return;
    if (picked.length === size) chosen.push(picked);
    else for (let next = from; next < candidates.length; next++) choose(next + 1, [...picked, candidates[next]!]);
  };
  choose(0, []);
  return chosen;
}

/** Every way to choose so many candidates in every order; with too few of them, the rest stays unknown. */
function arrangements(candidates: string[], size: number, most: number): unknown[][] {
  const pool: unknown[] = [...candidates];
  while (pool.length < size) pool.push(unknownValue);
  const arranged: unknown[][] = [];
  const arrange = (picked: unknown[], left: unknown[]): void => {
    if (arranged.length > most) return;
    if (picked.length === size) arranged.push(picked);
    else left.forEach((value, index) => arrange([...picked, value], left.toSpliced(index, 1)));
  };
  arrange([], pool);
  return arranged;
}
