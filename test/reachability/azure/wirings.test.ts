import { describe, expect, it } from "vitest";
import { judgeAks } from "../../../reachability/azure/flows";
import type { AksInstallation } from "../../../reachability/azure/installation";
import { group, groupId, ours, pool, rule, rulesOf, subnet } from "./installation";
import {
  addRoute,
  broken,
  changed,
  culprit,
  culprits,
  deny,
  gpuA1,
  proxyA1,
  proxyA2,
  proxyA3,
  type Change,
} from "./judging";

describe("pools", () => {
  const gpuPool = (nic: string, index: number, ownSubnet: boolean) => ({
    ...pool(ownSubnet ? `gpu${index}` : "gpu"),
    name: `gpu${index}`,
    nicNetworkSecurityGroupIds: [groupId(nic)],
  });

  /** GPU pools beside the proxy's, with these groups on their interfaces, in one subnet or each in its own. */
  function withPools(nics: string[], ownSubnets: boolean): AksInstallation {
    return changed((made) => {
      made.workerPools = nics.map((_, index) => `gpu${index}`);
      made.network.agentPools = [pool("proxy"), ...nics.map((nic, index) => gpuPool(nic, index, ownSubnets))];
      for (const nic of new Set(nics)) if (nic !== "nic") made.networkSecurityGroups.push(group(nic, [ours()]));
      for (const [index, name] of made.workerPools.entries()) {
        if (!ownSubnets) continue;
        made.network.subnets.push(subnet(name, 10 + index));
        made.networkSecurityGroups.push(group(`nsg-${name}`, [ours()]));
      }
    });
  }

  const separate = ["nic-0", "nic-1", "nic-2", "nic-3", "nic-4"];
  const shapes: [string, string[], boolean][] = [
    ["1 pool", ["nic"], false],
    ["2 pools that share their groups", ["nic", "nic"], false],
    ["2 pools with separate groups", separate.slice(0, 2), true],
    ["5 pools that share their groups", Array<string>(5).fill("nic"), false],
    ["5 pools with separate groups", separate, true],
  ];

  it.each(shapes)("%s: each has a flow with both layers, all open", (_, nics, ownSubnets) => {
    const flows = judgeAks(withPools(nics, ownSubnets));
    expect(flows.filter(({ verdict }) => verdict !== "open")).toEqual([]);
    for (const [index, nic] of nics.entries()) {
      const flow = flows.find(({ id, to }) => id === "A1" && to === `node (gpu${index})`)!;
      const subnetGroup = ownSubnets ? `nsg-gpu${index}` : "nsg-gpu";
      expect(flow.layers.map(({ name }) => name)).toEqual(
        expect.arrayContaining([`subnet NSG '${subnetGroup}', inbound`, `NIC NSG '${nic}', inbound`]),
      );
    }
  });

  it("with one group that is not covered: exactly that layer is closed", () => {
    const made = withPools(separate.slice(0, 3), true);
    rulesOf(made, "nic-1").length = 0;
    const layers = judgeAks(made).flatMap(({ id, to, layers }) => layers.map((layer) => ({ id, to, ...layer })));
    expect(layers.filter(({ verdict }) => verdict !== "open")).toEqual([
      expect.objectContaining({ id: "A1", to: "node (gpu1)", name: "NIC NSG 'nic-1', inbound", verdict: "closed" }),
    ]);
  });

  it("without a role are judged too, if browsers can send to them", () => {
    const withSpare = (nodePublicIp: boolean, firewallAddresses: string[] = []) =>
      changed((made) => {
        Object.assign(made, { firewallAddresses });
        made.network.agentPools.push({ ...pool("spare"), nodePublicIp });
        made.network.subnets.push(subnet("spare", 3));
        made.networkSecurityGroups.push(group("nsg-spare", []));
      });
    const toSpare = (made: AksInstallation) => judgeAks(made).filter(({ to }) => to === "node (spare)");
    const [entrance, ...others] = toSpare(withSpare(true));
    expect(others).toEqual([]);
    expect(entrance!.layers.filter(({ verdict }) => verdict !== "open")).toEqual([
      expect.objectContaining({ name: "subnet NSG 'nsg-spare', inbound", verdict: "closed" }),
    ]);
    expect(toSpare(withSpare(false))).toEqual([]);
    expect(toSpare(withSpare(false, ["10.0.9.4"])).map(({ id }) => id)).toEqual(["A5"]);
  });

  it("that are wired alike share the flows between pods", () => {
    const flows = judgeAks(withPools(["nic", "nic"], false)).filter(({ id }) => id === "A4");
    expect(new Set(flows.map(({ from }) => from))).toEqual(new Set(["worker pod (gpu0, gpu1)", "proxy pod (proxy)"]));
  });

  it("with the same group on both layers show it on both", () => {
    const made = changed(({ network }) => (network.subnets[1]!.networkSecurityGroupId = groupId("nic")));
    const names = judgeAks(made)
      .find(({ to }) => to === "node (gpu)")!
      .layers.map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(["subnet NSG 'nic', inbound", "NIC NSG 'nic', inbound"]));
  });

  it("in a subnet without a group say so", () => {
    const made = changed(({ network }) => (network.subnets[1]!.networkSecurityGroupId = ""));
    const { layers } = judgeAks(made).find(({ to }) => to === "node (gpu)")!;
    expect(layers.find(({ name }) => name.startsWith("subnet NSG"))).toMatchObject({
      verdict: "open",
      reason: "subnet NSG of subnet gpu: none is attached, everything passes",
    });
  });
});

