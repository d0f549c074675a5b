import * as z from "zod";
import { isMap } from "../../components/checks";

/** Text in which a check finds nothing wrong; editors see only that it must not be empty. */
export function text(problemOf: (value: string) => string | undefined) {
  return z
    .string()
    .superRefine((value, context) => {
      const problem = problemOf(value);
      if (problem !== undefined) context.addIssue(problem);
    })
    .meta({ minLength: 1 });
}

/** Text of a shape that editors can check too. */
export function shaped(shape: RegExp, wanted: string) {
  return z.string().regex(shape, `must be ${wanted}`);
}

/**
 * A whole number, also as the decimal text that `pulumi config set` writes: no sign, no leading zero, no space, no exponent.
 * @param problemOf a better message for a number that is out of range
 */
export function wholeNumber(
  min: number,
  max = Number.MAX_SAFE_INTEGER,
  problemOf: (value: number) => string | undefined = () => undefined,
) {
  const wanted = `must be a whole number, ${max === Number.MAX_SAFE_INTEGER ? `at least ${min}` : `${min}-${max}`}`;
  const message = { error: ({ input }: { input?: unknown }) => problemOf(Number(input)) ?? wanted };
  const digits = z.string().regex(/^(?:0|[1-9][0-9]*)$/, message);
  return z
    .union([z.int(message).min(min, message).max(max, message), digits], {
      error: (issue) => (issue.input === undefined ? undefined : message.error(issue)),
    })
    .transform(Number)
    .refine((value) => value >= min && value <= max, message);
}

/** A port number. */
export function port() {
  return wholeNumber(1, 65535);
}

/** True or false, also as the text that `pulumi config set` writes. */
export function flag() {
  return z
    .union([z.boolean(), z.enum(["true", "false"])], { error: unlessMissing("must be true or false") })
    .transform((value) => value === true || value === "true");
}

/** A Kubernetes quantity above zero: text such as `5000m`, or a number. */
export function quantity(units: string, example: string) {
  const shape = new RegExp(`^[0-9]+(?:\\.[0-9]+)?(?:${units})?$`);
  const wanted = `must be a Kubernetes quantity above zero, such as ${example}`;
  return z
    .union([z.string().regex(shape, wanted), z.number().positive(wanted)], { error: unlessMissing(wanted) })
    .transform(String)
    .refine((value) => shape.test(value) && Number.parseFloat(value) > 0, wanted);
}

// A check with `when` also runs where a part of the value is wrong already, so that all problems come at once.

/**
 * A list with at least one entry, and none twice.
 * @param advice what to do about an empty one
 */
export function listOf(entry: z.ZodString, advice = "; leave the key out for its default") {
  return z
    .array(entry)
    .superRefine(
      (entries, context) => {
        if (entries.length === 0) context.addIssue(`must have at least one entry${advice}`);
        entries.forEach((value, index) => {
          if (entries.indexOf(value) === index) return;
          context.addIssue({ code: "custom", path: [index], input: value, message: "is listed twice; remove one" });
        });
      },
      { when: ({ value }) => Array.isArray(value) },
    )
    .meta({ minItems: 1, uniqueItems: true });
}

/** A map from text to text, in whose entries a check finds nothing wrong. */
export function textMap(problemOf: (key: string, value: string) => string | undefined) {
  return z.record(z.string(), z.string()).superRefine(
    (map, context) => {
      for (const [key, value] of Object.entries(map)) {
        const message = typeof value === "string" ? problemOf(key, value) : undefined;
        if (message !== undefined) context.addIssue({ code: "custom", path: [key], input: value, message });
      }
    },
    { when: ({ value }) => isMap(value) },
  );
}

/**
 * An object with a check across its properties. It runs also where one of them is wrong: they are of any type then.
 * @param problemsOf property -> what is wrong with it
 */
export function across<T extends z.ZodObject>(
  object: T,
  problemsOf: (value: Partial<Record<keyof T["shape"], unknown>>) => Partial<Record<string, string | false>>,
): T {
  return object.superRefine(
    (value, context) => {
      for (const [property, message] of Object.entries(problemsOf(value))) {
        if (message) context.addIssue({ code: "custom", path: [property], input: value[property], message });
      }
    },
    { when: ({ value }) => isMap(value) },
  );
}

/** Labels of nodes, as a Kubernetes node selector writes them. */
export function nodeLabels() {
  return textMap((key, value) => {
    if (!labelKey.test(key)) return "must have a label key: optional DNS prefix and slash, at most 63 characters";
    return value === "" || labelName.test(value)
      ? undefined
      : "must be a label value: at most 63 letters, digits, `-`, `_`, `.`";
  });
}

/** Kubernetes documentation, "Labels and Selectors", syntax and character set. */
const labelName = /^[A-Za-z0-9](?:[A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?$/;
const labelKey =
  /^(?:(?=[^/]{1,253}\/)[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*\/)?[A-Za-z0-9](?:[A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?$/;

/** The message for a wrong value; a missing one has the common message. */
function unlessMissing(wanted: string): (issue: { input?: unknown }) => string | undefined {
  return ({ input }) => (input === undefined ? undefined : wanted);
}
