import * as pulumi from "@pulumi/pulumi";
import { expect, it } from "vitest";
import { SimulatedCloud } from "../../simulator/cloud";
import { runSimulated, type SimulatedResult } from "../../simulator/run";
import { seed } from "./fixture";

const run = (program: () => Promise<undefined>): Promise<SimulatedResult> =>
  runSimulated({
    ...{ cloud: new SimulatedCloud(seed()), project: "test", stack: "dev", config: {}, secretKeys: [] },
    program,
  });

class Component extends pulumi.ComponentResource {
  constructor(name: string, opts?: pulumi.ComponentResourceOptions) {
    super("test:index:Component", name, {}, opts);
  }
}

const never = (): never => {
  throw new Error("an engine would call this");
};
const urn = (name: string): string => `urn:pulumi:dev::test::test:index:Component::${name}`;
const root = "urn:pulumi:dev::test::pulumi:pulumi:Stack::test-dev";

it.each<[string, () => unknown, object[]]>([
  ["transforms", () => new Component("it", { transforms: [never] }), [{ urn: urn("it"), option: "transforms" }]],
  [
    "hooks, plain and named",
    () => {
      const named = new pulumi.ResourceHook("named", never);
      return new Component("it", { hooks: { beforeCreate: [never], afterDelete: [named], beforeUpdate: [] } });
    },
    [
      { urn: urn("it"), option: "hooks.beforeCreate" },
      { urn: urn("it"), option: "hooks.afterDelete" },
    ],
  ],
  [
    "hooks for errors",
    () => new Component("it", { hooks: { onError: [new pulumi.ErrorHook("failed", never)] } }),
    [{ urn: urn("it"), option: "hooks.onError" }],
  ],
  ["a hook that no resource has", () => [new pulumi.ResourceHook("unused", never), new Component("it")], []],
  [
    "transforms of all resources",
    () => [pulumi.runtime.registerResourceTransform(never), new Component("it")],
    [{ urn: root, option: "transforms" }],
  ],
  [
    "transforms of all functions",
    () => [pulumi.runtime.registerInvokeTransform(never), new Component("it")],
    [{ urn: root, option: "invokeTransforms" }],
  ],
])("%s: the program runs, and is told that they were not applied", async (_, program, expected) => {
  const { graph, notApplied } = await run(async () => void program());
  expect(graph.resources.map(({ name }) => name)).toEqual(["test-dev", "it"]);
  expect(notApplied).toEqual(expected);
});

it("transformations are applied: the SDK does it itself", async () => {
  const { graph, notApplied } = await run(async () => {
    pulumi.runtime.registerStackTransformation(({ props, opts }) => ({ props, opts: { ...opts, protect: true } }));
    new Component("it");
    return undefined;
  });
  expect(graph.resources[1]!.options).toEqual({ protect: true });
  expect(notApplied).toEqual([]);
});