describe("several managed groups", () => {
  const balancedOnly: Change = (made) => {
    made.nodePorts = false;
    rulesOf(made, "nic").length = 0;
    made.networkSecurityGroups.push(group("nic-other", []));
  };
  const proxyNode = "A2 browser -> proxy node (proxy)";

  it("leave it open which one the cloud controller opens: it knows one", () => {
    expect(broken(balancedOnly)).toEqual({ [proxyNode]: "unknown" });
    expect(culprit(balancedOnly, "A2")).toBe(
      "unknown, NIC NSG 'nic': 'k8s-azure-lb_allow_IPv4_…', priority 500, may not be in this group: that is not known yet",
    );
    const flow = judgeAks(changed(balancedOnly)).find(({ id }) => id === "A2")!;
    expect(flow.notes).toEqual([expect.stringContaining("in use (nic, nic-other)")]);
  });

  it("do not matter to media that other rules let in, nor where the controller makes none", () => {
    const opened: Change = (made) => {
      balancedOnly(made);
      rulesOf(made, "nic").push(ours());
    };
    expect(broken(opened)).toEqual({});
    const kept: Change = (made) => {
      balancedOnly(made);
      made.loadBalancer!.controllerOpensNic = false;
    };
    expect(broken(kept)).toEqual({ [proxyNode]: "closed" });
    expect(judgeAks(changed(kept)).find(({ id }) => id === "A2")!.notes).toEqual([]);
  });
});

describe("without floating IP", () => {
  const atNodes =
    (nodePort: number | undefined): Change =>
    (made) => {
      Object.assign(made.loadBalancer!, { floatingIp: false, nodePort });
      for (const name of ["nsg-proxy", "nic"]) rulesOf(made, name).length = 0;
      rulesOf(made, "nsg-proxy").push(
        rule("node", 400, { destinations: ["10.0.1.0/24"], destinationPorts: ["31000-32000"] }),
      );
    };
  const media = (change: Change) => judgeAks(changed(change)).find(({ id }) => id === "A2")!;

  it("media arrives at the nodes' addresses and the NodePort, for which the cloud controller opens its group", () => {
    const { ports, verdict, layers } = media(atNodes(31004));
    expect({ ports, verdict }).toEqual({ ports: "31004", verdict: "open" });
    expect(layers.map(({ rule: by }) => by)).toContain("k8s-azure-lb_allow_IPv4_…");
    expect(media(atNodes(30504)).verdict).toBe("closed");
  });

  it("a NodePort that is not known is one of all, not known which", () => {
    const { ports, verdict, layers } = media(atNodes(undefined));
    expect({ ports, verdict }).toEqual({ ports: "30000-32767", verdict: "unknown" });
    expect(layers.find(({ name }) => name.startsWith("subnet NSG"))!.reason).toBe(
      "subnet NSG 'nsg-proxy': the NodePort is not known",
    );
  });
});

