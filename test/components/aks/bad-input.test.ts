import * as pulumi from "@pulumi/pulumi";
import { describe, expect, it } from "vitest";
import { AksEndpointKind, AksLls, AksNicMode, BadInput, type AksLlsArgs } from "../../../components";
import type { AzureNetwork } from "../../../reachability/azure/network";
import { validateAksLls } from "../../../components/aks/problems";
import {
  argsOf,
  graphOf,
  groupId,
  groups,
  network,
  networkId,
  password,
  plainVariant,
  subscription,
} from "./installation";

/** A change to good arguments, as a program in JavaScript or YAML can make it. */
type Change = Record<string, unknown>;

const plain = argsOf(plainVariant);
const balanced = argsOf({ ...plainVariant, endpoint: AksEndpointKind.LoadBalancer });

function problemsOf(change: Change, base: AksLlsArgs = plain): string[] {
  try {
    validateAksLls("AksLls 'lls'", { ...base, ...change });
  } catch (error) {
    if (!(error instanceof BadInput)) throw error;
    return error.problems.map(({ path, reason }) => `${path}: ${reason}`);
  }
  return [];
}

const managed = "aks-agentpool-12345678-nsg";
const nodes = groups.nodes!;
const subnets = (...list: unknown[]) => ({ subnetNetworkSecurityGroups: list });
const ip = balanced.publicIp;
const ecr = "123456789012.dkr.ecr.us-west-2.amazonaws.com/nvcf";
const otherSubscription = "00000000-0000-0000-0000-00000000000b";
const elsewhere = (id: string) => id.replace(subscription, otherSubscription);

