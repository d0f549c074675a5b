import { Provider } from "@pulumi/azure-native/provider";
import * as pulumi from "@pulumi/pulumi";
import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { BadInput } from "../../../components/bad-input";
import type { AksFacts } from "../../../discovery/aks/facts";
import { parseAksFacts, writeAksFacts } from "../../../discovery/aks/facts-file";
import { readAksFacts } from "../../../discovery/aks/read";
import type { AksDiscoveryRequest } from "../../../discovery/aks/request";
import { ArmError } from "../../../discovery/arm-client";
import { addressesOf } from "../../../reachability/addresses";
import type { AzureSubnetFacts } from "../../../reachability/azure/network";
import { virtualNetworkTag } from "../../../reachability/azure/virtual-network";
import { includes } from "../../../reachability/intervals";
import { everything, networkId, nodeId, nodeResourceGroup, subnetId, subscription, type CloudData } from "./cloud-data";
import { FakeAzure, type Order } from "./fake-azure";
import { requestOf } from "./requests";

let azure: FakeAzure;
let provider: Provider;

beforeAll(async () => {
  await pulumi.runtime.setMocks({
    newResource: ({ name, inputs }) => ({ id: `${name}-id`, state: inputs }),
    call: (args) => azure.invoke(args),
  });
  provider = new Provider("azure", { subscriptionId: subscription });
});

interface Reading {
  data?: CloudData;
  denied?: string[];
  order?: Order;
}

async function read(
  request: AksDiscoveryRequest = requestOf(),
  { data = everything(), denied, order }: Reading = {},
): Promise<AksFacts> {
  azure = new FakeAzure(data, denied, order);
  return readAksFacts(request, {
    invoke: { provider },
    arm: azure.arm,
    warn: (text) => void azure.warnings.push(text),
  });
}

async function failure(promise: Promise<unknown>): Promise<BadInput> {
  const error: unknown = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof BadInput)) throw new Error(`not BadInput: ${String(error)}`);
  return error;
}

function changed(change: (data: CloudData) => void): CloudData {
  const data = everything();
  change(data);
  return data;
}

