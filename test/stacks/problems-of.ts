import { BadInput, type Problem } from "../../components/bad-input";
import { parseStackConfig, type ConfigSource } from "../../stacks/config";

/** The error that parsing ends with. */
export function badInput(source: ConfigSource): BadInput {
  try {
    parseStackConfig(source);
  } catch (error) {
    if (error instanceof BadInput) return error;
    throw error;
  }
  throw new Error("parsing should have failed");
}

/** Path -> all its messages. */
export function messages(problems: Problem[]): Record<string, string[]> {
  const paths = [...new Set(problems.map(({ path }) => path))];
  return Object.fromEntries(
    paths.map((path) => [path, problems.filter((problem) => problem.path === path).map(({ reason }) => reason)]),
  );
}
