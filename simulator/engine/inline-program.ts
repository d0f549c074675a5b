import { ignoringStrayRejections } from "./stray-rejections";

/** What the SDK has open for one run of a program (@pulumi/pulumi/runtime/state). */
interface Connections {
  monitor?: { close(): void };
  engine?: { close(): void };
}

const sdk = globalThis as unknown as { asyncLocalStorage?: { getStore(): { settings: Connections } | undefined } };

const errorEvents = ["uncaughtException", "unhandledRejection"] as const;

/**
 * A program of the Automation API that leaves nothing behind in the process. When the engine ends before the program, which waits for
 * it for ever, the API leaves connections and error handlers (pulumi: sdk/nodejs/automation/server.ts). The handlers would swallow
 * later errors; a connection that tries again to reach a port keeps a later run from reaching an engine that has got the same port.
 */
export class InlineProgram {
  private readonly program: () => Promise<Record<string, unknown>>;
  private connections: Connections | undefined;

  /** @param program what the user wrote */
  constructor(program: () => Promise<Record<string, unknown>>) {
    this.program = program;
  }

  /** What the Automation API is to run. */
  readonly run = (): Promise<Record<string, unknown>> => {
    this.connections = sdk.asyncLocalStorage?.getStore()?.settings;
    return this.program();
  };

  /** Runs a command of the engine, and cleans up after it. */
  async during<Result>(command: () => Promise<Result>): Promise<Result> {
    const before = errorEvents.map((event) => new Set(handlersOf(event)));
    try {
      return await ignoringStrayRejections(command);
    } finally {
      errorEvents.forEach((event, index) => {
        for (const handler of handlersOf(event)) if (!before[index]!.has(handler)) process.off(event, handler);
      });
      this.connections?.monitor?.close();
      this.connections?.engine?.close();
      this.connections = undefined;
    }
  }
}

type Handler = (...args: any[]) => void;

function handlersOf(event: string): Handler[] {
  return process.listeners(event as NodeJS.Signals) as Handler[];
}
