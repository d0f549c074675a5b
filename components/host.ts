import { ipv4AddressProblem, specialKind } from "./cidr";

/** RFC 1123 host name, or an IPv4 address, which has the same shape. */
const hostShape =
  /^(?=.{1,253}$)[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?)*$/;

/** What is wrong with a host name, or undefined. */
export function hostProblem(value: unknown): string | undefined {
  return typeof value === "string" && hostShape.test(value) && !isWrongAddress(value)
    ? undefined
    : "must be a host name or an IPv4 address, without scheme and port, such as stream.example.com";
}

/** What is wrong with a host that browsers are told, or undefined. They come from the internet. */
export function publicHostProblem(value: unknown): string | undefined {
  const problem = hostProblem(value);
  if (problem !== undefined || ipv4AddressProblem(value) !== undefined) return problem;
  const kind = specialKind(`${value as string}/32`);
  return kind === undefined
    ? undefined
    : `is a ${kind} address, which browsers on the internet cannot reach; give the public address, or a name that leads to it`;
}

/** Four numbers are an address, and no host name has a number as its last label (RFC 1123, 2.1). */
function isWrongAddress(host: string): boolean {
  return /(?:^|\.)\d+$/.test(host) && ipv4AddressProblem(host) !== undefined;
}
