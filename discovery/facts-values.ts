import type { z as types } from "zod";
import type { Zod } from "../components/zod";

/** Schemas of what facts files of every cloud have. */
export function factsValues(z: Zod) {
  /** A list without two entries of the same key. It is looked through also where an entry is wrong, and so of any shape. */
  function distinct<T extends types.ZodType>(entry: T, what: string, keyOf?: (entry: any) => unknown) {
    return noneTwice(z.array(entry), what, keyOf);
  }

  /** The same for a list that has rules already. */
  function noneTwice<T extends types.ZodArray>(
    list: T,
    what: string,
    keyOf: (entry: any) => unknown = (each) => each?.id,
  ) {
    return list.superRefine(
      (entries, context) => {
        const keys = entries.map(keyOf);
        keys.forEach((key, index) => {
          const first = keys.indexOf(key);
          if (first === index || key === undefined) return;
          context.addIssue({ code: "custom", path: [index], message: `has the ${what} of entry ${first}` });
        });
      },
      { when: ({ value }) => Array.isArray(value) },
    );
  }

  return {
    /** Version of the shape of a facts file. */
    formatVersion: z.literal(
      1,
      "must be 1; the file is of another version of this program, record it anew with lls facts",
    ),
    /** The cloud of a facts file. */
    cloud: <Name extends string>(name: Name) =>
      z.literal(name, `must be ${name}, as in the stack; name another facts file, or record it anew with lls facts`),
    /** When facts were recorded. */
    recordedAt: z.iso.datetime("must be a point in time such as 2026-01-15T09:00:00Z"),
    /** The API server of a cluster. */
    endpoint: z.url({ protocol: /^https$/, error: "must be an address that begins with https://" }),
    distinct,
    noneTwice,
  };
}
