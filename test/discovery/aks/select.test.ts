import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { networkRule } from "../../../components/lls";
import type { AksFacts } from "../../../discovery/aks/facts";
import type { AksDiscoveryRequest } from "../../../discovery/aks/request";
import { selectionNotices } from "../../../discovery/aks/notices";
import { untoldLabels } from "../../../discovery/aks/pool-roles";
import { selectAks } from "../../../discovery/aks/select";
import type { NsgRuleFacts } from "../../../reachability/azure/network";
import { changedFacts, factsOf, problemsOf } from "./aks-facts";
import { requestOf } from "./requests";

const group = (resourceGroup: string, name: string) =>
  `/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/${resourceGroup}/providers/Microsoft.Network/networkSecurityGroups/${name}`;
const managed = (name: string) => group("MC_nvcf-aks-dev_nvcf-aks-dev_westeurope", name);
const nicGroup = managed("aks-agentpool-10000001-nsg");
const subnetGroup = group("nvcf-network", "nvcf-dev-aks-nodes");

const select = (facts: AksFacts, more: Partial<AksDiscoveryRequest> = {}) => selectAks(facts, requestOf(more));
const refusals = (facts: AksFacts, more: Partial<AksDiscoveryRequest> = {}) => problemsOf(() => select(facts, more));
const dev = (change: (facts: AksFacts) => void = () => undefined) => changedFacts("aks-dev.json", change);

const rule = (more: Partial<NsgRuleFacts>): NsgRuleFacts => ({
  name: "somebody-elses",
  priority: 300,
  inbound: true,
  allow: false,
  protocol: "*",
  sources: ["*"],
  sourceApplicationSecurityGroupIds: [],
  sourcePorts: ["*"],
  destinations: ["*"],
  destinationApplicationSecurityGroupIds: [],
  destinationPorts: ["*"],
  ...more,
});

/** The dev stack with rules in one of its groups. */
const withRules = (id: string, ...rules: Partial<NsgRuleFacts>[]) =>
  dev(({ network }) => network.networkSecurityGroups.find((g) => g.id === id)!.rules!.push(...rules.map(rule)));

describe("the committed stacks", () => {
  it("aks-dev: the group of each layer, and all its facts", () => {
    const facts = factsOf("aks-dev.json");
    expect(select(facts)).toEqual({
      subnetNetworkSecurityGroupIds: [subnetGroup],
      nicNetworkSecurityGroupIds: [nicGroup],
      probeRules: [],
      network: facts.network,
    });
  });

  it("aks-pools: three groups on each layer", () => {
    const { subnetNetworkSecurityGroupIds, nicNetworkSecurityGroupIds } = select(factsOf("aks-pools.json"));
    expect(subnetNetworkSecurityGroupIds.map((id) => id.split("/").pop())).toEqual([
      "nvcf-pools-compute",
      "nvcf-pools-gpua",
      "nvcf-pools-gpub",
    ]);
    expect(nicNetworkSecurityGroupIds.map((id) => id.split("/").pop())).toEqual([
      "aks-compute-20000001-nsg",
      "aks-gpua-20000001-nsg",
      "aks-gpub-20000001-nsg",
    ]);
  });
});