describe("sources that annotations name", () => {
  const restricted =
    (...securityRuleSources: string[]): Change =>
    (made) => {
      made.nodePorts = false;
      made.clients = ["198.51.100.0/24"];
      made.loadBalancer!.securityRuleSources = securityRuleSources;
      rulesOf(made, "nic").length = 0;
    };
  const media = (change: Change) => broken(change)["A2 browser -> proxy node (proxy)"];

  it("are all that the cloud controller's rules let in, each service tag with a rule of its own", () => {
    expect(media(restricted("198.51.100.0/24"))).toBeUndefined();
    expect(media(restricted("198.51.100.0/25"))).toBe("partial");
    expect(media(restricted("203.0.113.0/24"))).toBe("closed");
    expect(media(restricted("AzureFrontDoor.Backend"))).toBe("unknown");
    expect(media(restricted("AzureFrontDoor.Backend", "198.51.100.0/24"))).toBeUndefined();
  });

  it("do not keep out what another rule of the group lets in", () => {
    const opened: Change = (made) => {
      restricted("203.0.113.0/24")(made);
      rulesOf(made, "nic").push(ours());
    };
    expect(media(opened)).toBeUndefined();
  });
});

describe("application security groups", () => {
  const asRule: Change = (made) => {
    const target = { destinations: [], destinationApplicationSecurityGroupIds: ["/asg/Streaming"] };
    rulesOf(made, "nic").splice(0, 1, rule("host-ports", 400, { ...target, sources: ["Internet"] }));
    made.network.agentPools[0]!.applicationSecurityGroupIds = ["/ASG/streaming"];
  };

  it("admit to the nodes that belong to them, and no others", () => {
    expect(broken(asRule)).toEqual({ [gpuA1]: "closed" });
  });

  it("leave it in doubt whether they admit to the load balancer's address", () => {
    const withoutController: Change = (made) => {
      asRule(made);
      made.loadBalancer!.controllerOpensNic = false;
    };
    expect(culprit(withoutController, "A2")).toBe(
      "unknown, NIC NSG 'nic': 'host-ports', priority 400, has an application security group, and it is not known whether the proxy node (proxy) belongs to it",
    );
  });
});

