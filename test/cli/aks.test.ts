import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { factsCommand } from "../../cli/facts";
import type { ReportedFlow } from "../../cli/report";
import { parseAksFacts } from "../../discovery/aks/facts-file";
import type { AzureNetwork } from "../../reachability/azure/network";
import type { Verdict } from "../../reachability/verdict";
import type { Config } from "../stacks/stack-file";
import { captured, lls, planned } from "./run-lls";
import { root, temporaryProject } from "./temporary-project";

const text = (path: string) => readFileSync(join(root, path), "utf8");
const example = (name: string) => text(join("facts", "examples", `aks-${name}.json`));

/** The text of a committed facts file after a change of its network. */
function changed(stack: string, change: (network: AzureNetwork) => void): string {
  const facts = JSON.parse(text(`facts/${stack}.json`)) as { network: AzureNetwork };
  change(facts.network);
  return JSON.stringify(facts);
}

/** What a committed stack file says, without the namespace; the keys `aks` and `streamingProxy` are merged. */
function stackOf(stack: string, aks: Config = {}, further: Config = {}): Config {
  const { config } = parse(text(`Pulumi.${stack}.yaml`)) as { config: Config };
  const plain = Object.entries(config).map(([key, value]) => [key.replace("nvcf-lls:", ""), value] as const);
  const given = Object.fromEntries(plain);
  return { ...given, ...further, aks: { ...(given.aks as Config), ...aks } };
}

const required = (flows: ReportedFlow[]) => flows.filter(({ need }) => need === "required");

/** Verdicts of the required flows, by id. */
function verdicts(flows: ReportedFlow[]): Record<string, Verdict[]> {
  const result: Record<string, Verdict[]> = {};
  for (const { id, verdict } of required(flows)) result[id] = [...new Set([...(result[id] ?? []), verdict])].sort();
  return result;
}

/** The layers of required flows that take something away. */
const obstacles = (flows: ReportedFlow[]) =>
  required(flows).flatMap(({ id, to, layers }) =>
    layers.filter(({ verdict }) => verdict !== "open").map((layer) => ({ flow: `${id} ${to}`, ...layer })),
  );

const balanced: Config = {
  endpoint: "loadBalancer",
  nodeAddress: undefined,
  publicIp: { resourceGroup: "nvcf-aks-dev" },
};
const mediaPort: Config = { streamingProxy: { mediaPort: 49100 } };

