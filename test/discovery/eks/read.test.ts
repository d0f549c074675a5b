import type * as ec2 from "@aws-sdk/client-ec2";
import { Provider } from "@pulumi/aws/provider";
import * as pulumi from "@pulumi/pulumi";
import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { BadInput } from "../../../components/bad-input";
import type { EksFacts } from "../../../discovery/eks/facts";
import { parseEksFacts, writeEksFacts } from "../../../discovery/eks/facts-file";
import { readEksFacts } from "../../../discovery/eks/read";
import type { EksDiscoveryRequest } from "../../../discovery/eks/request";
import type { NodePoolFacts } from "../../../reachability/aws/network";
import { everything, type CloudData } from "./cloud-data";
import { FakeAws, type Order } from "./fake-aws";
import { requestOf } from "./requests";

let aws: FakeAws;
let provider: Provider;

beforeAll(async () => {
  await pulumi.runtime.setMocks({
    newResource: ({ name, inputs }) => ({ id: `${name}-id`, state: inputs }),
    call: (args) => aws.invoke(args),
  });
  provider = new Provider("aws", { region: "us-west-2" });
});

interface Reading {
  data?: CloudData;
  denied?: string[];
  order?: Order;
}

async function read(
  request: EksDiscoveryRequest,
  { data = everything(), denied, order }: Reading = {},
): Promise<EksFacts> {
  aws = new FakeAws(data, denied, order);
  return readEksFacts(request, { invoke: { provider }, ec2: aws.ec2, warn: (text) => void aws.warnings.push(text) });
}

async function poolNamed(name: string, data?: CloudData): Promise<NodePoolFacts | undefined> {
  return (await read(requestOf(), { data })).network.nodePools.find((pool) => pool.name === name);
}

async function failure(promise: Promise<unknown>): Promise<BadInput> {
  const error: unknown = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof BadInput)) throw new Error(`not BadInput: ${String(error)}`);
  return error;
}

const everyId: Partial<EksDiscoveryRequest> = {
  subnetId: "subnet-public-a",
  proxyNodeSecurityGroupIds: ["sg-given"],
  workerNodeSecurityGroupIds: ["sg-given"],
  targets: { kind: "targetGroupBinding" },
};

