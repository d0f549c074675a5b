import { isUnknown } from "./unknown";

/** Where a value is inside a resource's properties: `["ingress", 1, "securityGroups", 0]`. */
export type PropertyPath = readonly (string | number)[];

/** A value that a pattern leads to. */
export interface Place {
  path: PropertyPath;
  value: unknown;
  /** What is left of the pattern, where something unknown ends the way. */
  rest: PropertyPath;
}

/** Stands for every element of a list. */
const every = -1;

const parsed = new Map<string, PropertyPath>();

/** Reads `a.b[].c` or `a[0].b`; `[]` is every element of a list. It remembers patterns: they are the program's own, and few. */
export function parsePath(pattern: string): PropertyPath {
  const known = parsed.get(pattern);
  if (known) return known;
  const keys = [...pattern.matchAll(/([^.[\]]+)|\[(\d*)\]/g)];
  const path = keys.map(([, name, index]) => name ?? (index ? Number(index) : every));
  parsed.set(pattern, path);
  return path;
}

/** A path as Pulumi writes it: `ingress[1].securityGroups[0]`. */
export function pathText(path: PropertyPath): string {
  return path
    .map((key, index) => (typeof key === "number" ? `[${key === every ? "" : key}]` : index === 0 ? key : `.${key}`))
    .join("");
}

/** Every value that a path leads to; where something on the way is unknown, that. What is absent has no place. */
export function placesOf(root: unknown, path: PropertyPath): Place[] {
  let places: Place[] = [{ path: [], value: root, rest: path }];
  for (const key of path) {
    places = places.flatMap((place) => (isUnknown(place.value) ? [place] : stepsFrom(place, key)));
  }
  return places;
}

function stepsFrom({ path, value, rest }: Place, key: string | number): Place[] {
  const step = (at: string | number, found: unknown): Place[] =>
    found === undefined || found === null ? [] : [{ path: [...path, at], value: found, rest: rest.slice(1) }];
  if (typeof key === "string") return isObject(value) ? step(key, value[key]) : [];
  if (!Array.isArray(value)) return [];
  if (key !== every) return step(key, value[key]);
  return (value as unknown[]).flatMap((element, index) => step(index, element));
}

/** A copy of a value with another one in a place; what is missing or unknown on the way is made, a list from its first element on. */
export function withValue(root: unknown, [key, ...rest]: PropertyPath, value: unknown): unknown {
  if (key === undefined) return value;
  if (typeof key === "number") {
    const list: unknown[] = Array.isArray(root) ? [...(root as unknown[])] : [];
    list[key] = withValue(list[key], rest, value);
    return list;
  }
  const fields = isObject(root) ? root : {};
  return { ...fields, [key]: withValue(fields[key], rest, value) };
}

/** True if what is left of a path is nothing, or the id in an object that has nothing else of interest. */
export function isReference(path: PropertyPath): boolean {
  return path.length === 0 || (path.length === 1 && path[0] === "id");
}

/** True if what is left of a path is the elements of a list. */
export function isElements(path: PropertyPath): boolean {
  return path.length === 1 && path[0] === every;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
