import { intervalsOf, type IntervalSet } from "./intervals";

/** Transport of a packet. */
export type Protocol = "UDP" | "TCP" | "ICMP";

/**
 * Every port of UDP or TCP, or every ICMP message: a message stands on the same line as ports do, as `type * 256 + code`,
 * so that "all" is one set whatever the protocol.
 */
export const everyPort: IntervalSet = [0, 65536];

/** Ports from which clients send: everything but the well-known ones. */
export const clientPorts: IntervalSet = [1024, 65536];

/** Ports `from` to `to`, both included; nothing if `to` is below `from`. */
export function portRange(from: number, to: number): IntervalSet {
  return to < from ? [] : [from, to + 1];
}

/** ICMP messages of a type and code; -1 stands for all. */
export function icmpMessages(type: number, code: number): IntervalSet {
  if (type === -1) return everyPort;
  return code === -1 ? [type * 256, type * 256 + 256] : [type * 256 + code, type * 256 + code + 1];
}

/** Each interval as `5004` or `47998-48020`; for ICMP as `3/4` or `3/0-3/255`. */
export function formatPorts(protocol: Protocol, set: IntervalSet): string[] {
  const text = (port: number): string => (protocol === "ICMP" ? `${Math.floor(port / 256)}/${port % 256}` : `${port}`);
  return intervalsOf(set).map(([from, until]) => {
    const [first, last] = [Number(from), Number(until) - 1];
    return first === last ? text(first) : `${text(first)}-${text(last)}`;
  });
}
