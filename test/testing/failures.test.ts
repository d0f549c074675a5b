import * as pulumi from "@pulumi/pulumi";
import * as ec2 from "@pulumi/aws/ec2";
import * as helm from "@pulumi/kubernetes/helm/v3";
import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { assumedAksCluster } from "../../exports/testing";
import { lls } from "../../exports/eks";
import { BadInput } from "../../components/bad-input";
import { aksInstallation } from "./aks-program";
import { cluster, Component, failure, install, providers, tested } from "./programs";

// Laws of failing: the message names component or resource, property and remedy.

const boom = (): never => {
  throw new Error("boom");
};
const rejected = (): pulumi.Output<never> => pulumi.output(Promise.reject(new Error("boom")));
const never = (): pulumi.Output<string> => pulumi.output(new Promise<string>(() => undefined));
const eip = (name = "eip", args: ec2.EipArgs = {}): ec2.Eip => new ec2.Eip(name, args);
const here = String.raw`\(test/testing/failures\.test\.ts:\d+\)`;

describe("law: an error that nothing awaits fails the run with its place", () => {
  it.each<[string, () => unknown, RegExp]>([
    [
      "in an apply on a resource",
      () => void eip().publicIp.apply(boom),
      /^in an apply on publicIp of eip \[aws:ec2\/eip:Eip\] HERE: boom$/,
    ],
    [
      "in an apply on a component",
      () => void install().endpointHost.apply(boom),
      /^in an apply on endpointHost of lls \[nvcf-lls:index:EksLls\] HERE: boom$/,
    ],
    [
      "in an apply on several",
      () => void pulumi.all([eip("a").id, eip("b").id]).apply(boom),
      /^in an apply on an output of a \[.*\], b \[.*\] HERE: boom$/,
    ],
    [
      "in an apply in an apply",
      () => void eip("a").id.apply(() => eip("b").id.apply(boom)),
      /^in an apply on id of b \[.*\] HERE: boom$/,
    ],
    [
      "in an apply that takes its time",
      () => void eip().id.apply(async () => (await sleep(30), boom())),
      /^in an apply on id of eip \[.*\] HERE: boom$/,
    ],
    [
      "in an apply on no resource",
      () => void pulumi.output(1).apply(boom),
      /^in an apply on an output of no resource HERE: boom$/,
    ],
    ["of an output", () => void rejected(), /^a promise, output or callback that nothing awaits HERE: boom$/],
    ["of a promise", () => void Promise.reject(new Error("boom")), /nothing awaits HERE: boom$/],
    ["in a timer", async () => (setTimeout(boom, 1), sleep(30)), /nothing awaits HERE: boom$/],
    [
      "of an input",
      () => new Component("it", { a: { b: ["x", rejected()] } }),
      /^input a\.b\[1\] of it \[test:index:Component\]: .*boom$/,
    ],
    [
      "of an input that an apply makes",
      () => new Component("it", { a: eip().id.apply(boom) }),
      /^input a of it \[test:index:Component\], in an apply on id of eip \[.*\] HERE: .*boom$/,
    ],
    [
      "of an option",
      () => new Component("it", {}, { dependsOn: rejected() }),
      /^input opts\.dependsOn of it \[.*\]: boom$/,
    ],
    [
      "of a component's output",
      () => new Component("it")["registerOutputs"]({ a: [rejected()] }),
      /^output a\[0\] of it \[test:index:Component\]: .*boom$/,
    ],
    ["of a stack output", () => ({ a: { b: rejected() } }), /^stack output a\.b: boom$/],
  ])("%s", async (_, program, message) => {
    const error = await failure(program);
    const text = message.source.replace("HERE", here);
    expect(error.message).toMatch(new RegExp(text));
    // Test runners print the stack.
    expect(error.stack).toContain("boom");
    expect(error.stack).toContain(error.message);
  });

  it("keeps what a test runner shows of an assertion", async () => {
    const program = () => void eip().id.apply((id) => expect(id).toBe("eipalloc-1")); // eslint-disable-line no-restricted-syntax
    const error = await failure(program);
    expect(error).toMatchObject({ name: "AssertionError", expected: "eipalloc-1", actual: expect.any(String) });
    expect(error.message).toMatch(/^in an apply on id of eip .*: expected 'eipalloc-.*' to be 'eipalloc-1'/);
  });

  it("but not one that the program recovers from", async () => {
    const { outputs } = await tested(() => ({ a: pulumi.recover(eip().id.apply(boom), () => "mended") }));
    expect(outputs).toEqual({ a: "mended" });
  });
});

