/**
 * What stands in a graph where a value is not known yet: ids and other outputs of resources that a first preview has not made.
 * Pulumi's own marker (sdk/nodejs/runtime/rpc.ts), so that no value of a user can be taken for it.
 */
export const unknownValue = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** True for a value that is not known yet. */
export function isUnknown(value: unknown): boolean {
  return value === unknownValue;
}

/** True if a value that is not known yet is anywhere in it. */
export function holdsUnknown(value: unknown): boolean {
  if (isUnknown(value)) return true;
  return typeof value === "object" && value !== null && Object.values(value).some(holdsUnknown);
}
