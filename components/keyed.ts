import { isMap, text, type Check } from "./checks";
import { unknownKeyProblems } from "./known-keys";
import { inputOf, isAbsent, isPlain, type Problems } from "./problems";

/**
 * Checks a list whose entries have a value and an optional `key`: the key names resources, so it has to be known, unique,
 * and independent of the position.
 * @param property name of the value's property
 * @param reserved a key that something else has
 * @param further properties that an entry may have besides
 */
export function keyedProblems(
  problems: Problems,
  path: string,
  list: unknown,
  property: string,
  check: Check,
  { least = 1, reserved, further = [] }: { least?: number; reserved?: string; further?: string[] } = {},
): void {
  const keys = Object.fromEntries([property, "key", ...further].map((key) => [key, true as const]));
  const isEntry: Check = (value) => (isMap(value) ? undefined : `must be a map with ${property}`);
  const seen = new Map<unknown, number>();
  problems.list(path, list, least).forEach((entry, index) => {
    const at = `${path}[${index}]`;
    if (!problems.required(at, entry, isEntry) || !isMap(entry)) return;
    problems.required(`${at}.${property}`, entry[property], inputOf(check));
    problems.optional(`${at}.key`, entry.key, text);
    unknownKeyProblems(problems, at, entry, keys);
    if (!isPlain(entry[property]) && isAbsent(entry.key)) {
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
