import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { BadInput, type Problem } from "../../../components/bad-input";
import type { EksFacts } from "../../../discovery/eks/facts";
import type { EksDiscoveryRequest } from "../../../discovery/eks/request";
import { selectEks } from "../../../discovery/eks/select";
import type { NodePoolFacts, SecurityGroupRuleFacts } from "../../../reachability/aws/network";
import { devFacts, factsOf } from "./dev-facts";
import { requestOf } from "./requests";

const clusterGroup = "sg-0a000000000000001";
const publicA = "subnet-0a000000000000001";
const publicB = "subnet-0a000000000000002";
const privateA = "subnet-0a000000000000003";
const privateB = "subnet-0a000000000000004";

function problemsOf(facts: EksFacts, more: Partial<EksDiscoveryRequest> = {}): Problem[] {
  try {
    selectEks(facts, requestOf(more));
  } catch (error) {
    if (error instanceof BadInput) return error.problems;
    throw error;
  }
  return [];
}

const pool = (facts: EksFacts, name: string): NodePoolFacts => facts.network.nodePools.find((p) => p.name === name)!;

function rewire(facts: EksFacts, name: string, groups: { id: string; owned?: boolean }[]): void {
  for (const nic of pool(facts, name).interfaces ?? []) nic.securityGroupIds = groups.map(({ id }) => id);
  for (const { id, owned } of groups) {
    const tags: Record<string, string> = owned ? { "kubernetes.io/cluster/nvcf-dev": "owned" } : {};
    if (id !== clusterGroup) facts.network.securityGroups.push({ id, name: `name-of-${id}`, tags, rules: [] });
  }
}

const rule = (more: Partial<SecurityGroupRuleFacts>): SecurityGroupRuleFacts => ({
  id: "sgr-9",
  egress: false,
  protocol: "udp",
  fromPort: 3478,
  toPort: 3478,
  referencedGroupId: clusterGroup,
  tags: {},
  ...more,
});

const ours = { "lls:provisioner": "pulumi", "lls:cluster": "nvcf-dev", "lls:stack": "nvcf-lls/dev" };

describe("the dev stack", () => {
  it("is chosen from cluster and zone alone", () => {
    expect(selectEks(factsOf("dev.json"), requestOf())).toMatchObject({
      vpcId: "vpc-0a000000000000001",
      subnetId: publicA,
      proxyNodeSecurityGroupIds: [clusterGroup],
      workerNodeSecurityGroupIds: [clusterGroup],
      autoScalingGroups: ["eks-compute-0a000001"],
      addresses: [],
      proxySubnetCidrs: ["192.0.2.128/26"],
    });
  });

  it("carries the facts of its path, not those of the other public subnet", () => {
    const { network } = selectEks(factsOf("dev.json"), requestOf());
    expect(network.subnets.map(({ id }) => id)).toEqual([publicA, privateA, privateB]);
    expect(network.nodePools.map(({ name }) => name)).toEqual(["compute", "gpu"]);
  });
});

describe("example facts", () => {
  it.each([
    ["nacl-denies-media.json", [clusterGroup], [clusterGroup]],
    ["nacl-return-ports.json", [clusterGroup], [clusterGroup]],
    ["terraform-groups.json", ["sg-0a000000000000002"], ["sg-0a000000000000003"]],
    ["separate-gpu-group.json", [clusterGroup], ["sg-0a000000000000003"]],
  ])("%s: groups of both roles", (file, proxyNodeSecurityGroupIds, workerNodeSecurityGroupIds) => {
    const selection = selectEks(factsOf(`examples/${file}`), requestOf());
    expect(selection).toMatchObject({ proxyNodeSecurityGroupIds, workerNodeSecurityGroupIds });
  });

  it("elb-health-checks.json: names the Auto Scaling group and the remedy", () => {
    const [problem, ...others] = problemsOf(factsOf("examples/elb-health-checks.json"));
    expect(others).toEqual([]);
    expect(problem?.path).toBe("eks.targets");
    expect(problem?.reason).toMatch(/eks-compute-0a000001 .*ELB.* set its health check type to EC2/);
  });

  it("two-candidate-groups.json: lists both and names the key", () => {
    const [problem, ...others] = problemsOf(factsOf("examples/two-candidate-groups.json"));
    expect(others).toEqual([]);
    expect(problem?.path).toBe("eks.proxyNodeSecurityGroupIds");
    expect(problem?.reason).toContain("sg-0a000000000000004 (nvcf-dev-node-base)");
    expect(problem?.reason).toContain("sg-0a000000000000005 (nvcf-dev-node-extra)");
  });
});

