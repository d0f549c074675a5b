import { afterEach, expect, it } from "vitest";
import { plan } from "../../cli/plan";
import { describeEngine, differences, EngineStack, exampleStacks, notOpen } from "./engine-stack";

let engine: EngineStack | undefined;
afterEach(() => engine?.remove());

describeEngine.each(exampleStacks)("stack %s from first preview to destroy", (name) => {
  it("creates what the plan says, stays as it is, and leaves nothing behind", async () => {
    engine = EngineStack.fresh(name);
    const stack = engine;
    const planned = (await plan(process.cwd(), { stack: name })).resources.map(({ urn }) => urn).sort();

    await stack.with({}, async (run) => {
      const preview = await run.preview();
      expect(preview).toMatchObject({ diagnostics: [], failure: null });
      expect(preview.steps.map(({ operation, urn }) => `${operation} ${urn}`).sort()).toEqual(
        planned.map((urn) => `create ${urn}`),
      );
      expect(run.journal.cloud.resources.size).toBe(0);

      expect(await run.up()).toMatchObject({
        changes: { create: planned.length },
        diagnostics: [],
        failure: null,
      });
      expect(differences(run)).toEqual({ onlyInState: [], onlyInCloud: [] });
      expect(notOpen(await stack.graph(run))).toEqual([]);
    });

    // Another process, another day: discovery finds what the stack has made.
    await stack.with({}, async (run) => {
      for (const again of [await run.preview(), await run.up(), await run.preview(), await run.refresh()]) {
        expect(again).toMatchObject({ steps: [], diagnostics: [], failure: null });
      }
      expect(await run.destroy()).toMatchObject({ changes: { delete: planned.length }, failure: null });
      expect(run.journal.cloud.resources.size).toBe(0);
    });
  });
});