describe("done means", () => {
  const id = (name: string) =>
    `/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/nvcf-network/providers/Microsoft.Network/networkSecurityGroups/${name}`;

  it.each(["aks-dev", "aks-pools"])("the committed stack %s is open: both layers of every pool", async (stack) => {
    const { code, flows, assumed, cloud, summary } = await planned(root, "--stack", stack, "--require-facts");
    expect({ code, assumed, cloud }).toEqual({ code: 0, assumed: false, cloud: "aks" });
    expect(summary).toMatchObject({ closed: 0, partial: 0, unknown: 0 });
    const { network } = parseAksFacts(text(`facts/${stack}.json`), stack);
    const layers = flows
      .filter(({ id }) => id === "A1")
      .map(({ to, layers: all }) => [to, all.map(({ name }) => name)]);
    const nameOf = (id: string) => id.slice(id.lastIndexOf("/") + 1);
    for (const { name, subnetId, nicNetworkSecurityGroupIds } of network.agentPools) {
      const subnet = network.subnets.find(({ id }) => id === subnetId)!;
      const wanted = [
        `subnet NSG '${nameOf(subnet.networkSecurityGroupId!)}', inbound`,
        ...nicNetworkSecurityGroupIds!.map((id) => `NIC NSG '${nameOf(id)}', inbound`),
      ];
      expect(layers).toContainEqual([`node (${name})`, expect.arrayContaining(wanted)]);
    }
  });

  it("without facts it is open (assumed)", async () => {
    const project = temporaryProject(stackOf("aks-dev"));
    const { code, flows, assumed } = await planned(project);
    expect({ code, assumed, verdicts: verdicts(flows) }).toEqual({
      ...{ code: 0, assumed: true },
      verdicts: { A1: ["open"], A1k: ["open"], A4: ["open"] },
    });
    expect((await lls(project, "plan", "--require-facts")).code).toBe(1);
  });

  it("without facts the rules that the stack assumes are there, whatever the endpoint", async () => {
    const publicIp = { resourceGroup: "nvcf-aks-dev" };
    const endpoints = [{}, { nicMode: "allowedHostPorts" }, balanced, { ...balanced, endpoint: "both", publicIp }];
    for (const endpoint of endpoints) {
      const project = temporaryProject(stackOf("aks-dev", { ...endpoint, nsgRules: "assume" }, mediaPort));
      const { code, assumed, resources } = await planned(project);
      expect({ code, assumed }, JSON.stringify(endpoint)).toEqual({ code: 0, assumed: true });
      expect(resources.filter(({ type }) => type.endsWith(":SecurityRule"))).toEqual([]);
    }
  });

  it("a pool of three whose subnet has a group that is not covered: exactly that layer is closed", async () => {
    const facts = example("uncovered-nsg");
    const discovered = await planned(temporaryProject(stackOf("aks-pools"), facts));
    expect({ code: discovered.code, obstacles: obstacles(discovered.flows) }).toEqual({ code: 0, obstacles: [] });

    const subnetNsgIds = ["compute", "gpua"].map((pool) => id(`nvcf-pools-${pool}`));
    const { code, flows } = await planned(temporaryProject(stackOf("aks-pools", { subnetNsgIds }), facts));
    expect(code).toBe(1);
    expect(obstacles(flows)).toMatchObject([
      { flow: "A1 node (gpub)", name: "subnet NSG 'nvcf-pools-gpub-own', inbound", verdict: "closed" },
    ]);

    const former = { subnetNsgIds: [...subnetNsgIds, id("nvcf-pools-gpub")] };
    await expect(planned(temporaryProject(stackOf("aks-pools", former), facts))).rejects.toThrow(
      /aks.subnetNsgIds\[2\]: is attached to no subnet .*name nvcf-pools-compute, nvcf-pools-gpua, nvcf-pools-gpub-own/,
    );
  });

  it("a pool without a role, which browsers can send to as well: that layer is closed", async () => {
    const facts = changed("aks-pools", ({ agentPools: [, , gpub] }) => delete gpub!.labels["nvcf.nvidia.com/workload"]);
    const subnetNsgIds = ["compute", "gpua"].map((pool) => id(`nvcf-pools-${pool}`));
    const { code, flows } = await planned(temporaryProject(stackOf("aks-pools", { subnetNsgIds }), facts));
    expect(code).toBe(1);
    expect(obstacles(flows)).toMatchObject([
      { flow: "A1 node (gpub)", name: "subnet NSG 'nvcf-pools-gpub', inbound", verdict: "closed" },
    ]);
  });

  it.each<[string, Config, string]>([
    ["is left out", { pools: ["compute", "gpua"] }, "aks.pools leaves it out"],
    ["has no public addresses", {}, "its nodes have no public addresses"],
  ])("a pool without a role that %s: it is said that nothing is", async (_, aks, why) => {
    const facts = changed("aks-pools", ({ agentPools: [, , gpub] }) => {
      delete gpub!.labels["nvcf.nvidia.com/workload"];
      gpub!.nodePublicIp = aks.pools !== undefined;
    });
    const { code, flows, notices } = await planned(temporaryProject(stackOf("aks-pools", aks), facts));
    expect(code).toBe(0);
    expect(flows.filter(({ to }) => to.includes("gpub"))).toEqual([]);
    expect(notices).toContain(`Agent pool gpub is not judged: it runs neither the proxy nor workers, and ${why}.`);
  });

  it("what could not be read when the facts were recorded, or not told from them: it is said", async () => {
    const facts = JSON.parse(changed("aks-dev", ({ subnets }) => delete subnets[0]!.networkSecurityGroupId)) as object;
    const said = "Microsoft.Network/virtualNetworks/subnets/read is denied.";
    const label = { "kubernetes.azure.com/fips_enabled": "true", agentpool: "gpu" };
    const aks = { subnetNsgIds: [id("nvcf-dev-aks-nodes")], workerNodeSelector: label };
    const project = temporaryProject(stackOf("aks-dev", aks), JSON.stringify({ ...facts, warnings: [said] }));
    expect((await planned(project)).notices).toEqual(
      expect.arrayContaining([
        `When the facts were recorded: ${said}`,
        expect.stringContaining("kubernetes.azure.com/fips_enabled=true (aks.workerNodeSelector)"),
        expect.stringContaining("Whether nvcf-dev-aks-nodes (aks.subnetNsgIds)"),
      ]),
    );
  });

  it("a deny above our rule: that layer is partial, naming rule and ports", async () => {
    const { code, flows } = await planned(temporaryProject(stackOf("aks-dev"), example("deny-above")));
    expect(code).toBe(1);
    expect(verdicts(flows)).toEqual({ A1: ["partial"], A1k: ["open"], A4: ["open"] });
    const layer = {
      verdict: "partial",
      rule: "block-games",
      missing: [expect.objectContaining({ ports: ["31000-31999"] })],
      reason: expect.stringMatching(/'nvcf-dev-aks-nodes'.*31000-31999.*'block-games', priority 300/),
    };
    expect(obstacles(flows)).toMatchObject([layer, layer]);
  });
});

