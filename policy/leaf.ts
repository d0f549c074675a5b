import { isHidden } from "../graph/known";
import { unknownValue } from "../graph/unknown";

/**
 * A value inside a resource's property, read leaf by leaf: a property of which only a part is unknown still says the rest.
 * Answers `unknownValue` where the value or anything above it is not known yet or is secret, undefined where it is not written or what is above
 * it is malformed.
 */
export function leaf(value: unknown, ...path: (string | number)[]): unknown {
  let at = value;
  for (const key of path) {
    if (isHidden(at)) return unknownValue;
    if (typeof at !== "object" || at === null || !Object.hasOwn(at, key)) return undefined;
    at = (at as Record<string | number, unknown>)[key];
  }
  return isHidden(at) ? unknownValue : (at ?? undefined);
}

/** A plain value as a message shows it. */
export function shown(value: unknown): string {
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean"
    ? `${value}`
    : "a list or map";
}
