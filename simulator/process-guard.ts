import { runInThisContext } from "node:vm";
import { takeEvent, type FatalEvent } from "./taken-event";

/** The process itself: Jest gives tests a copy, which no event reaches. */
const real = runInThisContext("process") as NodeJS.Process;

type Fail = (error: unknown, unawaited: boolean) => void;

const events: FatalEvent[] = ["unhandledRejection", "uncaughtException"];

/**
 * Takes what would end the process while a program runs: an asynchronous error that nobody awaits, which the language host ends a
 * program on too, and `process.exit`. Everyone who listens to such errors gets them again afterwards.
 * @param fail ends the run instead; `unawaited` is true of an error that came up where nobody waits for it
 * @returns ends the guard
 */
export function guardProcess(fail: Fail): () => void {
  const releases = [
    ...events.map((event) => takeEvent(event, (error) => fail(error, true), real).release),
    ...exits().map((target) => takeExit(target, fail)),
  ];
  return () => releases.forEach((release) => release());
}

/** What programs know as `process`. */
function exits(): NodeJS.Process[] {
  return [...new Set([real, process])];
}

function takeExit(target: NodeJS.Process, fail: Fail): () => void {
  const before = Object.getOwnPropertyDescriptor(target, "exit");
  const exit = (code?: number | string | null): never => {
    const error = new Error(
      `the program called process.exit(${code ?? ""}); let it throw an error, or return, instead`,
    );
    fail(error, false);
    throw error;
  };
  Object.defineProperty(target, "exit", { value: exit, configurable: true, writable: true, enumerable: true });
  return () => {
    if (before) Object.defineProperty(target, "exit", before);
    else Reflect.deleteProperty(target, "exit");
  };
}
