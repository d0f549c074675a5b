import { ports } from "../../components/lls";
import { subtract, unionAll, type IntervalSet } from "../../reachability/intervals";
import { portRange } from "../../reachability/ports";

/** Written in a rule's configuration: `tcp/443`, `udp/3478`, `udp/49152-65535`. */
const shape = /^(tcp|udp)\/(\d{1,5})(?:-(\d{1,5}))?$/i;

/** The pattern that a configuration schema demands. */
export const portPattern = "^(tcp|udp|TCP|UDP)/[0-9]{1,5}(-[0-9]{1,5})?$";

/** IANA numbers of the protocols that have ports. */
export const portProtocols = { tcp: "6", udp: "17" } as const;

/** Never open to the world, whatever is configured: through both the proxy's API is reached, which is for workers alone. */
const never = unionAll([ports.api, ports.healthNodePort].map((port) => portRange(port, port)));

/**
 * Ports by protocol number.
 * @returns of texts that are no port, nothing: they allow nothing
 */
export function portsIn(list: readonly string[]): Record<string, IntervalSet> {
  const of = (protocol: "tcp" | "udp"): IntervalSet =>
    unionAll(
      list.map((text) => {
        const [, name = "", from, to = from] = shape.exec(text) ?? [];
        return name.toLowerCase() === protocol ? portRange(Number(from), Math.min(Number(to), 65535)) : [];
      }),
    );
  return { [portProtocols.tcp]: of("tcp"), [portProtocols.udp]: of("udp") };
}

/** Ports that a configuration allows to be open to the world. */
export function allowedPortsIn(list: readonly string[]): Record<string, IntervalSet> {
  const allowed = portsIn(list);
  return { ...allowed, [portProtocols.tcp]: subtract(allowed[portProtocols.tcp]!, never) };
}

/** Ports that a configuration keeps for administrators: those that are never open to the world are always among them. */
export function administeredPortsIn(list: readonly string[]): Record<string, IntervalSet> {
  const administered = portsIn(list);
  return { ...administered, [portProtocols.tcp]: unionAll([administered[portProtocols.tcp]!, never]) };
}
