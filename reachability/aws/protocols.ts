import { everyPort, icmpMessages, portRange, type Protocol } from "../ports";
import type { IntervalSet } from "../intervals";

/** What EC2 writes for "all protocols". */
const allProtocols = "-1";

// IANA protocol numbers, https://www.iana.org/assignments/protocol-numbers.
const numbers: Record<string, string> = { icmp: "1", tcp: "6", udp: "17", icmpv6: "58" };
const names: Record<string, string> = { "1": "ICMP", "6": "TCP", "17": "UDP", "58": "ICMPv6" };

/** IANA number of a protocol that EC2 writes by name or number; `-1` stays. */
export function protocolNumber(protocol: string): string {
  return numbers[protocol.toLowerCase()] ?? protocol;
}

/** Name of a protocol for messages; a text that is none is not repeated: it could be anything. */
export function protocolName(protocol: string): string {
  if (protocol === allProtocols) return "all protocols";
  return names[protocol] ?? (/^\d{1,3}$/.test(protocol) ? `protocol ${protocol}` : "an unknown protocol");
}

/** True if a rule of this protocol number covers the flow's. */
export function coversProtocol(ruleProtocol: string, protocol: Protocol): boolean {
  return ruleProtocol === allProtocols || ruleProtocol === numbers[protocol.toLowerCase()];
}

/**
 * What two numbers of a rule mean: for ICMP type and code, for all protocols nothing, else first and last port.
 * Absent or -1 in the first place is everything.
 */
export function rulePorts(protocolNumber: string, first: number | undefined, second: number | undefined): IntervalSet {
  if (protocolNumber === allProtocols || first === undefined || first === -1) return everyPort;
  const isIcmp = protocolNumber === numbers.icmp || protocolNumber === numbers.icmpv6;
  return isIcmp ? icmpMessages(first, second ?? -1) : portRange(first, second ?? first);
}