describe("groups of both layers", () => {
  it.each([1, 2, 5].flatMap((pools) => [false, true].map((shared) => [pools, shared] as const)))(
    "of %i pools, shared: %s, each once, in whatever resource group",
    (count, shared) => {
      const facts = dev(({ network }) => {
        const [subnet] = network.subnets;
        const [template] = network.agentPools;
        const labels = { ...template!.labels, "nvcf.nvidia.com/workload": "gpu" };
        const index = (pool: number) => (shared ? 0 : pool);
        const pools = Array.from({ length: count }, (_, pool) => pool);
        network.subnets = pools.map((pool) => ({
          ...subnet!,
          id: subnet!.id + pool,
          networkSecurityGroupId: group(`team-${index(pool)}`, `subnet-${index(pool)}`),
        }));
        network.agentPools = pools.map((pool) => ({
          ...template!,
          ...{ name: `pool${pool}`, labels, subnetId: subnet!.id + pool },
          nicNetworkSecurityGroupIds: [managed(`nic-${index(pool)}`)],
        }));
      });
      const wanted = Array.from({ length: shared ? 1 : count }, (_, index) => index);
      expect(select(facts)).toMatchObject({
        subnetNetworkSecurityGroupIds: wanted.map((index) => group(`team-${index}`, `subnet-${index}`)),
        nicNetworkSecurityGroupIds: wanted.map((index) => managed(`nic-${index}`)),
      });
    },
  );

  const modes = ["nsgRules", "allowedHostPorts"].flatMap((nicMode) =>
    ["nodePorts", "loadBalancer", "both"].map((endpoint) => ({ nicMode, endpoint })),
  );

  it.each(modes)("no group on the subnet leaves one layer: %j", (mode) => {
    const facts = changedFacts("examples/aks-no-subnet-nsg.json", allowHostPorts);
    expect(select(facts, mode)).toMatchObject({
      subnetNetworkSecurityGroupIds: [],
      nicNetworkSecurityGroupIds: [nicGroup],
    });
  });

  it.each(modes)("one group on both layers is in both, unless AKS opens it: %j", (mode) => {
    const facts = changedFacts("examples/aks-shared-nsg.json", allowHostPorts);
    const edited = mode.nicMode === "nsgRules" && mode.endpoint !== "loadBalancer";
    expect(select(facts, mode)).toMatchObject({
      subnetNetworkSecurityGroupIds: edited ? [nicGroup] : [],
      nicNetworkSecurityGroupIds: [nicGroup],
    });
  });

  it("law: are the same in whatever case ids refer to each other", () => {
    const expected = select(factsOf("aks-pools.json"));
    const spell = fc.constantFrom<(id: string) => string>(
      (id) => id,
      (id) => id.toLowerCase(),
      (id) => id.toUpperCase(),
    );
    fc.assert(
      fc.property(fc.array(spell, { minLength: 9, maxLength: 9 }), (spells) => {
        const facts = changedFacts("aks-pools.json", ({ network }) => {
          network.agentPools.forEach((pool, index) => {
            pool.subnetId = spells[index]!(pool.subnetId!);
            pool.nicNetworkSecurityGroupIds = pool.nicNetworkSecurityGroupIds!.map(spells[index + 3]!);
          });
          network.subnets.forEach((subnet, index) => {
            subnet.networkSecurityGroupId = spells[index + 6]!(subnet.networkSecurityGroupId!);
          });
        });
        const { subnetNetworkSecurityGroupIds, nicNetworkSecurityGroupIds, network } = select(facts);
        expect(subnetNetworkSecurityGroupIds).toEqual(expected.subnetNetworkSecurityGroupIds);
        expect(nicNetworkSecurityGroupIds).toEqual(expected.nicNetworkSecurityGroupIds);
        expect(network.networkSecurityGroups).toEqual(expected.network.networkSecurityGroups);
      }),
    );
  });

  it("of interfaces that were not read may be any that AKS made", () => {
    const facts = dev(({ network }) => network.agentPools.forEach((pool) => delete pool.nicNetworkSecurityGroupIds));
    expect(select(facts).nicNetworkSecurityGroupIds).toEqual([nicGroup]);
  });

  it("of a subnet that was not read have to be named", () => {
    const facts = dev(({ network }) => delete network.subnets[0]!.networkSecurityGroupId);
    expect(refusals(facts)).toEqual([
      { path: "aks.subnetNsgIds", reason: expect.stringMatching(/aks-nodes of agent pool compute, gpu/) as string },
    ]);
    expect(select(facts, { subnetNetworkSecurityGroupIds: [subnetGroup] }).subnetNetworkSecurityGroupIds).toEqual([
      subnetGroup,
    ]);
  });

  it("given for the subnets are wrong if they are of the interfaces alone", () => {
    const given = { subnetNetworkSecurityGroupIds: [nicGroup.toUpperCase(), subnetGroup] };
    expect(refusals(dev(), given)).toEqual([
      {
        path: "aks.subnetNsgIds[0]",
        value: nicGroup.toUpperCase(),
        reason: expect.stringContaining("name nvcf-dev-aks-nodes") as string,
      },
    ]);
    const shared = factsOf("examples/aks-shared-nsg.json");
    expect(select(shared, { subnetNetworkSecurityGroupIds: [nicGroup] }).subnetNetworkSecurityGroupIds).toEqual([
      nicGroup,
    ]);
  });
});

