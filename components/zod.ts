import type * as library from "zod";

/** The library of schemas. */
export type Zod = typeof library;

/**
 * zod, loaded by the first call: it is a tenth of the start of a program that uses the components, and few read a file or
 * another stack. By `require`, because `import()` makes every reader asynchronous and fails under Jest.
 */
export function zod(): Zod {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- an import at the top is what this avoids
  return require("zod") as Zod;
}
