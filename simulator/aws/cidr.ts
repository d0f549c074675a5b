import ipaddr from "ipaddr.js";

/** First and last address of an IPv4 block, as numbers; undefined for what is none. */
export function rangeOf(cidr: string): { first: number; last: number } | undefined {
  if (!ipaddr.IPv4.isValidCIDR(cidr)) return undefined;
  const first = numberOf(ipaddr.IPv4.networkAddressFromCIDR(cidr));
  return { first, last: first + addressCount(cidr) - 1 };
}

/** How many addresses an IPv4 block has. */
export function addressCount(cidr: string): number {
  return 2 ** (32 - prefixLength(cidr));
}

/** `16` of `10.0.0.0/16`. */
export function prefixLength(cidr: string): number {
  return Number(cidr.slice(cidr.indexOf("/") + 1));
}

/** True if every address of the second block is in the first one. */
export function containsBlock(outer: string, inner: string): boolean {
  const [whole, part] = [rangeOf(outer), rangeOf(inner)];
  return whole !== undefined && part !== undefined && whole.first <= part.first && part.last <= whole.last;
}

/** True if the blocks share an address. */
export function overlap(one: string, other: string): boolean {
  const [a, b] = [rangeOf(one), rangeOf(other)];
  return a !== undefined && b !== undefined && a.first <= b.last && b.first <= a.last;
}

function numberOf(address: ipaddr.IPv4): number {
  return address.toByteArray().reduce((number, byte) => number * 256 + byte, 0);
}