describe("a firewall in front", () => {
  const firewall: Change = (made) => {
    made.firewallAddresses = ["10.0.9.4"];
    for (const one of made.network.agentPools) one.nodePublicIp = false;
  };
  const toBalancer = "A5 firewall -> proxy node (proxy)";

  it("takes the place of the browsers: nodes need no public addresses, rules see VirtualNetwork", () => {
    const flows = judgeAks(changed(firewall));
    expect(flows.filter(({ id }) => ["A1", "A2"].includes(id))).toEqual([]);
    const own = flows.filter(({ id }) => id === "A5");
    expect(own.map(({ from, to }) => `A5 ${from} -> ${to}`)).toEqual([
      "A5 firewall -> node (proxy)",
      "A5 firewall -> node (gpu)",
      toBalancer,
    ]);
    expect(own.map(({ notes }) => notes.length)).toEqual([1, 1, 2]);
    expect(own[2]!.notes[1]).toContain("may come from a public address of the firewall");
    // The load balancer's address is not in VirtualNetwork, and the firewall is not on the Internet.
    expect(broken(firewall)).toEqual({ [toBalancer]: "closed" });
  });

  it("is let in by a rule for its address, and answered though the routes lead to it", () => {
    const change: Change = (made) => {
      firewall(made);
      for (const { rules } of made.networkSecurityGroups) {
        rules!.splice(0, 1, rule("firewall", 400, { sources: ["10.0.9.4"] }));
      }
      addRoute(made, "proxy", { nextHopAddress: "10.0.9.4" });
      addRoute(made, "gpu", { destination: "10.0.9.0/24", nextHopAddress: "10.0.9.4" });
    };
    expect(broken(change)).toEqual({});
  });

  it("may be a range, of which every address has to get through", () => {
    const change: Change = (made) => {
      firewall(made);
      made.firewallAddresses = ["10.0.9.0/26"];
      rulesOf(made, "nsg-gpu").push(rule("part", 300, { ...deny, sources: ["10.0.9.32/27"] }));
    };
    expect(broken(change)).toEqual({ [toBalancer]: "closed", "A5 firewall -> node (gpu)": "partial" });
  });

  it("of two addresses is answered at the one that the routes lead to", () => {
    const change: Change = (made) => {
      firewall(made);
      made.firewallAddresses.push("10.0.9.5");
      addRoute(made, "gpu", { destination: "10.0.9.0/24", nextHopAddress: "10.0.9.4" });
    };
    const [route] = culprits(change, "A5", "gpu").filter(({ name }) => name.startsWith("return route"));
    expect(route).toMatchObject({ verdict: "partial", missing: [{ sources: ["10.0.9.5/32"] }] });
    expect(route!.reason).toContain("no answer gets to 10.0.9.5");
  });

  const places: [string, Change, string][] = [
    [
      "behind another appliance",
      (made) => addRoute(made, "gpu", { destination: "10.0.9.0/24", nextHopAddress: "10.0.8.4" }),
      "closed",
    ],
    ["outside VirtualNetwork", (made) => (made.firewallAddresses = ["192.168.0.4"]), "closed"],
    ["where VirtualNetwork was not read", (made) => delete made.network.virtualNetworkCidrs, "unknown"],
  ];
  it.each(places)("%s may not be answered", (_, place, expected) => {
    const change: Change = (made) => {
      firewall(made);
      place(made);
    };
    const routes = culprits(change, "A5", "gpu").filter(({ name }) => name.startsWith("return route"));
    expect(routes.map(({ verdict }) => verdict)).toEqual([expected]);
  });
});

