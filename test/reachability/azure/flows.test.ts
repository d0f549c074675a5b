import { describe, expect, it } from "vitest";
import { judgeAks } from "../../../reachability/azure/flows";
import { adminRule, group, groupId, openInstallation, ours, rule, rulesOf } from "./installation";
import { addRoute, broken, culprit, deny, gpuA1, proxyA1, proxyA2, proxyA3, type Change } from "./judging";

/** Whatever needs a group in which everything inbound is denied but what our rule allows. */
const toProxyPods = {
  "A1k node (proxy) -> proxy pod (proxy)": "closed",
  "A1k node (gpu) -> proxy pod (proxy)": "closed",
  "A4 worker pod (gpu) -> proxy pod (proxy)": "closed",
};

/** The proxy's subnet has a default route to a firewall, and the clients a route of their own. */
const forcedButForClients: Change = (made) => {
  made.clients = ["198.51.100.0/24"];
  addRoute(made, "proxy", {});
  const [table] = made.network.routeTables;
  table!.routes.push({ name: "clients", destination: "198.51.100.0/24", nextHopType: "Internet" });
};

describe("an installation as the component makes it", () => {
  it("has every flow of the table, in its order, all open", () => {
    const flows = judgeAks(openInstallation());
    expect(
      flows.map(
        ({ id, from, to, protocol, ports, need, verdict }) =>
          `${id} ${from} -> ${to} ${protocol} ${ports} ${need} ${verdict}`,
      ),
    ).toEqual([
      "A1 browser -> node (proxy) UDP 30000-32767 required open",
      "A1 browser -> node (gpu) UDP 30000-32767 required open",
      "A1k node (proxy) -> proxy pod (proxy) UDP 5004 required open",
      "A1k node (gpu) -> proxy pod (proxy) UDP 5004 required open",
      "A1k node (proxy) -> any worker pod UDP 47998-48020 required open",
      "A1k node (gpu) -> any worker pod UDP 47998-48020 required open",
      "A1k any node -> worker pod (gpu) UDP 47998-48020 required open",
      "A2 browser -> proxy node (proxy) UDP 5004 required open",
      "A3 load balancer probe -> proxy node (proxy) TCP 32504 required open",
      "A4 worker pod (gpu) -> proxy pod (proxy) TCP 8000 required open",
      "A4 worker pod (gpu) -> proxy pod (proxy) UDP 3478 required open",
      "A4 worker pod (gpu) -> proxy pod (proxy) UDP 6004 required open",
      "A4 proxy pod (proxy) -> worker pod (gpu) UDP 47998-48020 required open",
    ]);
  });

  it("names each layer in the order in which packets meet it", () => {
    const layers = (id: string) =>
      judgeAks(openInstallation())
        .find((flow) => flow.id === id)!
        .layers.map(({ name, rule: by }) => `${name}: ${by}`);
    expect(layers("A2")).toEqual([
      "load balancer rule with a backend that is up: null",
      "admin rules, inbound: null",
      "subnet NSG 'nsg-proxy', inbound: allow-udp-nodeports-webrtc",
      "NIC NSG 'nic', inbound: allow-udp-nodeports-webrtc",
      "source ranges of the service: null",
      "return route of subnet proxy: null",
    ]);
    expect(layers("A4")).toEqual([
      "admin rules, outbound: null",
      "NIC NSG 'nic', outbound: AllowVnetOutBound",
      "subnet NSG 'nsg-gpu', outbound: AllowVnetOutBound",
      "admin rules, inbound: null",
      "subnet NSG 'nsg-proxy', inbound: AllowVnetInBound",
      "NIC NSG 'nic', inbound: AllowVnetInBound",
    ]);
  });

  it("is judged the same twice and left as it was", () => {
    const made = openInstallation();
    expect(judgeAks(made)).toEqual(judgeAks(made));
    expect(made).toEqual(openInstallation());
  });
});

