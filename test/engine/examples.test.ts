import { afterEach, expect, it } from "vitest";
import { eksCluster } from "../examples/eks-cluster";
import { notOpen } from "../examples/example-program";
import { everything } from "../simulator/eks-programs";
import { emptyAccount } from "../simulator/own-cluster";
import { EngineProgram } from "./engine-program";
import { describeEngine } from "./engine-stack";

let engine: EngineProgram | undefined;
afterEach(() => engine?.remove());

describeEngine("from first preview to destroy", () => {
  it.each([eksCluster])("examples/$folder is what it is without an engine, and open", async (example) => {
    engine = new EngineProgram(example);
    await engine.live((graph) => expect(notOpen(graph)).toEqual([]));
  });

  it("the components of @pulumi/eks are what they are without an engine", async () => {
    const common = { project: "streaming", stack: "dev", config: {}, secretKeys: [] };
    engine = new EngineProgram({ ...common, seed: emptyAccount, program: everything });
    await engine.live();
  });
});
