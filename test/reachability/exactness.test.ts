import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { judgeEks } from "../../reachability/aws/flows";
import type { EksInstallation } from "../../reachability/aws/installation";
import type { NetworkAclEntry, SecurityGroupRuleFacts } from "../../reachability/aws/network";
import type { FlowVerdict } from "../../reachability/verdict";
import { isListed, type Answer, type Packet } from "./brute-force";
import { answerOf, oracleFlows, passes, verdictOn, type OracleFlow } from "./brute-force-flows";
import { openInstallation } from "./installation";

const cidr = fc.constantFrom(
  ...["0.0.0.0/0", "0.0.0.0/0", "198.51.100.0/24", "198.51.100.0/25", "198.51.100.128/25", "203.0.113.16/28"],
  ...["10.0.0.0/16", "10.0.0.0/24", "10.0.1.64/26", "::/0", "2001:db8::/33", "2001:db8:1::/48"],
);
const ports = fc.constantFrom<[number, number]>(
  ...(
    [
      [0, 65535],
      [0, 65535],
      [1024, 65535],
      [32768, 61000],
      [1024, 32767],
      [5004, 5004],
      [30504, 30504],
    ] as const
  ).map(([a, b]): [number, number] => [a, b]),
  ...(
    [
      [30000, 32767],
      [30800, 30800],
      [8000, 8000],
      [3478, 6004],
      [47998, 48020],
      [48000, 48010],
      [0, 0],
    ] as const
  ).map(([a, b]): [number, number] => [a, b]),
);
const icmp = fc.constantFrom<[number, number]>([-1, -1], [3, -1], [3, 4], [3, 3], [8, 0]);

const groupRule: fc.Arbitrary<SecurityGroupRuleFacts> = fc
  .record({
    egress: fc.boolean(),
    protocol: fc.constantFrom("udp", "udp", "tcp", "-1", "icmp", "17"),
    ports,
    icmp,
    peer: fc.oneof(
      cidr.map((block) => ({ cidr: block })),
      fc.constantFrom("sg-nlb", "sg-proxy", "sg-worker").map((id) => ({ referencedGroupId: id })),
      fc.array(cidr, { maxLength: 2 }).map((cidrs) => ({ prefixListId: "pl-1", prefixListCidrs: cidrs })),
      fc.constant({ prefixListId: "pl-unread" }),
    ),
  })
  .map(({ egress, protocol, ports, icmp, peer }) => {
    const [fromPort, toPort] = protocol === "icmp" ? icmp : ports;
    return { id: `sgr-${protocol}-${fromPort}-${toPort}`, egress, protocol, fromPort, toPort, ...peer, tags: {} };
  });

const aclEntry = fc
  .record({
    egress: fc.boolean(),
    allow: fc.boolean(),
    protocol: fc.constantFrom("17", "6", "-1", "1"),
    ports,
    icmp,
    cidr,
  })
  .map(({ ports, icmp, protocol, ...rest }): Omit<NetworkAclEntry, "ruleNumber"> => {
    if (protocol === "1") return { ...rest, protocol, icmpType: icmp[0], icmpCode: icmp[1] };
    return protocol === "-1" ? { ...rest, protocol } : { ...rest, protocol, fromPort: ports[0], toPort: ports[1] };
  });

const allow = (egress: boolean, block: string) => ({ egress, allow: true, protocol: "-1", cidr: block });

/** A few random entries, mostly before a rule that lets the rest through. */
const aclEntries = fc
  .tuple(fc.array(aclEntry, { maxLength: 4 }), fc.integer({ min: 0, max: 3 }))
  .map(([entries, rest]) => {
    const open = ["0.0.0.0/0", "::/0"].flatMap((block) => [allow(false, block), allow(true, block)]);
    const numbered = [...entries, ...(rest > 0 ? open : [])].map((entry, index) => ({
      ...entry,
      ruleNumber: index + 1,
    }));
    return numbered.reverse();
  });

const route = fc.record({
  destination: cidr,
  target: fc.constantFrom("igw-1", "igw-1", "nat-1", "vpce-1", "local"),
  state: fc.constantFrom("active", "active", "active", "blackhole"),
});