describe("facts of a cluster", () => {
  it("are those of the whole VPC, as a facts file holds them", async () => {
    const facts = await read(requestOf());
    const { recordedAt, ...again } = parseEksFacts(writeEksFacts(facts, "2026-01-15T09:00:00.000Z"), "facts.json");
    expect(again).toEqual(facts);
    expect(recordedAt).toBe("2026-01-15T09:00:00.000Z");
    expect(facts).toMatchObject({ formatVersion: 1, cloud: "eks", account: "123456789012", region: "us-west-2" });
    expect(facts.network.vpcCidrs).toEqual(["192.0.2.0/24", "2001:db8::/56"]);
    expect(facts).not.toHaveProperty("warnings");
    expect(aws.warnings).toEqual([]);
  });

  it("give each subnet its route table, the main one without an association, and its network ACL", async () => {
    const { subnets } = (await read(requestOf())).network;
    expect(subnets.map(({ id, routeTableId, networkAclId }) => [id, routeTableId, networkAclId])).toEqual([
      ["subnet-pods-a", "rtb-main", "acl-1"],
      ["subnet-private-a", "rtb-main", "acl-1"],
      ["subnet-private-b", "rtb-main", "acl-1"],
      ["subnet-public-a", "rtb-public", "acl-1"],
    ]);
  });

  it("keep edge route tables, expand prefix lists and name the target that decides", async () => {
    const { routeTables } = (await read(requestOf())).network;
    expect(routeTables.map(({ id, gatewayIds }) => [id, gatewayIds])).toEqual([
      ["rtb-edge", ["igw-1"]],
      ["rtb-main", []],
      ["rtb-public", []],
    ]);
    const s3 = { prefixListId: "pl-1", prefixListName: "com.amazonaws.us-west-2.s3" };
    expect(routeTables[1]?.routes).toEqual([
      { destination: "0.0.0.0/0", target: "eni-1", state: "blackhole" },
      { destination: "203.0.113.0/25", target: "vpce-1", state: "active", ...s3 },
      { destination: "203.0.113.128/25", target: "vpce-1", state: "active", ...s3 },
      { destination: "::/0", target: "eigw-1", state: "active" },
    ]);
    expect(aws.log.filter(({ call }) => call === "getManagedPrefixListEntries")).toHaveLength(1);
  });

  it("hold the numbered entries of network ACLs in order, without the closing ones", async () => {
    const { networkAcls } = (await read(requestOf())).network;
    expect(networkAcls).toEqual([
      {
        id: "acl-1",
        entries: [
          {
            ruleNumber: 100,
            egress: false,
            allow: false,
            protocol: "17",
            cidr: "0.0.0.0/0",
            fromPort: 30504,
            toPort: 30504,
          },
          { ruleNumber: 110, egress: false, allow: true, protocol: "1", cidr: "0.0.0.0/0", icmpType: 3, icmpCode: 4 },
          { ruleNumber: 100, egress: true, allow: true, protocol: "-1", cidr: "::/0" },
        ],
      },
    ]);
  });

  it("hold the exclusions of Block Public Access that are in force, and ask for none where it is off", async () => {
    expect((await read(requestOf())).network.blockPublicAccess).toEqual({
      mode: "block-ingress",
      exclusions: [{ resourceId: "subnet-public-a", mode: "allow-bidirectional" }],
    });
    const off = { ...everything(), blockPublicAccess: { InternetGatewayBlockMode: "off" as const } };
    expect((await read(requestOf(), { data: off })).network.blockPublicAccess).toEqual({ mode: "off", exclusions: [] });
    expect(aws.calls).not.toContain("describeVpcBlockPublicAccessExclusions");
  });

  it("hold the nodes' groups with rules, and the groups those refer to by name", async () => {
    const { securityGroups } = (await read(requestOf())).network;
    const rules = Object.fromEntries(securityGroups.map(({ id, rules }) => [id, rules?.map((rule) => rule.id)]));
    expect(rules).toEqual({
      "sg-a": ["sgr-1", "sgr-2", "sgr-3"],
      "sg-b": ["sgr-4"],
      "sg-cluster": [],
      "sg-efa": [],
      "sg-peer": undefined,
      "sg-ssh": [],
      "sg-template": [],
    });
    expect(securityGroups[0]?.rules?.[2]).toEqual({
      id: "sgr-3",
      egress: true,
      protocol: "tcp",
      fromPort: 443,
      toPort: 443,
      prefixListId: "pl-1",
      prefixListName: "com.amazonaws.us-west-2.s3",
      prefixListCidrs: ["203.0.113.0/25", "203.0.113.128/25"],
      tags: {},
    });
  });
});

