import { CloudError } from "../cloud-error";

/**
 * Value paths of the chart `gdn-streaming`; what lies below a path is free. The chart is not public: these are the keys that
 * the guide documents (step 3), and two that every chart made by `helm create` has and that pull secrets and taints need.
 * Whoever has the chart and knows more adds `chartValues` to the seed.
 */
const known = [
  "availabilityZones.enabled",
  "availabilityZones.zones",
  "env.lbDns",
  "env.lbPort",
  "image.pullPolicy",
  "image.repository",
  "image.tag",
  "nodeSelector",
  "replicaCount",
  "resources.limits",
  "resources.requests",
  // Not in the guide:
  "imagePullSecrets",
  "tolerations",
];

/**
 * Refuses values that the chart does not have. Helm itself ignores them without a word (unless the chart has a values.schema.json),
 * so that a misspelled key is found when the picture never comes.
 * @param further paths besides the known ones
 * @throws CloudError that names every unknown path
 */
export function checkChartValues(values: Record<string, unknown>, further: string[]): void {
  const unknown = unknownPaths(values, "", [...known, ...further]);
  if (unknown.length > 0) {
    throw new CloudError("UnknownChartValue", `the chart gdn-streaming has no value ${unknown.join(", ")}`);
  }
}

function unknownPaths(values: Record<string, unknown>, prefix: string, paths: string[]): string[] {
  return Object.entries(values).flatMap(([key, value]) => {
    const path = prefix + key;
    if (paths.includes(path)) return [];
    const isInner = paths.some((candidate) => candidate.startsWith(`${path}.`));
    const isMap = typeof value === "object" && value !== null && !Array.isArray(value);
    return isInner && isMap ? unknownPaths(value as Record<string, unknown>, `${path}.`, paths) : [path];
  });
}