describe("the load balancer's subnet", () => {
  const inZoneA = (facts: EksFacts) => facts.network.subnets.find(({ id }) => id === publicA)!;

  // Subnets of the zone: public or not, and free addresses (undefined: not read).
  const candidates = [
    { open: true, free: 8 },
    { open: true, free: 7 },
    { open: true, free: undefined },
    { open: false, free: 50 },
  ];
  const pairs = candidates.flatMap((first) => candidates.map((second) => [first, second] as const));

  it.each(pairs)("is the only public one with 8 free addresses, else an error that lists all: %j %j", (...both) => {
    const facts = devFacts(({ network }) => {
      const template = network.subnets[0]!;
      network.subnets = network.subnets.filter(({ availabilityZone }) => availabilityZone !== "us-west-2a");
      network.subnets.push(
        ...both.map(({ open, free }, index) => ({
          ...template,
          id: `subnet-${index}`,
          name: `name-${index}`,
          cidr: `192.0.2.${index}/32`,
          availableAddresses: free,
          routeTableId: open ? "rtb-0a000000000000001" : "rtb-0a000000000000002",
        })),
      );
      for (const { subnetIds, interfaces = [] } of network.nodePools) {
        subnetIds.push("subnet-0");
        interfaces.push({ subnetId: "subnet-0", securityGroupIds: [clusterGroup], primary: true });
      }
    });
    const good = both.flatMap(({ open, free }, index) => (open && (free ?? 8) >= 8 ? [`subnet-${index}`] : []));
    if (good.length === 1) {
      expect(selectEks(facts, requestOf()).subnetId).toBe(good[0]);
      return;
    }
    const [problem] = problemsOf(facts);
    expect(problem?.path).toBe("eks.subnetId");
    for (const [index, { free }] of both.entries()) {
      expect(problem?.reason).toContain(`subnet-${index} (name-${index}, 192.0.2.${index}/32, `);
      expect(problem?.reason).toContain(free === undefined ? "free addresses not read" : `${free} free`);
    }
  });

  it("is judged by its active route to an internet gateway", () => {
    const routeOf = (facts: EksFacts) =>
      facts.network.routeTables[0]!.routes.find(({ destination }) => destination === "0.0.0.0/0")!;
    for (const change of [
      { target: "eni-1" },
      { target: "nat-1" },
      { state: "blackhole" },
      { destination: "198.51.100.0/24" },
    ]) {
      expect(problemsOf(devFacts((facts) => Object.assign(routeOf(facts), change)))[0]?.path).toBe("eks.subnetId");
    }
  });

  it("is public too where its default route is written in parts, or leads through a firewall's endpoint", () => {
    const instead = (...routes: [destination: string, target: string][]) =>
      devFacts((facts) => {
        const table = facts.network.routeTables[0]!;
        table.routes = [
          ...table.routes.filter(({ destination }) => destination !== "0.0.0.0/0"),
          ...routes.map(([destination, target]) => ({ destination, target, state: "active" })),
        ];
      });
    const halves = instead(["0.0.0.0/1", "igw-1"], ["128.0.0.0/1", "igw-1"], ["198.51.100.0/24", "tgw-1"]);
    expect(selectEks(halves, requestOf()).subnetId).toBe(publicA);
    expect(selectEks(instead(["0.0.0.0/0", "vpce-1"]), requestOf()).subnetId).toBe(publicA);
    // The longest match wins: what is left of this default route is half of the internet, and that is not most of it.
    const overruled = instead(["0.0.0.0/0", "igw-1"], ["0.0.0.0/1", "nat-1"]);
    expect(problemsOf(overruled)[0]?.reason).toContain("no route to an internet gateway");
  });

  it("stays the right one when the load balancer itself has taken its last addresses", () => {
    const short = (tags: Record<string, string>) =>
      devFacts((facts) => {
        inZoneA(facts).availableAddresses = 7;
        facts.network.securityGroups[0]!.rules!.push(rule({ tags }));
      });
    expect(selectEks(short(ours), requestOf()).subnetId).toBe(publicA);
    expect(problemsOf(short({}))[0]?.path).toBe("eks.subnetId");
    expect(selectEks(short(ours), requestOf({ subnetId: publicA })).subnetId).toBe(publicA);
    expect(problemsOf(short({}), { subnetId: publicA, nodeRules: {} })[0]).toEqual({
      path: "eks.subnetId",
      value: publicA,
      reason: "has 7 free addresses, but a load balancer needs 8; free some, or name another subnet",
    });
  });

  it.each([8, undefined])("given explicitly is taken with %s free addresses", (free) => {
    const facts = devFacts((facts) => void (inZoneA(facts).availableAddresses = free));
    expect(selectEks(facts, requestOf({ subnetId: publicA })).subnetId).toBe(publicA);
  });

  it.each<[string, Partial<EksDiscoveryRequest>, (facts: EksFacts) => void]>([
    ["no rule on the nodes' groups is ours", { nodeRules: undefined }, () => undefined],
    ["the rules could not be read", { nodeRules: {} }, ({ network }) => void delete network.securityGroups[0]!.rules],
    ["an installation is taken over", { nodeRules: {}, adopted: true }, () => undefined],
  ])("given explicitly is taken though it is short, where %s: the load balancer may stand in it", (_, asked, edit) => {
    const facts = devFacts((facts) => {
      inZoneA(facts).availableAddresses = 7;
      edit(facts);
    });
    expect(selectEks(facts, requestOf({ subnetId: publicA, ...asked })).subnetId).toBe(publicA);
  });

  it("given explicitly wins, whatever its route", () => {
    expect(selectEks(factsOf("dev.json"), requestOf({ subnetId: privateA })).subnetId).toBe(privateA);
  });

  it("given explicitly has to be in the VPC and in the zone", () => {
    expect(problemsOf(factsOf("dev.json"), { subnetId: "subnet-9" })).toEqual([
      {
        path: "eks.subnetId",
        value: "subnet-9",
        reason: 'is not a subnet of vpc-0a000000000000001, the VPC of cluster "nvcf-dev"',
      },
    ]);
    const [problem] = problemsOf(factsOf("dev.json"), { subnetId: publicB });
    expect(problem?.path).toBe("eks.subnetId");
    expect(problem?.reason).toContain("availabilityZone is us-west-2a");
  });
});

