import * as pulumi from "@pulumi/pulumi";
import * as autoscaling from "@pulumi/aws/autoscaling";
import * as ec2 from "@pulumi/aws/ec2";
import * as eks from "@pulumi/aws/eks";
import { Provider } from "@pulumi/aws/provider";
import * as vpc from "@pulumi/aws/vpc";
import * as kubernetes from "@pulumi/kubernetes/core/v1";
import * as helm from "@pulumi/kubernetes/helm/v3";
import { describe, expect, it } from "vitest";
import type { GraphResource } from "../../graph/resource-graph";
import { unknownValue } from "../../graph/unknown";
import { SimulatedCloud } from "../../simulator/cloud";
import { CloudError } from "../../simulator/cloud-error";
import { runSimulated, type SimulatedResult, type SimulatedRun } from "../../simulator/run";
import { legal, seed } from "./fixture";

type Program = SimulatedRun["program"];

const run = (program: Program, change: Partial<SimulatedRun> = {}): Promise<SimulatedResult> =>
  runSimulated({
    cloud: new SimulatedCloud(seed()),
    project: "test",
    stack: "dev",
    config: {},
    secretKeys: [],
    ...change,
    program,
  });

class Component extends pulumi.ComponentResource {
  constructor(name: string, args: pulumi.Inputs = {}, opts?: pulumi.ComponentResourceOptions) {
    super("test:index:Component", name, args, opts);
  }
}

const named = ({ graph }: SimulatedResult, name: string): GraphResource => {
  const found = graph.resources.find((resource) => resource.name === name);
  if (!found) throw new Error(`nothing named ${name} was registered`);
  return found;
};

const rule = (name: string, args: Partial<vpc.SecurityGroupIngressRuleArgs>, opts?: pulumi.CustomResourceOptions) =>
  new vpc.SecurityGroupIngressRule(name, { ...(legal.rule() as vpc.SecurityGroupIngressRuleArgs), ...args }, opts);

