import type { ResourceGraph } from "../graph/resource-graph";
import type { SimulatedCloud } from "./cloud";
import type { SimulatedMocks } from "./mocks";
import type { NotApplied } from "./not-applied";
import { runObserved } from "./observed-run";
import type { RunObserver } from "./run-observer";
import type { SimulatedStackOutputs } from "./stack-references";

/** A Pulumi program to run against a simulated cloud, through the SDK alone: no CLI, no engine, no network. */
export interface SimulatedRun {
  /** The cloud that the program runs against; it stays as the program leaves it. */
  cloud: SimulatedCloud;
  /** Name of the project. */
  project: string;
  /** Name of the stack. */
  stack: string;
  /** Name of the organization. Default: the SDK has none to tell. */
  organization?: string;
  /** Full keys (`nvcf-lls:cluster`, `aws:region`) and values as Pulumi hands them to a program: strings, objects as JSON. */
  config: Record<string, string>;
  /** Full keys whose values are secret. */
  secretKeys: string[];
  /**
   * Ids and outputs stay unknown, as in a first `pulumi preview`: the cloud is not touched, and no `apply` on them runs.
   * No resource has an id, and `unknownValue` stands where an input waits for one; `propertyDependencies` names its
   * top-level property and what that waits for. `possibleGraphs` follows these edges, so that a verdict needs no ids. Default false.
   */
  preview?: boolean;
  /** Outputs of the stacks that the program reads by `pulumi.StackReference`, by their full names. Default: none. */
  stackReferences?: Record<string, SimulatedStackOutputs>;
  /** Answers for what the simulator has no model of. Default: none. */
  mocks?: SimulatedMocks;
  /** The program; what it returns are the stack outputs. */
  program: () => Promise<Record<string, unknown> | undefined>;
}

/** What the program registered. */
export interface SimulatedResult {
  /** Every resource, in the order of registration. */
  graph: ResourceGraph;
  /** Stack outputs, resolved; secrets as `secretPlaceholder`, unknown values as `unknownValue`. */
  outputs: Record<string, unknown>;
  /** Transforms and hooks, for which an engine would call the program back: nobody does here, and the resources are as the program wrote them. */
  notApplied: NotApplied[];
  /** URNs of the resources of packages that the simulator does not model and no mock answered for: their outputs are their inputs. */
  echoed: string[];
}

const nobody: RunObserver = {
  tellsNestedRuns: false,
  begin: () => () => undefined,
  started: () => undefined,
  returned: () => undefined,
  quiet: () => Promise.resolve(),
  explain: (error) => Promise.resolve(error),
};

/**
 * Runs a program and waits until every registration is done. Runs take turns, so a program must not start one, which would wait for its own end.
 * Rejects with the program's own error, with `CloudError` where the cloud refuses, and with an error for a duplicate name, an
 * invoke or a type that neither the simulator nor a mock knows. As in an engine, what a program registers from timers or callbacks
 * that nothing waits for may come too late.
 */
export function runSimulated(run: SimulatedRun): Promise<SimulatedResult> {
  return runObserved(run, nobody);
}