describe("the security group of a role", () => {
  const roles = [
    ["compute", "eks.proxyNodeSecurityGroupIds", "proxyNodeSecurityGroupIds"],
    ["gpu", "eks.workerNodeSecurityGroupIds", "workerNodeSecurityGroupIds"],
  ] as const;

  it.each(roles)("is the cluster's own if attached, else the only owned one: %s", (name, key, property) => {
    const set = fc.record({ cluster: fc.boolean(), owned: fc.nat(3), other: fc.nat(2) });
    fc.assert(
      fc.property(set, ({ cluster, owned, other }) => {
        const groups = [
          ...(cluster ? [{ id: clusterGroup }] : []),
          ...Array.from({ length: owned }, (_, index) => ({ id: `sg-owned-${index}`, owned: true })),
          ...Array.from({ length: other }, (_, index) => ({ id: `sg-other-${index}` })),
        ];
        const facts = devFacts((changed) => rewire(changed, name, groups));
        if (cluster) expect(selectEks(facts, requestOf())[property]).toEqual([clusterGroup]);
        else if (owned === 1) expect(selectEks(facts, requestOf())[property]).toEqual(["sg-owned-0"]);
        else {
          const problems = problemsOf(facts);
          expect(problems.map(({ path }) => path)).toEqual([key]);
          const listed = groups.filter((group) => owned === 0 || "owned" in group);
          for (const { id } of listed) expect(problems[0]?.reason).toContain(`${id} (name-of-${id})`);
          const given = [...facts.network.securityGroups.map(({ id }) => id)].sort().reverse();
          expect(selectEks(facts, requestOf({ [property]: given }))[property]).toEqual([...given].reverse());
        }
      }),
    );
  });

  it("is one per distinct set, and only sets in the zone count for the proxy", () => {
    const facts = devFacts((changed) => {
      const nics = pool(changed, "compute").interfaces!;
      const another = [{ id: "sg-pods", name: "pods", tags: { "kubernetes.io/cluster/nvcf-dev": "owned" } }];
      changed.network.securityGroups.push(...another);
      for (const nic of nics) if (!nic.primary) nic.securityGroupIds = ["sg-pods"];
      for (const nic of nics) if (nic.subnetId === privateB) nic.securityGroupIds = ["sg-elsewhere"];
    });
    expect(selectEks(facts, requestOf()).proxyNodeSecurityGroupIds).toEqual([clusterGroup, "sg-pods"]);
  });

  it.each<[string, (compute: NodePoolFacts) => unknown]>([
    ["interfaces", (compute) => delete compute.interfaces],
    ["list of interfaces", (compute) => (compute.interfaces = [])],
    ["groups of an interface", (compute) => compute.interfaces!.forEach((nic) => (nic.securityGroupIds = []))],
  ])("has to be named where the %s were not read", (_, change) => {
    const facts = devFacts((changed) => change(pool(changed, "compute")));
    expect(problemsOf(facts)).toEqual([
      { path: "eks.proxyNodeSecurityGroupIds", reason: expect.stringContaining("could not be read") as string },
    ]);
  });

  it.each(roles)("given, but not found, is an error that lists those that were: %s", (_name, key, property) => {
    expect(problemsOf(factsOf("dev.json"), { [property]: [clusterGroup, "sg-9"] })).toEqual([
      {
        path: key,
        value: "sg-9",
        reason: expect.stringContaining(`found: ${clusterGroup} (eks-cluster-sg-nvcf-dev-123456789);`) as string,
      },
    ]);
  });
});

