import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "vitest";
import type { GraphResource, ResourceGraph } from "../../graph/resource-graph";
import { SimulatedStack, type EngineRun, type SimulatedStackOptions } from "../../simulator/engine/simulated-stack";
import { graphOfState, type StateResource } from "../../simulator/engine/state-graph";
import { runProgram, type TestedProgram } from "../examples/example-program";
import { differences, engineCli } from "./engine-stack";

/** A program in an engine and a cloud of its own, which last until `remove`. */
export class EngineProgram {
  readonly program: TestedProgram;
  readonly folder = mkdtempSync(join(tmpdir(), "lls-program-"));

  /** @param program never deployed */
  constructor(program: TestedProgram) {
    this.program = program;
  }

  /** Takes stack and cloud away. */
  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  /**
   * Runs something with the providers up, as one process does; the next one finds state and cloud.
   * @param change what is otherwise than at the first time: another version of the program, another config, another environment
   */
  async with<Result>(
    work: (stack: SimulatedStack) => Promise<Result>,
    change: Partial<SimulatedStackOptions> = {},
  ): Promise<Result> {
    const stack = await SimulatedStack.open({
      ...this.program,
      folder: this.folder,
      pulumiCommand: await engineCli(),
      ...change,
    });
    try {
      return await work(stack);
    } finally {
      stack.close();
    }
  }

  /** The resource graph of what is deployed. */
  async graph(stack: SimulatedStack): Promise<ResourceGraph> {
    const { resources = [] } = await stack.state();
    return graphOfState(this.program.project, this.program.stack, resources as StateResource[]);
  }

  /**
   * From first preview to destroy: the engine makes what a run without an engine registers, it stays as it is, and nothing is left behind.
   * @param check of what is deployed
   */
  async live(check: (graph: ResourceGraph) => void = () => undefined): Promise<void> {
    const { graph } = await runProgram(this.program);
    const registered = graph.resources.map(({ urn }) => urn).sort();
    await this.with(async (run) => {
      const preview = await run.preview();
      expect(preview).toMatchObject({ diagnostics: [], failure: null });
      expect(urnsOf(preview, "create")).toEqual(registered);
      expect(run.journal.cloud.resources.size).toBe(0);

      const up = await run.up();
      expect(up).toMatchObject({ diagnostics: [], failure: null });
      expect(urnsOf(up, "create")).toEqual(registered);
      expect(differences(run)).toEqual({ onlyInState: [], onlyInCloud: [] });
      const deployed = await this.graph(run);
      expect(comparable(deployed)).toEqual(comparable(graph));
      check(deployed);
    });
    // Another process, another day.
    await this.with(async (run) => {
      for (const again of [await run.preview(), await run.up(), await run.refresh(), await run.preview()]) {
        expect(again).toMatchObject({ steps: [], diagnostics: [], failure: null });
      }
      const destroy = await run.destroy();
      expect(destroy).toMatchObject({ diagnostics: [], failure: null });
      expect(urnsOf(destroy, "delete")).toEqual(registered);
      expect([...run.journal.cloud.resources.keys()]).toEqual([]);
    });
  }
}

/** The engine's default providers are in no program: that of references, and those of packages for which the program names none. */
const isOfProgram = ({ urn }: { urn: string }): boolean => !/::pulumi:providers:[^:]+::default(?:_|$)/.test(urn);

/** The URNs of a run that has steps of one kind only, sorted. */
function urnsOf({ steps }: EngineRun, kind: string): string[] {
  expect(steps.filter(({ operation }) => operation !== kind)).toEqual([]);
  return steps
    .filter(isOfProgram)
    .map(({ urn }) => urn)
    .sort();
}

/**
 * The resources of a graph, sorted, as far as the engine's state tells of them too: no options. Of providers it makes up ids, and keeps inputs of its
 * own beside the program's.
 */
function comparable({ resources }: ResourceGraph): Partial<GraphResource>[] {
  const providers = resources.filter(({ type }) => isProvider(type));
  const madeUp = new Set(providers.map(({ id }) => id));
  const own = resources.filter(isOfProgram).map(({ options: _, provider, ...resource }) => ({
    ...resource,
    provider: provider?.slice(0, provider.lastIndexOf("::")),
    ...(isProvider(resource.type) && { inputs: withoutEngines(resource.inputs), outputs: {} }),
  }));
  const text = JSON.stringify(own, (_key, value: unknown) => (madeUp.has(value as string) ? "provider" : value));
  return (JSON.parse(text) as typeof own).sort((a, b) => (a.urn < b.urn ? -1 : 1));
}

function withoutEngines(inputs: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(inputs).filter(([key]) => !["__internal", "version"].includes(key)));
}

function isProvider(type: string): boolean {
  return type.startsWith("pulumi:providers:");
}