describe("the graph has", () => {
  it("URNs with the types of all parents but the stack, as the engine makes them", async () => {
    const result = await run(async () => {
      const outer = new Component("outer");
      const inner = new Component("inner", {}, { parent: outer });
      new ec2.SecurityGroup("group", {}, { parent: inner });
      return undefined;
    });
    expect(result.graph.resources.map(({ urn, parent, custom }) => [urn, parent, custom])).toEqual([
      ["urn:pulumi:dev::test::pulumi:pulumi:Stack::test-dev", undefined, false],
      [
        "urn:pulumi:dev::test::test:index:Component::outer",
        "urn:pulumi:dev::test::pulumi:pulumi:Stack::test-dev",
        false,
      ],
      [
        "urn:pulumi:dev::test::test:index:Component$test:index:Component::inner",
        "urn:pulumi:dev::test::test:index:Component::outer",
        false,
      ],
      [
        "urn:pulumi:dev::test::test:index:Component$test:index:Component$aws:ec2/securityGroup:SecurityGroup::group",
        "urn:pulumi:dev::test::test:index:Component$test:index:Component::inner",
        true,
      ],
    ]);
  });

  it("dependencies, explicit ones and those of properties", async () => {
    const result = await run(async () => {
      const group = new ec2.SecurityGroup("group", {});
      const first = rule("first", { securityGroupId: group.id });
      rule("second", { fromPort: 1 }, { dependsOn: first });
      return undefined;
    });
    const group = named(result, "group").urn;
    expect(named(result, "first")).toMatchObject({
      dependencies: [group],
      propertyDependencies: { securityGroupId: [group] },
    });
    expect(named(result, "second")).toMatchObject({
      dependencies: [named(result, "first").urn],
      propertyDependencies: {},
    });
  });

  it("options, aliases as URNs, and the provider", async () => {
    const result = await run(async () => {
      const provider = new Provider("aws", { region: "us-west-2" });
      new Component("parent");
      new ec2.Eip(
        "eip",
        {},
        {
          provider,
          protect: true,
          retainOnDelete: true,
          deleteBeforeReplace: false,
          ignoreChanges: ["tags"],
          replaceOnChanges: ["domain"],
          replacementTrigger: { round: 1 },
          aliases: [{ name: "old" }, "urn:pulumi:dev::test::a:b:C::older"],
        },
      );
      new ec2.Eip("plain");
      return undefined;
    });
    const provider = named(result, "aws");
    expect(named(result, "eip")).toMatchObject({
      provider: `${provider.urn}::${provider.id}`,
      options: {
        protect: true,
        retainOnDelete: true,
        deleteBeforeReplace: false,
        ignoreChanges: ["tags"],
        replaceOnChanges: ["domain"],
        replacementTrigger: { round: 1 },
        aliases: ["urn:pulumi:dev::test::aws:ec2/eip:Eip::old", "urn:pulumi:dev::test::a:b:C::older"],
      },
    });
    expect(named(result, "plain").options).toEqual({});
    expect(named(result, "plain")).not.toHaveProperty("provider");
  });

  it("what the cloud made of it, and registered outputs of components", async () => {
    const result = await run(async () => {
      const component = new Component("component");
      const group = new ec2.SecurityGroup("group", {});
      component["registerOutputs"]({ group: group.id, list: [group.name] });
      return { id: group.id };
    });
    const group = named(result, "group");
    expect(group.id).toMatch(/^sg-[0-9a-f]{17}$/);
    expect(group.outputs).toMatchObject({ name: expect.stringMatching(/^group-[0-9a-f]{7}$/), egress: [] });
    expect(named(result, "component").outputs).toEqual({ group: group.id, list: [group.outputs.name] });
    expect(result.outputs).toEqual({ id: group.id });
  });

  it("outputs of a release, though nothing but its chart is known", async () => {
    const { outputs } = await run(async () => ({
      status: new helm.Release("other", { chart: "oci://example.com/other" }).status,
    }));
    expect(outputs.status).toMatchObject({ chart: "other", namespace: "default", revision: 1, status: "deployed" });
  });

  it("resources made in an apply", async () => {
    const result = await run(async () => {
      const group = new ec2.SecurityGroup("group", {});
      group.id.apply((id) => rule("late", { securityGroupId: id }).id.apply(() => new Component("latest")));
      return undefined;
    });
    expect(named(result, "latest").urn).toContain("Component::latest");
  });
});

describe("secrets", () => {
  const program: Program = async () => {
    const password = new pulumi.Config().requireSecret("password");
    new Component("component", { nested: { list: ["plain", password] } });
    const secret = new kubernetes.Secret("pull", { metadata: { namespace: "default" }, stringData: { password } });
    const group = new ec2.SecurityGroup("group", { description: password });
    return {
      secret: secret.stringData,
      description: group.description,
      isSecret: pulumi.isSecret(group.description),
      name: group.name,
      length: password.apply((value) => value.length),
    };
  };
  const options = { config: { "test:password": "hunter2" }, secretKeys: ["test:password"] };

  it("stand nowhere in the result, in whatever output they come back", async () => {
    const result = await run(program, options);
    expect(JSON.stringify(result)).not.toContain("hunter2");
    expect(named(result, "component").inputs).toEqual({ nested: { list: ["plain", "[secret]"] } });
    expect(named(result, "group").outputs.description).toBe("[secret]");
    expect(named(result, "pull").outputs).toMatchObject({ stringData: "[secret]" });
    expect(result.outputs).toMatchObject({
      secret: "[secret]",
      description: "[secret]",
      isSecret: true,
      length: "[secret]",
      name: expect.stringMatching(/^group-/),
    });
  });

  it("reach the cloud as they are", async () => {
    const cloud = new SimulatedCloud(seed());
    await run(program, { ...options, cloud });
    const descriptions = [...cloud.resources.values()].map(({ inputs }) => inputs.description);
    expect(descriptions).toContain("hunter2");
  });
});