describe("pools of nodes", () => {
  it("are node groups, Auto Scaling groups and what belongs to neither, of this cluster alone", async () => {
    const { nodePools } = (await read(requestOf())).network;
    expect(nodePools.map(({ name, kind, nodeCount }) => `${kind} ${name} ${nodeCount}`)).toEqual([
      "instances auto 1",
      "instances burst 1",
      "managedNodeGroup compute 2",
      "managedNodeGroup gpu-at-zero 0",
      "instances i-6 1",
      "managedNodeGroup interfaces-at-zero 0",
      "autoScalingGroup leaves-groups-to-vpc 0",
      "autoScalingGroup mixed 0",
      "managedNodeGroup no-groups-at-zero 0",
      "managedNodeGroup own-groups-at-zero 0",
      "autoScalingGroup own-template 0",
      "autoScalingGroup self-managed 1",
      "managedNodeGroup ssh-at-zero 0",
    ]);
  });

  it("have every interface of their nodes, and in a subnet without a node the one that the next node will have", async () => {
    expect(await poolNamed("compute")).toEqual({
      name: "compute",
      kind: "managedNodeGroup",
      labels: {
        "eks.amazonaws.com/capacityType": "ON_DEMAND",
        "eks.amazonaws.com/nodegroup": "compute",
        "node-type": "compute",
      },
      subnetIds: ["subnet-private-a", "subnet-private-b"],
      instanceTypes: ["m6i.4xlarge"],
      nodeCount: 2,
      autoScalingGroups: [{ name: "asg-compute", healthCheckType: "EC2" }],
      interfaces: [
        { subnetId: "subnet-pods-a", securityGroupIds: ["sg-a", "sg-b"], primary: false },
        { subnetId: "subnet-private-a", securityGroupIds: ["sg-a", "sg-b"], primary: true },
        { subnetId: "subnet-private-b", securityGroupIds: ["sg-a", "sg-b"], primary: true },
      ],
      addresses: [
        { address: "192.0.2.41", subnetId: "subnet-private-a" },
        { address: "192.0.2.42", subnetId: "subnet-private-a" },
      ],
    });
  });

  it.each([
    ["gpu-at-zero", [["sg-cluster"]]],
    ["no-groups-at-zero", [["sg-cluster"]]],
    ["ssh-at-zero", [["sg-cluster", "sg-ssh"]]],
    ["own-groups-at-zero", [["sg-b", "sg-template"]]],
    ["interfaces-at-zero", [["sg-template"], ["sg-efa"]]],
  ])("at zero nodes have the groups of their launch template, else the cluster's: %s", async (name, groups) => {
    const inSubnet = (subnetId: string) =>
      groups.map((securityGroupIds, index) => ({ subnetId, securityGroupIds, primary: index === 0 }));
    expect((await poolNamed(name))?.interfaces).toEqual([
      ...inSubnet("subnet-private-a"),
      ...inSubnet("subnet-private-b"),
    ]);
  });

  it("of an Auto Scaling group have the labels of its tags, those of Karpenter have none that AWS knows", async () => {
    expect(await poolNamed("self-managed")).toMatchObject({
      labels: { role: "db" },
      subnetIds: ["subnet-private-a", "subnet-private-b"],
      autoScalingGroups: [{ name: "self-managed", healthCheckType: "ELB" }],
    });
    expect(await poolNamed("burst")).not.toHaveProperty("labels");
  });
});

describe("self-managed pools at zero nodes", () => {
  const nics = (...groups: string[][]) =>
    groups.map((securityGroupIds, index) => ({ subnetId: "subnet-private-a", securityGroupIds, primary: index === 0 }));

  it.each([
    ["own-template", nics(["sg-b", "sg-template"])],
    ["mixed", nics(["sg-template"], ["sg-efa"])],
    ["leaves-groups-to-vpc", undefined],
  ])("are found by their tag, with the groups of their launch template: %s", async (name, interfaces) => {
    const pool = await poolNamed(name);
    expect(pool).toMatchObject({ kind: "autoScalingGroup", nodeCount: 0, subnetIds: ["subnet-private-a"] });
    expect(pool?.interfaces).toEqual(interfaces);
  });

  it("have the instance type of that template", async () => {
    expect((await poolNamed("leaves-groups-to-vpc"))?.instanceTypes).toEqual(["g5.12xlarge"]);
  });
});

describe("interfaces", () => {
  const nics = (change: (nic: ec2.InstanceNetworkInterface) => ec2.InstanceNetworkInterface[]): CloudData => {
    const data = everything();
    data.instances = data.instances.map((one) => ({
      ...one,
      NetworkInterfaces: (one.NetworkInterfaces ?? []).flatMap(change),
    }));
    return data;
  };

  it("for security groups of pods are noted on the pool", async () => {
    expect(await poolNamed("compute")).not.toHaveProperty("podSecurityGroups");
    const data = nics((nic) => (nic.Attachment?.DeviceIndex === 1 ? [{ ...nic, InterfaceType: "trunk" }] : [nic]));
    expect(await poolNamed("compute", data)).toMatchObject({ podSecurityGroups: true });
  });

  it("are absent, not empty, where the instances have none yet", async () => {
    const pool = await poolNamed(
      "compute",
      nics(() => []),
    );
    expect(pool).toMatchObject({ nodeCount: 2 });
    expect(pool).not.toHaveProperty("interfaces");
  });
});

