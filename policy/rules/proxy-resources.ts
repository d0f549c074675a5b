import { resources } from "../../components/lls";
import { quantityInBillionths } from "../../components/quantity";
import { isHidden, knownNumber, knownText } from "../../graph/known";
import type { GraphResource } from "../../graph/resource-graph";
import { leaf } from "../leaf";
import { hasValueFiles } from "../media-path/unread-values";
import type { RuleFactory } from "../rule";
import { toldValue } from "../told-value";

/** Configuration of `proxy-resources`. */
export interface ProxyResourcesConfig {
  /** Least CPU, as a Kubernetes quantity. */
  cpu: string;
  /** Least memory, as a Kubernetes quantity. */
  memory: string;
  /** How many pods the proxy has. */
  replicas: number;
}

const kinds = ["cpu", "memory"] as const;

/** The streaming proxy gets what it needs, and is not evicted: requests equal limits, at least 5 CPU and 24 GiB, one pod. */
export const proxyResources: RuleFactory<ProxyResourcesConfig> = (settings = {}) => ({
  name: "proxy-resources",
  displayName: "The streaming proxy has its CPU and memory for itself",
  description:
    "The streaming proxy requests what it is limited to, at least 5 CPU and 24 GiB of memory, and runs as one pod.",
  level: "advisory",
  severity: "medium",
  remediationSteps:
    "Set the same CPU and memory as requests and limits in the values of the Helm release, at least what the guide demands, and replicaCount 1. " +
    "With the components: streamingProxy.cpu, streamingProxy.memory and streamingProxy.replicas.",
  configSchema: {
    properties: {
      cpu: { type: "string", description: "Least CPU, as a Kubernetes quantity.", default: resources.cpu },
      memory: { type: "string", description: "Least memory, as a Kubernetes quantity.", default: resources.memory },
      replicas: { type: "integer", minimum: 1, description: "How many pods the proxy has.", default: 1 },
    },
  },
  defaults: { ...resources, replicas: 1, ...settings },
  check({ installations }, config, report) {
    for (const { found } of installations) {
      if (!found.release) continue;
      const problems = problemsOf(found.release, config);
      const of = `Helm release ${found.release.name} of the streaming proxy`;
      if (problems.length > 0) report(found.release.urn, `${of}: ${problems.join("; ")}.`);
    }
  },
});

function problemsOf(release: GraphResource, config: ProxyResourcesConfig): string[] {
  const { inputs } = release;
  // Files lie under the values; what they say is not seen here.
  const inFiles = hasValueFiles(release);
  const value = (...path: string[]) => leaf(inputs.values, ...path);
  return [
    ...kinds.flatMap((kind) => {
      const [request, limit] = [value("resources", "requests", kind), value("resources", "limits", kind)];
      return sizeProblems(kind, { request, limit }, config[kind], inFiles);
    }),
    ...replicaProblems(value("replicaCount"), config.replicas),
  ];
}

/** What can be read is judged, whatever is not known beside it. */
function sizeProblems(
  kind: string,
  { request, limit }: { request: unknown; limit: unknown },
  least: string,
  inFiles: boolean,
): string[] {
  // Kubernetes takes an absent request from the limit, never the other way round.
  if (limit === undefined && !(inFiles && request === undefined)) {
    return [`resources.limits.${kind} is not set; set it and resources.requests.${kind} to at least ${least}`];
  }
  const given = Object.entries({ requests: request, limits: limit })
    .filter(([, quantity]) => quantity !== undefined && !isHidden(quantity))
    .map(([side, quantity]) => ({
      quantity,
      amount: quantityInBillionths(quantity),
      path: `resources.${side}.${kind}`,
    }));
  const malformed = given.find(({ amount }) => amount === undefined);
  if (malformed) return [`${malformed.path} is no Kubernetes quantity such as ${least}`];
  const short = given.filter(({ amount }) => amount! < (quantityInBillionths(least) ?? 0n));
  const differ = given.length === 2 && given[0]!.amount !== given[1]!.amount;
  return [
    ...short.map(({ path, quantity }) => `${path} is ${written(quantity)}, less than ${least}`),
    ...(differ ? [`resources.requests.${kind} and resources.limits.${kind} differ; set both to the same`] : []),
  ];
}

function replicaProblems(value: unknown, wanted: number): string[] {
  const count = knownNumber(value);
  if (value === undefined || isHidden(value) || count === wanted) return [];
  const said = count === undefined ? "is no number" : `is ${toldValue(count, [], `not ${wanted}`)}`;
  return [`replicaCount ${said}; set it to ${wanted}, because a session belongs to one pod`];
}

/** A quantity is told where it is as short as quantities are: a number of more digits can be something else in the wrong place. */
function written(quantity: unknown): string {
  const text = typeof quantity === "number" ? `${quantity}` : (knownText(quantity) ?? "");
  return text.length <= 14 ? text : "not enough";
}
