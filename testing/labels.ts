import { relative } from "node:path";
import type * as pulumi from "@pulumi/pulumi";
import { isError } from "../simulator/is-error";

/** What the SDK keeps of a resource without declaring it. */
type Undeclared = pulumi.Resource & { __name?: string; __pulumiType?: string };

/** A resource as messages name it, as the SDK does: `lls-lb [aws:lb/loadBalancer:LoadBalancer]`. */
export function labelOf(resource: pulumi.Resource): string {
  const { __name: name = "?", __pulumiType: type = "?" } = resource as Undeclared;
  return type === "pulumi:pulumi:Stack" ? "the stack" : `${name} [${type}]`;
}

/** An output, and what of it its own promises tell (@pulumi/pulumi/output). */
export interface AnyOutput {
  resources(): Set<pulumi.Resource>;
  promise(withUnknowns: boolean): Promise<unknown>;
}

/**
 * An output by the property that it is, else by the resources that it comes from.
 * @param known every resource of the program: a component's outputs come from its children
 */
export function sourceOf(output: AnyOutput, known: readonly pulumi.Resource[]): string {
  const resources = [...output.resources()];
  for (const resource of new Set([...resources, ...known])) {
    const found = Object.entries(resource).find(([, value]) => value === output);
    if (found) return `${found[0]} of ${labelOf(resource)}`;
  }
  return resources.length > 0 ? `an output of ${resources.map(labelOf).join(", ")}` : "an output of no resource";
}

/** The line of the program in a stack trace, relative to the working directory; undefined if it has none outside of libraries. */
export function lineIn(stack: string | undefined): string | undefined {
  const frames = (stack ?? "").split("\n").filter((line) => /^\s*at /.test(line));
  const own = frames.find((line) => !/node_modules|node:/.test(line) && !line.includes(__dirname));
  const [, file, line] = /(?:\(|at )(?:async )?(?:file:\/\/)?([^()\s]+?):(\d+)(?::\d+)?\)?$/.exec(own ?? "") ?? [];
  return file === undefined ? undefined : `${relative(process.cwd(), file)}:${line}`;
}

/** An error with a place before its message. It stays the same object, so that a test runner shows what it has besides. */
export function at(place: string, error: unknown): unknown {
  if (!isError(error)) return new Error(`${place}: ${String(error)}`, { cause: error });
  return reworded(error, `${place}: ${error.message}`);
}

/** The same error with another message, in its stack trace too. */
export function reworded(error: Error, message: string): Error {
  const { message: before, stack } = error;
  error.message = message;
  if (stack?.includes(before)) error.stack = stack.replace(before, () => message);
  return error;
}
