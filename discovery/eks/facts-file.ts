import { BadInput, type Problem } from "../../components/bad-input";
import type { EksFacts, EksFactsFile } from "./facts";
import { safeParse, type core } from "zod";
import { eksFactsFile } from "./facts-schema";
import type { EksDiscoveryRequest } from "./request";

/**
 * Reads a facts file.
 * @param file its name, for messages
 * @throws BadInput if it is not JSON, or with every field that is missing, unknown or not of its kind
 */
export function parseEksFacts(text: string, file: string): EksFactsFile {
  const result = safeParse(eksFactsFile, parseJson(text, file), { reportInput: true });
  if (result.success) return result.data;
  throw new BadInput(file, result.error.issues.flatMap(problemsOf));
}

/**
 * Checks that facts were recorded for the cluster that a stack is about.
 * @throws BadInput with what differs
 */
export function checkFactsMatch(facts: EksFacts, request: EksDiscoveryRequest, file: string): void {
  const problems: Problem[] = [];
  const compare = (path: string, recorded: string, key: string, wanted: string) => {
    if (recorded === wanted) return;
    const reason = `is not what ${key} of the stack says (${wanted}); name another facts file, or record it anew with lls facts`;
    problems.push({ path, value: recorded, reason });
  };
  compare("cluster.name", facts.cluster.name, "cluster", request.cluster);
  compare("region", facts.region, "availabilityZone", request.region);
  if (problems.length > 0) throw new BadInput(file, problems);
}

/** The text of a facts file: sorted keys, so that a new recording shows as a difference only where the cloud differs. */
export function writeEksFacts(facts: EksFacts, recordedAt: string): string {
  const file: EksFactsFile = { ...facts, recordedAt };
  return `${JSON.stringify(withSortedKeys(file), null, 2)}\n`;
}

function withSortedKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withSortedKeys);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, field]) => [key, withSortedKeys(field)]));
}

function parseJson(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const position = /at position (\d+)/.exec(String(error))?.[1];
    const line = position === undefined ? "" : ` (line ${text.slice(0, Number(position)).split("\n").length})`;
    throw new BadInput(file, [{ path: "file", reason: `is not JSON${line}; record it anew with lls facts` }]);
  }
}

type Issue = core.$ZodIssue;

function problemsOf(issue: Issue): Problem[] {
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) => ({
      path: pathText([...issue.path, key]),
      reason: "is not a field of a facts file",
    }));
  }
  const path = pathText(issue.path);
  const missing = issue.code === "invalid_type" && issue.input === undefined;
  if (missing) return [{ path, reason: "is missing" }];
  const reason =
    path === "formatVersion"
      ? "must be 1; the file is of another version of this program, record it anew with lls facts"
      : lowerFirst(issue.message);
  return [{ path, reason, ...(typeof issue.input !== "object" && { value: issue.input }) }];
}

/** `network.subnets[2].cidr` */
function pathText(path: PropertyKey[]): string {
  return (
    path
      .map((part) => (typeof part === "number" ? `[${part}]` : `.${String(part)}`))
      .join("")
      .slice(1) || "file"
  );
}

function lowerFirst(message: string): string {
  return message.charAt(0).toLowerCase() + message.slice(1);
}
