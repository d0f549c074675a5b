import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { afterEach, expect, it } from "vitest";
import { Streaming } from "../../examples/platform-component/streaming";
import { transforms } from "../../examples/platform-component/transforms";
import type { EngineRun } from "../../simulator/engine/simulated-stack";
import { notOpen, violations } from "../examples/example-program";
import { platformComponent } from "../examples/programs";
import { EngineProgram } from "./engine-program";
import { describeEngine, differences } from "./engine-stack";

// examples/platform-component through the life of a stack: what the options of a team's own component do to what is in it.

const key = (name: string): string => `${platformComponent.project}:${name}`;

/** A version of the program in which the component has another name, or other options. */
const version = (name: string, opts: pulumi.ComponentResourceOptions) => async () => {
  const args = {
    ...{ cluster: "nvcf-dev", availabilityZone: "us-west-2a", team: "games" },
    factsFile: join(__dirname, "..", "..", "facts", "dev.json"),
    kubeconfig: new pulumi.Config().requireSecret("kubeconfig"),
  };
  return { endpoint: new Streaming(name, args, { protect: true, ...opts }).endpoint };
};
const former = version("streaming", { transforms });

const operations = ({ steps }: EngineRun): Set<string> => new Set(steps.map(({ operation }) => operation));

describeEngine("examples/platform-component", () => {
  let engine: EngineProgram;
  afterEach(() => engine.remove());

  it("goes with its transforms, its protection and its former name through rename and removal", async () => {
    engine = new EngineProgram(platformComponent);
    await engine.with(async (stack) => expect(await stack.up()).toMatchObject({ diagnostics: [], failure: null }), {
      program: former,
    });

    // Renamed without an alias it would be another one: everything anew, and what is protected is in the way.
    await engine.with(
      async (stack) => {
        const preview = await stack.preview();
        expect(operations(preview)).toContain("create");
        expect(preview.diagnostics.join("\n")).toMatch(/protected/);
      },
      { program: version("media", { transforms }) },
    );

    await engine.with(async (stack) => {
      const cloud = [...stack.journal.cloud.resources.keys()];
      expect(await stack.preview()).toMatchObject({ steps: [], diagnostics: [], failure: null });
      expect(await stack.up()).toMatchObject({ steps: [], diagnostics: [], failure: null });
      expect([...stack.journal.cloud.resources.keys()]).toEqual(cloud);
      const graph = await engine.graph(stack);
      const named = graph.resources.filter(({ type }) => type === "platform:index:Streaming");
      expect(named.map(({ name }) => name)).toEqual(["media"]);
      expect(notOpen(graph)).toEqual([]);
      expect(violations(graph)).toEqual([]);
      expect(differences(stack)).toEqual({ onlyInState: [], onlyInCloud: [] });

      // In the cloud itself: of everything that takes tags none is left out, and no other type was touched.
      const tagged = [...stack.journal.cloud.resources.values()].filter(({ inputs }) => inputs.tags !== undefined);
      expect(tagged.length).toBeGreaterThan(5);
      for (const { urn, inputs } of tagged) {
        expect(inputs.tags, urn).toMatchObject({ team: "games", "cost-center": "streaming" });
      }

      const refused = await stack.destroy();
      expect(refused.failure).not.toBeNull();
      expect(refused.diagnostics.join("\n")).toMatch(/protected/);
      expect([...stack.journal.cloud.resources.keys()]).toEqual(cloud);
    });

    await engine.with(
      async (stack) => {
        expect(await stack.up()).toMatchObject({ steps: [], diagnostics: [], failure: null });
        expect(await stack.destroy()).toMatchObject({ diagnostics: [], failure: null });
        expect([...stack.journal.cloud.resources.keys()]).toEqual([]);
      },
      { config: { ...platformComponent.config, [key("protect")]: "false" } },
    );
  });

  it("has the tags of its transforms only where there are transforms", async () => {
    engine = new EngineProgram({ ...platformComponent, program: version("media", {}) });
    await engine.with(async (stack) => {
      expect(await stack.up()).toMatchObject({ diagnostics: [], failure: null });
      const tagged = [...stack.journal.cloud.resources.values()].flatMap(({ inputs }) => inputs.tags ?? []);
      expect(tagged.length).toBeGreaterThan(5);
      expect(tagged.filter((tags) => "cost-center" in tags)).toEqual([]);
    });
  });
});
