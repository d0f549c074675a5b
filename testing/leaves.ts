import { setImmediate as immediate } from "node:timers";
import { isPromise } from "node:util/types";
import * as pulumi from "@pulumi/pulumi";
import type { AnyOutput } from "./labels";

/** Somewhere in what a program gives, a value that is known later. */
export interface Leaf {
  /** Where it is, as Pulumi writes it: `subnets[0].id`. */
  path: string;
  /** What it comes from, as far as the SDK knows. */
  resources: Set<pulumi.Resource>;
  /** What has become of it so far. */
  state: "pending" | "resolved" | { error: unknown };
}

/** The real one, if somebody fakes timers later. */
const setImmediate = immediate;

/** Every value that is known later, with what has become of it. */
export async function leavesOf(given: unknown, path = ""): Promise<Leaf[]> {
  const leaves: Leaf[] = [];
  collect(given, path, leaves, new Set());
  // One turn of the event loop is enough for what has been settled to tell.
  await new Promise<void>((resolve) => setImmediate(resolve));
  return leaves;
}

function collect(value: unknown, path: string, leaves: Leaf[], seen: Set<object>): void {
  if (typeof value !== "object" || value === null || seen.has(value)) return;
  seen.add(value);
  if (pulumi.Output.isInstance(value)) {
    const output = value as unknown as AnyOutput;
    leaves.push(watched(path, output.resources(), output.promise(true)));
  } else if (pulumi.Resource.isInstance(value)) {
    if (value.urn !== undefined)
      leaves.push(watched(path, new Set([value]), (value.urn as unknown as AnyOutput).promise(true)));
  } else if (isPromise(value)) {
    const leaf = watched(path, new Set(), value);
    leaves.push(leaf);
    // What it resolved to may be known later still.
    value.then((inner) => collect(inner, path, leaves, seen)).catch(() => undefined);
  } else if (Array.isArray(value)) {
    value.forEach((element, index) => collect(element, `${path}[${index}]`, leaves, seen));
  } else {
    for (const [key, element] of Object.entries(value))
      collect(element, path === "" ? key : `${path}.${key}`, leaves, seen);
  }
}

function watched(path: string, resources: Set<pulumi.Resource>, promise: Promise<unknown>): Leaf {
  const leaf: Leaf = { path, resources, state: "pending" };
  promise.then(
    () => (leaf.state = "resolved"),
    (error: unknown) => (leaf.state = { error }),
  );
  return leaf;
}
