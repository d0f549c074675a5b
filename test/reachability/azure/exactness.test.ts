import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { judgeAks } from "../../../reachability/azure/flows";
import type { AksInstallation } from "../../../reachability/azure/installation";
import type { AdminRuleFacts, NsgRuleFacts } from "../../../reachability/azure/network";
import type { LayerVerdict } from "../../../reachability/verdict";
import { isListed, type Answer, type Packet } from "../brute-force";
import { verdictOn } from "../brute-force-flows";
import { oracleFlows, passes } from "./brute-force-flows";
import { groupId, openInstallation, pool, subnet } from "./installation";

// Wide ones more often than not, so that rules overlap and their order matters.
const addresses = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom("*", "*", "Internet", "0.0.0.0/0", "VirtualNetwork", "AzureLoadBalancer") },
  { weight: 3, arbitrary: fc.constantFrom("198.51.100.0/24", "198.51.100.0/25", "10.0.1.0/24", "10.0.2.0/25") },
  { weight: 1, arbitrary: fc.constantFrom("203.0.113.10", "AzureCloud.westeurope", "10.0.0.300/24") },
);
const ports = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom("*", "30000-32767", "31000-31999", "5004-30504") },
  { weight: 3, arbitrary: fc.constantFrom("5004", "3478-8000", "47998-48020", "48000-48010") },
  { weight: 1, arbitrary: fc.constant("32767-30000") },
);
const sourcePorts = fc.constantFrom("*", "*", "*", "*", "1024-40000", "47998-48020");
const members = fc.constantFrom<string[]>([], [], [], [], [], ["ASG-1"], ["asg-2"]);
const list = (one: fc.Arbitrary<string>) => fc.array(one, { minLength: 1, maxLength: 2 });

const parts = fc.record({
  inbound: fc.integer({ min: 0, max: 4 }).map((number) => number > 0),
  protocol: fc.constantFrom("Udp", "Udp", "*", "*", "Tcp", "Icmp"),
  sources: list(addresses),
  sourcePorts: list(sourcePorts),
  destinations: fc.oneof(
    { weight: 2, arbitrary: fc.constant<string[]>(["*"]) },
    { weight: 1, arbitrary: list(addresses) },
  ),
  destinationPorts: list(ports),
});

const groupRule: fc.Arbitrary<NsgRuleFacts> = fc
  .record({
    parts,
    allow: fc.boolean(),
    // Above and below ours (400) and the cloud controller's (from 500), and those of the default rules and between them.
    priority: fc.constantFrom(100, 200, 300, 399, 401, 499, 500, 501, 4096, 65000, 65001, 65100, 65500, 65501),
    members: fc.tuple(members, members),
  })
  .map(({ parts, allow, priority, members: [from, to] }) => ({
    ...parts,
    name: `rule-${priority}`,
    ...{ allow, priority },
    // Azure takes addresses or groups.
    sources: from.length > 0 ? [] : parts.sources,
    destinations: to.length > 0 ? [] : parts.destinations,
    sourceApplicationSecurityGroupIds: from,
    destinationApplicationSecurityGroupIds: to,
  }));

const adminRule: fc.Arbitrary<AdminRuleFacts> = fc
  .record({
    parts,
    access: fc.constantFrom("Allow", "AlwaysAllow", "Deny"),
    priority: fc.integer({ min: 1, max: 9 }),
    networkManagerId: fc.constantFrom("/managers/corp", "/managers/corp", "/managers/team"),
  })
  .map(({ parts, ...more }) => ({ ...parts, ...more, name: `admin-${more.priority}` }));

const unique = <T extends { priority: number; inbound: boolean }>(rule: fc.Arbitrary<T>, maxLength: number) =>
  fc.uniqueArray(rule, { maxLength, selector: ({ priority, inbound }) => `${priority} ${inbound}` });

const route = fc.record({
  name: fc.constant("route"),
  destination: fc.constantFrom("0.0.0.0/0", "198.51.100.0/24", "198.51.100.0/25", "AzureCloud"),
  nextHopType: fc.constantFrom("Internet", "VirtualAppliance", "VirtualNetworkGateway", "None"),
});

const virtualNetworks: (string[] | undefined)[] = [
  ["10.0.0.0/16"],
  ["10.0.0.0/16", "198.51.100.0/25"],
  ["0.0.0.0/0"],
  undefined,
];

