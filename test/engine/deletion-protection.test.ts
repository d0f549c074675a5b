import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from "vitest";
import { loadBalancer } from "../../simulator/aws/load-balancer";
import type { EngineRun, SimulatedStack } from "../../simulator/engine/simulated-stack";
import type { Config } from "../stacks/stack-file";
import { describeEngine, differences, EngineStack, notOpen, providerOf } from "./engine-stack";
import { stepLines, textOf } from "./step-lines";

/** A way to have a load balancer. */
interface Case {
  title: string;
  eks: Record<string, unknown>;
  /** Whether it goes before its successor comes. */
  first: boolean;
}

const cases: Case[] = [
  { title: "with an assigned address", eks: {}, first: false },
  { title: "with an Elastic IP", eks: { addressing: { kind: "elasticIp" } }, first: true },
  { title: "taken over", eks: { adopted: { loadBalancerName: "rp-public-nvcf-dev" } }, first: true },
];

const otherZone = { availabilityZone: "us-west-2b" };

describeEngine.each(cases)("a protected load balancer $title", ({ eks, first }) => {
  const config = (deletionProtection: boolean): Config => ({ eks: { ...eks, deletionProtection } });
  const deployed = EngineStack.fresh("dev");
  beforeAll(() =>
    deployed.with({ config: config(true) }, async (run) => {
      expect(await run.up()).toMatchObject({ failure: null, diagnostics: [] });
    }),
  );
  afterAll(() => deployed.remove());

  let engine: EngineStack;
  beforeEach(() => (engine = deployed.copy()));
  afterEach(() => engine.remove());

  const refusesUntouched = async (run: SimulatedStack, command: () => Promise<EngineRun>): Promise<void> => {
    const before = cloudOf(run);
    const { failure, diagnostics } = await command();
    expect(failure).not.toBeNull();
    expect(diagnostics.join("\n")).toMatch(/lls-(?:lb|listener)"[^"]*protect/);
    expect(cloudOf(run)).toEqual(before);
    expect(differences(run)).toEqual({ onlyInState: [], onlyInCloud: [] });
  };

  it("is not replaced: preview and up refuse before anything is touched", async () => {
    await engine.with({ config: { ...config(true), ...otherZone } }, async (run) => {
      await refusesUntouched(run, () => run.preview());
      await refusesUntouched(run, () => run.up());
    });
  });

  it("is replaced in two steps: first the protection goes, then the load balancer", async () => {
    await engine.with({ config: config(false) }, async (run) => {
      const up = await run.up();
      expect(up).toMatchObject({ failure: null, diagnostics: [] });
      expect(stepLines(up).map(textOf)).toEqual([
        "update EksLls lls: deletionProtection",
        "update LoadBalancer lls-lb: enableDeletionProtection",
      ]);
    });
    await engine.with({ config: { ...config(true), ...otherZone } }, (run) => isDone(engine, run));
  });

  it("is not replaced in the up that turns the protection off", async () => {
    if (!first) return stuckAndFreed(engine);
    await engine.with({ config: { ...config(false), ...otherZone } }, async (run) => {
      await refusesUntouched(run, () => run.preview());
      await refusesUntouched(run, () => run.up());
    });
  });

  it("is replaced, if it was protected past Pulumi, as docs/troubleshooting.md says", async () => {
    await engine.with({ config: config(false) }, async (run) => {
      expect(await run.up()).toMatchObject({ failure: null, diagnostics: [] });
      setProtection(run, true);
    });
    await stuckAndFreed(engine);
  });

  it("is not destroyed: the preview refuses, and without one up makes again what is gone", async () => {
    await engine.with({ config: config(true) }, async (run) => {
      await refusesUntouched(run, () => run.destroy({ previewOnly: true }));
      // Without a preview the engine refuses only when it comes to the listener.
      const { failure } = await run.destroy();
      expect(failure).not.toBeNull();
      expect(standing(run)).toHaveLength(1);
      expect(notOpen(await engine.graph(run))).not.toEqual([]);
      await isDone(engine, run);
    });
    await engine.with({ config: config(false) }, async (run) => {
      expect(await run.up()).toMatchObject({ failure: null, diagnostics: [] });
      expect(await run.destroy()).toMatchObject({ failure: null, diagnostics: [] });
      expect(standing(run)).toEqual([]);
    });
  });

  /** A change that AWS refuses, because it protects the load balancer and the engine does not know, and how an operator gets out of it. */
  const stuckAndFreed = async (engine: EngineStack): Promise<void> => {
    await engine.with({ config: { ...config(false), ...otherZone } }, async (run) => {
      const stuck = await run.up();
      expect(stuck.failure).not.toBeNull();
      expect(stuck.diagnostics.join("\n")).toContain("OperationNotPermitted");
      expect(differences(run)).toEqual({ onlyInState: [], onlyInCloud: [] });
      if (!first) {
        // All is done but that the old one goes.
        expect(notOpen(await engine.graph(run))).toEqual([]);
        expect((await run.up({ refresh: true })).diagnostics.join("\n")).toContain("OperationNotPermitted");
        setProtection(run, false);
        await isDone(engine, run);
      } else {
        // The listener is gone, and the engine would delete it again.
        expect((await run.up({ refresh: true })).diagnostics.join("\n")).toContain("ListenerNotFound");
      }
    });
    if (!first) return;
    await engine.with({ config: config(false) }, (run) => isDone(engine, run, { refresh: true }));
    await engine.with({ config: { ...config(false), ...otherZone } }, (run) => isDone(engine, run));
  };

  const isDone = async (engine: EngineStack, run: SimulatedStack, options = {}): Promise<void> => {
    expect(await run.up(options)).toMatchObject({ failure: null, diagnostics: [] });
    expect(differences(run)).toEqual({ onlyInState: [], onlyInCloud: [] });
    expect(notOpen(await engine.graph(run))).toEqual([]);
    expect(standing(run)).toHaveLength(1);
    expect((await run.preview()).steps).toEqual([]);
  };
});

function standing({ journal }: SimulatedStack) {
  return [...journal.cloud.resources.values()].filter(({ type }) => type === loadBalancer.type);
}

/** Every load balancer, past Pulumi. */
function setProtection(run: SimulatedStack, enableDeletionProtection: boolean): void {
  for (const { type, id, inputs } of standing(run)) {
    run.journal.update(type, id, { ...inputs, enableDeletionProtection }, providerOf(run, type));
  }
}

function cloudOf({ journal }: SimulatedStack): unknown {
  return [...journal.cloud.resources.values()].map(({ urn, id, inputs }) => ({ urn, id, inputs }));
}
