import { describe, expect, it } from "vitest";
import { aksInstallations, aksLlsType } from "../../graph/aks-installation";
import type { GraphResource, ResourceGraph } from "../../graph/resource-graph";
import { judgeAks } from "../../reachability/azure/flows";
import type { AzureNetwork } from "../../reachability/azure/network";
import { groupId, openInstallation, ours, pool, rule } from "../reachability/azure/installation";

const network = (): AzureNetwork => {
  const facts = openInstallation().network;
  facts.agentPools = [
    pool("proxy", { "node-type": "compute" }),
    { ...pool("zoned", { "node-type": "compute" }), availabilityZones: ["2", "3"] },
    { ...pool("unzoned", { "node-type": "compute" }), availabilityZones: [] },
    pool("gpu", { "nvcf.nvidia.com/workload": "gpu" }),
  ];
  return facts;
};

function resource(type: string, name: string, more: Partial<GraphResource> = {}): GraphResource {
  return {
    urn: `urn:pulumi:dev::project::${type}::${name}`,
    ...{ type, name, custom: type !== aksLlsType, inputs: {}, outputs: {} },
    ...{ dependencies: [], propertyDependencies: {}, options: {} },
    ...more,
  };
}

/** What `AksLls` registers, with its defaults filled in. */
const inputs = {
  port: 5004,
  clients: ["0.0.0.0/0"],
  endpoint: "nodePorts",
  nodePortFrom: 30000,
  nodePortTo: 32767,
  healthCheckNodePort: 32504,
  firewallAddresses: [],
};

const component = (changed: Record<string, unknown> = {}, facts: AzureNetwork | undefined = network()): GraphResource =>
  resource(aksLlsType, "lls", { inputs: { ...inputs, ...changed }, outputs: { network: facts } });

const properties = {
  securityRuleName: "allow-udp-nodeports-webrtc",
  priority: 400,
  direction: "Inbound",
  access: "Allow",
  protocol: "Udp",
  sourceAddressPrefix: "Internet",
  sourcePortRange: "*",
  destinationAddressPrefix: "*",
  destinationPortRanges: ["5004", "30000-32767"],
};

/** A standalone rule of a group in the resource group `rg-network`. */
const standalone = (groupName: string, more: Record<string, unknown> = {}): GraphResource =>
  resource("azure-native:network:SecurityRule", `lls-${groupName}`, {
    inputs: { ...properties, networkSecurityGroupName: groupName, resourceGroupName: "RG-Network", ...more },
  });

const graphOf = (...resources: GraphResource[]): ResourceGraph => ({ project: "project", stack: "dev", resources });
const only = (...resources: GraphResource[]) => {
  const [installation, ...others] = aksInstallations(graphOf(...resources));
  expect(others).toEqual([]);
  return installation!;
};
const parent = component().urn;

