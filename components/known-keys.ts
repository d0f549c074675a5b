import { isMap } from "./checks";
import { nearestKey } from "./nearest-key";
import type { Problems } from "./problems";

/** The names of an interface's properties: the compiler sees to it that none is missing. */
export type KeysOf<Interface> = { [Key in keyof Required<Interface>]: true };

/**
 * Notes every key that an object of arguments does not have: TypeScript refuses a misspelt one, JavaScript would ignore it, and
 * a misspelt `allowedCidrs` opens a port to the world. What is undefined counts as absent; what is no map is for others to note.
 * @param path of the object; empty for the arguments themselves
 * @param instead keys of something else that are likely to be given here, and what to do
 */
export function unknownKeyProblems<Interface>(
  problems: Problems,
  path: string,
  value: unknown,
  keys: KeysOf<Interface>,
  instead: Record<string, string> = {},
): void {
  if (!isMap(value)) return;
  const valid = Object.keys(keys);
  for (const [key, entry] of Object.entries(value)) {
    if (entry === undefined || valid.includes(key)) continue;
    const nearest = nearestKey(key, valid);
    const hint =
      instead[key] ?? (nearest === undefined ? `valid: ${valid.join(", ")}` : `did you mean \`${nearest}\`?`);
    problems.add(path === "" ? key : `${path}.${key}`, `is no argument; ${hint}`);
  }
}
