import * as pulumi from "@pulumi/pulumi";
import * as ec2 from "@pulumi/aws/ec2";
import { describe, expect, it } from "vitest";
import { unknownValue } from "../../graph/unknown";
import { SimulatedCloud } from "../../simulator/cloud";
import { NotSimulated } from "../../simulator/not-simulated";
import { runSimulated, type SimulatedResult, type SimulatedRun } from "../../simulator/run";
import { simulatedFunctions, simulatedTypes } from "../../simulator/types";
import { seed } from "./fixture";

const run = (program: SimulatedRun["program"], change: Partial<SimulatedRun> = {}): Promise<SimulatedResult> =>
  runSimulated({
    ...{ cloud: new SimulatedCloud(seed()), project: "test", stack: "dev", config: {}, secretKeys: [] },
    ...change,
    program,
  });

/** A resource of any type. */
class Resource extends pulumi.CustomResource {
  declare readonly result: pulumi.Output<string>;

  constructor(type: string, name: string, args: pulumi.Inputs = {}, opts?: pulumi.CustomResourceOptions) {
    super(type, name, { result: undefined, ...args }, opts);
  }
}

/** A remote component of any type. */
class Remote extends pulumi.ComponentResource {
  declare readonly result: pulumi.Output<string>;

  constructor(type: string, name: string, args: pulumi.Inputs = {}) {
    super(type, name, { result: undefined, ...args }, {}, true);
  }
}

const password = "random:index/randomPassword:RandomPassword";
const flowLog = "aws:ec2/flowLog:FlowLog";
const find = ({ graph }: SimulatedResult, name: string) => graph.resources.find((one) => one.name === name)!;

describe("a resource of a package that is not simulated", () => {
  it("has its inputs for outputs, an id of its own, and is listed", async () => {
    const program = async () => {
      const first = new Resource(password, "first", { length: 16, secret: pulumi.secret("hunter2") });
      new Resource(password, "second", { of: first.id });
      return { id: first.id };
    };
    const result = await run(program);
    const first = find(result, "first");
    expect(first.id).toMatch(/^first-[0-9a-f]{7}$/);
    expect(first.outputs).toEqual({ length: 16, secret: "[secret]" });
    expect(find(result, "second").inputs).toEqual({ of: first.id });
    expect(result.echoed).toEqual([first.urn, find(result, "second").urn]);
    expect(JSON.stringify(result)).not.toContain("hunter2");
    expect(await run(program)).toEqual(result);
  });

  it("has no id in a preview, and no mock is asked", async () => {
    const newResource = () => ({ id: "x", state: {} });
    const result = await run(async () => ({ id: new Resource(password, "it", { length: 16 }).id }), {
      ...{ preview: true, mocks: { newResource } },
    });
    expect(find(result, "it")).not.toHaveProperty("id");
    expect(result.outputs.id).toBe(unknownValue);
  });

  it("may be a remote component, and one that exists already", async () => {
    const result = await run(async () => {
      new Remote("awsx:ec2:Vpc", "network", { cidr: "192.0.2.0/24" });
      return { result: new Resource(password, "old", { result: "known" }, { id: "old-1" }).result };
    });
    expect(find(result, "network")).toMatchObject({ custom: false, outputs: { cidr: "192.0.2.0/24" } });
    expect(result.outputs).toEqual({ result: "known" });
    expect(result.echoed).toHaveLength(2);
  });
});

