import type { SimulatorMonitor } from "./monitor";

/** Who looks on while a program runs. */
export interface RunObserver {
  /**
   * Whether a run that the program itself starts is told from one that waits for its turn, and refused. It costs half as much again: Node.js before 24
   * follows every promise for it.
   */
  readonly tellsNestedRuns: boolean;
  /**
   * The SDK is ready for the run, the stack is not registered yet.
   * @returns ends the watch
   */
  begin(monitor: SimulatorMonitor): () => void;
  /** The stack is registered, and the program is about to begin. */
  started(): void;
  /** What the program has returned. */
  returned(outputs: Record<string, unknown> | undefined): void;
  /** Resolves once nothing is under way that the observer knows of. */
  quiet(): Promise<void>;
  /**
   * Says more about an error that ended the run.
   * @param awaited false: it came up where nobody waited for it
   */
  explain(error: unknown, awaited: boolean): Promise<unknown>;
}