describe("groups that aks.subnetNsgIds names", () => {
  const other = group("somebody-elses", "nvcf-dev-aks-nodes");
  const given = (...ids: string[]) => ({ subnetNetworkSecurityGroupIds: ids });
  const withOther = (change: (facts: AksFacts) => void = () => undefined) =>
    dev((facts) => {
      facts.network.networkSecurityGroups.push({ id: other, name: "nvcf-dev-aks-nodes", managed: false, rules: [] });
      change(facts);
    });
  const notices = (facts: AksFacts, request: Partial<AksDiscoveryRequest>) =>
    selectionNotices(facts.network, requestOf(request), false);

  it("are refused where the facts do not hold them", () => {
    expect(refusals(dev(), given(subnetGroup, other))).toEqual([
      { path: "aks.subnetNsgIds[1]", value: other, reason: "is not in the facts; record them anew with lls facts" },
    ]);
    expect(refusals(dev(), { ...given(other), nsgRules: "assume" })).toEqual([]);
  });

  it("are refused where every subnet was read and none has them, with those that they have and where these are", () => {
    const reason = expect.stringMatching(
      /attached to no subnet .* name nvcf-dev-aks-nodes in resource group nvcf-network$/,
    ) as string;
    expect(refusals(withOther(), given(other))).toEqual([{ path: "aks.subnetNsgIds[0]", value: other, reason }]);
    expect(refusals(withOther(), { ...given(other), nsgRules: "assume" })).toEqual([]);
    expect(notices(withOther(), given(subnetGroup))).toEqual([]);
  });

  it.each<[string, (facts: AksFacts) => unknown]>([
    ["group", ({ network }) => delete network.subnets[0]!.networkSecurityGroupId],
    ["subnet", ({ network }) => (network.subnets = [])],
    ["pool's subnet", ({ network }) => delete network.agentPools[0]!.subnetId],
  ])("are taken with a notice where one %s was not read", (_, unread) => {
    const facts = withOther(unread);
    expect(refusals(facts, given(other))).toEqual([]);
    expect(notices(facts, given(other))).toEqual([
      expect.stringMatching(/^Whether nvcf-dev-aks-nodes in resource group somebody-elses .*was not read/),
    ]);
  });

  it("may be those of a subnet of pods, and not those of pools that are not opened", () => {
    const facts = factsOf("aks-pools.json");
    const gpub = group("nvcf-network", "nvcf-pools-gpub");
    const choice = { ...given(gpub), pools: ["gpua"] };
    expect(refusals(facts, choice).map(({ path }) => path)).toEqual(["aks.subnetNsgIds[0]"]);
    facts.network.agentPools.find(({ name }) => name === "gpua")!.podSubnetId = facts.network.subnets.find(
      ({ networkSecurityGroupId }) => networkSecurityGroupId === gpub,
    )!.id;
    expect(refusals(facts, choice)).toEqual([]);
  });
});

describe("groups of one name in several resource groups", () => {
  const twin = group("team-b", "nvcf-dev-aks-nodes");
  /** The pool gpu in a subnet of its own, with the twin on it. */
  const twins = (...rules: Partial<NsgRuleFacts>[]) =>
    dev(({ network }) => {
      const [first] = network.subnets;
      const second = { ...first!, id: `${first!.id}-b`, networkSecurityGroupId: twin };
      network.subnets.push(second);
      network.agentPools[1]!.subnetId = second.id;
      const made = { id: twin, name: "nvcf-dev-aks-nodes", managed: false, rules: rules.map(rule) };
      network.networkSecurityGroups.push(made);
    });

  it("are told apart by it", () => {
    const [problem, ...others] = refusals(twins({ priority: 400, allow: true }));
    expect(others).toEqual([]);
    expect(problem!.reason).toMatch(/is taken by rule somebody-elses of nvcf-dev-aks-nodes in resource group team-b,/);
  });

  it("get rules for the probe each by itself", () => {
    const facts = twins({ priority: 4096 });
    facts.network.networkSecurityGroups
      .find(({ id }) => id === subnetGroup)!
      .rules!.push(rule({ priority: 401, allow: true }));
    expect(select(facts, { endpoint: "loadBalancer" }).probeRules).toEqual([twin]);
  });
});

/** Every pool allows the guide's range. */
function allowHostPorts({ network }: AksFacts): void {
  for (const pool of network.agentPools) pool.allowedHostPorts = [{ from: 30000, to: 32767, protocol: "UDP" }];
}