/** Random rules everywhere, added to an installation in which everything is open, or instead of its own. */
const installation: fc.Arbitrary<EksInstallation> = fc
  .record({
    clients: fc.subarray(["0.0.0.0/0", "198.51.100.0/24", "203.0.113.0/27", "2001:db8:1::/48", "10.0.2.0/24"], {
      minLength: 1,
    }),
    groupRules: fc.array(fc.array(groupRule, { maxLength: 4 }), { minLength: 3, maxLength: 3 }),
    keep: fc.array(fc.boolean(), { minLength: 3, maxLength: 3 }),
    complete: fc.array(fc.integer({ max: 5, min: 0 }), { minLength: 3, maxLength: 3 }),
    acls: fc.array(aclEntries, { minLength: 3, maxLength: 3 }),
    unreadAcl: fc.integer({ min: 0, max: 11 }),
    routes: fc.uniqueArray(route, { maxLength: 3, selector: ({ destination }) => destination }),
    sameSubnet: fc.boolean(),
    nlbWithoutGroup: fc.integer({ min: 0, max: 5 }),
    groupsUnknown: fc.integer({ min: 0, max: 9 }),
  })
  .map((random) => {
    const made = openInstallation();
    const network = made.network!;
    made.clients = random.clients;
    made.securityGroups = made.securityGroups.map((group, index) => ({
      ...group,
      rules: [...(random.keep[index] ? group.rules! : []), ...random.groupRules[index]!],
      complete: random.complete[index] !== 0,
    }));
    network.networkAcls = network.networkAcls
      .map((acl, index) => ({ ...acl, entries: random.acls[index]! }))
      .filter((_, index) => index !== random.unreadAcl);
    network.routeTables.find(({ id }) => id === "rtb-public")!.routes = [
      ...random.routes,
      ...[["0.0.0.0/0", "igw-1"] as const, ["::/0", "igw-1"] as const, ["10.0.0.0/16", "local"] as const]
        .filter(([destination]) => random.routes.every((other) => other.destination !== destination))
        .map(([destination, target]) => ({ destination, target, state: "active" })),
    ];
    if (random.sameSubnet) made.proxyNodes[0]!.subnetId = "subnet-nlb";
    if (random.nlbWithoutGroup === 0) made.loadBalancer.securityGroupIds = [];
    if (random.groupsUnknown === 0) made.workerNodes[0]!.securityGroupIds = undefined;
    return made;
  });

/** Client and client port, whatever the packet's direction. */
const clientOf = (packet: Packet, answering: boolean): string => {
  const [address, port] = answering ? [packet.destination, packet.port] : [packet.source, packet.sourcePort];
  return `${address.family} ${address.value} ${port}`;
};

/** What of a flow's clients may get through, on packets of the oracle. */
function possibleClients(flow: OracleFlow, answering: boolean): Set<string> {
  const possible = flow.packets.filter((packet) => passes(packet, flow) !== false);
  return new Set(possible.map((packet) => clientOf(packet, answering)));
}

function expectedVerdict(flow: OracleFlow, all: Map<string, OracleFlow>): { verdict: string; roundTrip: boolean } {
  const answers = flow.packets.map((packet) => passes(packet, flow));
  const verdict = verdictOn(answers);
  if (flow.answersTo.length > 0) {
    const entering = flow.answersTo.map((key) => possibleClients(all.get(key)!, false));
    const both = [...entering[0]!].filter((client) => entering.every((set) => set.has(client)));
    const answered = possibleClients(flow, true);
    if (both.length > 0 && answered.size > 0 && !both.some((client) => answered.has(client))) {
      return { verdict: "closed", roundTrip: true };
    }
  }
  const one = (layers: OracleFlow["layers"], turn: (packet: Packet) => Packet): boolean =>
    flow.packets.some((packet) => layers.every((layer) => layer(turn(packet)) !== false));
  const disjoint = verdict === "closed" && one(flow.layers, (packet) => packet) && one(flow.answerLayers, answerOf);
  return { verdict, roundTrip: disjoint };
}

function checkLayer(judged: FlowVerdict["layers"][number], packets: Packet[], answers: Answer[]): void {
  expect(judged.verdict, judged.name).toBe(verdictOn(answers));
  for (const [index, packet] of packets.entries()) {
    const lost = judged.verdict === "unknown" ? answers[index] !== true : answers[index] === false;
    // Comparing first keeps thousands of packets from costing an assertion each.
    if (isListed(packet, judged.missing) !== lost) {
      expect({
        layer: judged,
        packet: `${JSON.stringify({ ...packet, source: `${packet.source.value}`, destination: `${packet.destination.value}` })}`,
        lost,
      }).toBe("listed exactly if lost");
    }
  }
}

describe("the evaluator agrees with one that asks packet by packet", () => {
  it("on every flow and layer, with packets at the boundary of every rule", () => {
    fc.assert(
      fc.property(installation, (made) => {
        const judged = judgeEks(made);
        const oracle = new Map(oracleFlows(made).map((flow) => [flow.key, flow]));
        for (const [key, flow] of oracle) {
          const match = judged.filter(({ id, protocol, from }) => `${id} ${protocol} ${from.split(" ")[0]}` === key);
          expect(match.length, key).toBe(1);
          const { verdict, layers } = match[0]!;
          const expected = expectedVerdict(flow, oracle);
          expect(verdict, key).toBe(flow.packets.length === 0 ? "closed" : expected.verdict);
          expect(
            layers.some(({ name }) => name === "round trip"),
            key,
          ).toBe(expected.roundTrip);
          const there = flow.layers.length;
          expect(layers.length - Number(expected.roundTrip), key).toBe(there + flow.answerLayers.length);
          const back = flow.packets.map(answerOf);
          for (const [index, layer] of [...flow.layers, ...flow.answerLayers].entries()) {
            const packets = index < there ? flow.packets : back;
            checkLayer(layers[index]!, packets, packets.map(layer));
          }
        }
      }),
      { numRuns: 60 },
    );
  });
});
