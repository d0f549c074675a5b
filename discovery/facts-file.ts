import type { core } from "zod";
import { BadInput, type Problem } from "../components/bad-input";
import { zod } from "../components/zod";

/**
 * Reads a facts file.
 * @param schema what it may hold
 * @param file its name, for messages
 * @throws BadInput if it is not JSON, or with every field that is missing, unknown or not of its kind
 */
export function parseFactsFile<File>(schema: core.$ZodType<File>, text: string, file: string): File {
  const result = zod().safeParse(schema, parseJson(text, file), { error: sentence, reportInput: true });
  if (result.success) return result.data;
  const problems = onePerPath(result.error.issues.flatMap(problemsOf));
  const ofAnotherKind = problems.filter(({ path }) => decisiveFields.includes(path));
  throw new BadInput(file, ofAnotherKind.length > 0 ? ofAnotherKind : problems);
}

/** Facts of another cloud or version are wrong in every field, which says nothing. */
const decisiveFields = ["cloud", "formatVersion"];

/** What is wrong with the kind of a value may show in a second check of it. */
function onePerPath(problems: Problem[]): Problem[] {
  return problems.filter(({ path }, index) => problems.findIndex((other) => other.path === path) === index);
}

/** The text of a facts file: sorted keys, so that a new recording shows as a difference only where the cloud differs. */
export function factsFileText(facts: object, recordedAt: string): string {
  return `${JSON.stringify(withSortedKeys({ ...facts, recordedAt }), null, 2)}\n`;
}

/** A field of facts that has to be what the stack says. */
export interface RecordedFor {
  /** Path of the field. */
  path: string;
  recorded: string;
  /** The stack's config key. */
  key: string;
  wanted: string;
}

/**
 * Checks that facts were recorded for what a stack is about.
 * @throws BadInput with every field that differs
 */
export function checkRecordedFor(file: string, fields: RecordedFor[]): void {
  const problems = fields
    .filter(({ recorded, wanted }) => recorded !== wanted)
    .map(({ path, recorded, key, wanted }): Problem => {
      const reason = `is not what ${key} of the stack says (${wanted}); name another facts file, or record it anew with lls facts`;
      return { path, value: recorded, reason };
    });
  if (problems.length > 0) throw new BadInput(file, problems);
}

function withSortedKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withSortedKeys);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, field]) => [key, withSortedKeys(field)]));
}

function parseJson(text: string, file: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, "")); // a byte order mark, which editors on Windows write
  } catch (error) {
    const position = /at position (\d+)/.exec(String(error))?.[1];
    const line = position === undefined ? "" : ` (line ${text.slice(0, Number(position)).split("\n").length})`;
    throw new BadInput(file, [{ path: "file", reason: `is not JSON${line}; record it anew with lls facts` }]);
  }
}

function problemsOf(issue: core.$ZodIssue): Problem[] {
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) => ({
      path: pathText([...issue.path, key]),
      reason: "is not a field of a facts file",
    }));
  }
  const path = pathText(issue.path);
  if (issue.input === undefined && issue.code !== "custom") return [{ path, reason: "is missing" }];
  return [{ path, reason: issue.message, ...(typeof issue.input !== "object" && { value: issue.input }) }];
}

/** Sentences for what zod itself finds; the schema brings its own for the rest. */
function sentence(issue: core.$ZodRawIssue): string | undefined {
  switch (issue.code) {
    case "invalid_type":
      return `must be ${kinds[issue.expected] ?? "an object"}`;
    case "invalid_value":
      return `must be ${issue.values.join(" or ")}`;
    case "too_small":
      return issue.origin === "string" ? "must not be empty" : `must be at least ${issue.minimum}`;
    case "too_big":
      return `must be at most ${issue.maximum}`;
    default:
      return undefined;
  }
}

const kinds: Record<string, string> = {
  string: "text",
  int: "a whole number",
  number: "a whole number",
  boolean: "true or false",
  array: "a list",
};

/** `network.subnets[2].cidr` */
function pathText(path: PropertyKey[]): string {
  return (
    path
      .map((part) => (typeof part === "number" ? `[${part}]` : `.${String(part)}`))
      .join("")
      .slice(1) || "file"
  );
}
