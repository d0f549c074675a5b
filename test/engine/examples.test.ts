import * as ec2 from "@pulumi/aws/ec2";
import { afterEach, expect, it } from "vitest";
import { notOpen, violations } from "../examples/example-program";
import { aksComponent, bothClouds, eksCluster, eksComponent, functionStack, twoClusters } from "../examples/programs";
import { everything } from "../simulator/eks-programs";
import { emptyAccount } from "../simulator/own-cluster";
import { EngineProgram } from "./engine-program";
import { describeEngine, EngineStack } from "./engine-stack";

const stacks: { remove(): void }[] = [];
afterEach(() => stacks.splice(0).forEach((stack) => stack.remove()));

function fresh(program: EngineProgram["program"]): EngineProgram {
  const engine = new EngineProgram(program);
  stacks.push(engine);
  return engine;
}

describeEngine("from first preview to destroy", () => {
  it.each([eksComponent, eksCluster, aksComponent, twoClusters, bothClouds])(
    "examples/$folder is what it is without an engine, and open",
    async (example) => {
      await fresh(example).live((graph) => {
        expect(notOpen(graph)).toEqual([]);
        expect(violations(graph)).toEqual([]);
      });
    },
  );

  it("the components of @pulumi/eks are what they are without an engine", async () => {
    const common = { project: "streaming", stack: "dev", config: {}, secretKeys: [] };
    await fresh({ ...common, seed: emptyAccount, program: everything }).live();
  });
});

describeEngine("examples/both-clouds", () => {
  it("has no default provider, and refuses whatever would need one", async () => {
    const engine = fresh(bothClouds);
    await engine.with(async (stack) => {
      expect(await stack.up()).toMatchObject({ diagnostics: [], failure: null });
      const { resources = [] } = await stack.state();
      expect(resources.filter(({ urn }) => /::default(?:_|$)/.test(String(urn)))).toEqual([]);
    });
    const forgotten = {
      ...bothClouds,
      program: async () => {
        const outputs = await bothClouds.program();
        new ec2.Vpc("forgotten", { cidrBlock: "10.0.0.0/16" });
        return outputs;
      },
    };
    const other = fresh(forgotten);
    await other.with(async (stack) => {
      const { diagnostics, failure } = await stack.preview();
      expect(failure).not.toBeNull();
      expect(diagnostics.join("\n")).toMatch(/Default provider for 'aws' disabled.*::forgotten/);
    });
    // Without the line of the stack file the same program finds a default provider.
    const config = { ...bothClouds.config };
    delete config["pulumi:disable-default-providers"];
    await fresh({ ...forgotten, config }).with(async (stack) => {
      expect(await stack.preview()).toMatchObject({ diagnostics: [], failure: null });
    });
  });
});

describeEngine("examples/function-stack", () => {
  it("reads the stack of an installation that is deployed, and needs it to be there", async () => {
    const installation = EngineStack.fresh("dev");
    stacks.push(installation);
    const engine = fresh(functionStack(`organization/${installation.file.project}/${installation.name}`));
    const contract = await installation.with({}, async (stack) => {
      expect(await stack.up()).toMatchObject({ failure: null });
      return (await installation.graph(stack)).resources[0]!.outputs;
    });
    await engine.with(
      async (stack) => {
        expect(await stack.up()).toMatchObject({ diagnostics: [], failure: null });
        const { resources } = await engine.graph(stack);
        expect(resources[0]!.outputs).toMatchObject({
          cluster: contract.cluster,
          streamsTo: `${contract.endpointHost as string}:${contract.endpointPort as number}`,
        });
        const again = await stack.preview();
        expect(again).toMatchObject({ diagnostics: [], failure: null });
        expect(again.steps.map(({ operation, type }) => `${operation} ${type}`)).toEqual([
          "read pulumi:pulumi:StackReference",
        ]);
        expect(await stack.destroy()).toMatchObject({ diagnostics: [], failure: null });
        expect([...stack.journal.cloud.resources.keys()]).toEqual([]);
      },
      { environment: { PULUMI_BACKEND_URL: `file://${installation.folder}/backend` } },
    );
    await fresh(functionStack("organization/nvcf-lls/gone")).with(async (stack) => {
      const { failure, diagnostics } = await stack.preview();
      expect(failure).not.toBeNull();
      expect(diagnostics.join("\n")).toContain("organization/nvcf-lls/gone");
    });
  });
});