describe("facts of a cluster", () => {
  it("are complete, as a facts file holds them, and hold no secret of the kubeconfig", async () => {
    const facts = await read();
    const text = writeAksFacts(facts, "2026-01-15T09:00:00.000Z");
    const { recordedAt, ...again } = parseAksFacts(text, "facts.json");
    expect(again).toEqual(facts);
    expect(recordedAt).toBe("2026-01-15T09:00:00.000Z");
    expect(azure.warnings).toEqual([]);
    expect(text).not.toContain("top-secret");
  });

  it("name cluster and node resource group as Azure does, however it was truncated", async () => {
    const { network, ...facts } = await read();
    expect(facts).toEqual({
      formatVersion: 1,
      cloud: "aks",
      subscription,
      location: "westeurope",
      cluster: {
        name: "nvcf-aks-dev",
        resourceGroup: "nvcf-aks-dev",
        nodeResourceGroup,
        restrictionLevel: "Unrestricted",
        sku: "Base",
        endpoint: "https://nvcf-aks-dev.hcp.westeurope.azmk8s.io:443",
        entraId: true,
        certificateAuthority: "RVhBTVBMRQ==",
        version: "1.33.5",
        principalId: "00000000-0000-0000-0000-000000000001",
      },
    });
    expect(network.outboundType).toBe("userDefinedRouting");
  });

  it("know lockdown, AKS Automatic, a private cluster, one without Entra ID and a user-assigned identity", async () => {
    const data = changed(({ cluster }) => {
      delete cluster.aadProfile;
      cluster.fqdn = "";
      cluster.privateFQDN = "private.example.com";
      cluster.nodeResourceGroupProfile = { restrictionLevel: "ReadOnly" };
      cluster.sku = { name: "Automatic" };
      cluster.identity = { type: "UserAssigned", userAssignedIdentities: { "/id": { principalId: "principal" } } };
    });
    expect((await read(requestOf(), { data })).cluster).toMatchObject({
      restrictionLevel: "ReadOnly",
      sku: "Automatic",
      endpoint: "https://private.example.com:443",
      entraId: false,
      principalId: "principal",
    });
  });

  it.each([
    [
      "private with both names, the public one first",
      "public",
      "private",
      { endpoint: "public", privateEndpoint: "private" },
    ],
    ["private without a public name", "", "private", { endpoint: "private" }],
    ["not private", "public", "", { endpoint: "public" }],
  ])("name the API server of a cluster that is %s", async (_, fqdn, privateFQDN, names) => {
    const host = (name: string): string => name && `${name}.example.com`;
    const data = changed(({ cluster }) => Object.assign(cluster, { fqdn: host(fqdn), privateFQDN: host(privateFQDN) }));
    const { endpoint, privateEndpoint } = (await read(requestOf(), { data })).cluster;
    const servers = Object.entries(names).map(([key, name]) => [key, `https://${host(name)}:443`]);
    expect({ endpoint, ...(privateEndpoint !== undefined && { privateEndpoint }) }).toEqual(
      Object.fromEntries(servers),
    );
  });

  it.each([
    ["overlay", { networkPlugin: "azure", networkPluginMode: "overlay", podCidrs: ["192.0.2.0/24"] }, ["192.0.2.0/24"]],
    ["kubenet", { networkPlugin: "kubenet", podCidr: "192.0.2.0/24" }, ["192.0.2.0/24"]],
    [
      "a plugin of one's own that told its addresses",
      { networkPlugin: "none", podCidr: "192.0.2.0/24" },
      ["192.0.2.0/24"],
    ],
    ["a plugin of one's own that told none", { networkPlugin: "none" }, []],
    ["flat", { networkPlugin: "azure", podCidr: "192.0.2.0/24" }, undefined],
    ["no profile", undefined, undefined],
  ])("have pod addresses of their own with %s", async (_, networkProfile, podCidrs) => {
    const data = changed(({ cluster }) => (cluster.networkProfile = networkProfile));
    expect((await read(requestOf(), { data })).network.podCidrs).toEqual(podCidrs);
  });

  it("find the subnet of pods, its group and its routes, where that is not the nodes'", async () => {
    const data = changed(({ cluster, subnets, networkSecurityGroups, routeTables }) => {
      const pool = cluster.agentPoolProfiles[1] as { podSubnetID?: string };
      pool.podSubnetID = subnetId("pods");
      const [group, table] = [networkId("networkSecurityGroups", "pods"), networkId("routeTables", "pods")];
      const properties = { addressPrefix: "192.0.2.128/26", networkSecurityGroup: { id: group } };
      subnets.push({ id: subnetId("pods"), properties: { ...properties, routeTable: { id: table } } });
      networkSecurityGroups.push({ id: group, name: "pods", properties: {} });
      routeTables.push({ id: table, name: "pods", properties: {} });
    });
    const { agentPools, subnets, networkSecurityGroups, routeTables } = (await read(requestOf(), { data })).network;
    expect(agentPools.map(({ name, podSubnetId }) => [name, podSubnetId])).toContainEqual(["gpu", subnetId("pods")]);
    expect(subnets.map(({ id }) => id)).toContain(subnetId("pods"));
    expect([...networkSecurityGroups, ...routeTables].filter(({ name }) => name === "pods")).toHaveLength(2);
  });

  it("do without a subnet of pods that may not be read: nothing is made there", async () => {
    azure = new FakeAzure(
      changed(({ cluster }) => {
        for (const pool of cluster.agentPoolProfiles) pool.podSubnetID = subnetId("pods");
      }),
    );
    const refused = new ArmError("AuthorizationFailed", "/path", "HTTP 403");
    const subnet = (id: string) => (id === subnetId("pods") ? Promise.reject(refused) : azure.arm.subnet(id));
    const warn = (text: string) => void azure.warnings.push(text);
    const arm = { ...azure.arm, subnet };
    const { network } = await readAksFacts(requestOf(), { invoke: { provider }, arm, warn });
    expect(network.subnets.map(({ id }) => id)).toEqual([subnetId("discovered"), subnetId("nodes")]);
    expect(azure.warnings).toEqual([expect.stringContaining("Microsoft.Network/virtualNetworks/subnets/read")]);
  });

  it("find subnets, their groups and their route tables in another subscription and in another case", async () => {
    const { subnets, routeTables } = (await read()).network;
    expect(subnets).toEqual([
      {
        id: subnetId("discovered"),
        cidrs: ["192.0.2.64/26", "2001:db8::/64"],
        networkSecurityGroupId: "",
        routeTableId: "",
      },
      {
        id: subnetId("nodes"),
        cidrs: ["192.0.2.0/26"],
        networkSecurityGroupId: networkId("networkSecurityGroups", "subnet-nsg").toUpperCase(),
        routeTableId: networkId("routeTables", "egress"),
      },
    ]);
    expect(routeTables[0]?.routes[2]).toEqual({
      name: "to-firewall",
      destination: "0.0.0.0/0",
      nextHopType: "VirtualAppliance",
      nextHopAddress: "192.0.2.132",
    });
  });

  it("hold the groups of both layers once, with one list for singular and plural properties", async () => {
    const { networkSecurityGroups } = (await read()).network;
    expect(networkSecurityGroups.map(({ name, managed, rules }) => [name, managed, rules?.map((r) => r.name)])).toEqual(
      [
        ["aks-agentpool-1-nsg", true, ["k8s-azure-lb_allow_IPv4_1"]],
        ["aks-gpu-1-nsg", true, []],
        ["subnet-nsg", false, ["several", "groups"]],
      ],
    );
    expect(networkSecurityGroups[2]?.rules).toEqual([
      {
        name: "several",
        priority: 300,
        inbound: true,
        allow: false,
        protocol: "Udp",
        sources: ["198.51.100.0/24", "203.0.113.0/24"],
        sourceApplicationSecurityGroupIds: [],
        sourcePorts: ["*"],
        destinations: ["*"],
        destinationApplicationSecurityGroupIds: [],
        destinationPorts: ["30504", "31000-31999"],
        description: "no games",
      },
      {
        name: "groups",
        priority: 500,
        inbound: false,
        allow: true,
        protocol: "*",
        sources: [],
        sourceApplicationSecurityGroupIds: [networkId("applicationSecurityGroups", "team")],
        sourcePorts: ["*"],
        destinations: ["*"],
        destinationApplicationSecurityGroupIds: [],
        destinationPorts: ["443"],
      },
    ]);
  });

  it("count connected peerings and routed ranges to VirtualNetwork, and a default route to that of its own subnet", async () => {
    const { network } = await read();
    expect(network.virtualNetworkCidrs).toEqual(["192.0.2.0/25", "192.0.2.128/26", "203.0.113.0/25"]);
    const everyIpv4 = addressesOf("0.0.0.0/0");
    const isForced = (subnet: AzureSubnetFacts) => includes(virtualNetworkTag(network, subnet).certain, everyIpv4);
    expect(network.subnets.map(isForced)).toEqual([false, true]);
  });

  it("hold effective admin rules, where nothing named is everything", async () => {
    const manager = { networkManagerId: networkId("networkManagers", "corp") };
    const everyPeer = { sources: ["*"], sourcePorts: ["*"], destinations: ["*"], destinationPorts: ["*"] };
    expect((await read()).network.adminRules).toEqual([
      {
        ...everyPeer,
        ...manager,
        ...{ name: "deny-udp", priority: 20, inbound: true, access: "Deny", protocol: "Udp" },
        ...{ sources: ["Internet"], sourcePorts: ["0-65535"], destinationPorts: ["0-1023"] },
      },
      { ...everyPeer, ...manager, name: "any", priority: 10, inbound: false, access: "AlwaysAllow", protocol: "Any" },
    ]);
  });
});