describe("pods", () => {
  it("of an overlay carry the addresses of the pod range", () => {
    const made = changed(({ network }) => (network.podCidrs = ["192.168.0.0/16"]));
    expect(judgeAks(made).filter(({ verdict }) => verdict !== "open")).toEqual([]);
    rulesOf(made, "nsg-proxy").push(rule("pods", 200, { ...deny, sources: ["192.168.0.0/16"] }));
    const closed = judgeAks(made).filter(({ verdict }) => verdict === "closed");
    expect(new Set(closed.map(({ from }) => from))).toEqual(new Set(["worker pod (gpu)"]));
  });

  const inPodSubnet: Change = (made) => {
    const pods = subnet("pods", 7);
    made.network.subnets.push({ ...pods, networkSecurityGroupId: groupId("nsg-pods") });
    made.networkSecurityGroups.push(group("nsg-pods", []));
    made.network.agentPools[1]!.podSubnetId = pods.id.toUpperCase();
  };

  it("of a subnet of their own have its addresses and its group", () => {
    expect(broken(inPodSubnet)).toEqual({});
    const toPods: Change = (made) => {
      inPodSubnet(made);
      // What is said of the nodes' subnet does not matter to pods.
      rulesOf(made, "nsg-gpu").push(rule("nodes", 200, { ...deny, inbound: false, sources: ["10.0.7.0/24"] }));
      rulesOf(made, "nsg-proxy").push(rule("nodes", 200, { ...deny, sources: ["10.0.2.0/24"] }));
      rulesOf(made, "nsg-pods").push(rule("pods", 200, { ...deny, sources: ["10.0.1.0/24"] }));
    };
    expect(broken(toPods)).toEqual({
      "A1k node (gpu) -> proxy pod (proxy)": "closed",
      "A1k any node -> worker pod (gpu)": "partial",
      "A4 proxy pod (proxy) -> worker pod (gpu)": "closed",
    });
  });

  it("of a subnet of their own may meet the group of their node's interfaces, or not", () => {
    const change: Change = (made) => {
      inPodSubnet(made);
      rulesOf(made, "nic").push(rule("no-media", 200, { ...deny, destinationPorts: ["47998-48020"] }));
    };
    const toWorkers = judgeAks(changed(change)).filter(({ to }) => to === "worker pod (gpu)");
    expect(new Set(toWorkers.map(({ verdict }) => verdict))).toEqual(new Set(["unknown"]));
    expect(toWorkers[0]!.layers.find(({ verdict }) => verdict !== "open")!.reason).toBe(
      "NIC NSG 'nic': UDP 47998-48020 denied by 'no-media', priority 200; whether packets of pods in a subnet of their own meet the group of their node's interfaces is not documented",
    );
  });

  it("of a subnet that was not read, or of addresses that nobody told, leave every rule for addresses in doubt", () => {
    const unread: Change = (made) => (made.network.agentPools[1]!.podSubnetId = "/subnets/unread");
    const untold: Change = (made) => (made.network.podCidrs = []);
    for (const change of [unread, untold]) {
      const flows = judgeAks(changed(change)).filter(({ id }) => id === "A4");
      expect(new Set(flows.map(({ verdict }) => verdict))).toEqual(new Set(["unknown"]));
    }
    expect(broken(untold)).not.toHaveProperty([gpuA1]);
  });

  it("of the proxy are reached from other nodes, unless the policy is Local or no NodePort is used", () => {
    const forwarded = (change: Change) =>
      judgeAks(changed(change)).filter(({ id, to }) => id === "A1k" && to.startsWith("proxy"));
    expect(forwarded((made) => (made.externalTrafficPolicy = "Local"))).toEqual([]);
    expect(forwarded((made) => (made.nodePorts = false))).toEqual([]);
    const [guessed] = forwarded((made) => {
      delete made.externalTrafficPolicy;
      delete made.ports.media;
    });
    expect(guessed).toMatchObject({ ports: "1024-65535", verdict: "open" });
    expect(guessed!.notes).toHaveLength(2);
  });

  it("of workers are reached from other nodes whatever the proxy's policy is: their services are others", () => {
    const forwarded = (change: Change) => judgeAks(changed(change)).filter(({ id }) => id === "A1k");
    const flows = forwarded((made) => (made.externalTrafficPolicy = "Local"));
    expect(flows.map(({ from, to, ports }) => `${from} -> ${to} ${ports}`)).toEqual([
      "node (proxy) -> any worker pod 47998-48020",
      "node (gpu) -> any worker pod 47998-48020",
      "any node -> worker pod (gpu) 47998-48020",
    ]);
    expect(flows.map(({ layers }) => layers[0]!.name)).toEqual([
      "admin rules, outbound",
      "admin rules, outbound",
      "admin rules, inbound",
    ]);
    expect(flows[0]!.notes[0]).toContain("of the workers' services is not known");
    expect(forwarded((made) => (made.nodePorts = false))).toEqual([]);
  });
});

describe("a load balancer whose service is of externalTrafficPolicy Cluster", () => {
  const cluster: Change = (made) => {
    made.nodePorts = false;
    made.loadBalancer!.externalTrafficPolicy = "Cluster";
  };

  it("has no probe, every node for a backend, and forwards between nodes", () => {
    const flows = judgeAks(changed(cluster)).map(({ id, from, to }) => `${id} ${from} -> ${to}`);
    expect(flows).toEqual(expect.arrayContaining([proxyA2.replace("proxy node", "node"), "A2 browser -> node (gpu)"]));
    expect(flows.filter((flow) => flow.startsWith("A1k"))).toHaveLength(2);
    expect(flows.filter((flow) => flow.startsWith("A3"))).toEqual([]);
    expect(broken(cluster)).toEqual({});
  });

  it("does not mind a deny that kills the probe", () => {
    const denied: Change = (made) => rulesOf(made, "nic").push(rule("no-probe", 200, { ...deny, protocol: "Tcp" }));
    expect(broken(denied)).toMatchObject({ [proxyA2]: "closed", [proxyA3]: "closed" });
    expect(Object.keys(broken((made) => (cluster(made), denied(made)))).filter((flow) => /A[23] /.test(flow))).toEqual(
      [],
    );
  });
});