/** Facts, what of the stack file differs, and the verdicts that are not open. */
const situations: [string, string, Config, Config, Record<string, Verdict[]>][] = [
  ["deny all 4096 and a load balancer: the probe gets a rule", "deny-all", balanced, mediaPort, {}],
  ["a default route to a firewall", "firewall-route", {}, {}, { A1: ["closed"] }],
  ["an admin rule that denies", "admin-deny", {}, {}, { A1: ["closed"] }],
  ["an admin rule that always allows", "admin-always-allow", {}, {}, {}],
  ["nodes without public addresses", "no-node-public-ip", {}, {}, { A1: ["closed"] }],
  ["nodes without public addresses, behind a load balancer", "no-node-public-ip", balanced, mediaPort, {}],
  ["a subnet without group", "no-subnet-nsg", {}, {}, {}],
  ["one group on both layers", "shared-nsg", {}, {}, {}],
  ["host ports in a locked node resource group", "host-ports", { nicMode: "allowedHostPorts" }, {}, {}],
  ["an unzoned pool, not pinned", "unzoned-pool", {}, { availabilityZone: undefined }, {}],
];

it.each(situations)("%s", async (_title, facts, aks, further, notOpen) => {
  const { code, flows } = await planned(temporaryProject(stackOf("aks-dev", aks, further), example(facts)));
  const found = Object.entries(verdicts(flows)).filter(([, values]) => values.some((value) => value !== "open"));
  expect(Object.fromEntries(found)).toEqual(notOpen);
  expect(code).toBe(Object.keys(notOpen).length > 0 ? 1 : 0);
});

it("the guide's rule on the managed group alone, assumed: the subnet's group is what is closed", async () => {
  const stack = stackOf("aks-dev", { nsgRules: "assume" });
  const { code, flows } = await planned(temporaryProject(stack, example("guide-rule")));
  expect(code).toBe(1);
  const closed = obstacles(flows).filter(({ flow }) => flow.startsWith("A1 "));
  expect(closed).toMatchObject(
    ["compute", "gpu"].map((pool) => ({
      ...{ flow: `A1 node (${pool})`, verdict: "closed" },
      name: "subnet NSG 'nvcf-dev-aks-nodes', inbound",
    })),
  );
});

describe("a load balancer", () => {
  it("on an existing address, with rights that are there already, is the stack's word", async () => {
    const id =
      "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/net/providers/Microsoft.Network/publicIPAddresses/ip";
    const publicIp = { id, roleAssignment: "assume" };
    const stack = stackOf("aks-dev", { ...balanced, publicIp }, { ...mediaPort, endpointHost: "stream.example.com" });
    const { code, flows, resources } = await planned(temporaryProject(stack, text("facts/aks-dev.json")));
    expect({ code, verdicts: verdicts(flows) }).toEqual({
      code: 0,
      verdicts: { A2: ["open"], A3: ["open"], A4: ["open"] },
    });
    const denied = changed("aks-dev", ({ networkSecurityGroups: [, subnetGroup] }) =>
      subnetGroup!.rules!.push({
        ...subnetGroup!.rules![0]!,
        ...{ name: "no-stream", priority: 300, allow: false, protocol: "Udp" },
        ...{ destinations: ["20.1.2.3/32"], destinationPorts: ["5004"] },
      }),
    );
    const flowsTo = async (endpointHost: string, further: Config = {}) => {
      const told = stackOf("aks-dev", { ...balanced, publicIp, ...further }, { ...mediaPort, endpointHost });
      return (await planned(temporaryProject(told, denied))).flows;
    };
    const toAddress = async (endpointHost: string) => verdicts(await flowsTo(endpointHost)).A2;
    expect([await toAddress("stream.example.com"), await toAddress("20.1.2.3"), await toAddress("20.1.2.4")]).toEqual([
      ["unknown"],
      ["closed"],
      ["open"],
    ]);
    // Behind a firewall browsers are told another address than the load balancer's.
    const frontDoor = { kind: "firewall", addresses: ["20.9.9.9"] };
    expect(obstacles(await flowsTo("20.1.2.4", { frontDoor }))).toContainEqual(
      expect.objectContaining({ rule: "no-stream", verdict: "unknown" }),
    );
    const types = resources.map(({ type }) => type);
    expect(types).toContain("kubernetes:core/v1:Service");
    expect(types.filter((type) => /PublicIPAddress|RoleAssignment/.test(type))).toEqual([]);
  });
});

