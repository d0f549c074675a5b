import { describe, expect, it } from "vitest";
import { BadInput } from "../components/bad-input";
import { parseAksFacts } from "../discovery/aks/facts-file";
import type { AksFacts } from "../discovery/aks/facts";
import { factsText } from "./discovery/eks/dev-facts";
import { factsAfter, customResources, runProgram, verdictsOf } from "./run-program";
import type { Config } from "./stacks/stack-file";

const factsOf = (file: string): AksFacts => parseAksFacts(factsText(file), file);
const devFacts = factsOf("aks-dev.json");
const nodes = { nodeAddress: "nodes.example.com" };
const balanced: Config = {
  streamingProxy: { mediaPort: 49100 },
  aks: { endpoint: "loadBalancer", publicIp: { resourceGroup: "nvcf-aks-dev", dnsLabel: "stream" } },
};

/** Installations that differ in what they register. */
const installations: [string, AksFacts, Config][] = [
  ["NodePorts", devFacts, {}],
  [
    "NodePorts on several groups, for some audiences",
    factsOf("aks-pools.json"),
    { allowedCidrs: ["198.51.100.0/24", "203.0.113.0/24"] },
  ],
  ["a load balancer", devFacts, balanced],
  ["a load balancer behind deny all", factsOf("examples/aks-deny-all.json"), balanced],
  ["both", devFacts, { ...balanced, aks: { ...(balanced.aks as Config), endpoint: "both" } }],
  [
    "a firewall in front",
    factsOf("examples/aks-firewall-route.json"),
    { aks: { ...nodes, frontDoor: { kind: "firewall", addresses: ["10.1.0.4"] } } },
  ],
  ["a network in another subscription", factsOf("examples/aks-other-subscription.json"), {}],
];

describe.each(installations)("%s", (_, facts, config) => {
  it("never uses a default provider", async () => {
    const ran = await runProgram(facts, config);
    const providers = customResources(ran).map(({ type, provider }) => [type.split(":")[0], provider?.split("::")[2]]);
    expect(providers).not.toEqual([]);
    for (const [cloud, provider] of providers) expect(provider).toBe(`pulumi:providers:${cloud}`);
  });

  it("is the same twice, and after its own `up`, twice", async () => {
    const first = await runProgram(facts, config);
    expect((await runProgram(facts, config)).graph).toEqual(first.graph);
    const live = factsAfter(facts, first);
    expect(live).not.toEqual(facts);
    const second = await runProgram(live, config);
    const resources = customResources(second).map(({ urn, inputs }) => ({ urn, inputs }));
    expect(resources).toEqual(customResources(first).map(({ urn, inputs }) => ({ urn, inputs })));
    const third = await runProgram(factsAfter(live, second), config);
    expect(customResources(third).map(({ urn, inputs }) => ({ urn, inputs }))).toEqual(resources);
  });
});

it("rules of our own in the live cloud do not open a verdict once the stack no longer makes them", async () => {
  const facts = factsOf("aks-pools.json");
  const onePool = { aks: { ...nodes, pools: ["compute"] } };
  const live = factsAfter(facts, await runProgram(facts));
  const verdicts = verdictsOf(await runProgram(live, onePool));
  expect(verdicts).toEqual(verdictsOf(await runProgram(facts, onePool)));
  expect(verdicts.A1).toEqual(["open", "closed", "closed"]);
});