describe("agent pools", () => {
  it("have the labels that AKS sets, their wiring, public addresses and host ports", async () => {
    const [compute] = (await read()).network.agentPools;
    expect(compute).toEqual({
      name: "compute",
      labels: {
        agentpool: "compute",
        "kubernetes.azure.com/agentpool": "compute",
        "kubernetes.azure.com/mode": "system",
        "kubernetes.io/os": "linux",
        "node-type": "compute",
        "node.kubernetes.io/instance-type": "Standard_D16s_v5",
        "topology.kubernetes.io/region": "westeurope",
      },
      availabilityZones: ["1", "2"],
      subnetId: subnetId("nodes"),
      nicNetworkSecurityGroupIds: [nodeId("networkSecurityGroups", "aks-agentpool-1-nsg")],
      applicationSecurityGroupIds: [
        networkId("applicationSecurityGroups", "team"),
        nodeId("applicationSecurityGroups", "aks-compute-asg"),
      ].sort(),
      nodePublicIp: true,
      allowedHostPorts: [
        { from: 8080, to: 8080, protocol: "TCP" },
        { from: 30000, to: 32767, protocol: "UDP" },
      ],
      vmSize: "Standard_D16s_v5",
      nodeCount: 2,
    });
  });

  it("at zero nodes, unzoned and in a network that AKS made are known by their scale set", async () => {
    const gpu = (await read()).network.agentPools.find(({ name }) => name === "gpu");
    expect(gpu).toMatchObject({
      availabilityZones: [],
      subnetId: subnetId("discovered"),
      nicNetworkSecurityGroupIds: [nodeId("networkSecurityGroups", "aks-gpu-1-nsg")],
      nodePublicIp: false,
      nodeCount: 0,
    });
    expect(gpu?.labels["kubernetes.azure.com/scalesetpriority"]).toBe("spot");
  });

  it("of single virtual machines have interfaces that are not known", async () => {
    const single = (await read()).network.agentPools.find(({ name }) => name === "single");
    expect(single).not.toHaveProperty("nicNetworkSecurityGroupIds");
  });
});

