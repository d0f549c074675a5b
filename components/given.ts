import { isAbsent } from "./problems";

/** An object without what is undefined or null in it, which would stand in the place of a default. */
export function given<T extends object>(value: T): T {
  return Object.fromEntries(Object.entries(value).filter(([, entry]) => !isAbsent(entry))) as T;
}
