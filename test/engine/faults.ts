import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { cloudFault, type CloudFailure } from "./cloud-faults";
import type { CloudOperation, Fault, SimulatedBehaviour } from "../../simulator/engine/operation";
import type { EngineRun, SimulatedStack } from "../../simulator/engine/simulated-stack";
import { simulatedTypes } from "../../simulator/types";
import { describeEngine, differences, EngineStack, notOpen, type Variant } from "./engine-stack";

/** An operation that has failed. */
interface Struck {
  operation: CloudOperation;
  failure: CloudFailure;
}

const failures: CloudFailure[] = ["throttled", "forbidden", "timedOut", "timedOutDone"];

/** Fails operations by every failure, one after the other, before it lets them go through. */
class Misfortune {
  readonly behaviour: SimulatedBehaviour;
  /** What has failed in this attempt: operations that do not wait for each other fail at the same time. */
  struck: Struck[] = [];
  private readonly had = new Map<string, CloudFailure[]>();

  /** @param kinds those that fail */
  constructor(kinds: CloudOperation["kind"][]) {
    this.behaviour = { fault: (operation) => (kinds.includes(operation.kind) ? this.strike(operation) : undefined) };
  }

  /** Operations and the failures that they have had, sorted: `create urn: throttled`. */
  get struckEver(): string[] {
    return [...this.had].flatMap(([name, had]) => had.map((failure) => `${name}: ${failure}`)).sort();
  }

  private strike(operation: CloudOperation): Fault | undefined {
    const had = this.had.get(nameOf(operation)) ?? [];
    const failure = failuresOf(operation)[had.length];
    if (failure === undefined) return undefined;
    this.had.set(nameOf(operation), [...had, failure]);
    this.struck.push({ operation, failure });
    return cloudFault(failure, operation);
  }
}

/**
 * Tests of a stack: that it comes up, changes and is destroyed, though each operation of these fails in every way.
 * @param name of an example stack
 * @param first what it is brought up with
 * @param change what it changes to
 */
export function testFaults(name: string, first: Variant, change: Variant): void {
  describeEngine(`${name}, where each operation fails in every way before it succeeds,`, () => {
    const deployed = EngineStack.fresh(name);
    let engine: EngineStack | undefined;
    beforeAll(() => undisturbed(deployed, first));
    afterEach(() => engine?.remove());
    afterAll(() => deployed.remove());

    it("comes up by doing it again", async () => {
      const stack = (engine = EngineStack.fresh(name));
      const misfortune = new Misfortune(["create"]);
      await stack.with({ ...first, behaviour: misfortune.behaviour }, async (run) => {
        const up = await persevere(misfortune, run, () => run.up());
        expect(up).toMatchObject({ failure: null, diagnostics: [] });
        expect(misfortune.struckEver).toEqual(allFailures(standing(run, "create")));
        await isAsDeclared(stack, run);
      });
    });

    it("changes by reading the cloud and doing it again", async () => {
      const easy = (engine = deployed.copy());
      const operations = await undisturbed(easy, change);
      expect(new Set(operations.map(({ kind }) => kind))).toEqual(new Set(["create", "update", "delete"]));
      easy.remove();

      const stack = (engine = deployed.copy());
      const misfortune = new Misfortune(["create", "update", "delete"]);
      await stack.with({ ...change, behaviour: misfortune.behaviour }, async (run) => {
        const up = await persevere(misfortune, run, (last) => run.up({ refresh: last.length > 0 }));
        expect(up).toMatchObject({ failure: null, diagnostics: [] });
        expect(misfortune.struckEver).toEqual(expect.arrayContaining(allFailures(operations)));
        await isAsDeclared(stack, run);
      });
    });

    it("is destroyed by reading the cloud and doing it again", async () => {
      const stack = (engine = deployed.copy());
      const misfortune = new Misfortune(["delete"]);
      await stack.with({ ...first, behaviour: misfortune.behaviour }, async (run) => {
        const operations = standing(run, "delete");
        // What the cloud has done and not said has to be read; anything else has not.
        const down = await persevere(misfortune, run, (last) => run.destroy({ refresh: last.some(isDone) }));
        expect(down).toMatchObject({ failure: null, diagnostics: [] });
        expect(misfortune.struckEver).toEqual(allFailures(operations));
        expect(run.journal.cloud.resources.size).toBe(0);
        expect(run.storedState().resources ?? []).toEqual([]);
      });
    });
  });
}

