import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { addressesOf, addressesOfAll, everyIpv4, everyIpv6, formatAddresses } from "../../reachability/addresses";
import { describeAddresses } from "../../reachability/describe";
import {
  equal,
  includes,
  intersect,
  isEmpty,
  overlap,
  subtract,
  union,
  unionAll,
  type IntervalSet,
  type Point,
} from "../../reachability/intervals";
import { formatPorts, icmpMessages, portRange } from "../../reachability/ports";
import { uniteRectangles } from "../../reachability/rectangles";
import {
  answersTo,
  intersectRegions,
  joinBoxes,
  regionOf,
  sameRegion,
  subtractRegions,
  uniteRegions,
  type Box,
  type Region,
} from "../../reachability/region";

const size = 12;
const universe = Array.from({ length: size }, (_, index) => index);

/** A set of small numbers, and the same set as intervals. */
const bitmap = fc.array(fc.boolean(), { minLength: size, maxLength: size });

/** Boundaries where membership changes. */
function intervals(bits: readonly boolean[], point: (index: number) => Point = (index) => index): IntervalSet {
  const changes = [...bits, false].flatMap((bit, index) => (bit !== (bits[index - 1] ?? false) ? [point(index)] : []));
  return changes;
}

describe("interval sets", () => {
  for (const [kind, point] of [
    ["numbers", (n: number): Point => n],
    ["bigints", (n: number): Point => BigInt(n)],
  ] as const) {
    it(`of ${kind} combine as bitmaps do, in their only form`, () => {
      fc.assert(
        fc.property(bitmap, bitmap, (a, b) => {
          const [setA, setB] = [intervals(a, point), intervals(b, point)];
          const of = (keep: (inA: boolean, inB: boolean) => boolean): IntervalSet =>
            intervals(
              a.map((bit, index) => keep(bit, b[index]!)),
              point,
            );
          expect(union(setA, setB)).toEqual(of((x, y) => x || y));
          expect(intersect(setA, setB)).toEqual(of((x, y) => x && y));
          expect(subtract(setA, setB)).toEqual(of((x, y) => x && !y));
          expect(isEmpty(setA)).toBe(!a.includes(true));
          expect(equal(setA, setB)).toBe(a.join() === b.join());
          expect(overlap(setA, setB)).toBe(a.some((bit, index) => bit && b[index]));
          expect(includes(setA, setB)).toBe(b.every((bit, index) => !bit || a[index]));
        }),
      );
    });
  }

  it("unite in any number as one by one", () => {
    fc.assert(
      fc.property(fc.array(bitmap), (bitmaps) => {
        const sets = bitmaps.map((bits) => intervals(bits));
        expect(unionAll(sets)).toEqual(sets.reduce(union, []));
      }),
    );
  });
});

describe("rectangles", () => {
  it("unite to the same points, each port in one rectangle only", () => {
    const rectangle = fc.record({ addresses: bitmap, from: fc.nat(size - 1), length: fc.integer({ min: 1, max: 5 }) });
    fc.assert(
      fc.property(fc.array(rectangle, { maxLength: 8 }), (rectangles) => {
        const united = uniteRectangles(
          rectangles.map(({ addresses, from, length }) => ({
            addresses: intervals(addresses),
            ports: portRange(from, from + length - 1),
          })),
        );
        for (let port = 0; port < size + 5; port++) {
          const at = united.filter((one) => overlap(one.ports, portRange(port, port)));
          expect(at.length).toBeLessThanOrEqual(1);
          const expected = universe.map((address) =>
            rectangles.some((one) => one.from <= port && port < one.from + one.length && one.addresses[address]),
          );
          expect(at[0]?.addresses ?? []).toEqual(intervals(expected));
        }
      }),
    );
  });
});