/** Random rules everywhere, beside those of an installation in which everything is open, or in their place. */
const installation: fc.Arbitrary<AksInstallation> = fc
  .record({
    clients: fc.subarray(["0.0.0.0/0", "198.51.100.0/24", "203.0.113.0/27", "10.0.2.0/24"], { minLength: 1 }),
    rules: fc.array(unique(groupRule, 5), { minLength: 3, maxLength: 3 }),
    keep: fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 3, maxLength: 3 }),
    unread: fc.integer({ min: 0, max: 11 }),
    adminRules: fc.oneof(fc.constant<AdminRuleFacts[]>([]), unique(adminRule, 3)),
    virtualNetwork: fc.constantFrom(...virtualNetworks, virtualNetworks[0]),
    routes: fc.uniqueArray(route, { maxLength: 2, selector: ({ destination }) => destination }),
    outboundType: fc.constantFrom("loadBalancer", "loadBalancer", "userDefinedRouting"),
    subnetGroup: fc.constantFrom("own", "own", "own", "own", "none", "nic", "unread"),
    sourceRanges: fc.constantFrom<string[]>([], [], ["198.51.100.0/24"]),
    securityRuleSources: fc.subarray(["198.51.100.0/25", "AzureCloud", "VirtualNetwork"], { maxLength: 2 }),
    floatingIp: fc.constantFrom({}, {}, { floatingIp: true }, { floatingIp: false, nodePort: 31500 }),
    nodePublicIp: fc.integer({ min: 0, max: 9 }),
    members: fc.constantFrom<string[]>([], ["asg-1"]),
    podSubnet: fc.constantFrom("none", "none", "open", "nsg-gpu", "nsg-proxy"),
    spare: fc.constantFrom("no", "no", "public", "private"),
  })
  .map((random) => {
    const made = openInstallation();
    const { network } = made;
    made.clients = random.clients;
    const { sourceRanges, securityRuleSources } = random;
    Object.assign(made.loadBalancer!, { sourceRanges, securityRuleSources, ...random.floatingIp });
    made.networkSecurityGroups = made.networkSecurityGroups.map((group, index) => ({
      ...group,
      rules:
        index === random.unread
          ? undefined
          : [...random.rules[index]!, ...(random.keep[index]! > 0 ? group.rules! : [])],
    }));
    network.adminRules = random.adminRules;
    network.virtualNetworkCidrs = random.virtualNetwork;
    network.outboundType = random.outboundType;
    network.routeTables = [{ id: "rt", name: "rt", routes: random.routes }];
    const groups: Record<string, string | undefined> = { none: "", nic: groupId("nic"), unread: undefined };
    if (random.subnetGroup !== "own") network.subnets[0]!.networkSecurityGroupId = groups[random.subnetGroup];
    network.subnets[0]!.routeTableId = "rt";
    network.agentPools[0]!.applicationSecurityGroupIds = random.members;
    network.agentPools[1]!.nodePublicIp = random.nodePublicIp > 0;
    if (random.podSubnet !== "none") {
      const pods = subnet("gpu-pods", 7);
      pods.networkSecurityGroupId = random.podSubnet === "open" ? "" : groupId(random.podSubnet);
      network.subnets.push(pods);
      network.agentPools[1]!.podSubnetId = pods.id;
      network.agentPools[1]!.applicationSecurityGroupIds = random.members;
    }
    if (random.spare !== "no") {
      network.subnets.push({ ...subnet("spare", 3), networkSecurityGroupId: groupId("nsg-gpu") });
      network.agentPools.push({ ...pool("spare"), nodePublicIp: random.spare === "public" });
    }
    return made;
  });

function checkLayer(judged: LayerVerdict, packets: Packet[], answers: Answer[]): void {
  expect(judged.verdict, judged.name).toBe(verdictOn(answers));
  for (const [index, packet] of packets.entries()) {
    const lost = judged.verdict === "unknown" ? answers[index] !== true : answers[index] === false;
    // Comparing first keeps thousands of packets from costing an assertion each.
    if (isListed(packet, judged.missing) !== lost) {
      const text = JSON.stringify(packet, (_, value: unknown) => (typeof value === "bigint" ? `${value}` : value));
      expect({ layer: judged, packet: text, lost }).toBe("listed exactly if lost");
    }
  }
}

describe("the evaluator of Azure agrees with one that asks packet by packet", () => {
  it("on every flow and layer, with packets at the boundary of every rule", () => {
    fc.assert(
      fc.property(installation, (made) => {
        const judged = judgeAks(made);
        const flows = oracleFlows(made);
        expect(
          judged.map(({ id, from, to, protocol, ports }) => `${id} ${from} -> ${to} ${protocol} ${ports}`).sort(),
        ).toEqual(flows.map(({ key }) => key).sort());
        for (const flow of flows) {
          const { verdict, layers } = judged.find(
            ({ id, from, to, protocol, ports }) => flow.key === `${id} ${from} -> ${to} ${protocol} ${ports}`,
          )!;
          expect(layers.length, flow.key).toBe(flow.layers.length);
          for (const [index, layer] of flow.layers.entries()) {
            checkLayer(layers[index]!, flow.packets, flow.packets.map(layer));
          }
          expect(verdict, flow.key).toBe(verdictOn(flow.packets.map((packet) => passes(packet, flow))));
        }
      }),
      { numRuns: 20 },
    );
  });
});
