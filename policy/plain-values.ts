import { UnknownValueError } from "@pulumi/policy";
import { unknownValue } from "../graph/unknown";

/**
 * A resource's properties as the policy SDK hands them out, as plain data of our own. Each leaf is read by itself: the SDK throws
 * where a value is not known yet, and everything beside it is known all the same.
 */
export function plainValues(properties: object): Record<string, unknown> {
  return Object.fromEntries(Object.keys(properties).map((key) => [key, plainValue(properties, key)]));
}

function plainValue(holder: object, key: string | number): unknown {
  let value: unknown;
  try {
    value = (holder as Record<string | number, unknown>)[key];
  } catch (error) {
    if (error instanceof UnknownValueError) return unknownValue;
    throw error;
  }
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return Array.from({ length: value.length }, (_, index) => plainValue(value, index));
  // A file or an archive: what is in it is nobody's business here.
  if (!isPlain(value)) return {};
  return plainValues(value);
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