describe("verdicts", () => {
  const cases: [string, Change, Record<string, string>][] = [
    ["no group on the subnet", (made) => (made.network.subnets[1]!.networkSecurityGroupId = ""), {}],
    [
      "a subnet whose group was not read",
      (made) => delete made.network.subnets[1]!.networkSecurityGroupId,
      {
        [gpuA1]: "unknown",
        "A1k node (gpu) -> proxy pod (proxy)": "unknown",
        "A1k node (gpu) -> any worker pod": "unknown",
        "A1k any node -> worker pod (gpu)": "unknown",
        "A4 worker pod (gpu) -> proxy pod (proxy)": "unknown",
        "A4 proxy pod (proxy) -> worker pod (gpu)": "unknown",
      },
    ],
    ["no group on the interfaces", (made) => (made.network.agentPools[1]!.nicNetworkSecurityGroupIds = []), {}],
    [
      "the same group on both layers",
      (made) => made.network.subnets.forEach((one) => (one.networkSecurityGroupId = groupId("nic"))),
      {},
    ],
    [
      "a group of another resource group and subscription, in another case",
      (made) => {
        const id = groupId("nsg-far", "RG-Other").replace("0000", "1111");
        made.networkSecurityGroups.push({ ...group("nsg-far", [ours()]), id });
        made.network.subnets[1]!.networkSecurityGroupId = id.toUpperCase();
      },
      {},
    ],
    ["a group that our rule is not in", (made) => (rulesOf(made, "nsg-gpu").length = 0), { [gpuA1]: "closed" }],
    ["our rule with another priority", (made) => rulesOf(made, "nsg-gpu").splice(0, 1, ours(3000)), {}],
    [
      "a deny above ours for some of the ports",
      (made) => rulesOf(made, "nsg-gpu").push(rule("block", 300, { ...deny, destinationPorts: ["31000-31999"] })),
      { [gpuA1]: "partial" },
    ],
    [
      "a deny below ours",
      (made) => rulesOf(made, "nsg-gpu").push(rule("block", 500, { ...deny, destinationPorts: ["31000-31999"] })),
      {},
    ],
    [
      "a deny of the media that nodes forward to workers of another subnet",
      (made) =>
        rulesOf(made, "nsg-gpu").push(
          rule("no-forwarding", 300, { ...deny, protocol: "Udp", sources: ["10.0.1.0/24"] }),
        ),
      {
        "A1k any node -> worker pod (gpu)": "partial",
        "A4 proxy pod (proxy) -> worker pod (gpu)": "closed",
      },
    ],
    [
      "two denies that leave nothing between them",
      (made) => {
        const block = (name: string, ports: string) =>
          rule(name, 300, { allow: false, sources: ["Internet"], destinationPorts: [ports] });
        rulesOf(made, "nsg-gpu").push(block("low", "5005-31000"));
        rulesOf(made, "nic").push(block("high", "31001-65535"));
      },
      { [gpuA1]: "closed", [proxyA1]: "partial" },
    ],
    [
      "deny all inbound, 4096, on the subnet's group: the probe dies and with it all traffic",
      (made) => rulesOf(made, "nsg-proxy").push(rule("deny-all", 4096, deny)),
      { [proxyA3]: "closed", [proxyA2]: "closed", ...toProxyPods },
    ],
    [
      "the same, with our rule for the probe",
      (made) =>
        rulesOf(made, "nsg-proxy").push(
          rule("deny-all", 4096, deny),
          rule("probe", 401, { protocol: "Tcp", sources: ["AzureLoadBalancer"], destinationPorts: ["32504"] }),
        ),
      toProxyPods,
    ],
    [
      "a deny of VirtualNetwork, the tag of which has the probe's address",
      (made) =>
        rulesOf(made, "nsg-proxy").push(
          rule("no-vnet", 300, { ...deny, protocol: "Tcp", sources: ["VirtualNetwork"], destinationPorts: ["32504"] }),
        ),
      { [proxyA3]: "closed", [proxyA2]: "closed" },
    ],
    [
      "nothing of ours on the interfaces: the cloud controller opens the load balancer's port",
      (made) => (rulesOf(made, "nic").length = 0),
      {
        [proxyA1]: "closed",
        [gpuA1]: "closed",
      },
    ],
    [
      "the same, with the controller kept from it",
      (made) => {
        rulesOf(made, "nic").length = 0;
        made.loadBalancer!.controllerOpensNic = false;
      },
      { [proxyA1]: "closed", [gpuA1]: "closed", [proxyA2]: "closed" },
    ],
    [
      "a deny on the interfaces above what the controller takes, 500",
      (made) =>
        rulesOf(made, "nic").splice(0, 1, rule("deny-udp", 499, { ...deny, protocol: "Udp", sources: ["Internet"] })),
      { [proxyA1]: "closed", [gpuA1]: "closed", [proxyA2]: "closed" },
    ],
    [
      "a rule for the nodes' addresses: packets for the load balancer carry its own",
      (made) => rulesOf(made, "nsg-proxy").splice(0, 1, rule("nodes", 400, { destinations: ["10.0.1.0/24"] })),
      { [proxyA2]: "closed" },
    ],
    [
      "source ranges of the service",
      (made) => (made.loadBalancer!.sourceRanges = ["198.51.100.0/24"]),
      { [proxyA2]: "partial" },
    ],
    [
      "nodes without public addresses",
      (made) => (made.network.agentPools[1]!.nodePublicIp = false),
      { [gpuA1]: "closed" },
    ],
    [
      "a default route to a firewall",
      (made) => addRoute(made, "proxy", {}),
      { [proxyA1]: "closed", [proxyA2]: "closed" },
    ],
    ["a default route to a firewall, and the clients straight to the internet", forcedButForClients, {}],
    [
      "the same, behind deny all: a default route leaves nobody in the tag Internet, by which our rule admits",
      (made) => {
        forcedButForClients(made);
        rulesOf(made, "nsg-proxy").push(rule("deny-all", 4096, { ...deny, protocol: "Udp" }));
      },
      { [proxyA1]: "closed", [proxyA2]: "closed", ...toProxyPods },
    ],
    [
      "the same, with a rule for the clients' addresses",
      (made) => {
        forcedButForClients(made);
        rulesOf(made, "nsg-proxy").push(
          rule("deny-all", 4096, { ...deny, protocol: "Udp", sources: ["198.51.0.0/16"] }),
        );
        rulesOf(made, "nsg-proxy")[0]!.sources = ["198.51.100.0/24"];
      },
      {},
    ],
    [
      "a deny of VirtualNetwork, which a default route of the subnet widens to everybody, and of that subnet only",
      (made) => {
        forcedButForClients(made);
        for (const name of ["nsg-proxy", "nsg-gpu"]) {
          rulesOf(made, name).push(
            rule("no-vnet", 300, { ...deny, sources: ["VirtualNetwork"], destinationPorts: ["30000-32767"] }),
          );
        }
      },
      { [proxyA1]: "closed", [proxyA3]: "closed", [proxyA2]: "closed" },
    ],
    [
      "userDefinedRouting without a default route: a gateway may announce one",
      (made) => (made.network.outboundType = "userDefinedRouting"),
      { [proxyA1]: "unknown", [gpuA1]: "unknown", [proxyA2]: "unknown" },
    ],
    [
      "userDefinedRouting with a default route to the internet",
      (made) => {
        made.network.outboundType = "userDefinedRouting";
        for (const name of ["proxy", "gpu"]) addRoute(made, name, { nextHopType: "Internet" });
      },
      {},
    ],
    ["a default route to the internet", (made) => addRoute(made, "gpu", { nextHopType: "Internet" }), {}],
    [
      "a default route to a gateway",
      (made) => addRoute(made, "gpu", { nextHopType: "VirtualNetworkGateway" }),
      { [gpuA1]: "closed" },
    ],
    [
      "a black hole for some clients",
      (made) => addRoute(made, "gpu", { destination: "198.51.100.0/24", nextHopType: "None" }),
      { [gpuA1]: "partial" },
    ],
    [
      "a service tag that leads to a firewall",
      (made) => addRoute(made, "gpu", { destination: "AzureCloud" }),
      { [gpuA1]: "unknown" },
    ],
    [
      "a service tag that leads to the internet",
      (made) => addRoute(made, "gpu", { destination: "AzureMonitor", nextHopType: "Internet" }),
      {},
    ],
    [
      "a route table that was not read",
      (made) => (made.network.subnets[1]!.routeTableId = "/rt-unread"),
      { [gpuA1]: "unknown" },
    ],
    ["routes that were not asked for", (made) => delete made.network.subnets[1]!.routeTableId, { [gpuA1]: "unknown" }],
    [
      "VirtualNetwork with a forced default route: Internet is empty, and the answers leave elsewhere",
      (made) => {
        made.network.virtualNetworkCidrs = ["0.0.0.0/0", "10.0.0.0/16"];
        addRoute(made, "proxy", {});
        addRoute(made, "gpu", {});
      },
      { [proxyA1]: "closed", [gpuA1]: "closed", [proxyA2]: "closed" },
    ],
    [
      "a range that VirtualNetwork took from a gateway",
      (made) => (made.clients = ["198.51.100.0/24"]) && made.network.virtualNetworkCidrs!.push("198.51.100.0/24"),
      {
        [proxyA1]: "unknown",
        [gpuA1]: "unknown",
        [proxyA2]: "closed",
      },
    ],
    [
      "an admin rule that denies what all groups allow",
      (made) =>
        made.network.adminRules!.push(
          adminRule("no-udp", 1, "Deny", { sources: ["Internet"], destinationPorts: ["5004"] }),
        ),
      { [proxyA2]: "closed" },
    ],
    [
      "an admin rule that always allows what all groups deny",
      (made) => {
        for (const { rules } of made.networkSecurityGroups) rules!.unshift(rule("deny-all", 100, deny));
        made.network.adminRules!.push(adminRule("always", 1, "AlwaysAllow", { protocol: "Any" }));
      },
      {},
    ],
    [
      "an admin rule that always allows just what a group denies",
      (made) => {
        rulesOf(made, "nsg-gpu").push(rule("block", 300, { ...deny, destinationPorts: ["31000-31999"] }));
        made.network.adminRules!.push(adminRule("always", 1, "AlwaysAllow", { destinationPorts: ["31000-31999"] }));
      },
      {},
    ],
    [
      "an admin rule that always allows on the receiver's side: the sender's groups still see it",
      (made) => {
        rulesOf(made, "nsg-gpu").push(rule("no-egress", 100, { ...deny, inbound: false }));
        made.network.adminRules!.push(adminRule("always", 1, "AlwaysAllow", { protocol: "Any" }));
      },
      {
        "A1k node (gpu) -> proxy pod (proxy)": "closed",
        "A1k node (gpu) -> any worker pod": "closed",
        "A4 worker pod (gpu) -> proxy pod (proxy)": "closed",
      },
    ],
    [
      "an admin rule that allows, above one that denies: the first ends them",
      (made) => {
        made.network.adminRules!.push(
          adminRule("deny", 2, "Deny", { protocol: "Any" }),
          adminRule("allow", 1, "Allow", { protocol: "Any" }),
        );
      },
      {},
    ],
    [
      "an admin rule that denies, of a network manager that may stand below another's that allows",
      (made) => {
        made.network.adminRules!.push(
          { ...adminRule("deny", 1, "Deny", { destinationPorts: ["5004"] }), networkManagerId: "/managers/team" },
          { ...adminRule("allow", 9, "Allow", { destinationPorts: ["5004"] }), networkManagerId: "/managers/corp" },
        );
      },
      {
        [proxyA2]: "unknown",
        "A1k node (proxy) -> proxy pod (proxy)": "unknown",
        "A1k node (gpu) -> proxy pod (proxy)": "unknown",
      },
    ],
    [
      "admin rules of two network managers that agree, or of which one says nothing",
      (made) => {
        made.network.adminRules!.push(
          {
            ...adminRule("deny", 1, "Deny", { destinationPorts: ["31000-31999"] }),
            networkManagerId: "/managers/team",
          },
          { ...adminRule("all", 9, "Deny", { destinationPorts: ["30000-31500"] }), networkManagerId: "/managers/corp" },
        );
      },
      { [proxyA1]: "partial", [gpuA1]: "partial" },
    ],
    [
      "unread rules of the controller's group",
      (made) => delete made.networkSecurityGroups[2]!.rules,
      Object.fromEntries(judgeAks(openInstallation()).map(({ id, from, to }) => [`${id} ${from} -> ${to}`, "unknown"])),
    ],
    [
      "IPv6 clients",
      (made) => (made.clients = ["2001:db8::/32"]),
      { [proxyA1]: "closed", [gpuA1]: "closed", [proxyA2]: "closed" },
    ],
    [
      "a pool that is not in the facts",
      (made) => (made.workerPools = ["gone"]),
      {
        "A1k any node -> unknown worker pod": "unknown",
        "A4 unknown worker pod -> proxy pod (proxy)": "unknown",
        "A4 proxy pod (proxy) -> unknown worker pod": "unknown",
      },
    ],
  ];
  it.each(cases)("%s", (_, change, expected) => {
    expect(broken(change)).toEqual(expected);
  });
});