describe("AksLls refuses", () => {
  it.each<[Change, string, string]>([
    [{ cluster: undefined }, "cluster", "is required"],
    [{ cluster: "prod-" }, "cluster", "1-63"],
    [{ resourceGroup: "a/b" }, "resourceGroup", "resource group"],
    [{ location: "West Europe" }, "location", "westeurope"],
    [{ availabilityZone: "westeurope-1" }, "availabilityZone", "1, 2, 3"],
    [{ imageRegistry: "https://example.azurecr.io" }, "imageRegistry", "scheme"],
    [{ imageRegistry: ecr }, "imageRegistry", "mirror image and chart to ACR"],
    [{ allowedSources: [] }, "allowedSources", "at least one"],
    [{ allowedSources: ["internet"] }, "allowedSources[0]", "must be Internet or an IPv4 CIDR"],
    [{ allowedSources: ["VirtualNetwork"] }, "allowedSources[0]", "no other service tag"],
    [{ allowedSources: ["Storage.WestEurope"] }, "allowedSources[0]", "no other service tag"],
    [{ allowedSources: ["*"] }, "allowedSources[0]", "no other service tag"],
    [{ allowedSources: ["198.51.100.1/24"] }, "allowedSources[0]", "host bits"],
    [{ allowedSources: ["10.0.0.0/8"] }, "allowedSources[0]", "private range"],
    [{ allowedSources: ["198.51.100.0/24", "Internet"] }, "allowedSources[0]", "lies within Internet"],
    [{ allowedSources: ["198.51.100.0/24", "198.51.100.64/26"] }, "allowedSources[1]", "lies within 198.51.100.0/24"],
    [{ allowedSources: ["198.51.100.0/24", "198.51.100.0/24"] }, "allowedSources[1]", "lies within"],
    [{ clients: ["10.0.0.0/8"] }, "clients[0]", "private range"],
    [{ clients: ["0.0.0.0/8"] }, "clients[0]", "reserved range"],
    [{ allowedSources: ["224.0.0.0/4"] }, "allowedSources[0]", "reserved range"],
    [{ clients: ["Internet"] }, "clients[0]", "IPv4 CIDR"],
    [{ firewallAddresses: ["192.0.2.4-9"] }, "firewallAddresses[0]", "must be an IPv4 address or CIDR"],
    [{ firewallAddresses: ["10.0.2.4/26"] }, "firewallAddresses[0]", "10.0.2.0/26"],
    [{ firewallAddresses: ["10.0.2.4", "10.0.2.4"] }, "firewallAddresses[1]", "lies within 10.0.2.4"],
    [{ firewallAddresses: ["10.0.2.4", "10.0.2.0/26"] }, "firewallAddresses[0]", "lies within 10.0.2.0/26"],
    [{ firewallAddresses: ["10.0.2.4", "203.0.113.4"] }, "firewallAddresses[1]", "must be private"],
    [{ firewallAddresses: ["203.0.113.0/26"] }, "firewallAddresses[0]", "must be private"],
    [{ firewallAddresses: ["224.0.0.4"] }, "firewallAddresses[0]", "must be private"],
    [{ endpoint: "nodeport" }, "endpoint", "nodePorts, loadBalancer, both"],
    [{ endpointHost: undefined }, "endpointHost", "is required with endpoint nodePorts"],
    [{ endpointHost: "udp://stream.example.com" }, "endpointHost", "without scheme"],
    [{ endpointHost: "10.0.0.4" }, "endpointHost", "private address"],
    [{ nodePortFrom: 0 }, "nodePortFrom", "1-65535"],
    [{ nodePortTo: 65536 }, "nodePortTo", "1-65535"],
    [{ nodePortFrom: 31000, nodePortTo: 30000 }, "nodePortTo", "not be less than nodePortFrom, which is 31000"],
    [{ nodePortFrom: 33000 }, "nodePortFrom", "30000-32767: AKS has no others"],
    [{ nodePortFrom: 31000 }, "nodePortFrom", "must leave 30504 in the range 31000-32767"],
    [{ nodePortTo: 30503 }, "nodePortTo", "must leave 30504"],
    [{ port: 443 }, "port", "absent with endpoint nodePorts: browsers are told NodePort 30504"],
    [{ probePriority: 300 }, "probePriority", "absent with endpoint nodePorts"],
    [{ healthCheckNodePort: 32000 }, "healthCheckNodePort", "absent with endpoint nodePorts"],
    [{ publicIp: ip }, "publicIp", "absent with endpoint nodePorts"],
    [{ probeRules: ["nodes"] }, "probeRules", "absent with endpoint nodePorts"],
    [{ subnetNetworkSecurityGroups: undefined }, "subnetNetworkSecurityGroups", "an empty list says"],
    [{ nicNetworkSecurityGroups: managed }, "nicNetworkSecurityGroups", "must be a list"],
    [subnets("nodes"), "subnetNetworkSecurityGroups[0]", "must be a map with id"],
    [subnets({ id: "nodes" }), "subnetNetworkSecurityGroups[0].id", "/networkSecurityGroups/<name>"],
    [
      subnets({ id: networkId("network", "routeTables", "nodes") }),
      "subnetNetworkSecurityGroups[0].id",
      "/networkSecurityGroups/<name>",
    ],
    [subnets({ id: pulumi.output(nodes) }), "subnetNetworkSecurityGroups[0].key", "is not known yet"],
    [subnets({ id: nodes }, { id: groupId("other", "nodes") }), "subnetNetworkSecurityGroups[1]", "same key"],
    [
      subnets({ id: nodes }, { id: nodes.toUpperCase(), key: "other" }),
      "subnetNetworkSecurityGroups[1].key",
      "same group in subnetNetworkSecurityGroups[0]",
    ],
    [
      { nicNetworkSecurityGroups: [{ id: nodes, key: "nics" }] },
      "nicNetworkSecurityGroups[0].key",
      "that of the same group in subnetNetworkSecurityGroups[0]",
    ],
    [
      { nicNetworkSecurityGroups: [{ id: groups[managed], key: "nodes" }] },
      "nicNetworkSecurityGroups[0].key",
      "that of another group in subnetNetworkSecurityGroups[0]",
    ],
    [
      subnets({ id: elsewhere(nodes) }),
      "subnetNetworkSecurityGroups[0].provider",
      `lies in subscription ${otherSubscription} and nicNetworkSecurityGroups[0] in ${subscription}`,
    ],
    [
      { ...subnets({ id: nodes }, { id: elsewhere(nodes), key: "b" }), nicNetworkSecurityGroups: [] },
      "subnetNetworkSecurityGroups[1].provider",
      `subnetNetworkSecurityGroups[0] in ${subscription}`,
    ],
    [
      subnets({ id: nodes, provider: otherSubscription }),
      "subnetNetworkSecurityGroups[0].provider",
      "must be an azure-native provider",
    ],
    [{ nicMode: "hostPorts" }, "nicMode", "nsgRules, allowedHostPorts"],
    [{ nsgRules: "skip" }, "nsgRules", "create, assume"],
    [{ ruleName: "k8s-azure-lb_allow" }, "ruleName", "cloud controller deletes"],
    [{ ruleName: "allow." }, "ruleName", "1-74"],
    [{ rulePriority: 99 }, "rulePriority", "100-4096"],
    [{ rulePriority: 4097 }, "rulePriority", "100-4096"],
    [{ workerNodeSelector: { gpu: true } }, "workerNodeSelector", "quote"],
    [{ tags: { "lls:cluster": "mine" } }, "tags.lls:cluster", "is set by nvcf-lls"],
    [{ tags: { "a/b": "mine" } }, "tags.a/b", "without <"],
    [{ tags: { project: "mine" } }, "tags.project", "is Project to Azure, which ignores case, and set by nvcf-lls"],
    [{ tags: { name: "mine" } }, "tags.name", "is Name to Azure, which ignores case"],
    [{ tags: { team: "a", Team: "b" } }, "tags.Team", "is team to Azure, which ignores case; remove one"],
    [{ tags: { ["k".repeat(513)]: "mine" } }, `tags.${"k".repeat(513)}`, "1-512 characters"],
    [{ tags: { cost: "v".repeat(257) } }, "tags.cost", "at most 256 characters"],
    [{ tags: { count: 1 } }, "tags.count", "must be text"],
    [{ tags: { "Microsoft.x": "mine" } }, "tags.Microsoft.x", "does not start with microsoft"],
    [{ registryCredentials: { username: "a" } }, "registryCredentials.password", "is required"],
    [{ streamingProxy: { rollout: "now" } }, "streamingProxy.rollout", "surge, recreate"],
  ])("%j", (change, path, reason) => {
    expect(problemsOf(change).find((line) => line.startsWith(`${path}: `))).toContain(reason);
  });

  it.each<[string, Change, string[]]>([
    ["of pods", { clients: ["198.51.100.0/25"] }, ["clients[0]"]],
    ["of nodes, the second of two", { clients: ["192.0.2.0/25", "203.0.113.0/26"] }, ["clients[1]"]],
    ["of the virtual network", { clients: ["203.0.113.96/27"] }, ["clients[0]"]],
    ["of pods, who are all that may send", { allowedSources: ["198.51.100.0/25"] }, ["allowedSources[0]"]],
    ["beside what may send", { allowedSources: ["198.51.100.0/25"], clients: ["192.0.2.0/25"] }, []],
    ["that only a route makes part of the virtual network", { clients: ["192.0.2.128/26"] }, []],
    ["wider than the cluster's", { clients: ["198.51.100.0/23"] }, []],
    ["of everybody", { clients: ["0.0.0.0/0"], allowedSources: ["Internet"] }, []],
  ])("browsers in its own network, a range %s", (_, change, paths) => {
    const facts: AzureNetwork = {
      ...network,
      podCidrs: ["198.51.100.0/24"],
      virtualNetworkCidrs: ["203.0.113.0/25", "192.0.2.128/25", "2001:db8::/32"],
      subnets: [{ id: networkId("a", "virtualNetworks/b/subnets", "c"), cidrs: ["203.0.113.0/27"] }],
      routeTables: [
        {
          ...{ id: networkId("a", "routeTables", "d"), name: "d" },
          routes: [{ name: "office", destination: "192.0.2.128/25", nextHopType: "VirtualNetworkGateway" }],
        },
      ],
    };
    const reason = "lies in the cluster's own network, its nodes' or its pods', where no browser of the internet is";
    expect(problemsOf({ ...change, network: facts })).toEqual(paths.map((path) => `${path}: ${reason}`));
    expect(problemsOf({ ...change, network: undefined })).toEqual([]);
  });

  it.each<[Change, string, string]>([
    [
      { firewallAddresses: ["10.0.0.4"] },
      "endpointHost",
      "is required with firewallAddresses and endpoint loadBalancer",
    ],
    [{ streamingProxy: {} }, "streamingProxy.mediaPort", "is required with endpoint loadBalancer"],
    [{ port: 70000 }, "port", "1-65535"],
    [{ probePriority: "401" }, "probePriority", "100-4096"],
    [{ healthCheckNodePort: 10256 }, "healthCheckNodePort", "30000-32767"],
    [{ healthCheckNodePort: 30800 }, "healthCheckNodePort", "of the proxy itself"],
    [{ nicMode: AksNicMode.AllowedHostPorts }, "nicMode", "absent with endpoint loadBalancer"],
    [{ nodePortFrom: 31000 }, "nodePortFrom", "absent with endpoint loadBalancer"],
    [{ nodePortTo: 31000 }, "nodePortTo", "absent with endpoint loadBalancer"],
    [{ publicIp: undefined }, "publicIp", "is required with endpoint loadBalancer"],
    [{ publicIp: "198.51.100.1" }, "publicIp", "must be a map"],
    [{ publicIp: {} }, "publicIp.resourceGroup", "is required"],
    [{ publicIp: {} }, "publicIp.location", "is required"],
    [{ publicIp: { ...ip, location: "northeurope" } }, "publicIp.location", "the cluster's, westeurope"],
    [{ publicIp: { ...ip, dnsLabel: "Streaming" } }, "publicIp.dnsLabel", "lower-case"],
    [{ publicIp: { ...ip, roleAssignment: "skip" } }, "publicIp.roleAssignment", "create, assume"],
    [{ publicIp: { ...ip, clusterPrincipalId: undefined } }, "publicIp.clusterPrincipalId", "is required"],
    [{ publicIp: { ...ip, clusterPrincipalId: "prod" } }, "publicIp.clusterPrincipalId", "object id"],
    [
      { publicIp: { ...ip, resourceGroup: "MC_streaming_prod_eu_westeurope" } },
      "publicIp.resourceGroup",
      "AKS deletes",
    ],
    [
      { publicIp: { ...ip, id: networkId("a", "publicIPAddresses", "b") } },
      "publicIp.location",
      "absent with publicIp.id",
    ],
    [{ publicIp: { id: nodes } }, "publicIp.id", "/publicIPAddresses/<name>"],
    [
      { publicIp: { id: elsewhere(networkId("a", "publicIPAddresses", "b")) } },
      "publicIp.id",
      `must be in the cluster's subscription, ${subscription}`,
    ],
    [
      { publicIp: { id: networkId("mc_streaming_prod_eu_WESTEUROPE", "publicIPAddresses", "b") } },
      "publicIp.id",
      "lies in the node resource group, which AKS deletes with the cluster",
    ],
    [{ publicIp: { id: networkId("a", "publicIPAddresses", "b") } }, "endpointHost", "is required with publicIp.id"],
    [{ probeRules: ["subnet"] }, "probeRules[0]", "must be a key of subnetNetworkSecurityGroups: nodes"],
    [{ pools: "gpu" }, "pools", "must be a list"],
    [{ pools: [""] }, "pools[0]", "must be"],
    [{ probeRules: ["nodes"], rulePriority: 401 }, "rulePriority", "must differ from probePriority"],
    [{ probeRules: ["nodes"], probePriority: 400 }, "probePriority", "must differ from rulePriority"],
    [
      { probeRules: ["nodes"], probePriority: 400, rulePriority: null },
      "probePriority",
      "must differ from rulePriority",
    ],
    [{ probeRules: ["nodes"], nsgRules: "assume" }, "probeRules", "must be absent with nsgRules assume"],
  ])("%j with a load balancer", (change, path, reason) => {
    expect(problemsOf(change, balanced).find((line) => line.startsWith(`${path}: `))).toContain(reason);
  });

  it("no default that is written out, though the endpoint ignores it", () => {
    expect(problemsOf({ port: 5004, probePriority: 401, healthCheckNodePort: 32504, rulePriority: 401 })).toEqual([]);
    const ignored = { nodePortFrom: 30000, nodePortTo: 32767, nicMode: AksNicMode.NsgRules };
    expect(problemsOf(ignored, balanced)).toEqual([]);
  });

  it("no arguments at all, in one sentence", () => {
    expect(() => new AksLls("lls", undefined as unknown as AksLlsArgs)).toThrow("AksLls 'lls': 1 problem");
  });

  it("a registry of AWS, once, whether or not there are credentials for it", () => {
    const registryCredentials = { username: "AWS", password: "token" };
    expect(problemsOf({ imageRegistry: ecr, registryCredentials })).toEqual(problemsOf({ imageRegistry: ecr }));
  });

  it("everything that is wrong at once", () => {
    const change = { cluster: "", port: 0, clients: ["10.0.0.0/8"], endpointHost: undefined, rulePriority: 1, tags: 1 };
    expect(problemsOf(change).map((line) => line.split(":")[0])).toEqual([
      "cluster",
      "port",
      "clients[0]",
      "endpointHost",
      "rulePriority",
      "tags",
    ]);
  });

  it("credentials without ever printing them", () => {
    const credentials = { ...argsOf({ ...plainVariant, credentials: true }), cluster: "" };
    expect(() => new AksLls("lls", credentials)).toThrow(/^(?![^]*p4ssw0rd)/);
    expect(JSON.stringify(credentials)).toContain(password);
  });

  it("before anything is registered", async () => {
    let error: unknown;
    const graph = await graphOf(() => {
      try {
        new AksLls("lls", { ...plain, port: 0 });
      } catch (thrown) {
        error = thrown;
      }
    });
    expect(error).toBeInstanceOf(BadInput);
    expect(graph.resources.filter(({ type }) => type.startsWith("nvcf-lls"))).toEqual([]);
  });

  it.each<[string, Change, AksLlsArgs]>([
    ["subnetNetworkSecurityGroups[0].id", subnets({ id: pulumi.output("nodes"), key: "nodes" }), plain],
    ["publicIp.location", { publicIp: { ...ip, location: pulumi.output("West Europe") } }, balanced],
  ])("an Output that resolves to a wrong %s", async (path, change, base) => {
    const run = graphOf((providers) => new AksLls("lls", { ...base, ...change }, { providers }));
    await expect(run).rejects.toThrow(new RegExp(`'lls[^]*${path.replace(/[[\]]/g, "\\$&")}: must be`));
  });

  it("a second installation on the same cluster in one program, and only there", async () => {
    const twice = graphOf((providers) => {
      new AksLls("one", plain, { providers });
      new AksLls("two", plain, { providers });
    });
    await expect(twice).rejects.toThrow("has an installation already, AksLls 'one'");
    const again = await graphOf((providers) => new AksLls("two", plain, { providers }));
    expect(again.resources.map(({ name }) => name)).toContain("two");
  });
});