describe("law: the order of AWS's answers", () => {
  it("never changes the facts", async () => {
    const expected = await read(requestOf());
    await fc.assert(
      fc.asyncProperty(fc.infiniteStream(fc.nat()), async (numbers) => {
        const shuffled: Order = (items) =>
          items
            .map((item) => ({ item, key: numbers.next().value as number }))
            .sort((a, b) => a.key - b.key)
            .map(({ item }) => item);
        expect(await read(requestOf(), { order: shuffled })).toEqual(expected);
      }),
      { numRuns: 25 },
    );
  });
});

describe("calls", () => {
  const invokes = [
    "getAmiIds",
    "getCallerIdentity",
    "getCluster",
    "getGroup",
    "getNodeGroup",
    "getNodeGroups",
    "getSubnets",
  ];

  it("use the given provider for every invoke", async () => {
    await read(requestOf());
    const providers = aws.log.filter(({ call }) => invokes.includes(call)).map((entry) => entry.provider);
    expect(new Set(providers)).toEqual(new Set(["urn:pulumi:stack::project::pulumi:providers:aws::aws::aws-id"]));
  });

  it("do not list subnets where eks.subnetId is given, and describe only that one and the nodes'", async () => {
    const all = await read(requestOf());
    const withoutKey = aws.calls;
    const facts = await read(requestOf({ subnetId: "subnet-public-a" }));
    expect(aws.calls).toEqual(withoutKey.filter((call) => call !== "getSubnets"));
    expect(facts.network.subnets).toEqual(all.network.subnets);

    const alone = await read(requestOf({ subnetId: "subnet-public-a" }), {
      data: { ...everything(), instances: [], nodeGroups: [], autoScalingGroups: [] },
    });
    expect(alone.network.subnets.map(({ id }) => id)).toEqual(["subnet-public-a"]);
  });

  it("fit EC2's filters however many groups the nodes have", async () => {
    const data = everything();
    const ids = Array.from({ length: 450 }, (_, index) => `sg-${String(index).padStart(3, "0")}`);
    data.launchTemplates["lt-groups"] = { LaunchTemplateData: { SecurityGroupIds: ids } };
    data.securityGroups.push(...ids.map((id) => ({ GroupId: id, GroupName: id })));
    const { securityGroups } = (await read(requestOf(), { data })).network;
    expect(securityGroups.filter(({ id }) => ids.includes(id))).toHaveLength(450);
  });
});

