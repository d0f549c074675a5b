import ipaddr from "ipaddr.js";
import { privateIpv4, reservedIpv4 } from "../reachability/internet-ranges";

const privateRanges = privateIpv4.map((range) => ipaddr.IPv4.parseCIDR(range));
const reservedRanges = reservedIpv4.map((range) => ipaddr.IPv4.parseCIDR(range));

/**
 * What is wrong with an IPv4 CIDR block, or undefined.
 * Host bits are refused, because EC2 stores a rule without them and every later plan would show a change.
 */
export function ipv4CidrProblem(text: unknown): string | undefined {
  if (typeof text !== "string") return "must be an IPv4 CIDR such as 203.0.113.0/24";
  if (ipaddr.IPv6.isValid(text) || ipaddr.IPv6.isValidCIDR(text)) {
    return "must be IPv4: media is let in over IPv4 only, IPv6 clients cannot reach it";
  }
  if (ipaddr.IPv4.isValidFourPartDecimal(text)) return `must be a CIDR; for this one address write ${text}/32`;
  if (!ipaddr.IPv4.isValidCIDRFourPartDecimal(text)) return "must be an IPv4 CIDR such as 203.0.113.0/24";
  const network = canonical(text);
  return network === text ? undefined : `has host bits, or is not in its shortest form; write ${network}`;
}

/** What is wrong with an IPv4 CIDR block of browsers, which come from the internet, or undefined. */
export function publicCidrProblem(text: unknown): string | undefined {
  const problem = ipv4CidrProblem(text);
  if (problem !== undefined) return problem;
  const kind = specialKind(text as string);
  return kind === undefined
    ? undefined
    : `is a ${kind} range: media comes in from the internet, from public addresses only; name the public addresses of these clients`;
}

/** What is wrong with an IPv4 address, or undefined. */
export function ipv4AddressProblem(text: unknown): string | undefined {
  return typeof text === "string" && ipaddr.IPv4.isValidFourPartDecimal(text)
    ? undefined
    : "must be an IPv4 address such as 192.0.2.10";
}

/** What is wrong with an IPv4 address or CIDR block, or undefined. */
export function ipv4AddressOrCidrProblem(text: unknown): string | undefined {
  if (typeof text === "string" && text.includes("/")) return ipv4CidrProblem(text);
  return ipv4AddressProblem(text) === undefined ? undefined : "must be an IPv4 address or CIDR such as 192.0.2.0/26";
}

/** An IPv4 address as the block that holds nothing else; a block stays. Both must have passed `ipv4AddressOrCidrProblem`. */
export function ipv4AsCidr(text: string): string {
  return text.includes("/") ? text : `${text}/32`;
}

/** Whether every address of a block is private, shared, loopback or link-local. The block must have passed `ipv4CidrProblem`. */
export function isPrivateRange(cidr: string): boolean {
  return liesIn(privateRanges, cidr);
}

/** The kind of a block none of whose addresses is one of the internet. The block must have passed `ipv4CidrProblem`. */
export function specialKind(cidr: string): "private" | "reserved" | undefined {
  if (isPrivateRange(cidr)) return "private";
  return liesIn(reservedRanges, cidr) ? "reserved" : undefined;
}

function liesIn(ranges: typeof privateRanges, cidr: string): boolean {
  const [address, length] = ipaddr.IPv4.parseCIDR(cidr);
  return ranges.some(([base, bits]) => length >= bits && address.match(base, bits));
}

function canonical(cidr: string): string {
  const length = ipaddr.IPv4.parseCIDR(cidr)[1];
  return `${ipaddr.IPv4.networkAddressFromCIDR(cidr).toString()}/${length}`;
}
