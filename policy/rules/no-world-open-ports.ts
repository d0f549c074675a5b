import { protocolName } from "../../reachability/aws/protocols";
import { enumerate } from "../../reachability/describe";
import { equal, isEmpty, nothing, subtract, unionAll, type IntervalSet } from "../../reachability/intervals";
import { everyPort, formatPorts } from "../../reachability/ports";
import { describeOpen, describeOthers, worldOpenings } from "../open-to-world/ingress";
import type { MediaPathGroup } from "../open-to-world/media-path-groups";
import { allowedPortsIn, portPattern } from "../open-to-world/port-list";
import { ingressOf, onMediaPath } from "../open-to-world/stack-ingress";
import { worldDefaults, worldSchema, type WorldConfig } from "../open-to-world/world";
import type { RuleFactory } from "../rule";

/** Configuration of `no-world-open-ports`. */
export interface NoWorldOpenPortsConfig extends WorldConfig {
  /** Further ports that may be open to the world there, such as `udp/3478`. */
  allowedPorts: string[];
}

/** Where media passes, nothing is open to the world but the media port and what path MTU discovery needs. */
export const noWorldOpenPorts: RuleFactory<NoWorldOpenPortsConfig> = (settings = {}) => ({
  name: "no-world-open-ports",
  displayName: "Nothing but media is open to the world",
  description:
    "The stack's inbound rules on security groups of the media path, those of load balancer and nodes, open nothing to the whole internet but the media port or range, ICMP 3/4 and ICMPv6 type 2.",
  level: "mandatory",
  severity: "critical",
  remediationSteps:
    "Limit the rule to the addresses that need it, or remove it. A further port that is meant for everyone, such as that of a TURN server, is allowed with allowedPorts; " +
    "TCP 8000 and TCP 30800, the proxy's API, never are.",
  configSchema: {
    properties: {
      allowedPorts: {
        type: "array",
        items: { type: "string", pattern: portPattern },
        description:
          "Further ports that may be open to the world on the media path, such as udp/3478 or tcp/49152-65535. TCP 8000 and TCP 30800 stay forbidden.",
        default: [],
      },
      ...worldSchema,
    },
  },
  defaults: { allowedPorts: [], ...worldDefaults, ...settings },
  check(stack, config, report) {
    if (stack.installations.length === 0) return;
    const { groups: opened, path } = ingressOf(stack);
    const configured = allowedPortsIn(config.allowedPorts);
    for (const group of opened) {
      const groups = onMediaPath(group, path);
      if (!groups) continue;
      const allowed = (protocol: string): IntervalSet =>
        unionAll([configured[protocol] ?? nothing, ...groups.map((one) => one.allowed[protocol] ?? nothing)]);
      const forbidden = (protocol: string, ports: IntervalSet): IntervalSet => subtract(ports, allowed(protocol));
      for (const opening of worldOpenings(group.rules, forbidden, config)) {
        const { rule, open } = opening;
        report(
          rule.urn,
          `Installation ${groups[0]!.installation}: rule ${rule.name} of ${group.label} (${layersOf(groups)})${describeOthers(opening)} opens ${describeOpen(open)} to the whole internet. ` +
            `Only ${describeAllowed(allowed)} may be open to it there. Limit the rule to the addresses that need it, or remove it.`,
        );
      }
    }
  },
});

function layersOf(groups: MediaPathGroup[]): string {
  return [...new Set(groups.flatMap(({ layers }) => layers))].join(", ");
}

function describeAllowed(allowed: (protocol: string) => IntervalSet): string {
  const parts = ["17", "6", "1", "58"].flatMap((protocol) => {
    const ports = allowed(protocol);
    if (isEmpty(ports)) return [];
    const name = protocolName(protocol);
    if (equal(ports, everyPort)) return [name];
    // Of ICMPv6 whole types are allowed.
    if (name === "ICMPv6") return ["ICMPv6 2"];
    return [`${name} ${enumerate(formatPorts(name === "ICMP" ? "ICMP" : "TCP", ports))}`];
  });
  return parts.join(", ") || "nothing";
}