describe("aks.nsgRules: assume", () => {
  const assume = { aks: { ...nodes, nsgRules: "assume" } };

  /** The rule of this stack as the owner of each group made it, where `made` says so. */
  async function ownedByOthers(made: (group: string) => boolean): Promise<AksFacts> {
    const live = factsAfter(devFacts, await runProgram(devFacts));
    live.network.networkSecurityGroups.forEach((group, index) => {
      const before = devFacts.network.networkSecurityGroups[index]!.rules!;
      const added = group.rules!.filter(({ name }) => !before.some((rule) => rule.name === name));
      expect(added).toHaveLength(1);
      group.rules = made(group.name) ? [...before, { ...added[0]!, description: "by the network team" }] : before;
    });
    return live;
  }

  it("makes no rule, and the verdict counts those of others on either layer", async () => {
    const all = await runProgram(await ownedByOthers(() => true), assume);
    expect(all.graph.resources.filter(({ type }) => type.endsWith(":SecurityRule"))).toEqual([]);
    expect(verdictsOf(all)).toMatchObject({ A1: ["open", "open"] });
    for (const { name } of devFacts.network.networkSecurityGroups) {
      const ran = await runProgram(await ownedByOthers((group) => group !== name), assume);
      expect(verdictsOf(ran), name).toMatchObject({ A1: ["closed", "closed"] });
    }
  });

  it("does not count rules that this very stack made: the next `up` deletes them", async () => {
    const live = factsAfter(devFacts, await runProgram(devFacts));
    expect(verdictsOf(await runProgram(live, assume))).toMatchObject({ A1: ["closed", "closed"] });
  });

  it("is what the error about those rules names, with the rules that are in the way", async () => {
    const facts = await ownedByOthers(() => true);
    const error: unknown = await runProgram(facts).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(BadInput);
    const { problems } = error as BadInput;
    expect(problems.map(({ path }) => path)).toEqual(facts.network.networkSecurityGroups.map(() => "aks.nsgRules"));
    for (const { name } of facts.network.networkSecurityGroups) {
      const reason = expect.stringContaining(`of ${name} exists and is not of this stack`) as string;
      expect(problems).toContainEqual(expect.objectContaining({ reason }));
    }
  });

  it("names in that error the URNs that parent, provider and rule have", async () => {
    const { urn, provider, parent } = customResources(await runProgram(devFacts)).find(({ type }) =>
      type.endsWith(":SecurityRule"),
    )!;
    const error = (await runProgram(await ownedByOthers(() => true)).catch((thrown: unknown) => thrown)) as Error;
    expect(error.message).toContain(` ${urn.split("::").at(-1)} /subscriptions/`);
    expect(error.message).toContain(
      `--parent lls=${parent} --provider azure-native=${provider!.split("::").slice(0, -1).join("::")} `,
    );
  });
});

describe("a network in another subscription", () => {
  const facts = factsOf("examples/aks-other-subscription.json");
  const azureProviders = async (config: Config = {}) =>
    (await runProgram(facts, config)).graph.resources.filter(({ type }) => type === "pulumi:providers:azure-native");

  it("has its rule made by a provider of its own, with the login of the stack", async () => {
    const tenantId = "00000000-0000-0000-0000-000000000002";
    const ran = await runProgram(facts, { "azure-native:tenantId": tenantId });
    const rules = customResources(ran).filter(({ type }) => type.endsWith(":SecurityRule"));
    const subscriptions = rules.map(({ id, provider }) => {
      const { inputs } = ran.graph.resources.find(({ urn }) => provider === `${urn}::simulated`)!;
      expect(inputs.tenantId).toBe(tenantId);
      return [id!.split("/")[2], inputs.subscriptionId ?? facts.subscription];
    });
    expect(subscriptions.map(([made]) => made).sort()).toEqual([
      "00000000-0000-0000-0000-000000000000",
      "00000000-0000-0000-0000-00000000000b",
    ]);
    for (const [made, wanted] of subscriptions) expect(made).toBe(wanted);
    expect(verdictsOf(ran)).toMatchObject({ A1: ["open", "open"] });
  });

  it("has no further provider where no rule is made there", async () => {
    expect(await azureProviders()).toHaveLength(2);
    expect(await azureProviders({ aks: { ...nodes, nsgRules: "assume" } })).toHaveLength(1);
  });
});

it("the rules come before the Service, for which the cloud controller writes the same group", async () => {
  const { graph } = await runProgram(devFacts, { ...balanced, aks: { ...(balanced.aks as Config), endpoint: "both" } });
  const rules = graph.resources.filter(({ type }) => type === "azure-native:network:SecurityRule");
  const service = graph.resources.find(({ type }) => type === "kubernetes:core/v1:Service")!;
  expect(rules.length).toBeGreaterThan(1);
  expect(service.dependencies).toEqual(expect.arrayContaining(rules.map(({ urn }) => urn)));
});

it("the Kubernetes provider gets its token from kubelogin, in the tenant and environment of the stack", async () => {
  const { graph } = await runProgram(devFacts, {
    "azure-native:tenantId": "00000000-0000-0000-0000-000000000002",
    "azure-native:environment": "china",
  });
  const provider = graph.resources.find(({ type }) => type === "pulumi:providers:kubernetes")!;
  const { clusters, users } = JSON.parse(provider.inputs.kubeconfig as string) as Record<string, any[]>;
  expect(clusters![0].cluster.server).toBe(devFacts.cluster.endpoint);
  const { command, args } = users![0].user.exec as { command: string; args: string[] };
  expect([command, ...args].join(" ")).toMatch(
    /^kubelogin get-token .*--environment AzureChinaCloud --tenant-id 00000000-0000-0000-0000-000000000002$/,
  );
  const azure = graph.resources.find(({ type }) => type === "pulumi:providers:azure-native")!;
  expect(azure.inputs).toMatchObject({ tenantId: "00000000-0000-0000-0000-000000000002", environment: "china" });
});

