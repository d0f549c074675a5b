import { status } from "@grpc/grpc-js";
import { takeEvent, type TakenEvent } from "../taken-event";

/** Runs of the engine that are under way. */
let runs = 0;
let taken: TakenEvent | undefined;

/**
 * Runs a command of the engine whose program may outlast it: calls that an engine which has ended does not answer any more are
 * rejected at nobody. The SDK means to ignore them (@pulumi/pulumi/runtime/resource: "Resource monitor is terminating"), and everybody who listens
 * for unhandled rejections, as a test runner does, would take them for errors of the program. Other rejections reach whoever listens, and
 * end the process where nobody does.
 */
export async function ignoringStrayRejections<Result>(command: () => Promise<Result>): Promise<Result> {
  if (runs++ === 0) taken = takeEvent("unhandledRejection", passOn);
  try {
    return await command();
  } finally {
    await answersOfTheDead();
    if (--runs === 0) taken?.release();
  }
}

function passOn(reason: unknown, promise: unknown): void {
  if (isUnanswered(reason)) return;
  const others = taken?.others ?? [];
  if (others.length === 0) throw reason;
  for (const listen of others) listen(reason, promise);
}

function isUnanswered(reason: unknown): boolean {
  const { code } = (reason ?? {}) as { code?: unknown };
  return code === status.UNAVAILABLE || code === status.CANCELLED;
}

/** The kernel closed the engine's connections before it told us of its end; that reaches the calls within a few turns. */
async function answersOfTheDead(): Promise<void> {
  for (let turn = 0; turn < 10; turn++) await new Promise((resolve) => setImmediate(resolve));
}
