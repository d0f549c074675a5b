import { afterAll, expect, it } from "vitest";
import { listener } from "../../simulator/aws/listener";
import { cloudFault } from "./cloud-faults";
import type { CloudOperation, Fault } from "../../simulator/engine/operation";
import type { SimulatedStack } from "../../simulator/engine/simulated-stack";
import { describeEngine, EngineStack } from "./engine-stack";
import { testFaults } from "./faults";

const eks = { addressing: { kind: "elasticIp" } };
const imageRegistry = "registry.example.com/nvcf";
const credentials = (registryPassword: string) => ({ registryUsername: "lls", registryPassword });

testFaults(
  "dev",
  { config: { eks, imageRegistry }, secrets: credentials("first-password") },
  {
    // The load balancer goes to another zone with its address: it and the listener are deleted first.
    config: { eks, imageRegistry, availabilityZone: "us-west-2b", port: 443, tags: { team: "streaming" } },
    secrets: credentials("second-password"),
  },
);

describeEngine("a change of the listener that AWS refused", () => {
  const engine = EngineStack.fresh("dev");
  afterAll(() => engine.remove());

  it("is taken for done by the next up, and done by one that reads the cloud", async () => {
    const portOf = (run: SimulatedStack): unknown =>
      [...run.journal.cloud.resources.values()].find(({ type }) => type === listener.type)?.inputs.port;
    let refused = 0;
    const fault = (operation: CloudOperation): Fault | undefined =>
      operation.type === listener.type && operation.kind === "update" && refused++ === 0
        ? cloudFault("throttled", operation)
        : undefined;
    await engine.with({}, async (run) => {
      expect(await run.up()).toMatchObject({ failure: null });
    });
    await engine.with({ config: { port: 443 }, behaviour: { fault } }, async (run) => {
      expect((await run.up()).diagnostics.join("\n")).toContain("Throttling: Rate exceeded");
      expect(await run.up()).toMatchObject({ failure: null, diagnostics: [] });
      expect(portOf(run)).toBe(5004);
      expect(await run.up({ refresh: true })).toMatchObject({ failure: null, diagnostics: [] });
      expect(portOf(run)).toBe(443);
      expect((await run.preview({ refresh: true })).steps).toEqual([]);
    });
  });
});
