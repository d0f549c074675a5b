import { afterEach, expect, it } from "vitest";
import { describeEngine, EngineStack, exampleStacks } from "./engine-stack";

let engine: EngineStack | undefined;
afterEach(() => engine?.remove());

describeEngine.each(exampleStacks)("pulumi up --target on %s", (name) => {
  it("makes the providers alone: what is left out stops nothing, and the next up makes it", async () => {
    engine = EngineStack.fresh(name);
    const test = engine;
    await test.with({}, async (run) => {
      const cloud = test.facts.cloud === "eks" ? "aws" : "azure-native";
      const target = [cloud, "kubernetes"].map(
        (provider) => `urn:pulumi:${name}::${test.file.project}::pulumi:providers:${provider}::${provider}`,
      );
      expect(await run.up({ target })).toMatchObject({ failure: null, changes: { create: 3 } });
      expect(run.journal.cloud.resources.size).toBe(0);
      expect(await run.up()).toMatchObject({ failure: null, diagnostics: [] });
      expect(await run.preview()).toMatchObject({ steps: [] });
    });
  });
});