it("a probe on a port that Kubernetes picks gets through if it does on every NodePort, and may if it does on any", () => {
  const picked: Change = (made) => delete made.loadBalancer!.healthCheckNodePort;
  expect(broken(picked)).toEqual({});
  const deny30800: Change = (made) =>
    rulesOf(made, "nic").push(rule("x", 200, { ...deny, destinationPorts: ["30800"] }));
  expect(broken((made) => (picked(made), deny30800(made)))[proxyA3]).toBe("unknown");
  expect(broken(deny30800)[proxyA3]).toBeUndefined();
});

describe("what was not read", () => {
  it("is unknown, everywhere without facts", () => {
    const made = changed((one) => Object.assign(one, { proxyPools: [], workerPools: [], networkSecurityGroups: [] }));
    delete made.network;
    const flows = judgeAks(made);
    expect(new Set(flows.map(({ id }) => id))).toEqual(new Set(["A1", "A1k", "A2", "A3", "A4"]));
    expect(new Set(flows.map(({ verdict }) => verdict))).toEqual(new Set(["unknown"]));
  });

  it("of admin rules does not hide a closed group", () => {
    const verdicts = broken((made) => {
      delete made.network.adminRules;
      rulesOf(made, "nsg-gpu").length = 0;
    });
    expect(verdicts).toMatchObject({ [gpuA1]: "closed", [proxyA1]: "unknown" });
  });

  it("of VirtualNetwork leaves its tags in doubt", () => {
    expect(broken((made) => delete made.network.virtualNetworkCidrs)).toMatchObject({ [gpuA1]: "unknown" });
  });

  it("of the load balancer's address matters to rules that name addresses only", () => {
    expect(broken((made) => delete made.loadBalancer!.address)).toEqual({});
    const narrow: Change = (made) => {
      delete made.loadBalancer!.address;
      rulesOf(made, "nsg-proxy")[0]!.destinations = ["203.0.113.10", "10.0.1.0/24"];
    };
    expect(culprit(narrow, "A2")).toBe(
      "unknown, subnet NSG 'nsg-proxy': the addresses of the proxy node (proxy) are not known",
    );
  });

  it("of a pool's subnet leaves its group and routes unknown", () => {
    const layers = culprits((made) => delete made.network.agentPools[1]!.subnetId, "A1", "gpu");
    expect(layers.map(({ name, verdict }) => `${name}: ${verdict}`)).toEqual([
      "subnet NSG of the subnet of the node (gpu), inbound: unknown",
      // Without the routes it is not known what the tag Internet holds.
      "NIC NSG 'nic', inbound: unknown",
      "return route of the subnet of the node (gpu): unknown",
    ]);
  });
});

describe("nobody", () => {
  it("is served by a load balancer without a pool for the proxy", () => {
    expect(culprits((made) => (made.proxyPools = []), "A2")[0]).toMatchObject({
      verdict: "closed",
      reason: "no agent pool can run the proxy: none has its labels and zone",
    });
  });

  it("sends from private ranges: the audience is empty, and said to be", () => {
    const flow = judgeAks(changed((made) => (made.clients = ["10.0.0.0/8"])))[0]!;
    expect(flow.verdict).toBe("closed");
    expect(flow.notes).toEqual(["The audience is empty: 10.0.0.0/8 holds no address of the internet."]);
  });
});
