import { afterEach, expect, it } from "vitest";
import { describeEngine, differences, notOpen } from "./engine-stack";
import { KilledStack, nothing, type Moment } from "./killed-stack";
import type { SimulatedStack } from "../../simulator/engine/simulated-stack";

/**
 * Tests that a stack is recovered by the lines that are printed, whatever operation of its first up and of its destroy the CLI was
 * killed at. A run that is recovered makes way for the next: up, killed at one more operation, to its end, destroy likewise.
 */
export function describeKills(name: string): void {
  let stack: KilledStack | undefined;
  afterEach(() => stack?.remove());

  describeEngine(`stack ${name}, its CLI killed`, () => {
    it(
      "is recovered by the printed lines, whatever operation of up and destroy it was at",
      { timeout: 900_000 },
      async () => {
        stack = await KilledStack.fresh(name);
        const killed = stack;
        await killed.with({}, async (run) => {
          for (let number = 1, more = true; more; number++) more = await oneLife(killed, run, number, "after");
          // Before the cloud has done anything, there is nothing but a record: the first operation, and one in the middle.
          for (const number of [1, 7]) await oneLife(killed, run, number, "before");
        });
      },
    );
  });
}

/** Up and destroy, each killed at an operation. Answers whether either has that many. */
async function oneLife(stack: KilledStack, run: SimulatedStack, number: number, moment: Moment): Promise<boolean> {
  const at = (command: string): string => `${command}, killed ${moment} operation ${number} (${stack.hit?.urn})`;
  const hitUp = await stack.killed(() => run.up(), number, moment);
  const up = at("up");
  if (hitUp) {
    await stack.recover(run);
    const { steps, diagnostics, failure } = await run.up();
    expect({ diagnostics, failure }, up).toEqual({ diagnostics: [], failure: null });
    expect(
      steps.filter(({ operation }) => operation !== "create"),
      up,
    ).toEqual([]);
  }
  expect(differences(run), up).toEqual(nothing);
  expect(notOpen(await stack.engine.graph(run)), up).toEqual([]);

  const hitDestroy = await stack.killed(() => run.destroy(), number, moment);
  const destroy = at("destroy");
  if (hitDestroy) {
    await stack.recover(run);
    expect(await run.destroy(), destroy).toMatchObject({ diagnostics: [], failure: null });
  }
  expect([...run.journal.cloud.resources.keys()], destroy).toEqual([]);
  return hitUp || hitDestroy;
}
