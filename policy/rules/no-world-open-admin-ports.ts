import { nodePorts, ports } from "../../components/lls";
import { intersect, nothing, subtract, type IntervalSet } from "../../reachability/intervals";
import { describeOpen, describeOthers, worldOpenings } from "../open-to-world/ingress";
import { administeredPortsIn, allowedPortsIn, portPattern } from "../open-to-world/port-list";
import { existingIngress, ingressOf, onMediaPath } from "../open-to-world/stack-ingress";
import { worldDefaults, worldSchema, type WorldConfig } from "../open-to-world/world";
import type { RuleFactory } from "../rule";

/** Configuration of `no-world-open-admin-ports`. */
export interface NoWorldOpenAdminPortsConfig extends WorldConfig {
  /** Ports that are for administrators and clusters alone. */
  adminPorts: string[];
  /** Those of them that may be open to the world. */
  allowedPorts: string[];
}

/** SSH, Remote Desktop, Kubernetes API and kubelet, the proxy's API twice, NodePorts. */
const adminPorts = [22, 3389, 6443, 10250, ports.api, ports.healthNodePort, `${nodePorts.from}-${nodePorts.to}`].map(
  (port) => `tcp/${port}`,
);

/**
 * No port by which machines and clusters are administered is open to the world. Of the media path only rules that exist already are judged here, because
 * they are not the stack's change.
 */
export const noWorldOpenAdminPorts: RuleFactory<NoWorldOpenAdminPortsConfig> = (settings = {}) => ({
  name: "no-world-open-admin-ports",
  displayName: "No administration port is open to the world",
  description:
    "No inbound rule opens SSH, Remote Desktop, the Kubernetes API, the kubelet, TCP 8000, TCP 30800 or TCP NodePorts to the whole internet. " +
    "On the media path this is about rules that exist already; the stack's own are judged by no-world-open-ports.",
  level: "advisory",
  severity: "high",
  remediationSteps:
    "Limit the rule to the addresses of those who administer, or remove it. A port that is meant for everyone is allowed with allowedPorts; TCP 8000 and TCP 30800 never are.",
  configSchema: {
    properties: {
      adminPorts: {
        type: "array",
        items: { type: "string", pattern: portPattern },
        description:
          "Ports that are for administrators and clusters alone, such as tcp/22 or tcp/30000-32767. TCP 8000 and TCP 30800 are among them, whether or not they are named.",
        default: adminPorts,
      },
      allowedPorts: {
        type: "array",
        items: { type: "string", pattern: portPattern },
        description: "Those of them that may be open to the world. TCP 8000 and TCP 30800 stay forbidden.",
        default: [],
      },
      ...worldSchema,
    },
  },
  defaults: { adminPorts, allowedPorts: [], ...worldDefaults, ...settings },
  check(stack, config, report) {
    const administered = administeredPortsIn(config.adminPorts);
    const allowed = allowedPortsIn(config.allowedPorts);
    const forbidden = (protocol: string, open: IntervalSet): IntervalSet =>
      subtract(intersect(open, administered[protocol] ?? nothing), allowed[protocol] ?? nothing);
    const { groups, path } = ingressOf(stack);
    const elsewhere = groups.filter((group) => !onMediaPath(group, path));
    for (const { label, rules } of [...elsewhere, ...existingIngress(stack, path)]) {
      for (const opening of worldOpenings(rules, forbidden, config)) {
        const { rule, open } = opening;
        report(
          rule.urn,
          `Rule ${rule.name} of ${label}${describeOthers(opening)} opens ${describeOpen(open)} to the whole internet. ` +
            "Limit it to the addresses of those who administer, or remove it.",
        );
      }
    }
  },
});
