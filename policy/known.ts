import { isMap } from "../components/checks";
import { secretPlaceholder } from "../graph/resource-graph";
import { isUnknown } from "../graph/unknown";

/** True for a value that can be read: neither unknown, nor hidden because it is secret. */
export function isKnown(value: unknown): boolean {
  return !isUnknown(value) && value !== secretPlaceholder;
}

/** The value if it is text that can be read. */
export function knownText(value: unknown): string | undefined {
  return typeof value === "string" && isKnown(value) ? value : undefined;
}

/** The value if it is a map; else an empty one. */
export function mapOf(value: unknown): Record<string, unknown> {
  return isMap(value) ? value : {};
}

/** The value if it is a number, also where it is written as text. */
export function knownNumber(value: unknown): number | undefined {
  if (typeof value === "string" && !/^-?\d+$/.test(value)) return undefined;
  return typeof value === "number" || typeof value === "string" ? Number(value) : undefined;
}

/** The value if it is a list; else an empty one. */
export function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}