describe("a preview", () => {
  const program: Program = async () => {
    const group = new ec2.SecurityGroup("group", { description: "known" });
    rule("rule", { securityGroupId: group.id });
    new Component("component", { list: [group.id, "known"], group });
    group.id.apply(() => new Component("hidden"));
    return { id: group.id, description: group.description };
  };

  it("marks what is not known, names what it waits for, and does not touch the cloud", async () => {
    const cloud = new SimulatedCloud(seed());
    const result = await run(program, { cloud, preview: true });
    expect(named(result, "rule").inputs.securityGroupId).toBe(unknownValue);
    expect(named(result, "rule").propertyDependencies).toEqual({ securityGroupId: [named(result, "group").urn] });
    expect(named(result, "rule")).not.toHaveProperty("id");
    expect(named(result, "component").inputs).toEqual({
      list: [unknownValue, "known"],
      group: unknownValue,
    });
    expect(named(result, "group").outputs).toEqual({ description: "known" });
    expect(result.graph.resources.map(({ name }) => name)).not.toContain("hidden");
    expect(result.outputs).toEqual({ id: unknownValue, description: "known" });
    expect(cloud.resources.size).toBe(0);
  });
});

describe("functions", () => {
  it("are answered from the seed", async () => {
    const { outputs } = await run(async () => {
      const cluster = await eks.getCluster({ name: "dev" });
      const { names } = await eks.getNodeGroups({ clusterName: "dev" });
      const groups = await Promise.all(
        names.map((nodeGroupName) => eks.getNodeGroup({ clusterName: "dev", nodeGroupName })),
      );
      const scaling = groups.flatMap(({ resources }) =>
        resources.flatMap(({ autoscalingGroups }) => autoscalingGroups),
      );
      const { ids } = await ec2.getSubnets({ filters: [{ name: "availability-zone", values: ["us-west-2a"] }] });
      const subnets = await Promise.all(ids.map((id) => ec2.getSubnet({ id })));
      const checks = await Promise.all(scaling.map(({ name }) => autoscaling.getGroup({ name })));
      return {
        vpcId: cluster.vpcConfig.vpcId,
        labels: groups.map(({ labels }) => labels),
        zones: [...new Set(subnets.map(({ availabilityZone }) => availabilityZone))],
        checks: checks.map(({ healthCheckType }) => healthCheckType),
        endpoint: eks.getClusterOutput({ name: "dev" }).endpoint,
      };
    });
    expect(outputs).toEqual({
      vpcId: "vpc-00000000000000001",
      labels: [{ "node-type": "compute" }, { "nvcf.nvidia.com/workload": "gpu" }],
      zones: ["us-west-2a"],
      checks: ["EC2", "EC2"],
      endpoint: seed().cluster.endpoint,
    });
  });

  const absent: [string, RegExp, () => Promise<unknown>][] = [
    ["cluster", /ResourceNotFoundException.*other/, () => eks.getCluster({ name: "other" })],
    ["cluster of node groups", /ResourceNotFoundException.*other/, () => eks.getNodeGroups({ clusterName: "other" })],
    [
      "node group",
      /ResourceNotFoundException.*other/,
      () => eks.getNodeGroup({ clusterName: "dev", nodeGroupName: "other" }),
    ],
    ["subnet", /InvalidSubnetID.NotFound.*subnet-1/, () => ec2.getSubnet({ id: "subnet-1" })],
    ["Auto Scaling group", /ValidationError.*other/, () => autoscaling.getGroup({ name: "other" })],
  ];
  it.each(absent)("refuse an absent %s, and the program may go on", async (_title, error, call) => {
    const { outputs } = await run(async () => ({ message: await call().catch((thrown: Error) => thrown.message) }));
    expect(outputs.message).toMatch(error);
  });
});