describe("pools", () => {
  const pools = (more: Partial<AksDiscoveryRequest>) => select(factsOf("aks-pools.json"), more);

  it("of aks.pools alone are opened; those of the roles stay in the facts", () => {
    const { subnetNetworkSecurityGroupIds, network } = pools({ pools: ["gpua"] });
    expect(subnetNetworkSecurityGroupIds).toEqual([group("nvcf-network", "nvcf-pools-gpua")]);
    expect(network.agentPools.map(({ name }) => name)).toEqual(["compute", "gpua", "gpub"]);
  });

  it("of neither kind, with what only they have, are left out", () => {
    const { network } = pools({ pools: ["gpua"], workerNodeSelector: { agentpool: "gpua" } });
    const names = (list: { id: string }[]) => list.map(({ id }) => id.split("/").pop());
    expect(network.agentPools.map(({ name }) => name)).toEqual(["compute", "gpua"]);
    expect(names(network.subnets)).toEqual(["compute", "gpua"]);
    expect(names(network.networkSecurityGroups).filter((name) => name?.includes("gpub"))).toEqual([]);
  });

  it("of neither kind tell behind a load balancer which groups the cloud controller may open; stray ones are none", () => {
    const facts = factsOf("aks-pools.json");
    const [managed] = facts.network.networkSecurityGroups.filter((group) => group.managed);
    const stray = { ...managed!, id: managed!.id.replace(managed!.name, "stray"), name: "stray" };
    facts.network.networkSecurityGroups.push(stray);
    const groups = () => {
      const chosen = { pools: ["gpua"], workerNodeSelector: { agentpool: "gpua" }, endpoint: "both" };
      const { networkSecurityGroups } = select(facts, chosen).network;
      return networkSecurityGroups.filter((group) => group.managed).map(({ name }) => /aks-(\w+)|stray/.exec(name)![0]);
    };
    expect(groups()).toEqual(["aks-compute", "aks-gpua", "aks-gpub"]);
    delete facts.network.agentPools[2]!.nicNetworkSecurityGroupIds;
    expect(groups()).toContain("stray");
  });

  it("that do not exist are an error each, with those that do", () => {
    expect(refusals(dev(), { pools: ["gpu", "gpux", "gpuy"] })).toEqual(
      ["gpux", "gpuy"].map((value, index) => ({
        path: `aks.pools[${index + 1}]`,
        value,
        reason: "is not an agent pool; the cluster has compute, gpu",
      })),
    );
  });

  it("that match no selector are an error per role, with all pools and the labels that count", () => {
    const workerNodeSelector = { "kubernetes.azure.com/mode": "gpu" };
    const problems = refusals(dev(), { proxyNodeSelector: { "node-type": "stream" }, workerNodeSelector });
    expect(problems).toEqual([
      {
        path: "streamingProxy.nodeSelector",
        value: "node-type=stream",
        reason: expect.stringContaining(
          "the cluster has compute (node-type=compute), gpu (nvcf.nvidia.com/workload=gpu).",
        ) as string,
      },
      {
        path: "aks.workerNodeSelector",
        value: "kubernetes.azure.com/mode=gpu",
        reason: expect.stringContaining(
          "the cluster has compute (kubernetes.azure.com/mode=system, node-type=compute), gpu (kubernetes.azure.com/mode=user, nvcf.nvidia.com/workload=gpu).",
        ) as string,
      },
    ]);
  });

  it("are chosen by labels that AKS sets itself; of one that Azure does not tell they may all be", () => {
    const workers = (workerNodeSelector: Record<string, string>) => {
      const request = { workerNodeSelector, proxyNodeSelector: { agentpool: "compute" }, pools: ["compute"] };
      const { agentPools } = select(dev(), request).network;
      return [agentPools.length, untoldLabels(dev().network.agentPools, requestOf(request))] as const;
    };
    expect(workers({ "kubernetes.azure.com/accelerator": "nvidia" })).toEqual([2, []]);
    expect(workers({ "kubernetes.azure.com/mode": "system" })).toEqual([1, []]);
    expect(workers({ agentpool: "gpu", "kubernetes.azure.com/fips_enabled": "true" })).toEqual([
      2,
      [expect.stringContaining("kubernetes.azure.com/fips_enabled=true (aks.workerNodeSelector)")],
    ]);
  });

  it.each([
    [undefined, "aks-dev.json", true],
    ["1", "aks-dev.json", true],
    ["1", "examples/aks-unzoned-pool.json", false],
    [undefined, "examples/aks-unzoned-pool.json", true],
    ["3", "aks-dev.json", true],
  ])("can run the proxy in zone %s of %s: %s", (availabilityZone, file, fits) => {
    const problems = refusals(factsOf(file), { availabilityZone });
    if (fits) expect(problems).toEqual([]);
    else {
      const reason = expect.stringContaining("compute is unzoned") as string;
      expect(problems).toEqual([{ path: "availabilityZone", value: availabilityZone, reason }]);
    }
  });
});

