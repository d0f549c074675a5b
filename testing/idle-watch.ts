import { clearInterval as clear, setInterval as every } from "node:timers";

/** The real ones, if somebody fakes timers later. */
const setInterval = every;
const clearInterval = clear;

const tickMs = 100;

/**
 * Tells when nothing has happened for a while. It counts ticks and not the clock: a process that is kept from running, or loads a
 * module, is not idle.
 * @param activity grows whenever something happens
 * @param idle called once
 * @returns ends the watch
 */
export function watchIdle(seconds: number, activity: () => number, idle: () => void): () => void {
  let before = activity();
  let ticks = 0;
  const timer = setInterval(() => {
    const now = activity();
    ticks = now === before ? ticks + 1 : 0;
    before = now;
    if (ticks * tickMs < seconds * 1000) return;
    clearInterval(timer);
    idle();
  }, tickMs);
  return () => clearInterval(timer);
}