describe("an AKS installation of a graph", () => {
  it("is recognised by its component, and open where every group has its rule", () => {
    const rules = ["nsg-proxy", "nsg-gpu", "nic"].map((name) => standalone(name));
    const installation = only(component(), ...rules);
    expect(installation.networkSecurityGroups.map(({ name, rules }) => [name, rules])).toEqual(
      ["nsg-proxy", "nsg-gpu", "nic"].map((name) => [name, [ours()]]),
    );
    const entrances = judgeAks(installation).filter(({ id }) => id === "A1");
    // The subnets of the pools "zoned" and "unzoned" are not in the facts.
    expect(entrances.map(({ to, verdict }) => `${to} ${verdict}`)).toEqual([
      "node (proxy) open",
      "node (zoned) unknown",
      "node (unzoned) unknown",
      "node (gpu) open",
    ]);
    expect(aksInstallations(graphOf(...rules))).toEqual([]);
  });

  it("has the proxy's pools of its zone, or all without one", () => {
    expect(only(component()).proxyPools).toEqual(["proxy", "zoned", "unzoned"]);
    expect(only(component({ availabilityZone: "1" })).proxyPools).toEqual(["proxy"]);
    expect(only(component({ availabilityZone: "2" })).proxyPools).toEqual(["zoned"]);
    expect(only(component({ proxyNodeSelector: { "node-type": "other" } })).proxyPools).toEqual([]);
    expect(only(component()).workerPools).toEqual(["gpu"]);
  });

  it("keeps the component's ports and the constants of LLS", () => {
    const { ports } = only(component({ port: 5010, nodePortFrom: 30504, nodePortTo: 30504, mediaPort: 5004 }));
    expect(ports).toEqual({
      listener: 5010,
      nodePorts: { from: 30504, to: 30504 },
      media: 5004,
      api: 8000,
      workerMedia: 6004,
      stun: 3478,
      streamingApp: { from: 47998, to: 48020 },
    });
  });

  it("has the ways in that its endpoint names", () => {
    const ways = (endpoint: string) => {
      const { nodePorts, loadBalancer } = only(component({ endpoint }));
      return [nodePorts, loadBalancer !== undefined];
    };
    expect(ways("nodePorts")).toEqual([true, false]);
    expect(ways("loadBalancer")).toEqual([false, true]);
    expect(ways("both")).toEqual([true, true]);
  });

  it("takes address, sources and probe of the load balancer from its service", () => {
    const service = (annotations: Record<string, string>) =>
      resource("kubernetes:core/v1:Service", "lls-service", {
        parent,
        inputs: {
          metadata: { annotations },
          spec: {
            ...{ type: "LoadBalancer", externalTrafficPolicy: "Local", healthCheckNodePort: 32600 },
            loadBalancerSourceRanges: ["198.51.100.0/24"],
            ports: [{ protocol: "UDP", port: 5004, nodePort: 31004 }],
          },
        },
        outputs: { status: { loadBalancer: { ingress: [{ ip: "203.0.113.9" }] } } },
      });
    const prefix = "service.beta.kubernetes.io/azure";
    const balancer = (annotations: Record<string, string>) =>
      only(component({ endpoint: "both" }), service(annotations)).loadBalancer;
    expect(balancer({})).toEqual({
      healthCheckNodePort: 32600,
      address: "203.0.113.9",
      controllerOpensNic: true,
      sourceRanges: ["198.51.100.0/24"],
    });
    expect(
      balancer({
        [`${prefix}-allowed-ip-ranges`]: "192.0.2.0/25, 192.0.2.128/25",
        [`${prefix}-disable-load-balancer-nsg-rule`]: "true",
      }),
    ).toMatchObject({
      controllerOpensNic: false,
      // Nodes know nothing of the annotation.
      sourceRanges: ["198.51.100.0/24"],
      securityRuleSources: ["192.0.2.0/25", "192.0.2.128/25"],
    });
    expect(
      balancer({
        [`${prefix}-allowed-service-tags`]: "AzureFrontDoor.Backend, AzureCloud",
        [`${prefix}-disable-load-balancer-floating-ip`]: "True",
      }),
    ).toMatchObject({
      securityRuleSources: ["AzureFrontDoor.Backend", "AzureCloud"],
      floatingIp: false,
      nodePort: 31004,
    });
  });

  it("without facts knows no pools and no groups", () => {
    const installation = only(resource(aksLlsType, "lls", { inputs }), standalone("nic"));
    expect(installation).toMatchObject({ proxyPools: [], workerPools: [], networkSecurityGroups: [] });
    expect(installation.network).toBeUndefined();
  });

  it("is one of several, each with its own service", () => {
    const second = resource(aksLlsType, "second", { inputs: { ...inputs, endpoint: "loadBalancer" } });
    const service = resource("kubernetes:core/v1:Service", "lls-service", {
      parent,
      inputs: { spec: { type: "LoadBalancer", healthCheckNodePort: 32600 } },
    });
    const installations = aksInstallations(graphOf(component({ endpoint: "both" }), second, service));
    expect(installations.map(({ name, loadBalancer }) => [name, loadBalancer?.healthCheckNodePort])).toEqual([
      ["lls", 32600],
      ["second", 32504],
    ]);
  });
});