describe("a layer that is not open says", () => {
  const cases: [string, Change, string, string, string][] = [
    [
      "which rule takes which ports",
      (made) => rulesOf(made, "nsg-gpu").push(rule("block-games", 300, { ...deny, destinationPorts: ["31000-31999"] })),
      "A1",
      "gpu",
      "partial, subnet NSG 'nsg-gpu': UDP 31000-31999 denied by 'block-games', priority 300",
    ],
    [
      "which sources it takes",
      (made) => {
        made.clients = ["198.51.100.0/24"];
        rulesOf(made, "nic").push(
          rule("block", 300, { ...deny, sources: ["198.51.100.0/25"], destinationPorts: ["5004"] }),
        );
      },
      "A2",
      "",
      "partial, NIC NSG 'nic': UDP 5004 from 198.51.100.0/25 denied by 'block', priority 300",
    ],
    [
      "that only a default rule is left",
      (made) => (rulesOf(made, "nsg-gpu").length = 0),
      "A1",
      "gpu",
      "closed, subnet NSG 'nsg-gpu': UDP 30000-32767 denied by the default rule 'DenyAllInBound', priority 65500",
    ],
    [
      "from which nodes it takes what they forward",
      (made) =>
        rulesOf(made, "nsg-gpu").push(rule("apart", 300, { ...deny, protocol: "Udp", sources: ["10.0.1.0/24"] })),
      "A1k",
      "worker pod (gpu)",
      "partial, subnet NSG 'nsg-gpu': UDP 47998-48020 from 10.0.1.0/24 denied by 'apart', priority 300",
    ],
    [
      "which tag is not known",
      (made) => rulesOf(made, "nsg-gpu").push(rule("cloud", 300, { ...deny, sources: ["AzureCloud.westeurope"] })),
      "A1",
      "gpu",
      "unknown, subnet NSG 'nsg-gpu': 'cloud', priority 300, has the service tag AzureCloud.westeurope, whose addresses are not known",
    ],
    [
      "which part of a rule is illegal",
      (made) => rulesOf(made, "nsg-gpu").push(rule("odd", 300, { ...deny, destinationPorts: ["32767-30000"] })),
      "A1",
      "gpu",
      `unknown, subnet NSG 'nsg-gpu': 'odd', priority 300, has "32767-30000", which is no port`,
    ],
    [
      "that a rule lacks a part",
      (made) => rulesOf(made, "nsg-gpu").push(rule("odd", 300, { ...deny, sources: [] })),
      "A1",
      "gpu",
      "unknown, subnet NSG 'nsg-gpu': 'odd', priority 300, lacks addresses",
    ],
    [
      "which admin rule",
      (made) =>
        made.network.adminRules!.push(
          adminRule("no-udp", 7, "Deny", { sources: ["Internet"], destinationPorts: ["30000-30999"] }),
        ),
      "A1",
      "gpu",
      "partial, admin rules: UDP 30000-30999 denied by 'no-udp', priority 7",
    ],
    [
      "that network managers disagree",
      (made) =>
        made.network.adminRules!.push(
          { ...adminRule("deny", 1, "Deny", { destinationPorts: ["30000"] }), networkManagerId: "/managers/team" },
          { ...adminRule("allow", 9, "AlwaysAllow"), networkManagerId: "/managers/corp" },
        ),
      "A1",
      "gpu",
      "unknown, admin rules: UDP 30000 denied by 'deny', priority 1; UDP 30000 always allowed by 'allow', priority 9; which of their network managers stands above the others is not known",
    ],
    [
      "what to choose where nodes have no public address",
      (made) => (made.network.agentPools[1]!.nodePublicIp = false),
      "A1",
      "gpu",
      "closed, no node (gpu) has a public address, so browsers cannot reach its NodePorts: choose endpoint `loadBalancer`, put a firewall in front, or make the pool anew with node public IPs",
    ],
    [
      "how to mend a return through a firewall",
      (made) => addRoute(made, "gpu", { nextHopAddress: "10.0.9.4" }),
      "A1",
      "gpu",
      "closed, answers to 0.0.0.0/0 go to the appliance 10.0.9.4 (route 'default'), so no answer gets to anybody; let the firewall pass packets in itself (DNAT, with the firewall as front door), or give the clients more specific routes to Internet and name them in allowedCidrs, because the service tag Internet holds nobody in such a subnet",
    ],
    [
      "why a rule for the internet admits nobody",
      (made) => {
        forcedButForClients(made);
        rulesOf(made, "nsg-proxy").push(rule("deny-all", 4096, deny));
      },
      "A1",
      "proxy",
      "closed, subnet NSG 'nsg-proxy': UDP 30000-32767 denied by 'deny-all', priority 4096; the tag Internet holds nobody here, because the default route of the subnet leads to an appliance or a gateway",
    ],
    [
      "that a gateway may take the answers",
      (made) => {
        made.network.outboundType = "userDefinedRouting";
        rulesOf(made, "nsg-gpu")[0]!.sources = ["0.0.0.0/0"];
        rulesOf(made, "nic")[0]!.sources = ["0.0.0.0/0"];
      },
      "A1",
      "gpu",
      "unknown, answers to everything go where a gateway says (outboundType userDefinedRouting, and no default route in the subnet's table), so maybe no answer gets to everything",
    ],
    [
      "that the service does not take everybody",
      (made) => (made.loadBalancer!.sourceRanges = ["198.51.100.0/24"]) && (made.clients = ["198.51.100.0/23"]),
      "A2",
      "",
      "partial, the service takes packets from 198.51.100.0/24, not from 198.51.101.0/24",
    ],
  ];
  it.each(cases)("%s", (_, change, id, to, expected) => {
    expect(culprit(change, id, to)).toBe(expected);
  });
});