describe("mocks", () => {
  const asked: pulumi.runtime.MockResourceArgs[] = [];
  const mocks: SimulatedRun["mocks"] = {
    newResource: async (args) => {
      asked.push(args);
      if (args.type === flowLog) return { id: "fl-1", state: { ...args.inputs, arn: pulumi.output("arn:flow") } };
      if (args.id) return { id: "ignored", state: { cidrBlock: "192.0.2.0/24" } };
      return undefined;
    },
    call: ({ token, inputs }) => {
      if (token === "aws:ec2/getVpc:getVpc") return { id: inputs.id, cidrBlock: "192.0.2.0/24" };
      if (token === "aws:ec2/getSubnets:getSubnets") return { ids: ["subnet-1"] };
      if (token === "team:index:broken") throw new Error("not today");
      return undefined;
    },
  };

  it("make what the simulator does not know, and are not asked for what it knows", async () => {
    asked.length = 0;
    const result = await run(
      async () => {
        const group = new ec2.SecurityGroup("group");
        const flow = new ec2.FlowLog("flow", { vpcId: group.vpcId, trafficType: pulumi.secret("ALL") });
        new Resource(password, "left");
        return { id: flow.id, arn: flow.arn };
      },
      { mocks },
    );
    expect(result.outputs).toEqual({ id: "fl-1", arn: "arn:flow" });
    expect(asked.map(({ type, inputs }) => [type, inputs.trafficType])).toEqual(
      expect.arrayContaining([
        [flowLog, "ALL"],
        [password, undefined],
      ]),
    );
    expect(asked).toHaveLength(2);
    expect(result.echoed).toEqual([find(result, "left").urn]);
    expect(find(result, "flow").outputs.trafficType).toBe("[secret]");
  });

  it("read what exists, and keep its id", async () => {
    const { outputs } = await run(
      async () => {
        const vpc = ec2.Vpc.get("shared", "vpc-1");
        return { id: vpc.id, cidr: vpc.cidrBlock };
      },
      { mocks },
    );
    expect(outputs).toEqual({ id: "vpc-1", cidr: "192.0.2.0/24" });
  });

  it("answer functions, and filters of functions, that the simulator does not know", async () => {
    const { outputs } = await run(
      async () => ({
        cidr: (await ec2.getVpc({ id: "vpc-1" })).cidrBlock,
        byTag: (await ec2.getSubnets({ filters: [{ name: "tag:Name", values: ["a"] }] })).ids,
        byZone: (await ec2.getSubnets({ filters: [{ name: "availability-zone", values: ["us-west-2z"] }] })).ids,
      }),
      { mocks },
    );
    expect(outputs).toEqual({ cidr: "192.0.2.0/24", byTag: ["subnet-1"], byZone: [] });
  });

  it("may refuse, and the program may go on", async () => {
    const program = async () => ({
      message: await pulumi.runtime.invoke("team:index:broken", {}).catch(({ message }: Error) => message),
    });
    expect((await run(program, { mocks })).outputs).toEqual({ message: "team:index:broken: not today" });
  });

  it.each<[string, () => any, RegExp]>([
    ["nothing but text", () => "id", /flow: mocks\.newResource has to answer \{ id, state \} or undefined, not "id"/],
    ["no id", () => ({ state: {} }), /mocks\.newResource has to answer/],
    ["no state", () => ({ id: "a" }), /mocks\.newResource has to answer/],
    [
      "an error",
      () => {
        throw new Error("not today");
      },
      /FlowLog::flow: mocks\.newResource: not today/,
    ],
  ])("that answer a resource with %s end the run with its URN", async (_, newResource, message) => {
    await expect(run(async () => void new ec2.FlowLog("flow"), { mocks: { newResource } })).rejects.toThrow(message);
  });

  it("that answer a function with text are told so", async () => {
    const call = (() => "text") as never;
    await expect(run(async () => void (await ec2.getVpc({})), { mocks: { call } })).rejects.toThrow(
      /mocks\.call has to answer aws:ec2\/getVpc:getVpc with an object or undefined, not "text"/,
    );
  });

  it("do not hide that two resources have one name", async () => {
    const program = async () => void [new ec2.FlowLog("twice"), new ec2.FlowLog("twice")];
    await expect(run(program, { mocks })).rejects.toThrow(/duplicate resource: .*FlowLog::twice/);
  });
});

describe("law: what nobody answers ends the run, and the message has what is nearest by name", () => {
  const failure = async (program: () => unknown): Promise<NotSimulated> => {
    const error: unknown = await run(async () => void (await program())).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(NotSimulated);
    return error as NotSimulated;
  };
  const misspelt = (token: string): string => token.replace(/\w+$/, (name) => `x${name}`);

  it.each([...simulatedTypes.keys()].map((token) => [token]))("a type like %s", async (token) => {
    const error = await failure(() => new Resource(misspelt(token), "it"));
    expect(error).toMatchObject({ kind: "resource type", token: misspelt(token), nearest: token });
    expect(error.message).toMatch(/^urn:pulumi:dev::test::.*::it: /);
    expect(error.message).toContain(`nearest by name is ${token}`);
  });

  it.each([...simulatedFunctions.keys()].map((token) => [token]))("a function like %s", async (token) => {
    const error = await failure(() => pulumi.runtime.invoke(misspelt(token), {}));
    expect(error).toMatchObject({ kind: "function", token: misspelt(token), nearest: token });
  });

  it("a name that is in another module", async () => {
    const error = await failure(() => new Resource("aws:elasticloadbalancing/loadBalancer:LoadBalancer", "it"));
    expect(error.nearest).toBe("aws:lb/loadBalancer:LoadBalancer");
  });

  it("a name that is like no other has none", async () => {
    expect((await failure(() => new Resource("aws:s3/bucket:Bucket", "it"))).nearest).toBeUndefined();
  });

  it("a type of a version, of a remote component, a method, an existing resource", async () => {
    const versioned = "azure-native:network/v20240501:RouteServer";
    expect(await failure(() => new Resource(versioned, "it"))).toMatchObject({ kind: "resource type" });
    expect(await failure(() => new Remote("eks:index:NodeGroup", "it"))).toMatchObject({ kind: "component" });
    expect(await failure(() => ec2.Vpc.get("it", "vpc-1"))).toMatchObject({ kind: "existing resource" });
    expect(await failure(() => pulumi.runtime.call("aws:ec2/vpc:Vpc/method", {}))).toMatchObject({ kind: "method" });
  });
});
