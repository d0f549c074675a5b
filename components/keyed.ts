import { text, type Check } from "./checks";
import { inputOf, isPlain, type Problems } from "./problems";

/**
 * Checks a list whose entries have a value and an optional `key`: the key names resources, so it has to be known, unique,
 * and independent of the position.
 * @param property name of the value's property
 * @param reserved a key that something else has
 */
export function keyedProblems(
  problems: Problems,
  path: string,
  list: unknown,
  property: string,
  check: Check,
  { least = 1, reserved }: { least?: number; reserved?: string } = {},
): void {
  const seen = new Map<unknown, number>();
  problems.list(path, list, least).forEach((item, index) => {
    const entry = (item ?? {}) as Record<string, unknown>;
    const at = `${path}[${index}]`;
    problems.required(`${at}.${property}`, entry[property], inputOf(check));
    problems.optional(`${at}.key`, entry.key, text);
    if (!isPlain(entry[property]) && entry.key === undefined) {
      problems.add(`${at}.key`, `is required, because ${property} is not known yet and cannot name resources`);
    }
    const key = keyOf(entry, property);
    const first = seen.get(key);
    if (key !== undefined && first !== undefined) {
      problems.add(at, `has the same key as ${path}[${first}]; keys must be unique`, key);
    }
    if (key !== undefined && key === reserved) problems.add(`${at}.key`, "is reserved; choose another", key);
    seen.set(key, index);
  });
}

/** Key of an entry: its own, else its value. */
export function keyOf(entry: { key?: unknown }, property: string): string | undefined {
  const value = entry.key ?? (entry as Record<string, unknown>)[property];
  return typeof value === "string" ? value : undefined;
}