describe("law: the order of Azure's answers", () => {
  it("never changes the facts", async () => {
    const expected = await read();
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

it("every invoke uses the given provider", async () => {
  await read();
  const providers = azure.log.flatMap((entry) => entry.provider ?? []);
  expect(new Set(providers)).toEqual(
    new Set(["urn:pulumi:stack::project::pulumi:providers:azure-native::azure::azure-id"]),
  );
  expect(providers).toHaveLength(2);
});

describe("a refused call", () => {
  const network = "Microsoft.Network";
  const facts: [action: string, isUnknown: (facts: AksFacts) => boolean][] = [
    [`${network}/virtualNetworks/read`, (f) => f.network.virtualNetworkCidrs === undefined],
    [`${network}/routeTables/read`, (f) => f.network.subnets.some((subnet) => subnet.routeTableId === undefined)],
    [
      `${network}/virtualNetworks/listNetworkManagerEffectiveSecurityAdminRules/action`,
      (f) => f.network.adminRules === undefined,
    ],
    [
      "Microsoft.Compute/virtualMachineScaleSets/read",
      (f) => f.network.agentPools.every((pool) => pool.nicNetworkSecurityGroupIds === undefined),
    ],
    [
      "Microsoft.ContainerService/managedClusters/listClusterUserCredential/action",
      (f) => f.cluster.certificateAuthority === "",
    ],
  ];

  it.each(facts)("leaves a fact unknown and is told once: %s", async (action, isUnknown) => {
    expect(isUnknown(await read())).toBe(false);
    const facts = await read(requestOf(), { denied: [action] });
    expect(isUnknown(facts)).toBe(true);
    expect(azure.warnings).toEqual([expect.stringContaining(action)]);
    expect(facts.warnings, "a plan from these facts repeats it").toEqual(azure.warnings);
  });

  it.each([
    [`${network}/virtualNetworks/subnets/read`, ["aks.subnetNsgIds"]],
    [`${network}/networkSecurityGroups/read`, ["aks.nicMode"]],
  ])("that an id follows from is an error that names action and keys: %s", async (action, keys) => {
    const error = await failure(read(requestOf(), { denied: [action] }));
    expect(error.problems.map(({ path }) => path)).toEqual(keys);
    expect(error.message).toContain(action);
  });

  it("on the cluster, which the config names, asks for the permission and for nothing else", async () => {
    const error = await failure(read(requestOf(), { denied: ["Microsoft.ContainerService/managedClusters/read"] }));
    const reason =
      "cannot be read, because Microsoft.ContainerService/managedClusters/read is denied; allow it (docs/iam/aks-role.json)";
    expect(error.problems).toEqual([{ path: "cluster", reason }]);
  });

  it.each<[string, Partial<AksDiscoveryRequest>, (facts: AksFacts) => unknown]>([
    [
      `${network}/virtualNetworks/subnets/read`,
      { subnetNetworkSecurityGroupIds: [networkId("networkSecurityGroups", "subnet-nsg")] },
      (f) => f.network.subnets,
    ],
    [
      `${network}/networkSecurityGroups/read`,
      { nicMode: "allowedHostPorts" },
      (f) => f.network.networkSecurityGroups.flatMap(({ rules = [] }) => rules),
    ],
    [
      `${network}/networkSecurityGroups/read`,
      { endpoint: "loadBalancer" },
      (f) => f.network.networkSecurityGroups.flatMap(({ rules = [] }) => rules),
    ],
    [`${network}/virtualNetworks/subnets/read`, { nsgRules: "assume" }, (f) => f.network.subnets],
    [
      `${network}/networkSecurityGroups/read`,
      { nsgRules: "assume" },
      (f) => f.network.networkSecurityGroups.flatMap(({ rules = [] }) => rules),
    ],
  ])("is a warning where the config decides: %s", async (action, more, unknown) => {
    expect(unknown(await read(requestOf(more), { denied: [action] }))).toEqual([]);
    expect(azure.warnings).toEqual([expect.stringContaining(action)]);
  });

  it.each(["ExpiredAuthenticationToken", "InvalidAuthenticationToken"])(
    "is not what an expired token looks like: %s is one error that says to log in",
    async (code) => {
      azure = new FakeAzure(everything());
      const arm = { ...azure.arm, routeTable: () => Promise.reject(new ArmError(code, "/path", "HTTP 401")) };
      const error = await failure(readAksFacts(requestOf(), { invoke: { provider }, arm, warn: () => undefined }));
      expect(error.problems).toEqual([{ path: "azure-native", reason: expect.stringContaining("az login") as string }]);
    },
  );

  it("is not what a broken connection looks like", async () => {
    azure = new FakeAzure(everything());
    const arm = { ...azure.arm, scaleSets: () => Promise.reject(new TypeError("fetch failed")) };
    const reading = readAksFacts(requestOf(), { invoke: { provider }, arm, warn: () => undefined });
    await expect(reading).rejects.toThrow("fetch failed");
  });
});

describe("what does not exist", () => {
  it("a cluster is an error that names both keys", async () => {
    const error = await failure(read(requestOf({ cluster: "nowhere" })));
    expect(error.problems.map(({ path }) => path)).toEqual(["cluster", "resourceGroup"]);
    expect(error.message).toContain("not known to Azure");
  });

  it("a group given as aks.subnetNsgIds is an error that names the key", async () => {
    const given = { subnetNetworkSecurityGroupIds: [networkId("networkSecurityGroups", "nowhere")] };
    const error = await failure(read(requestOf(given)));
    expect(error.problems.map(({ path }) => path)).toEqual(["aks.subnetNsgIds[0]"]);
  });
});
