import * as pulumi from "@pulumi/pulumi";
import fc from "fast-check";
import { readFileSync } from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import * as z from "zod";
import { BadInput, fromStackReference, type ContractOptions, type Contracts } from "../../components";
import { contractSchemas } from "../../components/contract/schema";
import { secretPlaceholder } from "../../graph/resource-graph";
import { unknownValue } from "../../graph/unknown";
import { SimulatedCloud } from "../../simulator/cloud";
import { runSimulated } from "../../simulator/run";
import { factsOf } from "../discovery/eks/dev-facts";
import { exampleGraph, exampleStacks } from "../example-stack";

type Outputs = Record<string, unknown>;

const schemas = contractSchemas(z);
const committed = z.fromJSONSchema(
  JSON.parse(readFileSync("components/contract/contract.schema.json", "utf8")) as z.core.JSONSchema.JSONSchema,
);
const keysOf = (cloud: keyof Contracts): string[] => Object.keys(schemas[cloud].shape);
const requiredOf = (cloud: keyof Contracts): string[] =>
  keysOf(cloud).filter(
    (key) => !(schemas[cloud].shape as Record<string, z.ZodType>)[key]!.safeParse(undefined).success,
  );

/** What each example stack gives, by its name. */
let examples: Record<string, Outputs>;

beforeAll(async () => {
  const graphs = await Promise.all(exampleStacks.map((stack) => exampleGraph(stack)));
  examples = Object.fromEntries(exampleStacks.map((stack, index) => [stack, graphs[index]!.resources[0]!.outputs]));
});

interface Reading {
  outputs?: Outputs;
  secretNames?: string[];
  options?: ContractOptions<any>;
  preview?: boolean;
}

const name = "example/nvcf-lls/dev";

/** The contract as a program reads it from a stack of these outputs; a secret is `secretPlaceholder`. */
async function read({ outputs = {}, secretNames, options, preview }: Reading): Promise<Outputs> {
  const result = await runSimulated({
    cloud: new SimulatedCloud(factsOf("dev.json")),
    ...{ project: "functions", stack: "test", config: {}, secretKeys: [], preview },
    stackReferences: { [name]: { outputs, secretNames } },
    program: async () => ({ read: fromStackReference(new pulumi.StackReference(name), options) }),
  });
  return result.outputs.read as Outputs;
}

const refusalOf = (reading: Reading): Promise<BadInput> =>
  read(reading).then(
    () => Promise.reject(new Error("nothing was refused")),
    (error: unknown) => (error instanceof BadInput ? error : Promise.reject(error as Error)),
  );

describe("the outputs of an example stack", () => {
  it.each(exampleStacks)("%s are the contract, as schema and committed JSON Schema have it", (stack) => {
    const outputs = examples[stack]!;
    const schema = schemas[outputs.cloud as keyof Contracts] as z.ZodType;
    const { verify, ...contract } = outputs;
    expect(schema.parse(outputs)).toEqual(contract);
    expect(committed.safeParse(outputs).error).toBeUndefined();
    expect(verify).toEqual(expect.any(Array));
  });

  it.each(exampleStacks)("%s come back from its stack reference, with a cloud all of them", async (stack) => {
    const { verify, ...contract } = examples[stack]!;
    const common = keysOf("eks").filter((key) => keysOf("aks").includes(key));
    expect(await read({ outputs: { ...contract, verify } })).toEqual(
      Object.fromEntries(common.map((key) => [key, contract[key]])),
    );
    expect(await read({ outputs: contract, options: { cloud: contract.cloud } })).toEqual(contract);
  });

  it("may stand in one output of a stack that has others", async () => {
    const outputs = { contract: "of another kind", lls: examples.dev! };
    expect(await read({ outputs, options: { output: "lls" } })).toMatchObject({ cluster: "nvcf-dev" });
    expect((await refusalOf({ outputs, options: { output: "llss" } })).message).toMatch(
      /^Output 'llss' of stack 'example\/nvcf-lls\/dev', no contract \(this program reads version 1\)[^]*name the output/,
    );
  });
});

const anyStack = fc.constantFrom(...exampleStacks);
/** Nothing that a key of the contract takes: no text and no port. */
const anyWrongValue = fc.oneof(
  fc.constantFrom<unknown>(null, "", true, [], ["a"], {}, { a: 1 }, 0, -1, 65536, 1.5),
  fc.double({ noInteger: true, noNaN: true }),
);