describe("regions", () => {
  // Four values in each of the four dimensions: 256 packets, checked one by one.
  const values = fc.array(fc.boolean(), { minLength: 4, maxLength: 4 });
  const box = fc
    .record({ sources: values, destinations: values, sourcePorts: values, ports: values })
    .map(({ sources, destinations, sourcePorts, ports }): Box => ({
      sources: intervals(sources),
      destinations: intervals(destinations),
      sourcePorts: intervals(sourcePorts),
      ports: intervals(ports),
    }));
  const region = fc
    .array(box, { maxLength: 3 })
    .map((boxes) => boxes.reduce<Region>((sum, one) => uniteRegions(sum, regionOf(one)), []));
  const packets = [0, 1, 2, 3].flatMap((s) =>
    [0, 1, 2, 3].flatMap((d) => [0, 1, 2, 3].flatMap((sp) => [0, 1, 2, 3].map((p) => [s, d, sp, p] as const))),
  );
  const boxesWith = (where: Region, [s, d, sp, p]: readonly [number, number, number, number]): number =>
    where.filter(
      (one) =>
        overlap(one.sources, [s, s + 1]) &&
        overlap(one.destinations, [d, d + 1]) &&
        overlap(one.sourcePorts, [sp, sp + 1]) &&
        overlap(one.ports, [p, p + 1]),
    ).length;

  it("hold exactly the packets that set logic says, each in one box", () => {
    fc.assert(
      fc.property(region, region, (a, b) => {
        const results = {
          both: intersectRegions(a, b),
          either: uniteRegions(a, b),
          onlyA: subtractRegions(a, b),
          joined: joinBoxes(a),
          turned: answersTo(a),
        };
        const wrong = packets.filter((packet) => {
          const [inA, inB] = [boxesWith(a, packet), boxesWith(b, packet)];
          const [s, d, sp, p] = packet;
          return (
            boxesWith(results.both, packet) !== inA * inB ||
            boxesWith(results.either, packet) !== Math.max(inA, inB) ||
            boxesWith(results.onlyA, packet) !== inA * (1 - inB) ||
            boxesWith(results.joined, packet) !== inA ||
            boxesWith(results.turned, [d, s, p, sp]) !== inA
          );
        });
        expect(wrong).toEqual([]);
        expect(sameRegion(a, b)).toBe(packets.every((packet) => boxesWith(a, packet) === boxesWith(b, packet)));
      }),
      { numRuns: 60 },
    );
  });
});

describe("addresses", () => {
  it.each([
    ["0.0.0.0/0", "0.0.0.0/0"],
    ["198.51.100.7/24", "198.51.100.0/24"],
    ["255.255.255.255/32", "255.255.255.255/32"],
    ["::/0", "::/0"],
    ["2001:db8:0:1::5/64", "2001:db8:0:1::/64"],
    ["2001:db8::1/128", "2001:db8::1/128"],
  ])("%s is written as %s", (cidr, text) => {
    expect(formatAddresses(addressesOf(cidr))).toEqual([text]);
  });

  it("keep the families apart", () => {
    const all = union(everyIpv4, everyIpv6);
    expect(formatAddresses(all)).toEqual(["0.0.0.0/0", "::/0"]);
    expect(overlap(addressesOf("0.0.0.0/0"), addressesOf("::/0"))).toBe(false);
  });

  it("that are no block are written as a range", () => {
    const rest = subtract(addressesOf("198.51.100.0/24"), addressesOf("198.51.100.0/30"));
    expect(formatAddresses(rest)).toEqual(["198.51.100.4-198.51.100.255"]);
    const rest6 = subtract(addressesOf("2001:db8::/126"), addressesOf("2001:db8::/128"));
    expect(formatAddresses(rest6)).toEqual(["2001:db8::1-2001:db8::3"]);
  });

  it.each(["198.51.100.0", "198.51.100.0/33", "", "sg-1", "2001:db8::/129"])("refuse %j", (text) => {
    expect(() => addressesOf(text)).toThrow(`"${text}" is not a CIDR block`);
  });

  it("are described by the shorter of what is and what is not in them", () => {
    const asked = addressesOf("0.0.0.0/0");
    expect(describeAddresses(asked, asked)).toBe("everything");
    expect(describeAddresses(subtract(asked, addressesOf("198.51.100.0/24")), asked)).toBe(
      "everything but 198.51.100.0/24",
    );
    const five = addressesOfAll([1, 3, 5, 7, 9].map((byte) => `192.0.2.${byte}/32`));
    expect(describeAddresses(five, asked)).toBe("192.0.2.1/32, 192.0.2.3/32, 192.0.2.5/32, 192.0.2.7/32 and 1 more");
  });
});

describe("ports", () => {
  it.each([
    ["UDP", portRange(5004, 5004), ["5004"]],
    ["UDP", portRange(47998, 48020), ["47998-48020"]],
    ["TCP", union(portRange(0, 0), portRange(65535, 65535)), ["0", "65535"]],
    ["UDP", portRange(2, 1), []],
    ["ICMP", icmpMessages(3, 4), ["3/4"]],
    ["ICMP", icmpMessages(3, -1), ["3/0-3/255"]],
    ["ICMP", icmpMessages(-1, -1), ["0/0-255/255"]],
  ] as const)("%s %j is written as %j", (protocol, set, text) => {
    expect(formatPorts(protocol, set)).toEqual(text);
  });
});
