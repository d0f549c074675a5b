/** Says what is wrong with a value, as an order to its author: "must be …"; undefined if nothing is. */
export type Check = (value: unknown) => string | undefined;

/** Text that is not empty and has no white space at its ends. */
export const text: Check = (value) =>
  typeof value === "string" && value !== "" && value.trim() === value
    ? undefined
    : "must be text, not empty, without white space at its ends";

/** True or false. */
export const flag: Check = (value) => (typeof value === "boolean" ? undefined : "must be true or false");

/** A whole number from 1. */
export const count: Check = (value) =>
  typeof value === "number" && Number.isInteger(value) && value >= 1 ? undefined : "must be a whole number, at least 1";

/** A map. */
export const map: Check = (value) => (isMap(value) ? undefined : "must be a map of keys to values");

/** A map from text to text, such as node labels. */
export const textMap: Check = (value) =>
  isMap(value) && Object.values(value).every((entry) => typeof entry === "string")
    ? undefined
    : "must be a map of keys to text (quote numbers and true/false)";

/** One of the values of an enumeration. */
export function oneOf(values: Record<string, string>): Check {
  const allowed = Object.values(values);
  return (value) =>
    typeof value === "string" && allowed.includes(value) ? undefined : `must be one of ${allowed.join(", ")}`;
}

/** The id of an AWS resource. */
export function awsId(prefix: string): Check {
  return (value) =>
    typeof value === "string" && value.startsWith(prefix) && /^[A-Za-z0-9-]+$/.test(value)
      ? undefined
      : `must be an id such as ${prefix}0123456789abcdef0`;
}

/** Text of a shape, described by an example. */
export function shaped(shape: RegExp, wanted: string): Check {
  return (value) => (typeof value === "string" && shape.test(value) ? undefined : `must be ${wanted}`);
}

/** Whether a value is a plain object: no list, no class instance, no Output. */
export function isMap(value: unknown): value is Record<string, unknown> {
  if (typeof value !== "object" || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || prototype === Object.prototype;
}
