import type { core } from "zod";
import type { Problem } from "../bad-input";
import { contractVersion } from "./contract";
import type { ContractSchemas } from "./schema";

/** Says what is wrong with the outputs of another stack; nothing if they are the contract. No value is told, as it may be secret. */
export function contractProblems(
  outputs: unknown,
  schemas: ContractSchemas,
  wanted?: keyof ContractSchemas,
): Problem[] {
  const given = (outputs ?? {}) as Record<string, unknown>;
  if (given.contract !== contractVersion) return [{ path: "contract", reason: versionProblem(given.contract) }];
  const cloud = Object.keys(schemas).find((name): name is keyof ContractSchemas => name === given.cloud);
  if (cloud === undefined) {
    return [{ path: "cloud", reason: `must be ${Object.keys(schemas).join(" or ")}; ${anew}` }];
  }
  const result = schemas[cloud].safeParse(given);
  const other = wanted !== undefined && wanted !== cloud ? [otherCloud(cloud, wanted)] : [];
  return [...other, ...onePerKey(result.error?.issues ?? []).map((issue) => problemOf(issue, given))];
}

/** What a stack says of its version, for messages. */
export function statedVersion(outputs: unknown): string {
  const version = (outputs as { contract?: unknown } | null | undefined)?.contract;
  if (version === undefined || version === null) return "no contract";
  return typeof version === "number" ? `contract version ${version}` : "a contract of no version";
}

const anew = "deploy that stack again with the nvcf-lls that this program has";

function versionProblem(version: unknown): string {
  if (version === undefined || version === null) {
    return `is missing: no installation of nvcf-lls, or one that is older than the contract; ${anew}, or name the output that has it`;
  }
  if (typeof version !== "number") return `must be the number ${contractVersion}; ${anew}`;
  return version > contractVersion
    ? `is ${version}, and this program reads ${contractVersion}; update nvcf-lls here`
    : `is ${version}, and this program reads ${contractVersion}; ${anew}`;
}

function otherCloud(cloud: string, wanted: string): Problem {
  return {
    path: "cloud",
    reason: `is ${cloud}, and this program asks for ${wanted}; name the stack of an installation there`,
  };
}

/** What is wrong with the kind of a value may show in a second check of it. */
function onePerKey(issues: core.$ZodIssue[]): core.$ZodIssue[] {
  return issues.filter((issue, index) => issues.findIndex(({ path }) => path[0] === issue.path[0]) === index);
}

function problemOf(issue: core.$ZodIssue, given: Record<string, unknown>): Problem {
  const key = String(issue.path[0]);
  if (given[key] === undefined || given[key] === null) return { path: key, reason: `is missing; ${anew}` };
  return { path: key, reason: `${wantedOf(issue)}; ${anew}` };
}

function wantedOf(issue: core.$ZodIssue): string {
  if (issue.code === "invalid_type") return issue.expected === "string" ? "must be text" : "must be a whole number";
  if (issue.code === "too_small" && issue.origin === "string") return "must not be empty";
  return "must be a port of 1-65535";
}
