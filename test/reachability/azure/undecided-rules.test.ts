import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { addressesOf } from "../../../reachability/addresses";
import { judgeFilters, parseFilters } from "../../../reachability/azure/filters";
import { judgeAks } from "../../../reachability/azure/flows";
import type { NsgRuleFacts, NsgRulePart } from "../../../reachability/azure/network";
import type { Direction, Packets } from "../../../reachability/azure/packets";
import { clientPorts, portRange } from "../../../reachability/ports";
import { intersectRegions, sameRegion, uniteRegions, type Region } from "../../../reachability/region";
import { openInstallation, rule, rulesOf } from "./installation";

// A rule of which something is not known yet stands for every rule that it may turn out to be.

const parts: NsgRulePart[] = ["group", "priority", "inbound", "allow", "protocol", "sources", "destinationPorts"];

const anyRule: fc.Arbitrary<NsgRuleFacts> = fc
  .record({
    inbound: fc.constantFrom(true, true, true, false),
    allow: fc.boolean(),
    protocol: fc.constantFrom("Udp", "Udp", "*", "Tcp"),
    sources: fc.constantFrom<string[]>(["*"], ["198.51.100.0/24"], ["198.51.100.0/25", "203.0.113.0/24"]),
    destinationPorts: fc.constantFrom<string[]>(["*"], ["30000-32767"], ["30504"], ["31000-31999", "30504"]),
  })
  .map((more) => rule("rule", 0, more));

/** Rules with priorities 1000, 2000, …, of which the first ones are not known altogether. */
const rules = fc
  .tuple(
    fc.array(fc.tuple(anyRule, fc.subarray(parts, { minLength: 1, maxLength: 3 })), { minLength: 1, maxLength: 2 }),
    fc.array(anyRule, { maxLength: 3 }),
    fc.array(fc.nat(), { minLength: 5, maxLength: 5 }),
  )
  .map(([undecided, decided, order]) => {
    const all = [...undecided.map(([one, which]) => ({ ...one, undecided: which })), ...decided];
    return all
      .map((one, index) => ({ one, place: order[index]! }))
      .sort((a, b) => a.place - b.place)
      .map(({ one }, index) => ({ ...one, name: `rule-${index}`, priority: 1000 * (index + 1) }));
  });

/** Everything that a rule may turn out to be; undefined: a rule of another group. */
function readings({ undecided = [], ...written }: NsgRuleFacts): (NsgRuleFacts | undefined)[] {
  const more = <T>(values: T[], part: NsgRulePart, certain: T[]): T[] => (undecided.includes(part) ? values : certain);
  const made: (NsgRuleFacts | undefined)[] = undecided.includes("group") ? [undefined] : [];
  for (const priority of more([500, 1500, 2500, 3500, 4096], "priority", [written.priority]))
    for (const inbound of more([true, false], "inbound", [written.inbound]))
      for (const allow of more([true, false], "allow", [written.allow]))
        for (const protocol of more(["Udp", "Tcp", "*"], "protocol", [written.protocol]))
          // At least what is written, and perhaps everything.
          for (const source of more(["192.0.2.1", "*"], "sources", [written.sources[0]!]))
            for (const port of more(["9", "*"], "destinationPorts", [written.destinationPorts[0]!]))
              made.push({
                ...{ ...written, priority, inbound, allow, protocol, sources: [...written.sources, source] },
                destinationPorts: [...written.destinationPorts, port],
              });
  return made;
}

function pass(group: NsgRuleFacts[], direction: Direction): { admitted: Region; possible: Region } {
  const made = openInstallation();
  rulesOf(made, "nsg-gpu").splice(0, 1, ...group);
  const node = { subnet: made.network.subnets[1], nicGroupIds: [], applicationSecurityGroupIds: [] };
  const [from, to] = direction === "inbound" ? ["browser", "node"] : ["node", "browser"];
  const packets: Packets = {
    protocol: "UDP",
    from: { ...node, label: from, addresses: addressesOf("198.51.100.0/23"), addressesKnown: true },
    to: { ...node, label: to, addresses: addressesOf("10.0.1.0/24"), addressesKnown: true },
    sourcePorts: clientPorts,
    ports: portRange(30000, 32767),
  };
  return judgeFilters(packets, direction, parseFilters(made)).find(({ layer }) => layer.name.includes("nsg-gpu"))!;
}

describe("a rule with undecided parts", () => {
  it("admits what every rule admits that it may be, and may admit what any of them does: no more, no less", () => {
    fc.assert(
      fc.property(rules, fc.constantFrom<Direction>("inbound", "outbound"), (group, direction) => {
        const undecided = pass(group, direction);
        const first = group.findIndex((one) => "undecided" in one);
        const second = group.findLastIndex((one) => "undecided" in one);
        const variants = readings(group[first]!).flatMap((a) =>
          (second === first ? [a] : readings(group[second]!)).map((b) =>
            group.flatMap((one, index) => (index === first ? (a ?? []) : index === second ? (b ?? []) : one)),
          ),
        );
        const outcomes = new Map(
          variants.map((variant) => pass(variant, direction).admitted).map((r) => [JSON.stringify(r), r]),
        );
        const all = [...outcomes.values()];
        expect(sameRegion(undecided.admitted, all.reduce(intersectRegions))).toBe(true);
        expect(sameRegion(undecided.possible, all.reduce(uniteRegions))).toBe(true);
      }),
      { numRuns: 100 },
    );
  });

  it.each<[NsgRulePart, Partial<NsgRuleFacts>, string]>([
    ["priority", { allow: false }, "'new', priority not known yet, may stand before other rules or behind them"],
    ["group", { allow: false }, "'new', priority 100, may not be in this group"],
    ["inbound", { allow: false }, "'new', priority 100, may be inbound or outbound"],
    ["allow", {}, "'new', priority 100, may allow or deny"],
    ["protocol", { allow: false }, "'new', priority 100, has a protocol that is not known yet"],
    ["sources", { allow: false, sources: [] }, "'new', priority 100, has sources that are not known yet"],
    [
      "destinations",
      { allow: false, destinations: [] },
      "'new', priority 100, has destinations that are not known yet",
    ],
    ["sourcePorts", { allow: false, sourcePorts: [] }, "'new', priority 100, has source ports that are not known yet"],
    [
      "destinationPorts",
      { allow: false, destinationPorts: [] },
      "'new', priority 100, has ports that are not known yet",
    ],
  ])("says which part is not known: %s", (part, more, reason) => {
    const made = openInstallation();
    rulesOf(made, "nsg-gpu").push(rule("new", 100, { ...more, undecided: [part] }));
    const flow = judgeAks(made).find(({ id, to }) => id === "A1" && to.includes("gpu"))!;
    expect(flow.verdict).toBe("unknown");
    const [layer] = flow.layers.filter(({ verdict }) => verdict === "unknown");
    expect(layer!.reason).toContain(reason);
  });
});
