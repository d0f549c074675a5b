import * as pulumi from "@pulumi/pulumi";

/** One thing that is wrong with an input. */
export interface Problem {
  /** Config key or property path: `port`, `eks.targets.kind`. */
  path: string;
  /** The value as given; absent for a secret or where nothing was given. */
  value?: unknown;
  /** What is wrong, and what to do: "must be 1-65535", "unknown key, did you mean `cluster`?". */
  reason: string;
}

/**
 * Input that cannot be used: every problem of it at once, each with its path. The CLI ends with exit code 2 on it.
 * It is Pulumi's own error type, so that engine and component hosts print it without a stack trace.
 */
export class BadInput extends pulumi.InputPropertiesError {
  /** Everything that is wrong, in the order in which it was found. */
  readonly problems: Problem[];

  /**
   * @param subject what was read: "Pulumi.dev.yaml", "EksLls 'lls'"
   * @param problems at least one
   */
  constructor(subject: string, problems: Problem[]) {
    super({
      message: `${subject}: ${problems.length === 1 ? "1 problem" : `${problems.length} problems`}\n${problems.map(line).join("\n")}`,
      errors: problems.map((problem) => ({ propertyPath: problem.path, reason: problem.reason })),
    });
    this.name = "BadInput";
    this.problems = problems;
  }
}

function line(problem: Problem): string {
  const value = isShown(problem.value) ? ` (got ${JSON.stringify(problem.value)})` : "";
  return `  ${problem.path}: ${problem.reason}${value}`;
}

/** What holds an @ may hold credentials, as a URL or a registry does. */
function isShown(value: unknown): boolean {
  return value !== undefined && !(JSON.stringify(value) ?? "").includes("@");
}