describe("pools of a role", () => {
  it("that no pool has are an error that lists all pools with their labels and names the selector", () => {
    const problems = problemsOf(factsOf("dev.json"), {
      proxyNodeSelector: { "node-type": "streaming" },
      workerNodeSelector: { accelerator: "a100" },
    });
    expect(problems.map(({ path, value }) => [path, value])).toEqual([
      ["streamingProxy.nodeSelector", "node-type=streaming"],
      ["eks.workerNodeSelector", "accelerator=a100"],
    ]);
    for (const { reason } of problems) {
      expect(reason).toMatch(/compute \(.*node-type=compute\); gpu \(.*nvcf.nvidia.com\/workload=gpu\)/);
    }
  });

  it("need a subnet in the zone to run the proxy, not to run workers", () => {
    const facts = devFacts((changed) => {
      for (const { subnetIds } of changed.network.nodePools) subnetIds.splice(0, subnetIds.length, privateB);
    });
    expect(problemsOf(facts).map(({ path }) => path)).toEqual(["streamingProxy.nodeSelector"]);
  });

  it("need not be known where every id is given", () => {
    const none = devFacts(({ network }) => {
      network.nodePools = [];
      network.securityGroups.push(...["sg-1", "sg-2"].map((id) => ({ id, name: id, tags: {} })));
    });
    const given = {
      proxyNodeSecurityGroupIds: ["sg-2"],
      workerNodeSecurityGroupIds: ["sg-1"],
      targets: { kind: "autoScalingGroups", autoScalingGroups: ["b", "a"] },
    };
    expect(selectEks(none, requestOf(given))).toMatchObject({
      proxyNodeSecurityGroupIds: ["sg-2"],
      workerNodeSecurityGroupIds: ["sg-1"],
      autoScalingGroups: ["a", "b"],
    });
  });
});