describe("law: what never becomes known ends the run, by name", () => {
  const idleSeconds = 0.3;

  it.each<[string, () => unknown, string[]]>([
    [
      "an input, but not what waits for that resource",
      () => {
        const first = eip("first", { networkInterface: never() });
        return { id: eip("second", { networkInterface: first.id }).id };
      },
      ["input networkInterface of first [aws:ec2/eip:Eip]"],
    ],
    [
      "a nested input",
      () => new Component("it", { a: [{ b: never() }] }),
      ["input a[0].b of it [test:index:Component]"],
    ],
    [
      "a promise",
      () => new Component("it", { a: new Promise(() => undefined) }),
      ["input a of it [test:index:Component]"],
    ],
    [
      "dependsOn",
      () => new Component("it", {}, { dependsOn: pulumi.output(new Promise<pulumi.Resource>(() => undefined)) }),
      ["input opts.dependsOn of it [test:index:Component]"],
    ],
    [
      "an output of a component",
      () => new Component("it")["registerOutputs"]({ a: never() }),
      ["output a of it [test:index:Component]"],
    ],
    ["stack outputs", () => (eip(), { a: { b: never() }, c: never(), d: 1 }), ["stack output a.b", "stack output c"]],
    [
      "an apply",
      () => (eip(), void never().apply(boom)),
      ["in an apply on an output of no resource (test/testing/failures.test.ts:"],
    ],
    [
      "an apply that does not end",
      () => void eip().id.apply(() => new Promise(() => undefined)),
      ["in an apply on id of eip [aws:ec2/eip:Eip] (test/testing/failures.test.ts:"],
    ],
    ["the program", () => new Promise(() => undefined), ["the program itself"]],
    [
      "a circle",
      () => {
        const [output, resolve] = pulumi.deferredOutput<string>();
        const first = new Component("first", { a: output });
        const second = new Component("second", { b: first.urn });
        resolve(second.urn);
      },
      ["input a of first [test:index:Component]"],
    ],
  ])("%s", async (_, program, places) => {
    const { message } = await failure(program, { idleSeconds });
    expect(message).toMatch(/^nothing has happened for 0\.3 s, and this never became known:\n/);
    const [, ...lines] = message.split("\n");
    expect(lines.at(-1)).toMatch(/larger idleSeconds/);
    expect(lines.slice(0, -1)).toHaveLength(places.length);
    places.forEach((place, index) => expect(lines[index]).toContain(`  ${place}`));
  });

  it("the answer of a mock", async () => {
    const mocks = { newResource: () => new Promise<never>(() => undefined) };
    const { message } = await failure(() => new ec2.FlowLog("flow"), { idleSeconds, mocks });
    expect(message).toContain("\n  the answer to flow [aws:ec2/flowLog:FlowLog]\n");
  });

  it("the argument of a function", async () => {
    const { message } = await failure(() => (eip(), void ec2.getSubnetOutput({ id: never() })), { idleSeconds });
    expect(message).toContain("\n  an argument of a function, or something else");
  });

  it("but a program that goes on may take as long as it likes", async () => {
    const program = async () => {
      for (let count = 0; count < 8; count++) {
        await sleep(100);
        eip(`eip-${count}`);
      }
    };
    expect((await tested(program, { idleSeconds })).graph.resources).toHaveLength(9);
  });
});

describe("law: two of one name are refused", () => {
  it("resources of one type below one parent, as the engine refuses them", async () => {
    const parents = () =>
      [new Component("a"), new Component("b")].map((parent) => new Component("child", {}, { parent }));
    expect((await failure(parents)).message).toMatch(
      /^duplicate resource: urn:.*Component::child is registered twice; give it another name$/,
    );
    expect((await failure(() => [eip(), eip()])).message).toMatch(/duplicate resource: urn:.*aws:ec2\/eip:Eip::eip/);
    await expect(tested(() => [new Component("same"), eip("same")])).resolves.toBeDefined();
  });

  it("installations of one name, and in one cluster", async () => {
    const sameName = await failure(() => [
      install(),
      install("lls", { cluster: "other" }, { providers: providers("-b") }),
    ]);
    expect(sameName).toBeInstanceOf(BadInput);
    expect(sameName.message).toMatch(
      /^EksLls 'lls': [^]*\n {2}name: is the name of another one in this program, EksLls 'lls'; give each its own/,
    );
    const sameCluster = await failure(() => [install("a"), install("b", {}, { providers: providers("-b") })]);
    expect(sameCluster.message).toMatch(/^EksLls 'b': [^]*\n {2}cluster: has an installation already, EksLls 'a'/);
  });

  it("in each run for itself", async () => {
    await tested(() => install());
    await expect(tested(() => install())).resolves.toBeDefined();
  });
});