describe("a run fails", () => {
  const failures: [string, RegExp, Program][] = [
    [
      "a name used twice",
      /duplicate resource: .*Component::twice/,
      async () => void [new Component("twice"), new Component("twice")],
    ],
    [
      "a type that nobody knows",
      /does not know the resource type aws:ec2\/flowLog:FlowLog/,
      async () => void new ec2.FlowLog("flow"),
    ],
    [
      "a function that nobody knows",
      /does not know the function aws:ec2\/getVpc/,
      async () => void (await ec2.getVpc({})),
    ],
    [
      "a filter that nobody knows",
      /does not know the filter tag:Name/,
      async () => void (await ec2.getSubnets({ filters: [{ name: "tag:Name", values: [] }] })),
    ],
    [
      "a stack that was not given",
      /stack example\/other\/dev is not known to this run: give its outputs as stackReferences\["example\/other\/dev"\]/,
      async () => void new pulumi.StackReference("example/other/dev"),
    ],
    ["an existing resource", /cannot read existing resources/, async () => void ec2.SecurityGroup.get("it", "sg-1")],
    ["an import", /cannot import existing resources/, async () => void new ec2.Eip("it", {}, { import: "eipalloc-1" })],
    [
      "a thrown error",
      /^thrown$/,
      async () => {
        throw new Error("thrown");
      },
    ],
    [
      "an error in an apply that nobody waits for",
      /^in apply$/,
      async () =>
        void pulumi.output(1).apply(() => {
          throw new Error("in apply");
        }),
    ],
    [
      "an error in an input",
      /in input$/,
      async () =>
        void new Component("it", {
          a: pulumi.output(1).apply(() => {
            throw new Error("in input");
          }),
        }),
    ],
    [
      "an error in a timer",
      /^in a timer$/,
      () =>
        new Promise((resolve) => {
          setTimeout(() => {
            setTimeout(() => resolve(undefined), 20);
            throw new Error("in a timer");
          }, 1);
        }),
    ],
    ["the end of the process", /called process\.exit\(3\)/, async () => process.exit(3)],
  ];
  it.each(failures)("on %s", async (_title, error, program) => {
    await expect(run(program)).rejects.toThrow(error);
  });

  it("though the program fails once more, later", async () => {
    const late = new Promise((_, reject) => setTimeout(() => reject(new Error("later")), 30));
    const program: Program = async () => {
      new ec2.FlowLog("flow");
      await late;
      return undefined;
    };
    await expect(run(program)).rejects.toThrow(/does not know/);
    await expect(late).rejects.toThrow("later"); // and it is no unhandled rejection
  });

  it("with the cloud's error and the resource's URN, though others wait for the resource", async () => {
    const program: Program = async () => {
      const release = new helm.Release("proxy", { chart: "./a-1.0.0.tgz", namespace: "missing" });
      new Component("waiting", { name: release.name });
      return { status: release.status };
    };
    const failure = await run(program).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(CloudError);
    expect(failure).toMatchObject({
      code: "NotFound",
      message: expect.stringMatching(/Release::proxy: NotFound: .*missing/),
    });
  });

  it("on an unknown type in a preview too", async () => {
    await expect(run(async () => void new ec2.FlowLog("flow"), { preview: true })).rejects.toThrow(/does not know/);
  });

  it("and leaves nothing behind for the next", async () => {
    const listeners = process.listeners("unhandledRejection");
    const exit = Object.getOwnPropertyDescriptor(process, "exit");
    const config = { "test:key": "first" };
    const failing = run(async () => void new ec2.FlowLog("flow"), { config });
    const next = run(async () => ({ key: new pulumi.Config("test").get("key") ?? "none", stack: pulumi.getStack() }), {
      stack: "prod",
    });
    await expect(failing).rejects.toThrow();
    expect((await next).outputs).toEqual({ key: "none", stack: "prod" });
    expect(process.listeners("unhandledRejection")).toEqual(listeners);
    expect(Object.getOwnPropertyDescriptor(process, "exit")).toEqual(exit);
    expect(pulumi.runtime.getMonitor()).toBeUndefined();
    expect(pulumi.runtime.allConfig()).toEqual({});
  });
});

it("the same program gives the same bytes, on another cloud of the same seed", async () => {
  const program: Program = async () => {
    const group = new ec2.SecurityGroup("group", {});
    rule("rule", { securityGroupId: group.id });
    return { id: group.id };
  };
  const [first, second] = await Promise.all([run(program), run(program)]);
  expect(JSON.stringify(first)).toBe(JSON.stringify(second));
  expect(first.graph.resources).toHaveLength(3);
});
