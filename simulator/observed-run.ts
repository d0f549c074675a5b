import { AsyncLocalStorage } from "node:async_hooks";
import { setImmediate as immediate } from "node:timers";
import * as runtime from "@pulumi/pulumi/runtime";
import { SimulatorMonitor } from "./monitor";
import { guardProcess } from "./process-guard";
import type { SimulatedResult, SimulatedRun } from "./run";
import type { RunObserver } from "./run-observer";

/** Where the SDK keeps its state (@pulumi/pulumi/runtime/state). */
const sdk = globalThis as unknown as { globalStore: any; stackResource: unknown };

/** The SDK's state is global to the process, so runs take turns, those of another copy of this module too. */
interface Runs {
  last: Promise<unknown>;
  /** Set in whatever a program does whose observer wants to know. */
  inProgram: AsyncLocalStorage<true>;
}
const shared = globalThis as unknown as Record<symbol, Runs | undefined>;
const runs = (shared[Symbol.for("nvcf-lls.simulated-runs")] ??= {
  last: Promise.resolve(),
  inProgram: new AsyncLocalStorage(),
});

/** The real one, if somebody fakes timers later. */
const setImmediate = immediate;

/** Runs a program, see `runSimulated`, with somebody who looks on. */
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
      const running = observer.tellsNestedRuns ? runs.inProgram.run(true, run.program) : run.program();
      const outputs = await Promise.race([running, monitor.failed]);
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
