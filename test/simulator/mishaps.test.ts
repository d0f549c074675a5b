import { describe, expect, it } from "vitest";
import { SimulatedCloud, type SimulatedResource, type SimulatedSeed } from "../../simulator/cloud";
import { aksSeed, create, legal, seed, types, type Inputs, type TypeName } from "./fixture";

/** What a resource needs; on the default cluster of its cloud. */
type Make = (cloud: SimulatedCloud) => [TypeName, Inputs];

const attachment: Make = (cloud) => {
  const { id } = create(cloud, "TargetGroup", "group", legal.targetGroup());
  return ["Attachment", { autoscalingGroupName: "eks-assumed-compute", lbTargetGroupArn: id }];
};
const target: Make = (cloud) => {
  const { id } = create(cloud, "TargetGroup", "group", legal.targetGroup({ targetType: "ip" }));
  return ["TargetAttachment", { targetGroupArn: id, targetId: "10.0.0.10", port: 30504 }];
};
const listener: Make = (cloud) => {
  const balancer = create(cloud, "LoadBalancer", "balancer", legal.loadBalancer());
  const group = create(cloud, "TargetGroup", "group", legal.targetGroup());
  return ["Listener", legal.listener(balancer, group)];
};
const release: Make = () => ["Release", legal.release({ chart: "./other-1.0.0.tgz" })];
const rule: Make = () => ["SecurityRule", legal.securityRule({ securityRuleName: "allow" })];
const roleAssignment: Make = (cloud) => {
  const { id: scope } = create(cloud, "PublicIp", "ip", legal.publicIp());
  const roleDefinitionId = "roleDefinitions/acdd72a7-3385-48ef-bd42-f606fba81ae7";
  return ["RoleAssignment", { scope, principalId: "p", roleDefinitionId }];
};

const cloudFor = (change: Partial<SimulatedSeed> = {}, aks = false): SimulatedCloud =>
  new SimulatedCloud({ ...(aks ? aksSeed() : seed()), ...change } as SimulatedSeed);

/** What a second creation of the same resource gives: title, whether on AKS, resource, and the outcome. */
const again: [string, boolean, Make, RegExp | "the first one" | "a second one"][] = [
  ["a security group, by another name", false, () => ["SecurityGroup", {}], "a second one"],
  ["an Elastic IP", false, () => ["Eip", {}], "a second one"],
  ["a target group, by another name", false, () => ["TargetGroup", legal.targetGroup()], "a second one"],
  ["a load balancer, by another name", false, () => ["LoadBalancer", legal.loadBalancer()], "a second one"],
  ["a security group rule", false, () => ["IngressRule", legal.rule()], /^InvalidPermission\.Duplicate/],
  ["a listener", false, listener, "the first one"],
  ["the attachment of an Auto Scaling group", false, attachment, "the first one"],
  ["a fixed target", false, target, "the first one"],
  ["a namespace", false, () => ["Namespace", { metadata: { name: "lls" } }], "the first one"],
  ["a secret", false, () => ["Secret", { metadata: { name: "pull" } }], "the first one"],
  ["a secret that Pulumi names", false, () => ["Secret", {}], "a second one"],
  ["a patch", false, () => ["ServiceAccountPatch", { metadata: { name: "default" } }], "the first one"],
  ["a release", false, release, /^ReleaseExists/],
  ["a Service", true, () => ["Service", legal.service()], "the first one"],
  ["a rule of a network security group", true, rule, /^AlreadyExists/],
  [
    "a public IP, by another name",
    true,
    () => ["PublicIp", legal.publicIp({ publicIpAddressName: undefined })],
    "a second one",
  ],
  [
    "a public IP with a DNS label",
    true,
    () => ["PublicIp", legal.publicIp({ publicIpAddressName: undefined, dnsSettings: { domainNameLabel: "lls" } })],
    /^DnsRecordInUse/,
  ],
  ["a role assignment", true, roleAssignment, /^RoleAssignmentExists/],
];

describe("whoever creates again what was created and never answered gets", () => {
  it.each(again)("%s", (_title, aks, make, outcome) => {
    const cloud = cloudFor({}, aks);
    const [type, inputs] = make(cloud);
    const first = create(cloud, type, "r", inputs);
    const before = cloud.resources.size;
    const repeat = (): SimulatedResource => create(cloud, type, "r", inputs);
    if (outcome instanceof RegExp) {
      expect(repeat).toThrow(outcome);
      expect(cloud.resources.size).toBe(before);
    } else if (outcome === "the first one") {
      expect(repeat()).toEqual(first);
      expect(cloud.resources.size).toBe(before);
    } else {
      expect(repeat().id).not.toBe(first.id);
      expect(cloud.resources.size).toBe(before + 1);
    }
  });

  it("another one, if it is another resource of the program", () => {
    const cloud = cloudFor();
    const [type, inputs] = listener(cloud);
    create(cloud, type, "one", inputs);
    expect(() => create(cloud, type, "other", inputs)).toThrow(/^DuplicateListener/);
  });

  it("another one, if it is in another cluster", () => {
    const cloud = cloudFor();
    const inputs = { metadata: { name: "lls" } };
    create(cloud, "Namespace", "n", inputs, "cluster-a");
    create(cloud, "Namespace", "n", inputs, "cluster-b");
    expect(cloud.resources.size).toBe(2);
  });
});

