import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { describeOpen, worldOpenings, type IngressRule } from "../../policy/open-to-world/ingress";
import { allowedPortsIn, portsIn } from "../../policy/open-to-world/port-list";
import { isWorld, worldDefaults } from "../../policy/open-to-world/world";
import { addressesOf, addressesOfAll } from "../../reachability/addresses";
import { intervalsOf, unionAll, type IntervalSet } from "../../reachability/intervals";
import { everyPort, portRange } from "../../reachability/ports";

const anything = (_: string, ports: IntervalSet): IntervalSet => ports;

describe("the world", () => {
  it.each<[string[], boolean]>([
    [["0.0.0.0/0"], true],
    [["::/0"], true],
    [["2000::/3"], true],
    [["0.0.0.0/1", "128.0.0.0/1"], true],
    [["128.0.0.0/1"], true],
    [["3.0.0.0/8", "4.0.0.0/32"], true],
    [["3.0.0.0/8"], false],
    [["2600::/16"], false],
    [["2600::/15"], true],
    [["2600::/16", "2601::/128"], true],
    [["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10"], false],
    [["fc00::/7", "fe80::/10"], false],
    [["203.0.113.0/24"], false],
    [[], false],
  ])("%j: %s", (cidrs, world) => {
    expect(isWorld(addressesOfAll(cidrs), worldDefaults)).toBe(world);
  });

  it("is as large as its configuration says", () => {
    const office = addressesOf("203.0.113.0/24");
    expect(isWorld(office, { ...worldDefaults, worldIpv4Prefix: 25 })).toBe(true);
    expect(isWorld(office, { ...worldDefaults, worldIpv4Prefix: 24 })).toBe(false);
    expect(isWorld(addressesOf("0.0.0.0/0"), { ...worldDefaults, worldIpv4Prefix: 0 })).toBe(true);
    expect(isWorld(addressesOf("0.0.0.0/1"), { ...worldDefaults, worldIpv4Prefix: 1 })).toBe(false);
  });
});

describe("worldOpenings", () => {
  const rule = (name: string, protocol: string, cidrs: string[], ports: IntervalSet): IngressRule => ({
    ...{ urn: name, name },
    admits: [{ protocol, packets: cidrs.map((cidr) => ({ addresses: addressesOf(cidr), ports })) }],
  });
  const found = (...rules: IngressRule[]) =>
    worldOpenings(rules, anything, worldDefaults).map(({ rule: { name }, open, together }) => [
      name,
      describeOpen(open),
      together.map((other) => other.name),
    ]);

  it("blames the rule that is the world by itself, and no smaller one beside it", () => {
    const office = rule("office", "6", ["203.0.113.0/24"], portRange(22, 22));
    expect(found(office, rule("all", "6", ["0.0.0.0/0"], portRange(22, 22)))).toEqual([["all", "TCP 22", []]]);
  });

  it("blames each of several that are the world together", () => {
    const halves = ["1.0.0.0/8", "2.0.0.0/8"].map((cidr, index) =>
      rule(`half-${index}`, "6", [cidr], portRange(22, 25 - index)),
    );
    expect(found(...halves)).toEqual([
      ["half-0", "TCP 22-24", ["half-1"]],
      ["half-1", "TCP 22-24", ["half-0"]],
    ]);
  });

  it("does not add up different protocols, or different ports", () => {
    const [one, other] = ["1.0.0.0/8", "2.0.0.0/8"] as const;
    expect(found(rule("a", "6", [one], portRange(22, 22)), rule("b", "17", [other], portRange(22, 22)))).toEqual([]);
    expect(found(rule("a", "6", [one], portRange(22, 22)), rule("b", "6", [other], portRange(23, 23)))).toEqual([]);
  });

  it("adds up a rule for every protocol with one for a single protocol", () => {
    const all = rule("all", "-1", ["1.0.0.0/8"], everyPort);
    expect(found(all, rule("ssh", "6", ["2.0.0.0/8"], portRange(22, 22)))).toEqual([
      ["all", "TCP 22", ["ssh"]],
      ["ssh", "TCP 22", ["all"]],
    ]);
  });

  it("says what a rule for every protocol opens in few words", () => {
    expect(found(rule("all", "-1", ["0.0.0.0/0"], everyPort))).toEqual([
      ["all", "every TCP port, every UDP port, all of ICMP, all of ICMPv6, every other protocol", []],
    ]);
    expect(found(rule("gre", "47", ["0.0.0.0/0"], everyPort))).toEqual([["gre", "protocol 47", []]]);
  });

  it("finds the ports that an independent count over blocks finds", () => {
    // The oracle counts public addresses of each /8 block by itself.
    const partly = new Map([
      [100, 2 ** 22],
      [169, 2 ** 16],
      [172, 2 ** 20],
      [192, 2 ** 16],
    ]);
    const publicIn = (block: number): number =>
      [0, 10, 127].includes(block) || block >= 224 ? 0 : 2 ** 24 - (partly.get(block) ?? 0);
    const cidr = fc.record({ first: fc.integer({ min: 0, max: 255 }), bits: fc.integer({ min: 0, max: 8 }) });
    const drawn = fc.record({ cidr, from: fc.integer({ min: 0, max: 6 }), width: fc.integer({ min: 0, max: 3 }) });
    fc.assert(
      fc.property(fc.array(drawn, { maxLength: 6 }), (rules) => {
        const blocksAt = (port: number): Set<number> =>
          new Set(
            rules
              .filter(({ from, width }) => from <= port && port <= from + width)
              .flatMap(({ cidr: { first, bits } }) => {
                const start = first - (first % 2 ** (8 - bits));
                return Array.from({ length: 2 ** (8 - bits) }, (_, index) => start + index);
              }),
          );
        const expected = Array.from({ length: 10 }, (_, port) => port).filter(
          (port) => [...blocksAt(port)].reduce((sum, block) => sum + publicIn(block), 0) > 2 ** 24,
        );
        const ingress = rules.map(({ cidr: { first, bits }, from, width }, index) =>
          rule(`${index}`, "6", [`${first}.0.0.0/${bits}`], portRange(from, from + width)),
        );
        const open = unionAll(
          worldOpenings(ingress, anything, worldDefaults).flatMap((one) => one.open.map(({ ports }) => ports)),
        );
        const ports = intervalsOf(open).flatMap(([from, until]) =>
          Array.from({ length: Number(until) - Number(from) }, (_, index) => Number(from) + index),
        );
        expect(ports).toEqual(expected);
      }),
    );
  });
});

describe("ports in a configuration", () => {
  it("are read by protocol; what is none allows nothing", () => {
    const texts = ["tcp/443", "UDP/3478", "udp/49152-65535", "tcp/99999", "sctp/1", "22", "tcp/9-1", ""];
    expect(portsIn(texts)).toEqual({ "6": [443, 444], "17": [3478, 3479, 49152, 65536] });
  });

  it("never allow the proxy's API", () => {
    expect(allowedPortsIn(["tcp/0-65535", "udp/8000"])).toEqual({
      "6": [0, 8000, 8001, 30800, 30801, 65536],
      "17": [8000, 8001],
    });
  });
});