/**
 * Runs a command again and again, each time with the next failures, until it goes through. After each attempt nothing may be in
 * the state or in the cloud alone, but for deletions that the cloud has done and the engine does not know of.
 * @param command gets what has failed the last time
 * @returns the last run
 */
async function persevere(
  misfortune: Misfortune,
  run: SimulatedStack,
  command: (last: Struck[]) => Promise<EngineRun>,
): Promise<EngineRun> {
  for (;;) {
    const last = misfortune.struck;
    misfortune.struck = [];
    const result = await command(last);
    const { struck } = misfortune;
    if (struck.length === 0) return result;
    expect(result.failure).not.toBeNull();
    for (const { operation, failure } of struck) {
      expect(result.diagnostics.join("\n")).toContain(cloudFault(failure, operation).error.message);
    }
    const deleted = struck.filter((one) => one.operation.kind === "delete" && isDone(one));
    const { onlyInState, onlyInCloud } = differences(run);
    expect({ onlyInCloud, onlyInState: onlyInState.length }).toEqual({ onlyInCloud: [], onlyInState: deleted.length });
  }
}

function isDone({ failure }: Struck): boolean {
  return failure === "timedOutDone";
}

/** What an `up` does where nothing fails. */
async function undisturbed(engine: EngineStack, variant: Variant): Promise<CloudOperation[]> {
  const operations: CloudOperation[] = [];
  const behaviour: SimulatedBehaviour = { applied: (operation) => void operations.push(operation) };
  await engine.with({ ...variant, behaviour }, async (run) => {
    expect(await run.up()).toMatchObject({ failure: null });
  });
  return operations;
}

/** Each thing stands once, in the state as in the cloud, the media path is open, nothing is left to do, and no state of the way held a plain secret. */
async function isAsDeclared(engine: EngineStack, run: SimulatedStack): Promise<void> {
  expect(differences(run)).toEqual({ onlyInState: [], onlyInCloud: [] });
  const urns = [...run.journal.cloud.resources.values()].map(({ urn }) => urn);
  expect(urns).toEqual([...new Set(urns)]);
  expect(notOpen(await engine.graph(run))).toEqual([]);
  expect((await run.preview({ refresh: true })).steps).toEqual([]);
  expect((await run.refresh()).steps).toEqual([]);
  const states = everyState(engine);
  expect(states).toContain('"ciphertext"');
  expect(states).not.toContain("-password");
}

/** The backend keeps the states of all attempts. */
function everyState({ folder }: EngineStack): string {
  const files = readdirSync(join(folder, "backend"), { recursive: true, withFileTypes: true });
  return files
    .filter((file) => file.isFile())
    .map((file) => readFileSync(join(file.parentPath, file.name), "utf8"))
    .join("\n");
}

function standing(run: SimulatedStack, kind: CloudOperation["kind"]): Operation[] {
  return [...run.journal.cloud.resources.values()].map(({ type, urn }) => ({ kind, type, urn }));
}

type Operation = Pick<CloudOperation, "kind" | "type" | "urn">;

/** What `Misfortune.struckEver` has to be when it is over with these operations. */
function allFailures(operations: Operation[]): string[] {
  return operations
    .flatMap((operation) => failuresOf(operation).map((failure) => `${nameOf(operation)}: ${failure}`))
    .sort();
}

function failuresOf({ kind, type }: Operation): CloudFailure[] {
  // Its provider knows no id then: that is another test.
  const forgets = kind === "create" && simulatedTypes.get(type)?.forgetsFailures;
  return forgets ? failures.filter((failure) => failure !== "timedOutDone") : failures;
}

function nameOf({ kind, urn }: Operation): string {
  return `${kind} ${urn}`;
}