describe("a node resource group that AKS locks", () => {
  const locks = [
    { restrictionLevel: "Unrestricted", sku: "Base", locked: false },
    { restrictionLevel: "ReadOnly", sku: "Base", locked: true },
    { restrictionLevel: "ReadOnly", sku: "Automatic", locked: true },
    { restrictionLevel: "Unrestricted", sku: "Automatic", locked: true },
  ];
  const cases = locks.flatMap((lock) =>
    ["nodePorts", "both", "loadBalancer"].map((endpoint) => ({ ...lock, endpoint })),
  );

  it.each(cases)("takes no rule of ours: $restrictionLevel $sku $endpoint", ({ locked, endpoint, ...cluster }) => {
    const facts = dev((changed) => {
      Object.assign(changed.cluster, cluster);
      allowHostPorts(changed);
    });
    expect(refusals(facts, { endpoint, nicMode: "allowedHostPorts" })).toEqual([]);
    const problems = refusals(facts, { endpoint });
    if (!locked || endpoint === "loadBalancer") expect(problems).toEqual([]);
    else {
      const reason = expect.stringMatching(
        /aks.nicMode to allowedHostPorts, or aks.endpoint to loadBalancer/,
      ) as string;
      expect(problems).toEqual([{ path: "aks.nicMode", value: "nsgRules", reason }]);
    }
  });
});

describe("allowedHostPorts", () => {
  const command = "az aks nodepool update --resource-group nvcf-aks-dev --cluster-name nvcf-aks-dev";

  it("that leave out a part of the range are an error with the command per pool, which keeps what the pool allows", () => {
    const facts = dev(({ network }) => {
      network.agentPools[0]!.allowedHostPorts = [
        { from: 8080, to: 8080, protocol: "TCP" },
        { from: 30000, to: 32767, protocol: "TCP" },
        { from: 30000, to: 32766, protocol: "UDP" },
      ];
    });
    const problems = refusals(facts, { nicMode: "allowedHostPorts" });
    expect(problems.map(({ path }) => path)).toEqual(["aks.nicMode", "aks.nicMode"]);
    expect(problems[0]?.reason).toContain(
      `${command} --name compute --allowed-host-ports 8080/tcp,30000-32767/tcp,30000-32766/udp,30000-32767/udp`,
    );
    expect(problems[1]?.reason).toContain(`${command} --name gpu --allowed-host-ports 30000-32767/udp`);
    expect(refusals(facts, { nicMode: "allowedHostPorts", endpoint: "loadBalancer" })).toEqual([]);
  });

  it("of pools that are not opened do not matter", () => {
    const facts = dev(
      ({ network }) => (network.agentPools[1]!.allowedHostPorts = [{ from: 1, to: 65535, protocol: "UDP" }]),
    );
    expect(refusals(facts, { nicMode: "allowedHostPorts", pools: ["gpu"] })).toEqual([]);
  });
});

describe("rules of this stack", () => {
  const kept = (description?: string) =>
    select(withRules(nicGroup, { name: networkRule.name, priority: 400, description }), { rule: elsewhere }).network
      .networkSecurityGroups[0]!.rules!.length > 1;
  // A rule that stays must not be in the way here.
  const elsewhere = { ...requestOf().rule, name: "another", priority: 450 };

  it.each([
    ["nvcf-lls nvcf-lls/aks-dev media and STUN of browsers", false],
    ["nvcf-lls nvcf-lls/aks-dev", false],
    ["nvcf-lls nvcf-lls/aks-dev-2 media", true],
    ["nvcf-lls nvcf-lls/aks", true],
    ["by nvcf-lls nvcf-lls/aks-dev", true],
    [undefined, true],
  ])("are known by their description, whatever they are called, and leave the facts: %s", (description, stays) => {
    expect(kept(description)).toBe(stays);
  });

  it("are in nobody's way, at the same and at another priority", () => {
    const description = "nvcf-lls nvcf-lls/aks-dev media";
    for (const priority of [400, 510]) {
      expect(refusals(withRules(nicGroup, { name: networkRule.name, priority, description }))).toEqual([]);
    }
  });

  it("for the probe cannot lose its priority to the one for media in one go, whether it is changed or goes", () => {
    const description = (why: string) => `nvcf-lls nvcf-lls/aks-dev ${why}`;
    const live = withRules(
      subnetGroup,
      { name: "a", priority: 400, protocol: "Udp", allow: true, description: description("media") },
      { name: "a-probe", priority: 401, protocol: "Tcp", allow: true, description: description("probe") },
    );
    const shifted = (priority: number, probePriority: number, endpoint: string) =>
      refusals(live, { endpoint, rule: { ...requestOf().rule, priority, probePriority } });
    const reason = expect.stringMatching(
      /probe has now \(nvcf-dev-aks-nodes\).*former aks.rulePriority first$/,
    ) as string;
    for (const endpoint of ["loadBalancer", "nodePorts"]) {
      expect(shifted(401, 402, endpoint)).toEqual([{ path: "aks.rulePriority", value: 401, reason }]);
      expect(shifted(400, 402, endpoint)).toEqual([]);
      expect(shifted(399, 400, endpoint)).toEqual([]);
      expect(shifted(410, 401, endpoint)).toEqual([]);
    }
  });

  it("of a stack whose name fills the description are known too", () => {
    const owner = `${"p".repeat(90)}/${"s".repeat(90)}`;
    const facts = withRules(nicGroup, { priority: 400, description: `nvcf-lls ${owner}`.slice(0, 140) });
    expect(refusals(facts, { owner })).toEqual([]);
  });
});

