import { healthCheck, ports } from "../../components/lls";
import { knownNumber } from "../../graph/known";
import type { GraphResource } from "../../graph/resource-graph";
import { isUnknown } from "../../graph/unknown";
import { leaf, shown } from "../leaf";
import { toldValue } from "../told-value";

/** What is to be said of the health check of a target group. */
export interface HealthCheckFindings {
  /** Why it cannot succeed, whatever the proxy does. */
  fails: string[];
  /** It succeeds, but not in the way that NVIDIA documents, or only while defaults of provider and cloud stay what they are. */
  weak: string[];
  /** Fields that are not known yet. */
  unknown: string[];
}

/** Legal values. Elastic Load Balancing API, CreateTargetGroup; ELB user guide, target-group-health-checks. */
const ranges = {
  interval: [5, 300],
  timeout: [2, 120],
  healthyThreshold: [2, 10],
  unhealthyThreshold: [2, 10],
} as const;

/** Fields of the check, in the order in which they are named; those of HTTP alone last. */
const fields = ["protocol", "port", "interval", "timeout", "healthyThreshold", "unhealthyThreshold", "path", "matcher"];

/** Paths that a message may repeat; any other may hold a token in its query. */
const knownPaths = ["/", healthCheck.path, "/health", "/healthz", "/ready", "/readyz", "/livez", "/status", "/ping"];

/**
 * Judges the health check of a target group.
 * @param paths paths that the proxy answers with 200; absent: every path is taken
 */
export function judgeHealthCheckOf({ inputs }: GraphResource, paths?: string[]): HealthCheckFindings {
  const value = (field: string): unknown => leaf(inputs, "healthCheck", field);
  if (isUnknown(leaf(inputs, "healthCheck"))) return { fails: [], weak: [], unknown: ["the health check"] };
  // AWS checks a UDP target group with TCP if nothing is said; the provider says HTTP as soon as it sends anything.
  const isWritten = leaf(inputs, "healthCheck") !== undefined;
  const protocol = upperCase(value("protocol") ?? (isWritten ? "HTTP" : "TCP"));
  const asked = protocol === "TCP" ? fields.slice(0, -2) : fields;

  const fails = [
    enabledProblem(value("enabled")),
    protocolProblem(protocol),
    portProblem(value("port")),
    ...Object.entries(ranges).map(([field, [least, most]]) => rangeProblem(field, value(field), least, most)),
    timeoutProblem(value("timeout"), value("interval")),
    ...(asked.includes("path") ? [paths && pathProblem(value("path"), paths), matcherProblem(value("matcher"))] : []),
  ].filter((problem) => problem !== undefined);
  return {
    fails,
    weak: [
      ...(isWritten && protocol === "TCP"
        ? ["it uses TCP: a proxy that hangs still accepts connections; use HTTP"]
        : []),
      // Where port or path is left to its default, the check fails.
      ...unwritten(asked.filter((field) => !["port", "path"].includes(field) && value(field) === undefined)),
    ],
    unknown: ["enabled", ...asked].filter((field) => isUnknown(value(field))).map((field) => `healthCheck.${field}`),
  };
}

/** The provider takes protocols in any case. */
function upperCase(protocol: unknown): unknown {
  return typeof protocol === "string" && !isUnknown(protocol) ? protocol.toUpperCase() : protocol;
}

function unwritten(left: string[]): string[] {
  if (left.length === 0) return [];
  return [
    `${left.join(", ")} ${left.length === 1 ? "is" : "are"} left to the default of provider or cloud, and these differ`,
  ];
}

function enabledProblem(enabled: unknown): string | undefined {
  return enabled === false || enabled === "false" ? "it is disabled" : undefined;
}

function protocolProblem(protocol: unknown): string | undefined {
  if (isUnknown(protocol) || protocol === "HTTP" || protocol === "TCP") return undefined;
  if (protocol === "HTTPS") return `it uses HTTPS, but the proxy answers HTTP on port ${ports.healthNodePort}`;
  const said = toldValue(protocol, ["UDP", "TCP_UDP", "TLS", "GENEVE", "QUIC", "TCP_QUIC"], "");
  return `its protocol${said && ` ${said}`} is none that a UDP target group can be checked with; use HTTP`;
}

function portProblem(port: unknown): string | undefined {
  if (isUnknown(port) || knownNumber(port) === ports.healthNodePort) return undefined;
  const said =
    port === undefined || port === "traffic-port"
      ? `the port of the media, UDP ${ports.mediaNodePort}`
      : toldValue(port, [], "another port");
  return `it asks ${said}, but the proxy answers on TCP ${ports.healthNodePort}`;
}

function rangeProblem(field: string, value: unknown, least: number, most: number): string | undefined {
  if (value === undefined || isUnknown(value)) return undefined;
  const number = knownNumber(value);
  if (number !== undefined && number >= least && number <= most) return undefined;
  const said = toldValue(value, [], "");
  return `${field}${said && ` ${said}`} is not ${least}-${most}`;
}

function timeoutProblem(timeout: unknown, interval: unknown): string | undefined {
  const [longest, every] = [knownNumber(timeout), knownNumber(interval)];
  if (longest === undefined || every === undefined || longest <= every) return undefined;
  return `timeout ${longest} is longer than interval ${every}`;
}

function pathProblem(path: unknown, paths: string[]): string | undefined {
  if (isUnknown(path)) return undefined;
  // Elastic Load Balancing API, CreateTargetGroup, HealthCheckPath: the default is /.
  const asked = path === undefined || path === "" ? "/" : shown(path);
  if (paths.includes(asked)) return undefined;
  return `it asks ${toldValue(asked, knownPaths, "another path")}, but the proxy answers ${paths.join(", ")}`;
}

function matcherProblem(matcher: unknown): string | undefined {
  if (matcher === undefined || matcher === "" || isUnknown(matcher)) return undefined;
  const admits = shown(matcher)
    .split(",")
    .some((part) => {
      const [from, to = from] = part.split("-").map(knownNumber);
      return from !== undefined && to !== undefined && from <= 200 && to >= 200;
    });
  if (admits) return undefined;
  const said = toldValue(matcher, [], "");
  return `${said ? `matcher ${said}` : "its matcher"} does not take 200, which is what a healthy proxy answers`;
}
