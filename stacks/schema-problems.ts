import * as z from "zod";
import type { Problem } from "../components/bad-input";
import { reservedKeyProblem } from "../components/reserved-keys";
import { nearestKey } from "../components/nearest-key";

/** Result of reading one value. */
export type Read<T> = { value: T; problems: [] } | { value?: undefined; problems: Problem[] };

/**
 * Reads a value as a schema says.
 * @param path where the value stands: its config key
 */
export function readValue<T>(schema: z.core.$ZodType<T>, value: unknown, path: string): Read<T> {
  const result = z.safeParse(schema, value, { error: sentence, reportInput: true });
  const problems = result.error?.issues.flatMap((issue) => problemsOf(issue, schema, path)) ?? [];
  const told = new Set(problems.map((problem) => problem.path));
  problems.push(...reservedKeys(value, path).filter((problem) => !told.has(problem.path)));
  return problems.length === 0 ? { value: result.data as T, problems: [] } : { problems };
}

/** Keys of maps, at any depth, that mean something to JavaScript or Pulumi; zod drops one of them without a word. */
function reservedKeys(value: unknown, path: string): Problem[] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, entry]) => {
    const at = pathText(path, [Array.isArray(value) ? Number(key) : key]);
    const reason = reservedKeyProblem(key);
    return reason === undefined ? reservedKeys(entry, at) : [{ path: at, reason }];
  });
}

/** Whether a schema, without defaults and the like, wants an object or a list: Pulumi hands those to a program as JSON. */
export function isStructured(schema: z.core.$ZodType): boolean {
  const core = unwrapped(schema);
  return core instanceof z.ZodObject || core instanceof z.ZodArray || core instanceof z.ZodRecord;
}

/** What is wrong with an unknown key. Its value is never told: it may be a secret under a misspelled name. */
export function unknownKey(path: string, key: string, valid: readonly string[]): Problem {
  const nearest = nearestKey(key, valid);
  const hint = nearest === undefined ? `valid keys: ${valid.join(", ")}` : `did you mean \`${nearest}\`?`;
  return { path, reason: `unknown key; ${hint}` };
}

function problemsOf(issue: z.core.$ZodIssue, schema: z.core.$ZodType, root: string): Problem[] {
  const path = pathText(root, issue.path);
  if (issue.code === "invalid_union" && issue.errors.length > 0) return unionProblems(issue, root);
  if (issue.code === "unrecognized_keys") {
    const valid = Object.keys((schemaAt(schema, issue.path) as z.ZodObject).shape);
    return issue.keys.map((key) => unknownKey(pathText(path, [key]), key, valid));
  }
  // Objects and lists are not repeated, because a secret may be within.
  return [{ path, reason: issue.message, ...(isScalar(issue.input) && { value: issue.input }) }];
}

/** Of the alternatives the one that the value comes closest to: whose problems lie deepest. Where it is like none, all of them. */
function unionProblems({ path, errors, input }: z.core.$ZodIssueInvalidUnion, root: string): Problem[] {
  const depth = (issues: z.core.$ZodIssue[]): number => Math.max(...issues.map((issue) => issue.path.length));
  const [closest = []] = [...errors].sort((one, other) => depth(other) - depth(one));
  if (depth(closest) === 0) {
    const reasons = [...new Set(errors.flat().map(({ message }) => message.replace(/^must be /, "")))];
    return [
      {
        path: pathText(root, path),
        reason: `must be ${reasons.join(" or ")}`,
        ...(isScalar(input) && { value: input }),
      },
    ];
  }
  return closest.map((issue) => ({
    path: pathText(root, [...path, ...issue.path]),
    reason: issue.message,
    ...(isScalar(issue.input) && { value: issue.input }),
  }));
}

function isScalar(value: unknown): boolean {
  return ["string", "number", "boolean"].includes(typeof value);
}

/** `streamingProxy.tolerations[0].key`, `tags["a.b"]`. */
export function pathText(root: string, path: readonly PropertyKey[]): string {
  return path.reduce<string>((text, step) => {
    if (typeof step === "number") return `${text}[${step}]`;
    const key = String(step);
    return /^[\w-]+$/.test(key) ? `${text}.${key}` : `${text}[${JSON.stringify(key)}]`;
  }, root);
}

/** The schema that judges the value at a path. */
function schemaAt(schema: z.core.$ZodType, path: readonly PropertyKey[]): z.core.$ZodType {
  return path.reduce<z.core.$ZodType>((parent, step) => {
    const core = unwrapped(parent);
    return unwrapped(
      (core instanceof z.ZodObject ? core.shape[step as string] : (core as z.ZodArray).element) as z.core.$ZodType,
    );
  }, unwrapped(schema));
}

function unwrapped(schema: z.core.$ZodType): z.core.$ZodType {
  return schema instanceof z.ZodOptional || schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault
    ? unwrapped(schema.unwrap())
    : schema;
}

/** Sentences for what zod itself finds; schemas bring their own for the rest. */
function sentence(issue: z.core.$ZodRawIssue): string | undefined {
  if (issue.input === undefined) return "is required";
  switch (issue.code) {
    case "invalid_value":
      return `must be ${issue.values.join(" or ")}`;
    case "too_small":
      if (issue.minimum === 1 && issue.origin !== "number") return "must not be empty";
      return `must ${bound(issue.origin, "at least", issue.minimum)}`;
    case "too_big":
      return `must ${bound(issue.origin, "at most", issue.maximum)}`;
    case "invalid_type":
      return kindSentence(issue.expected, issue.input);
    default:
      return undefined;
  }
}

function bound(origin: string, word: string, limit: number | bigint): string {
  if (origin === "string") return `have ${word} ${limit} characters`;
  return origin === "array" ? `have ${word} ${limit} entries` : `be ${word} ${limit}`;
}

function kindSentence(expected: string, input: unknown): string {
  switch (expected) {
    case "string":
      return isScalar(input) ? "must be text: put it in quotes" : "must be text";
    case "array":
      return "must be a list";
    case "int":
      return "must be a whole number";
    case "number":
      return "must be a number";
    case "boolean":
      return "must be true or false";
    default:
      return "must be an object with keys";
  }
}
