import { describe, expect, it } from "vitest";
import { exampleGraph, exampleStacks } from "../example-stack";
import { runProgram } from "./example-program";
import { functionStack } from "./programs";

describe("examples/function-stack", () => {
  it.each(exampleStacks)("reads the stack %s and gives its endpoint to the function", async (stack) => {
    const { outputs: contract } = (await exampleGraph(stack)).resources[0]!;
    const { graph, outputs } = await runProgram(functionStack(`example/nvcf-lls/${stack}`, contract));
    const named = (name: string) => graph.resources.find((resource) => resource.name === name)!;

    const endpoint = `${contract.endpointHost as string}:${contract.endpointPort as number}`;
    const metadata = named("function").outputs.metadata as { name: string };
    expect(outputs).toEqual({ cluster: contract.cluster, streamsTo: endpoint, deploymentName: metadata.name });
    expect(named("endpoint").inputs.data).toEqual({
      STREAMING_HOST: contract.endpointHost,
      STREAMING_PORT: String(contract.endpointPort),
      STREAMING_CHART_VERSION: contract.chartVersion,
    });
    for (const name of ["endpoint", "function"]) {
      expect(named(name).provider, name).toContain("::pulumi:providers:kubernetes::kubernetes::");
    }
    const { template } = named("function").inputs.spec as { template: { spec: object } };
    const { name } = named("endpoint").outputs.metadata as { name: string };
    expect(template.spec).toMatchObject({
      nodeSelector: { "nvcf.nvidia.com/workload": "gpu" },
      containers: [{ envFrom: [{ configMapRef: { name } }], resources: { limits: { "nvidia.com/gpu": "1" } } }],
    });
  });
});
