import * as pulumi from "@pulumi/pulumi";
import * as ec2 from "@pulumi/aws/ec2";
import { describe, expect, it } from "vitest";
import { assumedAksCluster, unknownValue, type TestedStack } from "../../exports/testing";
import { eksContract, fromStackReference, lls } from "../../exports/eks";
import { aksInstallation } from "./aks-program";
import { cluster, Component, install, tested } from "./programs";

const find = ({ graph }: TestedStack, name: string) => graph.resources.find((one) => one.name === name)!;

describe("an installation", () => {
  it("on EKS with its facts is open, and the policies have nothing against it", async () => {
    const stack = await tested(() => eksContract(install()));
    expect(stack.installations).toEqual([
      {
        ...{ name: "lls", cloud: "eks", verdict: "open", problems: [] },
        urn: "urn:pulumi:stack::project::nvcf-lls:index:EksLls::lls",
        flows: expect.any(Array),
      },
    ]);
    expect(stack.installations[0]!.flows.filter(({ need }) => need === "required").length).toBeGreaterThan(5);
    expect(stack).toMatchObject({ violations: [], warnings: [], notApplied: [], echoed: [] });
    expect(stack.outputs).toMatchObject({ cloud: "eks", cluster: "prod", endpointPort: 5004 });
    expect(find(stack, "lls").outputs.network).toEqual(cluster.network);
  });

  it("on AKS too", async () => {
    const cloud = assumedAksCluster({
      ...{ cluster: "prod", resourceGroup: "streaming" },
      ...{ proxyNodeSelector: lls.proxyNodeSelector, workerNodeSelector: lls.workerNodeSelector },
    });
    const { installations, violations } = await tested(() => aksInstallation(cloud), { cloud });
    expect(installations).toMatchObject([{ name: "lls", cloud: "aks", verdict: "open", problems: [] }]);
    expect(violations.filter(({ level }) => level === "mandatory")).toEqual([]);
  });

  it("without facts is unknown, and the policies say what is missing", async () => {
    const { installations, violations } = await tested(() => install("lls", { network: undefined }));
    expect(installations[0]).toMatchObject({ verdict: "unknown" });
    expect(installations[0]!.problems).not.toEqual([]);
    expect(violations.map(({ policy }) => policy)).toContain("media-path-known");
  });

  it("behind a network ACL that denies the media is closed: flow, layer and reason stand in a sentence", async () => {
    const denied = structuredClone(cluster);
    denied.network.networkAcls[0]!.entries.unshift({
      ...{ ruleNumber: 90, egress: false, allow: false, protocol: "17", cidr: "0.0.0.0/0", fromPort: 0, toPort: 65535 },
    });
    const { installations, violations } = await tested(() => install("lls", { network: denied.network }), {
      cloud: denied,
    });
    expect(installations[0]!.verdict).toBe("closed");
    expect(installations[0]!.problems[0]).toMatch(/^E1 closed, .* to .*, UDP 5004: network ACL acl-.*: .* rule 90/);
    expect(violations).toContainEqual(expect.objectContaining({ policy: "eks-media-path-open", level: "mandatory" }));
  });

  it("is judged in a preview, where no id is known", async () => {
    const { installations, outputs, graph } = await tested(() => ({ host: install().endpointHost }), { preview: true });
    expect(installations).toMatchObject([{ verdict: "open", problems: [] }]);
    expect(outputs).toEqual({ host: unknownValue });
    expect(graph.resources.flatMap(({ id }) => id ?? [])).toEqual([]);
  });

  it("that is not there is not judged", async () => {
    const { installations, violations } = await tested(() => new ec2.Eip("eip"));
    expect({ installations, violations }).toEqual({ installations: [], violations: [] });
  });

  it("that the cloud accepts and an operator would regret has a warning", async () => {
    const cloud = structuredClone(cluster);
    cloud.network.nodePools[0]!.autoScalingGroups[0]!.healthCheckType = "ELB";
    const { warnings } = await tested(() => install(), { cloud });
    expect(warnings).toMatchObject([{ urn: expect.stringContaining("aws:autoscaling/attachment:Attachment") }]);
  });
});

