import { isError } from "../simulator/is-error";
import type { SimulatorMonitor } from "../simulator/monitor";
import type { RunObserver } from "../simulator/run-observer";
import { watchIdle } from "./idle-watch";
import { at, lineIn } from "./labels";
import { withRemedy } from "./remedies";
import { WatchedApplies } from "./watched-applies";
import { WatchedResources } from "./watched-resources";

/** What a watch has to know. */
interface WatchOptions {
  project: string;
  idleSeconds: number;
  /** Called when the SDK is ready. */
  ready: (monitor: SimulatorMonitor) => void;
}

/** Looks on while a program under test runs: what is waited for, where errors come from, and whether anything happens at all. */
export class StackWatch implements RunObserver {
  readonly tellsNestedRuns = true;
  private readonly options: WatchOptions;
  private readonly applies = new WatchedApplies();
  private readonly resources = new WatchedResources();
  private monitor: SimulatorMonitor | undefined;
  private running = false;

  constructor(options: WatchOptions) {
    this.options = options;
  }

  /** True if the program has neither made nor read a resource, nor called a function. */
  get sawNothing(): boolean {
    // The two requests are the stack and its outputs.
    return this.resources.all.length === 0 && (this.monitor?.requests ?? 0) <= 2;
  }

  begin(monitor: SimulatorMonitor): () => void {
    this.monitor = monitor;
    this.options.ready(monitor);
    const activity = (): number => monitor.requests + this.applies.activity + this.resources.activity;
    const idle = (): void =>
      void this.idleError().then(
        (error) => monitor.fail(error),
        (error: unknown) => monitor.fail(error),
      );
    const ends = [this.applies.begin(), this.resources.begin(), watchIdle(this.options.idleSeconds, activity, idle)];
    return () => ends.forEach((end) => end());
  }

  started(): void {
    this.running = true;
    this.resources.started();
  }

  returned(outputs: Record<string, unknown> | undefined): void {
    this.running = false;
    this.resources.end(outputs);
  }

  quiet(): Promise<void> {
    return this.applies.quiet();
  }

  async explain(error: unknown, awaited: boolean): Promise<unknown> {
    const inApply = this.applies.placeOf(error, this.resources.all);
    const places = [...(await this.resources.placesOf(error)), ...(inApply === undefined ? [] : [inApply])];
    const place = places.length > 0 ? places.join(", ") : awaited ? undefined : unawaited(error);
    const remedied = withRemedy(error, this.options.project);
    if (place !== undefined) return at(place, remedied);
    return isError(remedied) ? remedied : at("the program threw", remedied);
  }

  private async idleError(): Promise<Error> {
    const { idleSeconds } = this.options;
    const found = [
      ...(this.running ? ["the program itself: the promise that it returns, or an import or await in it"] : []),
      ...(await this.resources.pending()),
      ...this.applies.pending(this.resources.all),
    ];
    const waits = found.length > 0 ? found : ["an argument of a function, or something else that no resource shows"];
    const why = `nothing has happened for ${idleSeconds} s, and this never became known:`;
    const remedy =
      "Resolve it in the program, or let a mock answer; what only takes longer needs a larger idleSeconds.";
    return new Error([why, ...waits.map((place) => `  ${place}`), remedy].join("\n"));
  }
}

function unawaited(error: unknown): string {
  const line = isError(error) ? lineIn(error.stack) : undefined;
  return `a promise, output or callback that nothing awaits${line === undefined ? "" : ` (${line})`}`;
}