describe("a refused call", () => {
  const facts: [action: string, isUnknown: (facts: EksFacts) => boolean][] = [
    ["ec2:DescribeVpcs", ({ network }) => network.vpcCidrs.length === 0],
    ["ec2:DescribeVpcBlockPublicAccessOptions", ({ network }) => network.blockPublicAccess === undefined],
    ["ec2:DescribeVpcBlockPublicAccessExclusions", ({ network }) => network.blockPublicAccess === undefined],
    ["ec2:DescribeNetworkAcls", ({ network }) => network.subnets.every((subnet) => !subnet.networkAclId)],
    ["ec2:DescribeRouteTables", ({ network }) => network.subnets.every((subnet) => !subnet.routeTableId)],
    ["ec2:DescribeSecurityGroupRules", ({ network }) => network.securityGroups.every((group) => !group.rules)],
    ["ec2:DescribeSecurityGroups", ({ network }) => network.securityGroups.every(({ id, name }) => id === name)],
    ["ec2:DescribeInstances", ({ network }) => network.nodePools.every((pool) => !pool.interfaces)],
    [
      "ec2:DescribeLaunchTemplateVersions",
      ({ network }) => network.nodePools.find(({ name }) => name === "own-groups-at-zero")?.interfaces === undefined,
    ],
    [
      "autoscaling:DescribeAutoScalingGroups",
      ({ network }) =>
        network.nodePools.every((pool) => pool.autoScalingGroups.every((group) => !group.healthCheckType)),
    ],
    [
      "ec2:DescribeManagedPrefixLists",
      ({ network }) => network.routeTables.every(({ routes }) => routes.every((route) => !route.prefixListName)),
    ],
    [
      "ec2:GetManagedPrefixListEntries",
      ({ network }) =>
        network.subnets.every(({ id, routeTableId }) => (routeTableId === undefined) === (id !== "subnet-public-a")) &&
        network.securityGroups.every(({ rules = [] }) => rules.every((rule) => !rule.prefixListCidrs)),
    ],
  ];

  it.each(facts)("leaves a fact unknown and is told once: %s", async (action, isUnknown) => {
    const read_ = await read(requestOf(), { denied: [action] });
    expect(isUnknown(read_)).toBe(true);
    expect(isUnknown(await read(requestOf()))).toBe(false);
    const again = await read(requestOf(), { denied: [action] });
    expect(again).toEqual(read_);
    expect(aws.warnings).toEqual([expect.stringContaining(action)]);
    expect(read_.warnings, "a plan from these facts repeats it").toEqual(aws.warnings);
  });

  it.each([
    ["ec2:DescribeSubnets", ["eks.subnetId"]],
    ["eks:ListNodegroups", ["eks.proxyNodeSecurityGroupIds", "eks.workerNodeSecurityGroupIds", "eks.targets"]],
    ["eks:DescribeNodegroup", ["eks.proxyNodeSecurityGroupIds", "eks.workerNodeSecurityGroupIds", "eks.targets"]],
  ])("that an id follows from is an error that names action and keys: %s", async (action, keys) => {
    const error = await failure(read(requestOf(), { denied: [action] }));
    expect(error.problems.map(({ path }) => path)).toEqual(keys);
    expect(error.message).toContain(action);
  });

  it.each(["sts:GetCallerIdentity", "eks:DescribeCluster"])(
    "on the cluster, which the config names, asks for the permission and for nothing else: %s",
    async (action) => {
      const error = await failure(read(requestOf(), { denied: [action] }));
      const [problem, ...others] = error.problems;
      expect(others).toEqual([]);
      expect(problem).toEqual({
        path: "cluster",
        reason: expect.stringMatching(`^cannot be read, because ${action} is denied; allow it \\([^)]*\\)$`) as string,
      });
    },
  );

  it.each(["eks:ListNodegroups", "eks:DescribeNodegroup", "ec2:DescribeSubnets"])(
    "is a warning where the config gives every id: %s",
    async (action) => {
      await read(requestOf(everyId), { denied: [action] });
      expect(aws.warnings).toEqual([expect.stringContaining(action)]);
    },
  );

  it("is not what an expired login or a broken connection looks like", async () => {
    aws = new FakeAws(everything());
    const ec2 = { ...aws.ec2, describeVpcs: () => Promise.reject(new Error("ExpiredToken: log in again")) };
    const reading = readEksFacts(requestOf(), { invoke: { provider }, ec2, warn: () => undefined });
    await expect(reading).rejects.toThrow("ExpiredToken: log in again");
  });
});

it("an EC2 that is read as another account is an error that names both ways to set it right", async () => {
  const data = everything();
  data.securityGroups = data.securityGroups.filter(({ GroupId }) => GroupId !== data.clusterSecurityGroupId);
  const error = await failure(read(requestOf(), { data }));
  expect(error.problems).toEqual([
    {
      path: "cluster",
      value: "nvcf-dev",
      reason: expect.stringContaining("sg-cluster is in account 123456789012") as string,
    },
  ]);
  expect(error.message).toContain("aws:assumeRoles, or the option connection of discoverEks");
});

it("a cluster that does not exist is an error that names the key", async () => {
  const error = await failure(read(requestOf({ cluster: "nowhere" })));
  expect(error.problems).toEqual([{ path: "cluster", reason: expect.stringContaining("not known to AWS") as string }]);
});