describe("targets", () => {
  it("are the addresses of proxy nodes in the zone", () => {
    const selection = selectEks(factsOf("dev.json"), requestOf({ targets: { kind: "addresses" } }));
    expect(selection).toMatchObject({ autoScalingGroups: [], addresses: ["192.0.2.140", "192.0.2.152"] });
  });

  it("given explicitly win", () => {
    const targets = { kind: "addresses", addresses: ["192.0.2.152"] };
    expect(selectEks(factsOf("dev.json"), requestOf({ targets })).addresses).toEqual(["192.0.2.152"]);
  });

  it("given explicitly have to be nodes that can run the proxy, because only those get rules", () => {
    const gpuNode = pool(factsOf("dev.json"), "gpu").addresses[0]!.address;
    const addresses = { kind: "addresses", addresses: ["192.0.2.152", gpuNode, "198.51.100.7"] };
    expect(problemsOf(factsOf("dev.json"), { targets: addresses })).toEqual(
      [gpuNode, "198.51.100.7"].map((value) => ({
        path: "eks.targets.addresses",
        value,
        reason: "is not the address of a node that can run the proxy; in us-west-2a these are 192.0.2.140, 192.0.2.152",
      })),
    );
    const groups = { kind: "autoScalingGroups", autoScalingGroups: ["eks-gpu-0a000002", "nope"] };
    const fitting = "those of nodes that can are eks-compute-0a000001";
    expect(problemsOf(factsOf("dev.json"), { targets: groups }).map(({ value, reason }) => [value, reason])).toEqual([
      ["eks-gpu-0a000002", `has nodes that cannot run the proxy; ${fitting}`],
      ["nope", `is not an Auto Scaling group of the cluster; ${fitting}`],
    ]);
  });

  it("given explicitly are refused too if ELB health checks would terminate them", () => {
    const targets = { kind: "autoScalingGroups", autoScalingGroups: ["eks-compute-0a000001"] };
    const facts = factsOf("examples/elb-health-checks.json");
    expect(problemsOf(facts, { targets }).map(({ path }) => path)).toEqual(["eks.targets"]);
    expect(problemsOf(facts, { targets: { kind: "targetGroupBinding" } })).toEqual([]);
  });

  it.each([
    ["autoScalingGroups", "eks.targets.autoScalingGroups"],
    ["addresses", "eks.targets.addresses"],
  ])("that do not exist are an error: %s", (kind, key) => {
    const facts = devFacts((changed) =>
      Object.assign(pool(changed, "compute"), { autoScalingGroups: [], addresses: [] }),
    );
    expect(problemsOf(facts, { targets: { kind } }).map(({ path }) => path)).toEqual([key]);
  });
});

