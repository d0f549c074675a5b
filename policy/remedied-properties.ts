import { isDeepStrictEqual } from "node:util";
import { isMap } from "../components/checks";

/**
 * Writes into properties that the SDK handed out what a remediation changed, and nothing else: a value that is not touched stays a
 * secret, or unknown, and one that is replaced stays a secret, which the SDK sees to.
 * @param properties of the resource, as the SDK hands them out
 * @param before the same as plain data
 * @param after what the remediation made of it
 */
export function applyChanges(properties: Record<string, unknown>, before: object, after: object): void {
  const old = before as Record<string, unknown>;
  for (const key of Object.keys(old)) if (!Object.hasOwn(after, key)) delete properties[key];
  for (const [key, value] of Object.entries(after)) {
    if (isDeepStrictEqual(value, old[key])) continue;
    if (isMap(value) && isMap(old[key])) applyChanges(properties[key] as Record<string, unknown>, old[key], value);
    else properties[key] = value;
  }
}