describe("a program", () => {
  it("gets its configuration, text as it is and the rest as JSON, and its names", async () => {
    const program = () => {
      new Component("it");
      const config = new pulumi.Config();
      const secret = config.requireSecret("token");
      return {
        ...{ text: config.require("text"), number: config.requireNumber("number"), list: config.requireObject("list") },
        ...{ flag: config.requireBoolean("flag"), region: new pulumi.Config("aws").get("region"), token: secret },
        ...{
          none: config.get("none") ?? "none",
          names: [pulumi.getOrganization(), pulumi.getProject(), pulumi.getStack()],
        },
      };
    };
    const { outputs } = await tested(program, {
      config: { text: "a", number: 1, list: ["a"], flag: true, none: undefined, "aws:region": "us-west-2" },
      secrets: { token: "hunter2" },
      ...{ organization: "team", project: "streaming", stack: "prod" },
    });
    expect(outputs).toEqual({
      ...{ text: "a", number: 1, list: ["a"], flag: true, region: "us-west-2", token: "[secret]", none: "none" },
      names: ["team", "streaming", "prod"],
    });
  });

  it("reads other stacks", async () => {
    const { outputs } = await tested(() => eksContract(install()));
    const program = () => ({ host: fromStackReference(new pulumi.StackReference("org/lls/prod")).endpointHost });
    const { outputs: read } = await tested(program, { stackReferences: { "org/lls/prod": { outputs } } });
    expect(read).toEqual({ host: outputs.endpointHost });
  });

  it("may be a module, whose exports are the outputs", async () => {
    const { outputs, graph } = await tested(() => import("./module-program.js"));
    expect(outputs).toEqual({ address: expect.stringMatching(/^\d+\.\d+\.\d+\.\d+$/) });
    expect(graph.resources.map(({ name }) => name)).toEqual(["project-stack", "address"]);
  });

  it.each<[string, unknown]>([
    ["a function as a whole", () => ({ a: 1 })],
    ["a function by default, as an ES module does", { default: async () => ({ a: 1 }) }],
    ["a function by default, imported from CommonJS", { default: { default: () => ({ a: 1 }), __esModule: true } }],
    ["values by default", { default: { a: 1 } }],
    ["values, imported from CommonJS", { default: { a: 1 }, a: 1, "module.exports": { a: 1 } }],
    ["values", { a: 1, __esModule: true }],
    ["a promise", Promise.resolve({ a: 1 })],
  ])("may export %s", async (_, exported) => {
    const { outputs } = await tested(() => (new Component("it"), exported));
    expect(outputs).toEqual({ a: 1 });
  });

  it("may return anything", async () => {
    for (const returned of [undefined, null, "text", 1, () => undefined]) {
      expect((await tested(() => (new Component("it"), returned))).outputs).toEqual({});
    }
    expect((await tested(() => (new Component("it"), { default: 1 }))).outputs).toEqual({ default: 1 });
  });

  it("is waited for: every apply, whatever it waits for itself", async () => {
    let done = false;
    await tested(() => {
      new ec2.Eip("eip").id.apply(async () => {
        await new Promise((resolve) => setTimeout(resolve, 50));
        done = true;
      });
    });
    expect(done).toBe(true);
  });

  it("does not change what was given for the cloud", async () => {
    const before = JSON.stringify(cluster);
    await tested(() => install());
    expect(JSON.stringify(cluster)).toBe(before);
  });
});

describe("what needs an engine, or nobody models", () => {
  const program = () => {
    new Component("it", {}, { transforms: [() => undefined], hooks: { beforeCreate: [() => undefined] } });
    new (class extends pulumi.CustomResource {})("random:index/randomId:RandomId", "id", { byteLength: 4 });
  };
  const it_ = "urn:pulumi:stack::project::test:index:Component::it";
  const id = "urn:pulumi:stack::project::random:index/randomId:RandomId::id";

  it("is listed, and the program runs", async () => {
    expect(await tested(program)).toMatchObject({
      notApplied: [
        { urn: it_, option: "transforms" },
        { urn: it_, option: "hooks.beforeCreate" },
      ],
      echoed: [id],
    });
  });

  it("is an error with strict, all of it", async () => {
    await expect(tested(program, { strict: true })).rejects.toThrow(
      [
        "testStack with strict:",
        `  ${it_}: transforms needs an engine and was not applied`,
        `  ${it_}: hooks.beforeCreate needs an engine and was not applied`,
        `  ${id}: its package is not simulated, and no mock answered; its outputs are its inputs`,
      ].join("\n"),
    );
    await expect(tested(() => new Component("it"), { strict: true })).resolves.toBeDefined();
  });

  it("has the answers of mocks", async () => {
    const { outputs, echoed } = await tested(
      () => ({ log: new ec2.FlowLog("flow").arn, cidr: ec2.getVpcOutput({}).cidrBlock }),
      {
        mocks: {
          newResource: ({ type, name }) =>
            type.includes("flowLog") ? { id: name, state: { arn: "arn:a" } } : undefined,
          call: () => ({ cidrBlock: "192.0.2.0/24" }),
        },
      },
    );
    expect({ outputs, echoed }).toEqual({ outputs: { log: "arn:a", cidr: "192.0.2.0/24" }, echoed: [] });
  });
});
