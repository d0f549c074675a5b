import { status } from "@grpc/grpc-js";

type Listener = NodeJS.UnhandledRejectionListener;

/** Runs of the engine that are under way. */
let runs = 0;
/** Who was told of rejections before. */
let listeners: Listener[] = [];

/**
 * Runs a command of the engine whose program may outlast it: calls that an engine which has ended does not answer any more are
 * rejected at nobody. The SDK means to ignore them (@pulumi/pulumi/runtime/resource: "Resource monitor is terminating"), and everybody who listens
 * for unhandled rejections, as a test runner does, would take them for errors of the program. Other rejections reach whoever listens.
 */
export async function ignoringStrayRejections<Result>(command: () => Promise<Result>): Promise<Result> {
  if (runs++ === 0) {
    listeners = process.listeners("unhandledRejection");
    for (const listener of listeners) process.off("unhandledRejection", listener);
    process.on("unhandledRejection", filter);
  }
  try {
    return await command();
  } finally {
    await answersOfTheDead();
    if (--runs === 0) {
      process.off("unhandledRejection", filter);
      for (const listener of listeners) process.on("unhandledRejection", listener);
    }
  }
}

const filter: Listener = (reason, promise) => {
  if (!isUnanswered(reason)) for (const listener of listeners) listener(reason, promise);
};

function isUnanswered(reason: unknown): boolean {
  const { code } = (reason ?? {}) as { code?: unknown };
  return code === status.UNAVAILABLE || code === status.CANCELLED;
}

/** The kernel closed the engine's connections before it told us of its end; that reaches the calls within a few turns. */
async function answersOfTheDead(): Promise<void> {
  for (let turn = 0; turn < 10; turn++) await new Promise((resolve) => setImmediate(resolve));
}