describe("rules of others", () => {
  const ours = { ...requestOf().rule };

  it.each([
    ["aks-priority-taken.json", "aks.rulePriority", /allow-bastion of nvcf-dev-aks-nodes.*402 is free/],
    [
      "aks-guide-rule.json",
      "aks.nsgRules",
      /priority 510.*rule delete --ids .*set aks.rulePriority to 510.*pulumi import.*set aks.nsgRules to assume/,
    ],
  ])("%s: is named with the remedy", (file, path, reason) => {
    expect(refusals(factsOf(`examples/${file}`))).toEqual([
      { path, value: expect.anything() as unknown, reason: expect.stringMatching(reason) as string },
    ]);
  });

  it("identical to ours are told with the import line of exactly that rule", () => {
    const [problem, ...others] = refusals(withRules(nicGroup, { name: networkRule.name, priority: 400, allow: true }));
    expect(others).toEqual([]);
    expect(problem?.reason).toContain(
      "pulumi import azure-native:network:SecurityRule lls-mc_nvcf-aks-dev_nvcf-aks-dev_westeurope/aks-agentpool-10000001-nsg-media " +
        `${nicGroup}/securityRules/${networkRule.name} ` +
        "--parent lls=urn:pulumi:aks-dev::nvcf-lls::nvcf-lls:index:AksLls::lls " +
        "--provider azure-native=urn:pulumi:aks-dev::nvcf-lls::pulumi:providers:azure-native::azure-native --protect=false",
    );
    expect(problem).toMatchObject({ path: "aks.nsgRules", value: "create" });
    expect(problem?.reason).toContain("set aks.nsgRules to assume");
    expect(problem?.reason).not.toContain("set aks.rulePriority");
    expect(problem?.reason).toContain("needs one `pulumi up` with aks.nsgRules assume before");
  });

  it("are of this stack once they are marked by the command that is printed", () => {
    const taken = { name: networkRule.name, priority: 400, allow: true };
    const [problem] = refusals(withRules(nicGroup, taken));
    const [, description] = /az network nsg rule update --ids \S+ --description "([^"]*)"/.exec(problem!.reason)!;
    expect(refusals(withRules(nicGroup, { ...taken, description }))).toEqual([]);
  });

  it("in another subscription are imported with its provider", () => {
    const facts = changedFacts("examples/aks-other-subscription.json", ({ network }) => {
      const found = network.networkSecurityGroups.find(({ managed }) => !managed);
      found!.rules!.push(rule({ name: networkRule.name, allow: true }));
    });
    const [problem, ...others] = refusals(facts);
    expect(others).toEqual([]);
    const name = "azure-native-00000000-0000-0000-0000-00000000000b";
    expect(problem?.reason).toContain(
      `--provider ${name}=urn:pulumi:aks-dev::nvcf-lls::pulumi:providers:azure-native::${name} `,
    );
  });

  it.each<Partial<NsgRuleFacts>>([{ allow: false }, { allow: true, inbound: false }])(
    "of our name that let nothing in are not to be taken over or assumed: %j",
    (more) => {
      const [problem, ...others] = refusals(withRules(nicGroup, { name: networkRule.name, priority: 510, ...more }));
      expect(others).toEqual([]);
      expect(problem?.path).toBe("aks.ruleName");
      expect(problem?.reason).toMatch(/lets nothing in: delete it .*choose another name$/);
    },
  );

  it.each<[string, string, Partial<NsgRuleFacts>, Partial<AksDiscoveryRequest>]>([
    ["outbound with our priority", nicGroup, { inbound: false, priority: 400 }, {}],
    ["with the priority of a probe rule that is not made", subnetGroup, { priority: 401 }, {}],
    ["on a group that gets none", nicGroup, { priority: 400 }, { endpoint: "loadBalancer" }],
    ["on a pool's group that is not opened", subnetGroup, { priority: 400 }, { subnetNetworkSecurityGroupIds: [] }],
  ])("are in nobody's way: %s", (_, id, more, request) => {
    expect(refusals(withRules(id, more), request)).toEqual([]);
  });

  it.each<[string, Partial<NsgRuleFacts>, Partial<AksDiscoveryRequest>, number]>([
    ["what takes it denies everybody", { priority: 400, allow: false }, {}, 399],
    ["what takes it denies the ports", { priority: 400, allow: false, destinationPorts: ["31000"] }, {}, 399],
    ["what takes it denies other ports", { priority: 400, allow: false, destinationPorts: ["1-1023"] }, {}, 402],
    ["what takes it denies TCP", { priority: 400, allow: false, protocol: "Tcp" }, {}, 402],
    ["what takes it denies some senders", { priority: 400, allow: false, sources: ["203.0.113.0/24"] }, {}, 402],
    [
      "what takes it denies the load balancer's port",
      { priority: 400, allow: false, sources: ["Internet"], destinationPorts: ["5004"] },
      { endpoint: "loadBalancer" },
      399,
    ],
  ])("leave a priority free that is of use: %s", (_, more, request, free) => {
    const [problem, ...others] = refusals(withRules(subnetGroup, more), request).filter(
      ({ path }) => path === "aks.rulePriority",
    );
    expect(others).toEqual([]);
    expect(problem!.reason).toContain(`; ${free} is free${free < 400 ? ", above every rule that denies" : ""}`);
  });

  it("leave none free where the first of all denies everybody", () => {
    const facts = withRules(subnetGroup, { priority: 100 }, { name: "b", priority: 400, allow: true });
    expect(refusals(facts)[0]!.reason).toContain("no priority is free in every group, above the rules that deny");
  });

  it("leave different ones free for media and probe", () => {
    const facts = withRules(
      subnetGroup,
      ...[400, 401].map((priority) => ({ priority, name: `${priority}`, allow: true, protocol: "Icmp" })),
      { priority: 4096 },
    );
    const problems = refusals(facts, { endpoint: "loadBalancer" });
    expect(problems.map(({ path, reason }) => [path, /(\d+) is free/.exec(reason)![1]])).toEqual([
      ["aks.rulePriority", "402"],
      ["aks.probePriority", "403"],
    ]);
  });

  it("law: the free priority is free in every group, and out of the cloud controller's range while one is", () => {
    const taken = fc.uniqueArray(fc.integer({ min: 100, max: 499 }), { minLength: 1, maxLength: 400 });
    fc.assert(
      fc.property(taken, fc.boolean(), (priorities, onNic) => {
        const id = onNic ? nicGroup : subnetGroup;
        const wanted = priorities[0]!;
        const facts = withRules(
          id,
          ...priorities.map((priority) => ({ priority, name: `rule-${priority}`, protocol: "Tcp" })),
        );
        const own = { ...ours, priority: wanted };
        const [problem, ...others] = refusals(facts, { rule: own }).filter(({ path }) => path === "aks.rulePriority");
        expect(others.length).toBeLessThanOrEqual(1);
        const free = Number(/(\d+) is free/.exec(problem!.reason)?.[1]);
        expect(refusals(facts, { rule: { ...ours, priority: free } })).toEqual([]);
        // 200 is the rule that the group has in the committed facts.
        const usable = Array.from({ length: 400 }, (_, index) => index + 100).filter(
          (p) => p !== ours.probePriority && p !== 200,
        );
        if (usable.some((priority) => !priorities.includes(priority))) expect(free).toBeLessThan(500);
      }),
      { numRuns: 50 },
    );
  });
});

