import ipaddr from "ipaddr.js";
import { intersect, intervalsOf, unionAll, type IntervalSet, type Point } from "./intervals";

// All addresses lie on one line: IPv4 as numbers from 0, IPv6 as bigints far behind, so that the two never touch.
const ipv6Offset = 2n ** 33n;

/** Every IPv4 address. */
export const everyIpv4: IntervalSet = [0, 2 ** 32];

/** Every IPv6 address. */
export const everyIpv6: IntervalSet = [ipv6Offset, ipv6Offset + 2n ** 128n];

// Rules repeat the same blocks over and over; bounded, because a policy server may live long.
const parsed = new Map<string, IntervalSet>();
const parsedLimit = 100_000;

/**
 * Addresses of one CIDR block, IPv4 or IPv6. Host bits are ignored, as AWS does.
 * @throws RangeError if the text is not a CIDR block.
 */
export function addressesOf(cidr: string): IntervalSet {
  const known = parsed.get(cidr);
  if (known) return known;
  if (parsed.size >= parsedLimit) parsed.clear();
  const set = parse(cidr);
  parsed.set(cidr, set);
  return set;
}

/** Addresses of all the blocks together. */
export function addressesOfAll(cidrs: readonly string[]): IntervalSet {
  return unionAll(cidrs.map(addressesOf));
}

/**
 * Addresses of what `formatAddresses` wrote.
 * @throws RangeError if a text is neither a CIDR block nor `first-last`.
 */
export function addressesOfRanges(ranges: readonly string[]): IntervalSet {
  return unionAll(ranges.map(rangeOf));
}

function rangeOf(text: string): IntervalSet {
  const [first = "", last] = text.split("-");
  if (last === undefined) return addressesOf(first);
  const bits = first.includes(":") ? 128 : 32;
  return [addressesOf(`${first}/${bits}`)[0]!, addressesOf(`${last}/${bits}`)[1]!];
}

/** Length of the prefix of a CIDR block. */
export function prefixLength(cidr: string): number {
  return Number(cidr.slice(cidr.indexOf("/") + 1));
}

/** The fewest CIDR blocks that hold the IPv4 addresses of a set, and no others. */
export function ipv4Blocks(set: IntervalSet): string[] {
  return intervalsOf(intersect(set, everyIpv4)).flatMap(([from, until]) => {
    const blocks: string[] = [];
    for (let at = Number(from), size = 1; at < Number(until); at += size) {
      for (size = 1; at % (size * 2) === 0 && at + size * 2 <= Number(until);) size *= 2;
      blocks.push(`${ipv4Text(BigInt(at))}/${32 - Math.log2(size)}`);
    }
    return blocks;
  });
}

/** Each interval as a CIDR block where it is one, else as `first-last`. */
export function formatAddresses(set: IntervalSet): string[] {
  return intervalsOf(set).map(([from, until]) =>
    typeof from === "number"
      ? formatRange(BigInt(from), BigInt(until), 32, ipv4Text)
      : formatRange(from - ipv6Offset, BigInt(until) - ipv6Offset, 128, ipv6Text),
  );
}

function parse(cidr: string): IntervalSet {
  if (!ipaddr.isValidCIDR(cidr)) throw new RangeError(`"${cidr}" is not a CIDR block such as 192.0.2.0/24.`);
  const [address, prefix] = ipaddr.parseCIDR(cidr);
  if (address.kind() === "ipv4") {
    const size = 2 ** (32 - prefix);
    const value = address.toByteArray().reduce((sum, byte) => sum * 256 + byte, 0);
    const first = value - (value % size);
    return [first, first + size];
  }
  const size = 2n ** BigInt(128 - prefix);
  const value = address.toByteArray().reduce((sum, byte) => sum * 256n + BigInt(byte), 0n);
  const first: Point = ipv6Offset + value - (value % size);
  return [first, first + size];
}

function formatRange(from: bigint, until: bigint, bits: number, text: (address: bigint) => string): string {
  const size = until - from;
  const isBlock = (size & (size - 1n)) === 0n && from % size === 0n;
  return isBlock ? `${text(from)}/${bits - size.toString(2).length + 1}` : `${text(from)}-${text(until - 1n)}`;
}

function ipv4Text(address: bigint): string {
  const value = Number(address);
  return [24, 16, 8, 0].map((shift) => (value >>> shift) & 255).join(".");
}

function ipv6Text(address: bigint): string {
  const bytes = Array.from({ length: 16 }, (_, index) => Number((address >> BigInt(8 * (15 - index))) & 255n));
  return new ipaddr.IPv6(bytes).toString();
}