describe("priorities that move up by one", () => {
  const facts = factsOf("examples/aks-deny-all.json");
  const config = (rulePriority: number, probePriority: number): Config => ({
    ...balanced,
    aks: { ...(balanced.aks as Config), rulePriority, probePriority },
  });
  const rulesOf = (ran: Awaited<ReturnType<typeof runProgram>>) =>
    customResources(ran).filter(({ type }) => type.endsWith(":SecurityRule"));

  it("are refused in one go, because Azure refuses them rule by rule", async () => {
    const first = await runProgram(facts, config(400, 401));
    const [media, probe] = rulesOf(first);
    expect([media, probe].map((rule) => rule?.inputs.priority)).toEqual([400, 401]);
    expect(() => first.cloud.update(media!.type, media!.id!, { ...media!.inputs, priority: 401 })).toThrow(
      expect.objectContaining({ code: "SecurityRuleConflict" }) as Error,
    );
    const live = factsAfter(facts, first);
    await expect(runProgram(live, config(401, 402))).rejects.toThrow(
      /aks.rulePriority: .*former aks.rulePriority first/,
    );
  });

  it("are taken in the two steps that the message names", async () => {
    const first = await runProgram(facts, config(400, 401));
    const { cloud } = first;
    let live = factsAfter(facts, first);
    const steps: [number, number][] = [
      [400, 402],
      [401, 402],
    ];
    for (const priorities of steps) {
      const next = await runProgram(live, config(...priorities));
      for (const { type, id, inputs } of rulesOf(next)) cloud.update(type, id!, inputs);
      expect(rulesOf(next).map(({ inputs }) => inputs.priority as number)).toEqual(priorities);
      live = factsAfter(facts, next);
    }
  });
});

it("pools that are not opened need no host ports", async () => {
  const facts = structuredClone(devFacts);
  facts.network.agentPools.find(({ name }) => name === "gpu")!.allowedHostPorts = [
    { from: 30000, to: 32767, protocol: "UDP" },
  ];
  const config = (pools: string[]): Config => ({ aks: { ...nodes, nicMode: "allowedHostPorts", pools } });
  await runProgram(facts, config(["gpu"]));
  await expect(runProgram(facts, config(["gpu", "compute"]))).rejects.toThrow("--name compute --allowed-host-ports");
});

describe("a kubeconfig", () => {
  const kubeconfig = (server: string): string =>
    JSON.stringify({
      "current-context": "a",
      contexts: [{ name: "a", context: { cluster: "a" } }],
      clusters: [{ name: "a", cluster: { server } }],
    });
  const withCluster = (cluster: Partial<AksFacts["cluster"]>): AksFacts => ({
    ...devFacts,
    cluster: { ...devFacts.cluster, ...cluster },
  });

  it("of another cluster is refused", async () => {
    const run = () => runProgram(devFacts, {}, { kubeconfig: kubeconfig("https://other.example.com") });
    await expect(run()).rejects.toThrow(BadInput);
    await expect(run()).rejects.toThrow("leads to https://other.example.com");
  });

  it("may have either name of a private cluster, whose own has the private one", async () => {
    const endpoint = "https://example.hcp.westeurope.azmk8s.io:443";
    const privateEndpoint = "https://example.00000000.privatelink.westeurope.azmk8s.io:443";
    const facts = withCluster({ endpoint, privateEndpoint, entraId: false });
    for (const server of [endpoint, privateEndpoint]) {
      const { graph } = await runProgram(facts, {}, { kubeconfig: kubeconfig(server) });
      const provider = graph.resources.find(({ type }) => type === "pulumi:providers:kubernetes");
      expect(provider?.inputs.clusterIdentifier).toBe(endpoint);
    }
    const run = () => runProgram(facts, {}, { kubeconfig: kubeconfig("https://other.example.com") });
    await expect(run()).rejects.toThrow(
      `leads to https://other.example.com, but the cluster's endpoint is ${endpoint} or ${privateEndpoint};`,
    );
  });

  it.each<[string, Partial<AksFacts["cluster"]>, RegExp]>([
    ["without Microsoft Entra ID", { entraId: false }, /kubeconfig: is required, .* does not use Microsoft Entra ID/],
    ["whose certificate authority was not read", { certificateAuthority: "" }, /kubeconfig: is required, .* not read/],
  ])("is required for a cluster %s", async (_, cluster, message) => {
    const facts = withCluster(cluster);
    await expect(runProgram(facts)).rejects.toThrow(message);
    await runProgram(facts, {}, { kubeconfig: kubeconfig(devFacts.cluster.endpoint) });
  });
});
