import { afterAll, beforeAll, expect, it } from "vitest";
import type { EngineRun, SimulatedStack } from "../../simulator/engine/simulated-stack";
import { describeEngine, differences, EngineStack, notOpen, providerOf } from "./engine-stack";

/** What somebody does to a resource, past Pulumi. */
export interface HandEdit {
  /** Type and name of the resource: `Listener lls-listener`. */
  touches: string;
  /** Properties with other values; absent: it is deleted. */
  change?: Record<string, unknown>;
}

/** Edits of one day. */
export interface HandEdits {
  name: string;
  edits: HandEdit[];
  /** What a preview says that it would do to the cloud: `update Listener lls-listener: port`. */
  repair: string[];
}

/** Tests: a preview that reads the cloud shows the edits, an `up` that does so repairs them, and nothing is left to do. */
export function testHandEdits(stack: string, days: HandEdits[]): void {
  describeEngine(`${stack}, edited by hand:`, () => {
    const deployed = EngineStack.fresh(stack);
    beforeAll(() =>
      deployed.with({}, async (run) => {
        expect(await run.up()).toMatchObject({ failure: null });
      }),
    );
    afterAll(() => deployed.remove());

    it.each(days)("$name", async ({ edits, repair }) => {
      const engine = deployed.copy();
      try {
        await engine.with({}, async (run) => {
          for (const edit of edits) await editByHand(run, edit);
          await isRepaired(engine, run, repair);
        });
      } finally {
        engine.remove();
      }
    });
  });
}

/**
 * Tests that a rule that has lost its mark is refused as one of others, and that the command that gives it back puts things right.
 * @param rule type and name of the rule
 * @param unmarked its properties without the mark
 * @param marked the properties that the command, part of the preview's message, gives to the rule of an id
 * @param repair what is left to do then
 */
export function testLostMark(
  stack: string,
  rule: string,
  unmarked: Record<string, unknown>,
  marked: (message: string, id: string) => Record<string, unknown>,
  repair: string[],
): void {
  describeEngine(`${stack}, where a rule has lost its mark,`, () => {
    const engine = EngineStack.fresh(stack);
    afterAll(() => engine.remove());

    it("refuses it as one of others, and says how it gets the mark back", async () => {
      await engine.with({}, async (run) => {
        expect(await run.up()).toMatchObject({ failure: null });
        const id = await editByHand(run, { touches: rule, change: unmarked });
        const message = (await run.preview({ refresh: true })).diagnostics.join("\n");
        expect(message).toContain("is not of this stack");
        await editByHand(run, { touches: rule, change: marked(message, id) });
        await isRepaired(engine, run, repair);
      });
    });
  });
}

/** Checks that a preview that reads the cloud says what has to be done, and that `up` does it. */
export async function isRepaired(engine: EngineStack, run: SimulatedStack, repair: string[]): Promise<void> {
  const preview = await run.preview({ refresh: true });
  expect(preview).toMatchObject({ failure: null, diagnostics: [] });
  expect(linesOf(preview)).toEqual([...repair].sort());

  expect(await run.up({ refresh: true })).toMatchObject({ failure: null, diagnostics: [] });
  expect(differences(run)).toEqual({ onlyInState: [], onlyInCloud: [] });
  expect(notOpen(await engine.graph(run))).toEqual([]);
  expect((await run.preview({ refresh: true })).steps).toEqual([]);
}

async function editByHand(run: SimulatedStack, { touches, change }: HandEdit): Promise<string> {
  const { journal } = run;
  const found = [...journal.cloud.resources.values()].filter(({ type, urn }) => shown(type, urn) === touches);
  expect(found, touches).toHaveLength(1);
  const [{ type, id, inputs }] = found as [(typeof found)[0]];
  const provider = providerOf(run, type);
  if (change) journal.update(type, id, { ...inputs, ...change }, provider);
  else journal.delete(type, id, provider);
  return id;
}

/** Without components, which are not in the cloud. */
function linesOf({ steps }: EngineRun): string[] {
  const line = ({ operation, type, urn, diffs }: EngineRun["steps"][number]): string =>
    [`${operation} ${shown(type, urn)}`, ...(diffs.length > 0 ? [diffs.join(", ")] : [])].join(": ");
  return steps
    .filter(({ type }) => !type.startsWith("nvcf-lls:"))
    .map(line)
    .sort();
}

/** `Listener lls-listener`. */
function shown(type: string, urn: string): string {
  return `${type.slice(type.lastIndexOf(":") + 1)} ${urn.slice(urn.lastIndexOf("::") + 2)}`;
}