describe("law: what the simulator does not know is named, with what a test answers", () => {
  it.each<[string, () => unknown, string, string]>([
    [
      "a type",
      () => new ec2.FlowLog("flow"),
      "FlowLog::flow: the simulator does not know the resource type aws:ec2/flowLog:FlowLog",
      'newResource: ({ type, name, inputs }) => type === "aws:ec2/flowLog:FlowLog"',
    ],
    [
      "a function",
      () => ec2.getVpc({}),
      "the simulator does not know the function aws:ec2/getVpc:getVpc",
      'call: ({ token, inputs }) => token === "aws:ec2/getVpc:getVpc"',
    ],
    [
      "a function of like name",
      () => pulumi.runtime.invoke("aws:autoscaling/getGroups:getGroups", {}),
      "nearest by name is aws:autoscaling/getGroup:getGroup",
      "mocks: { call:",
    ],
    [
      "a filter",
      () => ec2.getSubnets({ filters: [{ name: "tag:Name", values: ["a"] }] }),
      "does not know the filter tag:Name of getSubnets",
      "mocks: { call:",
    ],
    [
      "an existing resource",
      () => ec2.Vpc.get("shared", "vpc-1"),
      "Vpc::shared: the simulator cannot read existing resources, here vpc-1",
      "newResource: ({ type, id })",
    ],
    [
      "another stack",
      () => new pulumi.StackReference("org/other/prod"),
      "stack org/other/prod is not known to this run",
      'stackReferences["org/other/prod"]',
    ],
    [
      "configuration",
      () => new pulumi.Config().require("vpcId"),
      "Missing required configuration variable 'project:vpcId'",
      'config: { "vpcId": … }',
    ],
    [
      "secret configuration",
      () => new pulumi.Config("team").requireSecret("token"),
      "configuration variable 'team:token'",
      'secrets: { "team:token": … }',
    ],
  ])("%s", async (_, program, what, remedy) => {
    const { message } = await failure(program);
    expect(message).toContain(what);
    expect(message).toContain(remedy);
  });

  it("the other cloud, either way", async () => {
    const aks = assumedAksCluster({
      ...{ cluster: "prod", resourceGroup: "streaming" },
      ...{ proxyNodeSelector: lls.proxyNodeSelector, workerNodeSelector: lls.workerNodeSelector },
    });
    const eksOnAks = await failure(() => install(), { cloud: aks });
    expect(eksOnAks.message).toMatch(
      /there is no AWS here: the simulated cluster is on aks; give testStack an EKS cluster as `cloud`, such as assumedEksCluster/,
    );
    const aksOnEks = await failure(() => aksInstallation(aks), { cloud: cluster });
    expect(aksOnEks.message).toMatch(
      /there is no Azure here: the simulated cluster is on eks; give testStack an AKS cluster as `cloud`, such as assumedAksCluster/,
    );
  });
});

describe("a program that", () => {
  it.each<[string, () => unknown, RegExp]>([
    ["throws", boom, /^boom$/],
    ["rejects", () => Promise.reject(new Error("boom")), /^boom$/],
    ["throws text", () => Promise.reject("boom"), /^the program threw: boom$/], // eslint-disable-line @typescript-eslint/prefer-promise-reject-errors
    ["ends the process", () => process.exit(1), /^the program called process\.exit\(1\); let it throw an error/],
    [
      "ends the process in an apply",
      () => void eip().id.apply(() => process.exit()),
      /^in an apply on id of eip .*: the program called process\.exit\(\)/,
    ],
    ["does nothing", () => undefined, /^the program did nothing: .*vi\.resetModules, jest\.resetModules/],
    [
      "starts another run",
      () => tested(() => eip()),
      /cannot start another run, which would wait for it to end; start it after/,
    ],
    [
      "the cloud refuses",
      () => new helm.Release("proxy", { chart: "./a-1.0.0.tgz", namespace: "missing" }),
      /Release::proxy: NotFound: .*missing/,
    ],
  ])("%s", async (_, program, message) => {
    expect((await failure(program)).message).toMatch(message);
  });

  it("was loaded before does nothing, which is no success", async () => {
    await tested(() => import("./loaded-twice.js"));
    expect((await failure(() => import("./loaded-twice.js"))).message).toMatch(/^the program did nothing/);
  });
});
