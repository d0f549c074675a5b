import * as pulumi from "@pulumi/pulumi";
import { describe, expect, it } from "vitest";
import { BadInput, SimulatedCloud, testStack } from "../../exports/testing";
import { cluster, Component } from "./programs";

const call = testStack as (...args: unknown[]) => Promise<unknown>;
const program = () => new Component("it");

describe("law: wrong arguments are one BadInput that names each, and nothing runs", () => {
  it.each<[string, unknown[], string[]]>([
    [
      "nothing",
      [],
      ['program: must be a function that makes the resources: () => import("…")', "options: is required"],
    ],
    ["a module", [import("./programs.js"), { cloud: cluster }], ["program: must be a function"]],
    [
      "a path",
      ["./index", { cloud: cluster }],
      ['program: must be a function that makes the resources: () => import("…") (got "./index")'],
    ],
    ["no cloud", [program, {}], ["cloud: is required, and must be what exists before, with `cloud` eks or aks"]],
    [
      "the name of a cloud",
      [program, { cloud: "eks" }],
      [
        'cloud: must be what exists before, with `cloud` eks or aks: assumedEksCluster(…), assumedAksCluster(…), or facts (got "eks")',
      ],
    ],
    ["a cloud of a run", [program, { cloud: new SimulatedCloud(cluster) }], ["cloud: must be what exists before"]],
    ["a cloud that is none", [program, { cloud: { cloud: "gke" } }], ["cloud: must be what exists before"]],
    [
      "half a cloud",
      [program, { cloud: { cloud: "aks", location: "westeurope" } }],
      ["cloud.subscription: is required", "cloud.cluster: is required", "cloud.network: is required"],
    ],
    [
      "misspelt options",
      [program, { cloud: cluster, Config: {}, stackReference: {} }],
      [
        "Config: is no argument; did you mean `config`?",
        "stackReference: is no argument; did you mean `stackReferences`?",
      ],
    ],
    [
      "wrong types",
      [
        program,
        {
          cloud: cluster,
          config: [],
          secrets: "a",
          preview: "yes",
          strict: 1,
          idleSeconds: 0,
          project: "a/b",
          stack: "",
          organization: " a",
        },
      ],
      [
        "config: must be a map",
        "secrets: must be a map",
        "preview: must be true or false",
        "strict: must be true or false",
        "idleSeconds: must be a number of seconds above 0 (got 0)",
        "project: must be 1-100 letters",
        "stack: must be 1-100 letters",
        "organization: must be text",
      ],
    ],
    [
      "configuration that is not known",
      [program, { cloud: cluster, config: { id: pulumi.output("a"), fn: () => 1, none: null } }],
      ["config.id: must be text, or what JSON can write", "config.fn: must be text", "config.none: must be text"],
    ],
    [
      "a key twice",
      [program, { cloud: cluster, config: { token: "a" }, secrets: { token: "b" } }],
      ["secrets.token: is in config as well; give it once"],
    ],
    [
      "stacks that are none",
      [
        program,
        {
          cloud: cluster,
          stackReferences: { "org/a/b": { endpoint: "a" }, "org/c/d": { outputs: {}, secretNames: "a" } },
        },
      ],
      [
        'stackReferences["org/a/b"]: must be { outputs: { … } }',
        'stackReferences["org/c/d"].secretNames: must be a list',
      ],
    ],
    [
      "clusters that are none",
      [program, { cloud: [cluster, { cloud: "gke" }, { cloud: "eks", region: "us-west-2" }] }],
      ["cloud[1]: must be what exists before", "cloud[2].account: is required"],
    ],
    ["no cluster", [program, { cloud: [] }], ["cloud: must have at least one cluster"]],
    [
      "mocks that are none",
      [program, { cloud: cluster, mocks: () => undefined }],
      ["mocks: must have newResource, call or both"],
    ],
    [
      "mocks that are no functions",
      [program, { cloud: cluster, mocks: { newResource: {}, call: "a" } }],
      ["mocks.newResource: must be a function", "mocks.call: must be a function"],
    ],
  ])("%s", async (_, args, problems) => {
    const error: unknown = await call(...args).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(BadInput);
    const { message } = error as BadInput;
    expect(message.split("\n")[0]).toBe(`testStack: ${problems.length} problem${problems.length === 1 ? "" : "s"}`);
    for (const problem of problems) expect(message).toContain(`\n  ${problem}`);
  });

  it("what is secret is not told", async () => {
    const error: unknown = await call(program, { cloud: cluster, secrets: { token: () => "hunter2" } }).catch(
      (e: unknown) => e,
    );
    expect(String(error)).toContain("secrets.token");
    expect(String(error)).not.toContain("hunter2");
  });
});

it("mocks may be an instance of a class, such as those for the SDK", async () => {
  class Mocks implements pulumi.runtime.Mocks {
    private readonly suffix = "-id";
    newResource({ name, inputs }: pulumi.runtime.MockResourceArgs) {
      return { id: name + this.suffix, state: inputs as Record<string, unknown> };
    }
    call() {
      return { answer: this.suffix };
    }
  }
  class Bucket extends pulumi.CustomResource {}
  const { outputs } = await testStack(
    async () => ({ id: new Bucket("aws:s3/bucket:Bucket", "it").id, answer: await pulumi.runtime.invoke("a:b:c", {}) }),
    { cloud: cluster, mocks: new Mocks() },
  );
  expect(outputs).toEqual({ id: "it-id", answer: { answer: "-id" } });
});