describe("network security groups of a graph", () => {
  const groupsOf = (...resources: GraphResource[]) => only(component(), ...resources).networkSecurityGroups;

  it("read singular and plural properties, and application security groups, alike", () => {
    const several = {
      securityRuleName: undefined,
      direction: "outbound",
      access: "deny",
      sourceAddressPrefix: undefined,
      sourceAddressPrefixes: ["192.0.2.0/24", "198.51.100.0/24"],
      sourcePortRange: undefined,
      sourcePortRanges: ["1024-2048", "4096"],
      destinationAddressPrefix: undefined,
      destinationApplicationSecurityGroups: [{ id: "/asg" }],
      destinationPortRanges: undefined,
      destinationPortRange: "5004",
      description: "nvcf-lls project/dev media",
    };
    expect(groupsOf(standalone("nic", several))[0]!.rules).toEqual([
      rule("lls-nic", 400, {
        inbound: false,
        allow: false,
        sources: ["192.0.2.0/24", "198.51.100.0/24"],
        sourcePorts: ["1024-2048", "4096"],
        destinations: [],
        destinationApplicationSecurityGroupIds: ["/asg"],
        destinationPorts: ["5004"],
        description: "nvcf-lls project/dev media",
      }),
    ]);
  });

  it("are found by the id of the rule, whatever it says of its group", () => {
    const byId = standalone("elsewhere");
    byId.id = `${groupId("nsg-gpu").toUpperCase()}/securityRules/x`;
    expect(groupsOf(byId).map(({ name }) => name)).toEqual(["nsg-gpu"]);
  });

  it("are those of the rule's id alone, where another subscription has a group of the same names", () => {
    const facts = network();
    const [here] = facts.networkSecurityGroups;
    const there = { ...here!, id: here!.id.replace(/subscriptions\/[^/]+/, "subscriptions/another") };
    facts.networkSecurityGroups.push(there);
    for (const { id } of [here!, there]) {
      const made = standalone(here!.name);
      made.id = `${id}/securityRules/allow-udp-nodeports-webrtc`;
      expect(only(component({}, facts), made).networkSecurityGroups.map((group) => group.id)).toEqual([id]);
    }
  });

  it("are not those of the same name in another resource group", () => {
    expect(groupsOf(standalone("nic", { resourceGroupName: "network" }))).toEqual([]);
  });

  it("keep foreign rules; one of the same name is replaced, as Azure does", () => {
    const facts = network();
    facts.networkSecurityGroups[2]!.rules = [rule("foreign", 200), rule("ALLOW-udp-nodeports-webrtc", 510)];
    const [nic] = only(component({}, facts), standalone("nic")).networkSecurityGroups;
    expect(nic!.rules!.map(({ name, priority }) => `${name} ${priority}`)).toEqual([
      "foreign 200",
      "allow-udp-nodeports-webrtc 400",
    ]);
  });

  it("whose rules were not read stay unread, though the stack adds one", () => {
    const facts = network();
    delete facts.networkSecurityGroups[2]!.rules;
    expect(only(component({}, facts), standalone("nic")).networkSecurityGroups).toEqual([]);
  });

  it("that the stack makes have their inline and standalone rules, and stand above the facts", () => {
    const made = resource("azure-native:network/v20240501:NetworkSecurityGroup", "own", {
      id: groupId("nsg-gpu"),
      inputs: {
        networkSecurityGroupName: "nsg-gpu",
        securityRules: [{ ...properties, securityRuleName: undefined, name: "inline" }],
      },
    });
    const facts = network();
    facts.networkSecurityGroups[1]!.rules = [rule("gone", 100, { allow: false })];
    const [own] = only(component({}, facts), made, standalone("nsg-gpu")).networkSecurityGroups;
    expect(own).toMatchObject({ name: "nsg-gpu", managed: false });
    expect(own!.rules!.map(({ name }) => name)).toEqual(["inline", "allow-udp-nodeports-webrtc"]);
  });
});