it("on a new address is judged for any: what a rule has for one address is not known", async () => {
  const facts = changed("aks-dev", ({ networkSecurityGroups: [, subnetGroup] }) =>
    subnetGroup!.rules!.push({
      ...subnetGroup!.rules![0]!,
      ...{ name: "no-documentation", priority: 300, allow: false, protocol: "Udp", destinations: ["203.0.113.0/24"] },
      destinationPorts: ["*"],
    }),
  );
  const { code, flows } = await planned(temporaryProject(stackOf("aks-dev", balanced, mediaPort), facts));
  expect({ code, a2: verdicts(flows).A2 }).toEqual({ code: 1, a2: ["unknown"] });
});

/** Facts, what of the stack file differs, and what is said of which key. */
const badInputs: [string, string, Config, Config, Record<string, string>][] = [
  ["a locked node resource group", "locked", {}, {}, { "aks.nicMode": "allowedHostPorts" }],
  ["our priority taken", "priority-taken", {}, {}, { "aks.rulePriority": "400" }],
  ["a zone for an unzoned pool", "unzoned-pool", {}, {}, { availabilityZone: "zone" }],
  [
    "facts of another cluster",
    "locked",
    {},
    { cluster: "other" },
    { "cluster.name": "cluster of the stack says (other)" },
  ],
  [
    "facts of another resource group",
    "locked",
    {},
    { resourceGroup: "other" },
    { "cluster.resourceGroup": "resourceGroup of the stack says (other)" },
  ],
  [
    "facts of another subscription",
    "locked",
    {},
    { "azure-native:subscriptionId": "00000000-0000-0000-0000-00000000000a" },
    { subscription: "azure-native:subscriptionId of the stack says" },
  ],
];

describe("bad input", () => {
  it.each(badInputs)("%s", async (_title, facts, aks, further, problems) => {
    const ended = await lls(temporaryProject(stackOf("aks-dev", aks, further), example(facts)), "plan");
    expect(ended).toMatchObject({ code: 2, out: "" });
    for (const [key, part] of Object.entries(problems)) {
      const lines = ended.err.split("\n").filter((line) => line.startsWith(`  ${key}: `));
      expect(lines.join("\n")).toContain(part);
    }
    expect(ended.err).not.toMatch(/^ {4}at /m);
  });

  it("facts of a cluster on another cloud", async () => {
    const ended = await lls(temporaryProject(stackOf("aks-dev"), text("facts/dev.json")), "plan");
    expect(ended).toMatchObject({ code: 2, out: "" });
    expect(ended.err).toMatch(/^ {2}cloud: /m);
  });

  it("a certificate authority that was not read, and no kubeconfig", async () => {
    const facts = text("facts/aks-dev.json").replace(/"certificateAuthority": ".*"/, '"certificateAuthority": ""');
    const ended = await lls(temporaryProject(stackOf("aks-dev"), facts), "plan");
    expect(ended).toMatchObject({ code: 2, out: "" });
    expect(ended.err).toMatch(/^ {2}kubeconfig: is required.*listClusterUserCredential/m);
  });

  it("an encrypted subscription, for which another one would be read", async () => {
    const stack = stackOf("aks-dev", {}, { "azure-native:subscriptionId": { secure: "AAAA" } });
    const ended = await lls(temporaryProject(stack), "facts");
    expect(ended).toMatchObject({ code: 2, out: "" });
    expect(ended.err).toContain("azure-native:subscriptionId");
  });
});

describe("lls facts", () => {
  it("writes what plan takes by itself", async () => {
    const project = temporaryProject(stackOf("aks-dev"));
    const recorded = parseAksFacts(text("facts/aks-dev.json"), "aks-dev.json");
    const { code, out } = await captured(project, () =>
      factsCommand({ stack: "dev" }, () => Promise.resolve(recorded)),
    );
    expect({ code, out }).toEqual({
      code: 0,
      out: "facts/dev.json: facts of cluster nvcf-aks-dev, subscription 00000000-0000-0000-0000-000000000000, westeurope\n",
    });
    expect(await planned(project, "--require-facts")).toMatchObject({ code: 0, facts: { cluster: "nvcf-aks-dev" } });
  });
});
