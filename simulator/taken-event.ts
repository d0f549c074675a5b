/** The events that end a process which does not listen to them. */
export type FatalEvent = "unhandledRejection" | "uncaughtException";

/** What a listener gets: the error, and of a rejection its promise. */
type Listener = (...args: unknown[]) => void;

/** An event that one listener has for itself. */
export interface TakenEvent {
  /** Everyone who listened before. */
  others: readonly Listener[];
  /** Gives it back to them. */
  release: () => void;
}

/**
 * Takes an event away from everyone who listens to it.
 * @param listen is told instead
 * @param target the process; Jest gives tests a copy, which no event reaches
 */
export function takeEvent(event: FatalEvent, listen: Listener, target: NodeJS.Process = process): TakenEvent {
  const name = event as NodeJS.Signals; // the listeners of all events have one type only here
  // With the wrappers of those that listen once: they take themselves away, however they are called.
  const others = target.rawListeners(name) as Listener[];
  target.removeAllListeners(name);
  target.on(name, listen);
  return {
    others,
    release: () => {
      target.removeListener(name, listen);
      for (const other of others) target.on(name, other);
    },
  };
}
