import * as pulumi from "@pulumi/pulumi";
import type { MockResourceArgs } from "@pulumi/pulumi/runtime";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { exampleGraph, exampleStacks } from "../example-stack";

const installation = "example/nvcf-lls/dev";

/** Runs the example with mocks of the SDK, beside an installation of these outputs. */
async function run(contract: Record<string, unknown>) {
  const made: MockResourceArgs[] = [];
  await pulumi.runtime.setMocks(
    {
      newResource: (args) => {
        made.push(args);
        const state =
          args.type === "pulumi:pulumi:StackReference" ? { ...args.inputs, outputs: contract } : args.inputs;
        return { id: `${args.name}-id`, state: { metadata: { name: args.name }, ...state } };
      },
      call: () => ({}),
    },
    "streaming-function",
    "dev",
  );
  pulumi.runtime.setAllConfig(
    {
      "streaming-function:installation": installation,
      "streaming-function:image": "registry.example.com/function:1.0.0",
      "streaming-function:kubeconfig": "{}",
    },
    ["streaming-function:kubeconfig"],
  );
  const { cluster, streamsTo, deploymentName } = await import("../../examples/function-stack/index.js");
  return { made, outputs: await promised(pulumi.all({ cluster, streamsTo, deploymentName })) };
}

function promised<T>(output: pulumi.Output<T>): Promise<T> {
  return (output as unknown as { promise(): Promise<T> }).promise();
}

beforeEach(() => vi.resetModules());

describe("examples/function-stack", () => {
  it.each(exampleStacks)("reads the stack %s and gives its endpoint to the function", async (stack) => {
    const { outputs: contract } = (await exampleGraph(stack)).resources[0]!;
    const { made, outputs } = await run(contract);
    const endpoint = `${contract.endpointHost as string}:${contract.endpointPort as number}`;
    expect(outputs).toEqual({ cluster: contract.cluster, streamsTo: endpoint, deploymentName: "function" });

    const named = (name: string) => made.find((resource) => resource.name === name)!;
    expect(named(installation).type).toBe("pulumi:pulumi:StackReference");
    expect(named("endpoint").inputs.data).toEqual({
      STREAMING_HOST: contract.endpointHost,
      STREAMING_PORT: String(contract.endpointPort),
      STREAMING_CHART_VERSION: contract.chartVersion,
    });
    for (const name of ["endpoint", "function"]) {
      expect(named(name).provider, name).toContain("::pulumi:providers:kubernetes::kubernetes::");
    }
    const { template } = named("function").inputs.spec;
    expect(template.spec).toMatchObject({
      nodeSelector: { "nvcf.nvidia.com/workload": "gpu" },
      containers: [
        { envFrom: [{ configMapRef: { name: "endpoint" } }], resources: { limits: { "nvidia.com/gpu": "1" } } },
      ],
    });
  });
});
