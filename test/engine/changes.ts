import { readdirSync } from "node:fs";
import { basename, join } from "node:path";
import { afterAll, expect, it } from "vitest";
import type { ResourceGraph } from "../../graph/resource-graph";
import type { SimulatedStack } from "../../simulator/engine/simulated-stack";
import { inCluster, type ClusterEdit } from "./cluster-edits";
import { describeEngine, differences, EngineStack, notOpen, type Variant } from "./engine-stack";
import { stepLines, textOf, type StepLine } from "./step-lines";

/** A change of a stack file, or of the cluster. */
export interface Change {
  /** Also the name of its golden file. */
  name: string;
  before?: Variant;
  after: Variant;
  /** What the cluster is like before, and afterwards. Absent: as recorded. */
  clusterBefore?: ClusterEdit;
  cluster?: ClusterEdit;
  /**
   * Types, by the end of the token, of which nothing may be replaced or deleted, and of which every id, name and address stays
   * as it is; `*` is every type. It is the law, where the golden file is only what was reviewed.
   */
  keeps: string[];
}

/** What is fixed once a resource exists, and what clients and other teams hold on to. */
const identity = ["arn", "dnsName", "publicIp", "ipAddress"];

/**
 * Tests, for each change of a stack: the preview is the reviewed one, `up` does exactly that, nothing is refused, the media path
 * is open at the end, nothing is left to do, and what stands then can be taken down.
 */
export function testChanges(stack: string, changes: Change[]): void {
  const bases = new Map<string, Promise<{ engine: EngineStack; graph: ResourceGraph }>>();
  afterAll(async () => {
    for (const base of await Promise.all(bases.values())) base.engine.remove();
  });

  /** The stack as it was brought up once for all changes that begin there. */
  const deployed = ({ before = {}, clusterBefore }: Change) => {
    const fresh = EngineStack.fresh(stack);
    const variant = inCluster(fresh, before, clusterBefore);
    const key = JSON.stringify(variant);
    const found = bases.get(key);
    if (found) {
      fresh.remove();
      return found;
    }
    const made = fresh.with(variant, async (run) => {
      expect(await run.up()).toMatchObject({ failure: null, diagnostics: [] });
      const graph = await fresh.graph(run);
      expect(notOpen(graph)).toEqual([]);
      return { engine: fresh, graph };
    });
    bases.set(key, made);
    return made;
  };

  describeEngine(`a change of ${stack}`, () => {
    it.each(changes)("$name: the least that has to change, and no step that the clouds refuse", async (change) => {
      const base = await deployed(change);
      const engine = base.engine.copy();
      try {
        await engine.with(inCluster(engine, change.after, change.cluster), (run) =>
          applied(change, engine, run, base.graph),
        );
      } finally {
        engine.remove();
      }
    });

    it("has no golden file of a change that is none", () => {
      const known = changes.map(({ name }) => basename(goldenFile(stack, name)));
      const written = readdirSync(join(__dirname, "..", "golden", "engine", stack));
      expect(written.filter((file) => !known.includes(file))).toEqual([]);
    });
  });
}

async function applied(change: Change, engine: EngineStack, run: SimulatedStack, before: ResourceGraph): Promise<void> {
  const preview = await run.preview();
  expect(preview).toMatchObject({ failure: null, diagnostics: [] });
  const up = await run.up();
  expect(up).toMatchObject({ failure: null, diagnostics: [] });
  const changes = whatHappens(stepLines(preview), stepLines(up));
  await expect(`${changes.join("\n")}\n`).toMatchFileSnapshot(goldenFile(engine.name, change.name));

  const after = await engine.graph(run);
  expect(keptOf(after, change.keeps)).toMatchObject(keptOf(before, change.keeps));
  expect(notOpen(after)).toEqual([]);
  expect(differences(run)).toEqual({ onlyInState: [], onlyInCloud: [] });
  expect((await run.preview()).steps).toEqual([]);

  expect(await run.destroy()).toMatchObject({ failure: null });
  expect([...run.journal.cloud.resources.keys()]).toEqual([]);
}

/**
 * Checks that `up` does what the preview says: everything of it but updates for values that a preview cannot know and that turn
 * out to be as before, and nothing besides.
 * @returns the lines of both; of a resource that changes, the properties that did
 */
function whatHappens(previewed: StepLine[], done: StepLine[]): string[] {
  const byWhat = new Map(done.map((line) => [line.what, line]));
  const expected = previewed.filter(({ what, undecided }) => !undecided || byWhat.has(what));
  expect(done.map(({ what }) => what)).toEqual(expected.map(({ what }) => what));
  return previewed.map((line) => {
    const real = byWhat.get(line.what);
    if (!real) return `in the preview only: ${textOf(line)}`;
    expect(line.properties).toEqual(expect.arrayContaining(real.properties));
    return textOf(real);
  });
}

function goldenFile(stack: string, change: string): string {
  return `../golden/engine/${stack}/${change.replaceAll(/[^A-Za-z0-9]+/g, "-")}.txt`;
}

/** By URN, what must not become another. */
function keptOf({ resources }: ResourceGraph, types: string[]): Record<string, unknown> {
  const kept = resources.filter(
    ({ type }) => types.includes("*") || types.includes(type.slice(type.lastIndexOf(":") + 1)),
  );
  return Object.fromEntries(
    kept.map(({ urn, id, outputs = {} }) => [urn, [id, ...identity.map((property) => outputs[property])]]),
  );
}

/** A registry from which nodes cannot pull by themselves. */
export const otherRegistry = { imageRegistry: "registry.example.com/nvcf" };

/** Credentials for it. */
export const credentials = (password: string): Record<string, string> => ({
  registryUsername: "lls",
  registryPassword: password,
});

/** Changes that are the same on every cloud: none touches the network. */
export const changesEverywhere: Change[] = [
  { name: "tags", after: { config: { tags: { team: "streaming" } } }, keeps: ["*"] },
  { name: "chart version", after: { config: { streamingProxy: { chartVersion: "3.0.1" } } }, keeps: ["*"] },
  { name: "image tag", after: { config: { streamingProxy: { imageTag: "3.0.3" } } }, keeps: ["*"] },
  {
    name: "pull credentials added",
    before: { config: otherRegistry },
    after: { config: otherRegistry, secrets: credentials("first-password") },
    keeps: ["*"],
  },
  {
    name: "pull credentials removed",
    before: { config: otherRegistry, secrets: credentials("first-password") },
    after: { config: otherRegistry },
    keeps: ["Release", "Namespace"],
  },
  {
    name: "pull credentials rotated",
    before: { config: otherRegistry, secrets: credentials("first-password") },
    after: { config: otherRegistry, secrets: credentials("second-password") },
    keeps: ["*"],
  },
];
