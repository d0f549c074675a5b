import * as runtime from "@pulumi/pulumi/runtime";
import type { ResourceGraph } from "../graph/resource-graph";
import type { SimulatedCloud } from "./cloud";
import { SimulatorMonitor } from "./monitor";
import type { SimulatedStackOutputs } from "./stack-references";

/** A Pulumi program to run against a simulated cloud, through the SDK alone: no CLI, no engine, no network. */
export interface SimulatedRun {
  /** The cloud that the program runs against; it stays as the program leaves it. */
  cloud: SimulatedCloud;
  /** Name of the project. */
  project: string;
  /** Name of the stack. */
  stack: string;
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
  /** The program; what it returns are the stack outputs. */
  program: () => Promise<Record<string, unknown> | undefined>;
}

/** What the program registered. */
export interface SimulatedResult {
  /** Every resource, in the order of registration. */
  graph: ResourceGraph;
  /** Stack outputs, resolved; secrets as `secretPlaceholder`, unknown values as `unknownValue`. */
  outputs: Record<string, unknown>;
}

/** Where the SDK keeps its state (@pulumi/pulumi/runtime/state). */
const sdk = globalThis as unknown as { globalStore: any; stackResource: unknown };

// The SDK's state is global to the process, so runs take turns.
let lastRun: Promise<unknown> = Promise.resolve();

/**
 * Runs a program and waits until every registration is done.
 * Rejects with the program's own error, with `CloudError` where the cloud refuses, and with an error for a duplicate name, an
 * invoke or a type that the simulator does not know. As in an engine, what a program registers from timers or callbacks that
 * nothing waits for may come too late.
 */
export function runSimulated(run: SimulatedRun): Promise<SimulatedResult> {
  const result = lastRun.then(() => runAlone(run));
  lastRun = result.catch(() => undefined);
  return result;
}

async function runAlone(run: SimulatedRun): Promise<SimulatedResult> {
  const monitor = new SimulatorMonitor(run);
  const restoreSdk = isolateSdk();
  const releaseRejections = takeRejections((error) => monitor.fail(error));
  try {
    runtime.setMockOptions(monitor, run.project, run.stack, run.preview);
    runtime.setAllConfig(run.config, run.secretKeys);
    await Promise.race([runtime.runInPulumiStack(run.program).then(settled), monitor.failed]);
    const { graph } = monitor;
    return { graph, outputs: graph.resources[0]?.outputs ?? {} };
  } finally {
    await eventLoopTurn();
    releaseRejections();
    restoreSdk();
  }
}

/** Waits until no call to the monitor is under way and none has begun meanwhile. */
async function settled(): Promise<void> {
  const { settings } = sdk.globalStore;
  let seen: unknown;
  while (seen !== settings.rpcDone) {
    seen = settings.rpcDone;
    await runtime.disconnect(); // waits for the calls; there is no connection to close
    await eventLoopTurn(); // lets `apply` go on, and rejections that nobody handled come up
  }
}

/** Gives the run a fresh state of the SDK; only the registries of resource classes, filled at import, are shared. */
function isolateSdk(): () => void {
  runtime.getProject(); // makes the SDK set up its state
  const { globalStore, stackResource } = sdk;
  const { resourcePackages, resourceModules } = globalStore;
  Object.assign(sdk, { globalStore: undefined, stackResource: undefined });
  runtime.getProject();
  Object.assign(sdk.globalStore, { resourcePackages, resourceModules });
  return () => Object.assign(sdk, { globalStore, stackResource });
}

/** A component's asynchronous error has no other way out: the language host ends the program on it, and so does the run. */
function takeRejections(fail: (error: unknown) => void): () => void {
  const others = process.listeners("unhandledRejection");
  process.removeAllListeners("unhandledRejection");
  process.on("unhandledRejection", fail);
  return () => {
    process.removeListener("unhandledRejection", fail);
    for (const other of others) process.on("unhandledRejection", other);
  };
}

function eventLoopTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
