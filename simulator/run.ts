import type { ResourceGraph } from "../graph/resource-graph";
import type { SimulatedCloud } from "./cloud";

/** A Pulumi program to run against a simulated cloud, through the SDK alone: no CLI, no engine, no network. */
export interface SimulatedRun {
  cloud: SimulatedCloud;
  project: string;
  stack: string;
  /** Full keys (`nvcf-lls:cluster`, `aws:region`) and values as Pulumi hands them to a program: strings, objects as JSON. */
  config: Record<string, string>;
  /** Full keys whose values are secret. */
  secretKeys: string[];
  /** Ids and outputs stay unknown, as in a first `pulumi preview`. Default false. */
  preview?: boolean;
  /** The program; what it returns are the stack outputs. */
  program: () => Promise<Record<string, unknown> | undefined>;
}

/** What the program registered. */
export interface SimulatedResult {
  graph: ResourceGraph;
  /** Stack outputs, resolved; secrets as placeholder, unknown values absent. */
  outputs: Record<string, unknown>;
}

/**
 * Runs a program and waits until every registration is done.
 * Rejects with the program's own error, and with an error for a duplicate name, an invoke or a type that the simulator does not know.
 */
export async function runSimulated(_run: SimulatedRun): Promise<SimulatedResult> {
  throw new Error("being written");
}
