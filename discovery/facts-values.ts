import { z } from "zod";

/** Version of the shape of a facts file. */
export const formatVersion = z.literal(
  1,
  "must be 1; the file is of another version of this program, record it anew with lls facts",
);

/** The cloud of a facts file. */
export function cloud<Name extends string>(name: Name) {
  return z.literal(name, `must be ${name}, as in the stack; name another facts file, or record it anew with lls facts`);
}

/** When facts were recorded. */
export const recordedAt = z.iso.datetime("must be a point in time such as 2026-01-15T09:00:00Z");

/** The API server of a cluster. */
export const endpoint = z.url({ protocol: /^https$/, error: "must be an address that begins with https://" });

/** A list without two entries of the same key. It is looked through also where an entry is wrong, and so of any shape. */
export function distinct<T extends z.ZodType>(entry: T, what: string, keyOf?: (entry: any) => unknown) {
  return noneTwice(z.array(entry), what, keyOf);
}

/** The same for a list that has rules already. */
export function noneTwice<T extends z.ZodArray>(
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