describe("the load balancer's probe", () => {
  const probed = (...rules: Partial<NsgRuleFacts>[]) =>
    select(withRules(subnetGroup, ...rules), { endpoint: "loadBalancer" }).probeRules.length > 0;
  const everything = { priority: 4096 };

  it.each<[string, boolean, Partial<NsgRuleFacts>[]]>([
    ["no rule of others", false, []],
    ["deny all", true, [everything]],
    [
      "deny all, after the tag is let in",
      false,
      [{ priority: 4000, allow: true, sources: ["AzureLoadBalancer"] }, everything],
    ],
    [
      "deny all, after all are let in on the probe's port",
      false,
      [{ priority: 4000, allow: true, destinationPorts: ["32504"] }, everything],
    ],
    [
      "deny all, before the tag is let in",
      true,
      [{ priority: 300, allow: true, sources: ["AzureLoadBalancer"] }, { priority: 250 }],
    ],
    [
      "deny all, after another port is let in",
      true,
      [{ priority: 4000, allow: true, destinationPorts: ["443"] }, everything],
    ],
    ["deny all, after UDP is let in", true, [{ priority: 4000, allow: true, protocol: "Udp" }, everything]],
    [
      "deny all, after the virtual network is let in",
      true,
      [{ priority: 4000, allow: true, sources: ["VirtualNetwork"] }, everything],
    ],
    [
      "deny all, after the probe is let in to one address",
      true,
      [{ priority: 4000, allow: true, destinations: ["192.0.2.4"] }, everything],
    ],
    ["deny of UDP", false, [{ protocol: "Udp" }]],
    ["deny of other ports", false, [{ destinationPorts: ["1-32503", "32505-65535"] }]],
    ["deny of the port alone", true, [{ protocol: "Tcp", destinationPorts: ["32000-33000"] }]],
    ["deny of the internet", false, [{ sources: ["Internet"] }]],
    ["deny of the virtual network, whose tag has the platform's address", true, [{ sources: ["VirtualNetwork"] }]],
    ["deny of the platform's address", true, [{ sources: ["168.63.0.0/16"] }]],
    ["deny outbound", false, [{ inbound: false }]],
  ])("gets a rule where a deny would catch it: %s: %s", (_, expected, rules) => {
    expect(probed(...rules)).toBe(expected);
  });

  it("gets one per subnet's group, with aks.endpoint loadBalancer and both, not with nodePorts", () => {
    const facts = factsOf("examples/aks-deny-all.json");
    const rules = (endpoint: string) => select(facts, { endpoint }).probeRules;
    expect(["nodePorts", "loadBalancer", "both"].map(rules)).toEqual([[], [subnetGroup], [subnetGroup]]);
  });

  it("goes to the port that is configured", () => {
    const facts = withRules(subnetGroup, { destinationPorts: ["32600"] });
    const rules = (probePort?: number) =>
      select(facts, { endpoint: "loadBalancer", rule: { ...requestOf().rule, probePort } }).probeRules;
    expect(rules()).toEqual([]);
    expect(rules(32600)).toEqual([subnetGroup]);
  });

  it("finds its priority and its name taken", () => {
    const problems = refusals(
      withRules(
        subnetGroup,
        everything,
        { priority: 401 },
        { name: `${networkRule.name}-PROBE`, priority: 402, allow: true, protocol: "Udp" },
      ),
      { endpoint: "loadBalancer" },
    );
    expect(problems.map(({ path }) => path)).toEqual(["aks.probePriority", "aks.nsgRules"]);
    expect(problems[1]?.reason).toContain("set aks.probePriority to 402");
    expect(problems[1]?.reason).toContain("lls-nvcf-network/nvcf-dev-aks-nodes-probe");
  });
});