describe("AksLls asks for no provider", () => {
  it.each<[string, Change]>([
    ["where no rule is made", { ...subnets({ id: elsewhere(nodes) }), nsgRules: "assume" }],
    ["of a subscription in another spelling", subnets({ id: nodes.replace(subscription, subscription.toUpperCase()) })],
    ["of an id that is not known yet", subnets({ id: pulumi.output(elsewhere(nodes)), key: "nodes" })],
  ])("%s", (_title, change) => {
    expect(problemsOf(change)).toEqual([]);
  });
});

describe("AksLls learns from facts", () => {
  const subnet = (networkSecurityGroupId?: string) => ({ id: "/subnets/nodes", cidrs: [], networkSecurityGroupId });
  const managedOnSubnet = subnets({ id: groups[managed] });

  it.each([
    ["on no subnet", [subnet(nodes)], ["subnetNetworkSecurityGroups[0].id"]],
    ["on the subnet too, as in a network that AKS made", [subnet(groups[managed]!.toUpperCase())], []],
    ["perhaps on a subnet, of which the group was not read", [subnet()], []],
  ])("whether a subnet's group is one of interfaces: %s", (_, facts, paths) => {
    const problems = problemsOf({ ...managedOnSubnet, network: { ...network, subnets: facts } });
    expect(problems.map((line) => line.split(": ")[0])).toEqual(paths);
    for (const problem of problems) expect(problem).toContain("list it in nicNetworkSecurityGroups");
  });

  it.each([
    ["in the virtual network", ["203.0.0.0/16"], AksEndpointKind.NodePorts, true],
    ["outside of it", ["10.0.0.0/8", "203.0.114.0/24"], AksEndpointKind.NodePorts, false],
    ["where that was not read", undefined, AksEndpointKind.NodePorts, false],
    ["before a load balancer, whose address is public", [], AksEndpointKind.LoadBalancer, true],
    ["before both", [], AksEndpointKind.Both, true],
  ])("whether a firewall sends from a public address: %s", (_, virtualNetworkCidrs, endpoint, taken) => {
    const base =
      endpoint === AksEndpointKind.NodePorts ? plain : { ...balanced, endpoint, endpointHost: "a.example.com" };
    const facts = { ...network, virtualNetworkCidrs };
    const problems = problemsOf({ firewallAddresses: ["203.0.113.4"], network: facts }, base);
    expect(problems.map((line) => line.split(": ")[0])).toEqual(taken ? [] : ["firewallAddresses[0]"]);
  });

  it.each([
    ["nothing", "", true],
    ["the range", "30000-32767/UDP", false],
    ["the range in parts", "31000-32767/udp,30000-30999/udp", false],
    ["the range for TCP", "30000-32767/TCP", true],
    ["all but a port in the middle", "30000-30999/UDP,31001-32767/UDP", true],
    ["all but the last port", "1-32766/UDP", true],
  ])("whether a pool allows its host ports: %s", (_, allowed, missing) => {
    const allowedHostPorts = [...allowed.matchAll(/(\d+)-(\d+)\/(\w+)/g)].map(([, from, to, protocol]) => ({
      from: Number(from),
      to: Number(to),
      protocol: protocol!,
    }));
    const facts = { ...network, agentPools: [{ ...network.agentPools[0]!, allowedHostPorts }] };
    const change = { nicMode: AksNicMode.AllowedHostPorts, resourceGroup: "streaming", network: facts };
    const kept = allowed === "" ? "" : `${allowed.toLowerCase()},`;
    const command = `az aks nodepool update --resource-group streaming --cluster-name prod_eu --name compute --allowed-host-ports ${kept}30000-32767/udp`;
    const reason = `nicMode: needs agent pool compute to allow UDP 30000-32767; run: ${command}`;
    expect(problemsOf(change)).toEqual(missing ? [reason] : []);
    expect(problemsOf({ ...change, nicMode: AksNicMode.NsgRules })).toEqual([]);
    const both = { ...balanced, endpoint: AksEndpointKind.Both };
    expect(problemsOf(change, both)).toEqual(missing ? [reason] : []);
    expect(problemsOf({ ...change, pools: ["compute"] })).toEqual(missing ? [reason] : []);
    expect(problemsOf({ ...change, pools: ["gpu"] })).toEqual([]);
  });
});