describe("law: a mismatch is one error that names each key and both versions:", () => {
  it("keys that are missing or wrong", { timeout: 60_000 }, async () => {
    const anyChange = fc.dictionary(fc.nat(), fc.option(anyWrongValue, { nil: undefined }), { minKeys: 1, maxKeys: 4 });
    await fc.assert(
      fc.asyncProperty(anyStack, anyChange, fc.boolean(), async (stack, changes, asks) => {
        const outputs = { ...examples[stack] };
        const cloud = outputs.cloud as keyof Contracts;
        const keys = requiredOf(cloud).filter((key) => !["contract", "cloud"].includes(key));
        const changed = Object.entries(changes).map(
          ([index, value]) => [keys[Number(index) % keys.length]!, value] as const,
        );
        for (const [key, value] of changed) outputs[key] = value;
        const error = await refusalOf({ outputs, options: asks ? { cloud } : {} });
        expect(error.problems.map(({ path }) => path).sort()).toEqual([...new Set(changed.map(([key]) => key))].sort());
        expect(error.message).toContain("'example/nvcf-lls/dev', contract version 1 (this program reads version 1)");
        for (const { reason } of error.problems)
          expect(reason).toMatch(/^(is missing|must .*); deploy that stack again/);
      }),
      { numRuns: 100 },
    );
  });

  it("optional keys that are there and wrong", async () => {
    for (const stack of exampleStacks) {
      const cloud = examples[stack]!.cloud as keyof Contracts;
      for (const key of keysOf(cloud).filter((each) => !requiredOf(cloud).includes(each))) {
        const { problems } = await refusalOf({ outputs: { ...examples[stack], [key]: 7 } });
        expect(problems).toEqual([{ path: key, reason: expect.stringMatching(/^must be text; deploy/) }]);
      }
    }
  });

  it("another version, whatever else there is", async () => {
    const anyVersion = fc.oneof(fc.integer(), fc.double(), fc.string(), fc.constantFrom(undefined, null, {}));
    await fc.assert(
      fc.asyncProperty(anyVersion, fc.dictionary(fc.string(), fc.string()), async (version, rest) => {
        fc.pre(version !== 1);
        const error = await refusalOf({ outputs: { ...rest, contract: version } });
        expect(error.problems.map(({ path }) => path)).toEqual(["contract"]);
        expect(error.message).toContain("(this program reads version 1)");
        if (typeof version === "number") expect(error.message).toContain(`, contract version ${version} (`);
      }),
      { numRuns: 50 },
    );
  });

  it.each<[string, Outputs | undefined, string]>([
    ["newer", { contract: 2 }, "is 2, and this program reads 1; update nvcf-lls here"],
    ["older", { contract: 0 }, "is 0, and this program reads 1; deploy that stack again"],
    ["none", {}, "is missing: no installation of nvcf-lls, or one that is older than the contract"],
    ["text", { contract: "1" }, "must be the number 1"],
  ])("a version that is %s says what to do", async (_, outputs, reason) => {
    expect((await refusalOf({ outputs })).message).toContain(`contract: ${reason}`);
  });

  it.each<[unknown, object, string]>([
    ["gke", {}, "cloud: must be eks or aks"],
    ["eks", { cloud: "aks" }, "cloud: is eks, and this program asks for aks"],
  ])("cloud %s where %j is asked for", async (cloud, options, message) => {
    expect((await refusalOf({ outputs: { ...examples.dev, cloud }, options })).message).toContain(message);
  });
});

describe("what is secret", () => {
  const secretOf = async (reading: Reading): Promise<string[]> =>
    Object.entries(await read(reading)).flatMap(([key, value]) => (value === secretPlaceholder ? [key] : []));

  it("stays secret, and nothing else becomes it", async () => {
    const options = { cloud: "eks" };
    expect(await secretOf({ outputs: examples.dev, options })).toEqual([]);
    const secretNames = ["endpointHost", "verify"];
    expect(await secretOf({ outputs: examples.dev, options, secretNames })).toEqual(["endpointHost"]);
    const nested = { outputs: { lls: examples.dev }, secretNames: ["lls"], options: { ...options, output: "lls" } };
    expect(await secretOf(nested)).toEqual(Object.keys(await read(nested)));
  });

  it("is not told where it is wrong", async () => {
    const outputs = { ...examples.dev, endpointHost: { password: "hunter2" }, endpointPort: "hunter2" };
    const { message, problems } = await refusalOf({ outputs, secretNames: ["endpointHost", "endpointPort"] });
    expect(problems.map(({ path }) => path).sort()).toEqual(["endpointHost", "endpointPort"]);
    expect(message).not.toContain("hunter2");
  });
});

it("what is not known yet stays unknown, and is not refused", async () => {
  const contract = await read({ outputs: { ...examples.dev, contract: unknownValue }, preview: true });
  expect(Object.keys(contract)).toContain("endpointHost");
  expect([...new Set(Object.values(contract))]).toEqual([unknownValue]);
});

it.each<[string, unknown, unknown, string]>([
  [
    "no reference",
    undefined,
    undefined,
    "reference: is required, and must be a stack reference: new pulumi.StackReference(",
  ],
  ["the name of a stack", "example/nvcf-lls/dev", undefined, "reference: must be a stack reference"],
  [
    "a cloud that there is not",
    { getOutput: () => pulumi.output(1) },
    { cloud: "gke" },
    "options.cloud: must be eks or aks",
  ],
])("%s is refused at once", (_, reference, options, message) => {
  expect(() => fromStackReference(reference as pulumi.StackReference, options as ContractOptions)).toThrow(message);
});