describe("rules that are assumed", () => {
  const assume = { nsgRules: "assume" };

  it.each(["priority-taken", "guide-rule", "locked", "deny-all"])("nothing is in their way: aks-%s.json", (name) => {
    for (const endpoint of ["nodePorts", "loadBalancer", "both"]) {
      const facts = factsOf(`examples/aks-${name}.json`);
      expect(select(facts, { ...assume, endpoint })).toMatchObject({ probeRules: [], network: facts.network });
    }
  });

  it("count those of others, and none that this stack made before", () => {
    const owners = { name: networkRule.name, allow: true };
    const ours = { description: "nvcf-lls nvcf-lls/aks-dev media and STUN of browsers", name: "ours", priority: 400 };
    const { network } = select(withRules(nicGroup, owners, ours), assume);
    const rules = network.networkSecurityGroups.find(({ id }) => id === nicGroup)!.rules!.map(({ name }) => name);
    expect(rules).toContain(networkRule.name);
    expect(rules).not.toContain("ours");
  });

  it("need no group to be known; what is not stays a matter of the verdict", () => {
    const facts = dev(({ network }) => delete network.subnets[0]!.networkSecurityGroupId);
    expect(refusals(facts)).toHaveLength(1);
    const { subnetNetworkSecurityGroupIds, network } = select(facts, assume);
    expect(subnetNetworkSecurityGroupIds).toEqual([]);
    expect(network.subnets[0]).not.toHaveProperty("networkSecurityGroupId");
  });

  it("do not make up for pools that do not allow host ports", () => {
    const problems = refusals(dev(), { ...assume, nicMode: "allowedHostPorts" });
    expect(problems.map(({ path }) => path)).toEqual(["aks.nicMode", "aks.nicMode"]);
  });
});

it("every problem of one selection is reported at once, once", () => {
  const facts = changedFacts("examples/aks-locked.json", ({ network }) => {
    delete network.subnets[0]!.networkSecurityGroupId;
    network.networkSecurityGroups.forEach(({ rules }) => rules!.push(rule({ name: "first", priority: 400 })));
    network.agentPools[0]!.availabilityZones = [];
  });
  const problems = refusals(facts, { pools: ["gpu", "none"], availabilityZone: "1", workerNodeSelector: { a: "b" } });
  expect(problems.map(({ path }) => path)).toEqual([
    "aks.pools[1]",
    "availabilityZone",
    "aks.workerNodeSelector",
    "aks.subnetNsgIds",
    "aks.nicMode",
    "aks.rulePriority",
  ]);
});