/** What minds that it is gone. */
const gone: [string, Make, RegExp][] = [
  ["a listener", listener, /^ListenerNotFound/],
  ["an attachment", attachment, /^ValidationError: Trying to remove Target Groups/],
  ["a release", release, /^ReleaseNotFound: uninstall: Release not loaded: gdn-streaming: release: not found/],
];

describe("the provider refuses to delete twice", () => {
  it.each(gone)("%s", (_title, make, error) => {
    const cloud = cloudFor();
    const [type, inputs] = make(cloud);
    const { id } = create(cloud, type, "r", inputs);
    cloud.delete(types[type], id);
    expect(() => cloud.delete(types[type], id)).toThrow(error);
  });

  it("nothing else", () => {
    const minds = gone.map(([, make]) => types[make(cloudFor())[0]]);
    for (const type of Object.values(types).filter((one) => !(minds as string[]).includes(one))) {
      expect(() => cloudFor().delete(type, "gone"), type).not.toThrow();
    }
  });

  it("an attachment to an Auto Scaling group that is gone", () => {
    const id = "eks-old-compute,arn:aws:elasticloadbalancing:us-west-2:123456789012:targetgroup/lls/0123456789abcdef";
    expect(() => cloudFor().delete(types.Attachment, id)).toThrow(
      /^ValidationError: AutoScalingGroup name not found.*eks-old-compute$/,
    );
  });
});

it("what stands is put back where it could not be made any more", () => {
  const cloud = cloudFor({ network: { ...seed().network, nodePools: [] } });
  expect(() => create(cloud, "Release", "r", legal.release())).toThrow(/^FailedScheduling/);
  cloud.restore(() => create(cloud, "Release", "r", legal.release()));
  expect(cloud.resources.size).toBe(1);
  expect(() => create(cloud, "Release", "other", legal.release({ name: "other" }))).toThrow(/^FailedScheduling/);
});

describe("of a cluster that is gone", () => {
  it.each<[TypeName, Inputs]>([
    ["Namespace", { metadata: { name: "lls" } }],
    ["Secret", { metadata: { name: "pull" } }],
    ["ServiceAccountPatch", { metadata: { name: "default" } }],
    ["Service", legal.service()],
    ["Release", legal.release()],
  ])("no %s can be made", (type, inputs) => {
    const cloud = cloudFor({ clusterGone: true }, true);
    expect(() => create(cloud, type, "r", inputs)).toThrow(/^Unreachable: .*no such host/);
  });

  it("EKS and AKS know nothing", () => {
    const eks = cloudFor({ clusterGone: true });
    expect(() => eks.invoke("aws:eks/getCluster:getCluster", { name: "dev" })).toThrow(/^ResourceNotFoundException/);
    const aks = cloudFor({ clusterGone: true }, true);
    const args = { resourceGroupName: "rg", resourceName: "dev" };
    expect(() => aks.invoke("azure-native:containerservice:getManagedCluster", args)).toThrow(/^ResourceNotFound/);
  });
});

describe("while one rule of a network security group is written", () => {
  const first = legal.securityRule({ securityRuleName: "first" });
  const second = legal.securityRule({ securityRuleName: "second", priority: 401 });
  /** Two rules of a group, the first of which is being written. */
  function writing(): { cloud: SimulatedCloud; id: string; end: () => void } {
    const cloud = cloudFor({}, true);
    const one = create(cloud, "SecurityRule", "first", first);
    const { id } = create(cloud, "SecurityRule", "second", second);
    return { cloud, id, end: cloud.turns.begin(one.urn, cloud.writtenWith(one.type, one.id)) };
  }

  it.each<[string, (cloud: SimulatedCloud, id: string) => void]>([
    ["created", (cloud) => create(cloud, "SecurityRule", "third", legal.securityRule({ priority: 402 }))],
    ["changed", (cloud, id) => cloud.update(types.SecurityRule, id, { ...second, priority: 403 })],
    ["deleted", (cloud, id) => cloud.delete(types.SecurityRule, id)],
  ])("another one cannot be %s", (_title, attempt) => {
    const { cloud, id, end } = writing();
    expect(() => attempt(cloud, id)).toThrow(/^RetryableErrorDueToAnotherOperation: 429: .*::first writes /);
    end();
    attempt(cloud, id);
  });

  it("itself can go on, and so can a rule of another group", () => {
    const { cloud } = writing();
    cloud.update(types.SecurityRule, [...cloud.resources.keys()][0]!, { ...first, priority: 404 });
    const elsewhere = {
      resourceGroupName: "MC_rg_dev_westeurope",
      networkSecurityGroupName: "aks-agentpool-00000000-nsg",
    };
    create(cloud, "SecurityRule", "elsewhere", legal.securityRule(elsewhere));
    expect(cloud.resources.size).toBe(3);
  });
});