describe("rules that exist", () => {
  const withRule = (more: Partial<SecurityGroupRuleFacts>) =>
    devFacts(({ network }) => network.securityGroups[0]!.rules!.push(rule(more)));

  it("are left out of the path if they are ours, of this cluster and this stack", () => {
    const kept = (tags: Record<string, string>) =>
      selectEks(withRule({ tags }), requestOf()).network.securityGroups[0]!.rules!.some(({ id }) => id === "sgr-9");
    expect(kept(ours)).toBe(false);
    for (const key of ["lls:provisioner", "lls:cluster"]) expect(kept({ ...ours, [key]: "another" })).toBe(true);
  });

  it("and are of another stack on this cluster are one error that names it, however many rules collide", () => {
    const another = { ...ours, "lls:stack": "platform/prod" };
    const facts = devFacts(({ network }) =>
      network.securityGroups[0]!.rules!.push(
        rule({ tags: another }),
        rule({ id: "sgr-10", fromPort: 6004, toPort: 6004, tags: another }),
      ),
    );
    const [problem, ...others] = problemsOf(facts, { nodeRules: {} });
    expect(others).toEqual([]);
    expect(problem?.path).toBe("cluster");
    expect(problem?.reason).toMatch(/^stack platform\/prod has installed LLS on this cluster already/);
  });

  it("and are identical to one of ours are an error that names rule, import line and key", () => {
    const [problem, ...others] = problemsOf(withRule({}), { nodeRules: {} });
    expect(others).toEqual([]);
    expect(problem?.path).toBe("eks.nodeRules");
    expect(problem?.reason).toContain(
      "pulumi import aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule " +
        `lls-${clusterGroup}-in-udp-3478-${clusterGroup} sgr-9 ` +
        "--parent lls=urn:pulumi:dev::nvcf-lls::nvcf-lls:index:EksLls::lls " +
        "--provider aws=urn:pulumi:dev::nvcf-lls::pulumi:providers:aws::aws --protect=false; " +
        "the first installation needs one `pulumi up` with eks.nodeRules assume before",
    );
    expect(problem?.reason).toContain("set eks.nodeRules to assume");
  });

  it("and are marked by the command that is printed are of this stack", () => {
    const [problem] = problemsOf(withRule({}), { nodeRules: {} });
    const [, command] = /\((aws ec2 create-tags --resources sgr-9 --tags [^;]*);/.exec(problem!.reason)!;
    const tags = Object.fromEntries(
      [...command!.matchAll(/Key=(\S+),Value=(\S+)/g)].map(([, key, value]) => [key!, value!]),
    );
    expect(tags).toMatchObject({ "lls:stack": "nvcf-lls/dev" });
    expect(problemsOf(withRule({ tags }), { nodeRules: {} })).toEqual([]);
  });

  it.each<[string, Partial<SecurityGroupRuleFacts>]>([
    ["ours", { tags: ours }],
    ["outbound", { egress: true }],
    ["of another protocol", { protocol: "tcp" }],
    ["of more ports", { toPort: 3479 }],
    ["of another peer", { referencedGroupId: "sg-9" }],
    ["of a range", { referencedGroupId: undefined, cidr: "192.0.2.0/24" }],
  ])("do not collide if they are %s", (_, more) => {
    expect(problemsOf(withRule(more), { nodeRules: {} })).toEqual([]);
  });

  it("do not collide where none is made", () => {
    expect(problemsOf(withRule({}))).toEqual([]);
  });

  it("collide by the media port that is configured", () => {
    const media = withRule({ fromPort: 40000, toPort: 40000 });
    expect(problemsOf(media, { nodeRules: { mediaPort: 40000 } })).toHaveLength(1);
    expect(problemsOf(media, { nodeRules: { mediaPort: 40001 } })).toEqual([]);
  });
});

it("a cluster with IPv6 pods is an error that names the key", () => {
  const problems = problemsOf(devFacts(({ cluster }) => (cluster.ipFamily = "ipv6")));
  expect(problems.map(({ path, value }) => [path, value])).toEqual([["cluster", "nvcf-dev"]]);
  expect(problems[0]?.reason).toContain("IPv4 only");
  expect(problemsOf(devFacts(({ cluster }) => delete cluster.ipFamily))).toEqual([]);
});

it("every problem of one selection is reported at once", () => {
  const facts = devFacts((changed) => {
    rewire(changed, "compute", [{ id: "sg-1" }]);
    rewire(changed, "gpu", [{ id: "sg-2" }]);
    pool(changed, "compute").autoScalingGroups[0]!.healthCheckType = "EC2,ELB";
    changed.network.routeTables = [];
  });
  expect(problemsOf(facts).map(({ path }) => path)).toEqual([
    "eks.subnetId",
    "eks.proxyNodeSecurityGroupIds",
    "eks.workerNodeSecurityGroupIds",
    "eks.targets",
  ]);
});
