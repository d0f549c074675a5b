/**
 * Ctrl-C while the engine works. The terminal tells the CLI too, which ends what it has begun; whoever went before it would leave it
 * without its providers, and temporary files to nobody. A request to terminate reaches this process alone, and is handed on.
 */
export class Interruption {
  private readonly controller = new AbortController();
  private caught = false;

  /** Watches until `ignore`. */
  constructor() {
    process.on("SIGINT", this.interrupt);
    process.on("SIGTERM", this.terminate);
  }

  /** Whether there was one. */
  get happened(): boolean {
    return this.caught;
  }

  /** Aborted when the CLI has to be told. */
  get signal(): AbortSignal {
    return this.controller.signal;
  }

  /** Leaves signals to Node.js again. */
  ignore(): void {
    process.off("SIGINT", this.interrupt);
    process.off("SIGTERM", this.terminate);
  }

  private readonly interrupt = (): void => {
    this.caught = true;
  };

  private readonly terminate = (): void => {
    this.caught = true;
    this.controller.abort();
  };
}
