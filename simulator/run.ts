import { AsyncLocalStorage } from "node:async_hooks";
import { setImmediate as immediate } from "node:timers";
import * as runtime from "@pulumi/pulumi/runtime";
import type { ResourceGraph } from "../graph/resource-graph";
import type { SimulatedCloud } from "./cloud";
import type { NotApplied } from "./ignored-callbacks";
import { SimulatorMonitor } from "./monitor";
import { guardProcess } from "./process-guard";
import type { RunObserver } from "./run-observer";
import type { SimulatedStackOutputs } from "./stack-references";
import type { SimulatedMocks } from "./unmodelled";

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

/** Where the SDK keeps its state (@pulumi/pulumi/runtime/state). */
const sdk = globalThis as unknown as { globalStore: any; stackResource: unknown };

/** The SDK's state is global to the process, so runs take turns, those of another copy of this module too. */
interface Runs {
  last: Promise<unknown>;
  /** Set in whatever a program does. */
  inProgram: AsyncLocalStorage<true>;
}
const shared = globalThis as unknown as Record<symbol, Runs | undefined>;
const runs = (shared[Symbol.for("nvcf-lls.simulated-runs")] ??= {
  last: Promise.resolve(),
  inProgram: new AsyncLocalStorage(),
});

/** The real one, if somebody fakes timers later. */
const setImmediate = immediate;

const nobody: RunObserver = {
  begin: () => () => undefined,
  started: () => undefined,
  returned: () => undefined,
  quiet: () => Promise.resolve(),
  explain: (error) => Promise.resolve(error),
};

/**
 * Runs a program and waits until every registration is done. Runs take turns.
 * Rejects with the program's own error, with `CloudError` where the cloud refuses, and with an error for a duplicate name, an
 * invoke or a type that neither the simulator nor a mock knows. As in an engine, what a program registers from timers or callbacks
 * that nothing waits for may come too late.
 */
export function runSimulated(run: SimulatedRun): Promise<SimulatedResult> {
  return runObserved(run, nobody);
}

/** The same, with somebody who looks on. */
export function runObserved(run: SimulatedRun, observer: RunObserver): Promise<SimulatedResult> {
  if (runs.inProgram.getStore()) {
    const problem = "a program that runs in a simulated cloud cannot start another run, which would wait for it to end";
    return Promise.reject(new Error(`${problem}; start it after this one`));
  }
  const result = runs.last.then(() => runAlone(run, observer));
  runs.last = result.catch(() => undefined);
  return result;
}

async function runAlone(run: SimulatedRun, observer: RunObserver): Promise<SimulatedResult> {
  const monitor = new SimulatorMonitor(run);
  const restoreSdk = isolateSdk();
  const unawaited: unknown[] = [];
  const releaseProcess = guardProcess((error, nobodyWaits) => {
    if (nobodyWaits) unawaited.push(error);
    monitor.fail(error);
  });
  let endWatch = (): void => undefined;
  try {
    runtime.setMockOptions(monitor, run.project, run.stack, run.preview, run.organization);
    runtime.setAllConfig(run.config, run.secretKeys);
    sdk.globalStore.callbacks = monitor.callbacks;
    endWatch = observer.begin(monitor);
    const program = async (): Promise<Record<string, unknown> | undefined> => {
      observer.started();
      // Of a run that has failed nobody waits for the program, which may fail later.
      const outputs = await Promise.race([runs.inProgram.run(true, run.program), monitor.failed]);
      observer.returned(outputs);
      return outputs;
    };
    const end = runtime.runInPulumiStack(program).then(() => settled(observer));
    await Promise.race([end, monitor.failed]);
    const { graph, notApplied, echoed } = monitor;
    return { graph, outputs: graph.resources[0]?.outputs ?? {}, notApplied, echoed: [...echoed] };
  } catch (error) {
    throw await observer.explain(error, !unawaited.includes(error));
  } finally {
    await eventLoopTurn();
    endWatch();
    releaseProcess();
    runtime.disconnectSync(); // the SDK has the monitor in a variable of its own, too
    restoreSdk();
  }
}

/** Waits until no call to the monitor is under way and none has begun meanwhile. */
async function settled(observer: RunObserver): Promise<void> {
  const { settings } = sdk.globalStore;
  let seen: unknown;
  while (seen !== settings.rpcDone) {
    seen = settings.rpcDone;
    await seen;
    await observer.quiet();
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

function eventLoopTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
