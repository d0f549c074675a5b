import * as pulumi from "@pulumi/pulumi";
import { isMap, map } from "./checks";
import { image, proxyNodeSelector, resources } from "./lls";
import type { Problems } from "./problems";
import { reservedKeyProblem } from "./reserved-keys";
import type { ProxyOptions, StreamingProxyArgs } from "./streaming-proxy-args";

/** Chart values that follow from an input, and that input: set twice, they would disagree. */
const derivedFrom: Record<string, string> = {
  "env.lbPort": "port",
  "env.lbDns": "host (endpointHost)",
  availabilityZones: "availabilityZones (availabilityZone)",
  replicaCount: "replicas",
  nodeSelector: "nodeSelector",
  "image.repository": "imageRegistry and imageTag",
  "image.tag": "imageTag",
  resources: "cpu and memory",
  tolerations: "tolerations",
};

/** Values of the chart: the documented keys (guide step 3), derived from the inputs, and what `extraValues` adds. */
export function chartValues(args: StreamingProxyArgs): Record<string, unknown> {
  const options = args.options ?? {};
  const size = { cpu: options.cpu ?? resources.cpu, memory: options.memory ?? resources.memory };
  const derived = {
    env: { lbPort: pulumi.output(args.port).apply(String), lbDns: args.host },
    replicaCount: options.replicas ?? 1,
    availabilityZones: { enabled: args.availabilityZones.length > 0, zones: args.availabilityZones },
    nodeSelector: options.nodeSelector ?? proxyNodeSelector,
    image: imageReference(args.imageRegistry, options.imageTag ?? image.tag),
    resources: { requests: size, limits: size },
    ...(options.tolerations && { tolerations: options.tolerations }),
  };
  return merged({ image: { pullPolicy: image.pullPolicy } }, options.extraValues ?? {}, derived);
}

/** Notes every key of `extraValues` that would change a derived value, or that is reserved. */
export function extraValuesProblems(problems: Problems, path: string, extraValues: ProxyOptions["extraValues"]): void {
  if (!problems.optional(path, extraValues, map) || !isMap(extraValues)) return;
  derivedValueProblems(problems, path, extraValues);
  reservedKeys(problems, path, extraValues);
}

/** Notes every key of `extraValues` that would change a derived value. */
export function derivedValueProblems(problems: Problems, path: string, extraValues: Record<string, unknown>): void {
  for (const [key, source] of Object.entries(derivedFrom)) {
    const parts = key.split(".");
    let value: unknown = extraValues;
    while (parts.length > 0 && isMap(value))
      value = Object.hasOwn(value, parts[0]!) ? value[parts.shift()!] : undefined;
    if (value !== undefined) problems.add(`${path}.${key}`, `follows from ${source}; set that instead`);
  }
}

function reservedKeys(problems: Problems, path: string, value: unknown): void {
  if (Array.isArray(value)) return value.forEach((entry, index) => reservedKeys(problems, `${path}[${index}]`, entry));
  if (!isMap(value)) return;
  for (const [key, entry] of Object.entries(value)) {
    const reason = reservedKeyProblem(key);
    if (reason !== undefined) problems.add(`${path}.${key}`, reason);
    else reservedKeys(problems, `${path}.${key}`, entry);
  }
}

/**
 * The chart renders `repository:tag`. A digest is therefore split at its colon: repository `…/streaming-proxy@sha256`
 * and its hexadecimal part as tag make `…/streaming-proxy@sha256:<hex>`.
 */
function imageReference(registry: pulumi.Input<string>, tag: string): Record<string, unknown> {
  const [algorithm, digest] = tag.split(":");
  return digest === undefined
    ? { repository: pulumi.interpolate`${registry}/${image.name}`, tag }
    : { repository: pulumi.interpolate`${registry}/${image.name}@${algorithm}`, tag: digest };
}

/** Maps merged key by key; elsewhere the later one wins. */
function merged(...layers: Record<string, unknown>[]): Record<string, unknown> {
  const result: Record<string, unknown> = {};
  for (const layer of layers) {
    for (const [key, value] of Object.entries(layer)) {
      const before = result[key];
      result[key] = isMap(before) && isMap(value) ? merged(before, value) : value;
    }
  }
  return result;
}
