import { isNativeError } from "node:util/types";

/** True of an error, one of another realm too: in Jest the errors of Node.js's own modules are no `Error` of the test. */
export function isError(value: unknown): value is Error {
  return value instanceof Error || isNativeError(value);
}

/** What an error says; of anything else that was thrown, its text. */
export function messageOf(error: unknown): string {
  return isError(error) ? error.message : String(error);
}
