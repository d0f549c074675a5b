import { chart } from "../components/lls";
import { fieldsOf, hiddenKeys, isHidden, knownNumber, knownPairs, knownText, knownTexts } from "./known";
import type { GraphResource } from "./resource-graph";
import type { StackIndex } from "./stack-index";

/** Resources that install a Helm chart: as a release of Helm, or rendered by the provider. */
export const releaseTypes = [
  "kubernetes:helm.sh/v3:Release",
  "kubernetes:helm.sh/v3:Chart",
  "kubernetes:helm.sh/v4:Chart",
];

// Bare, after a repository or registry, as a folder or an archive with its version: Helm's ways to name a chart ("helm install").
const chartName = new RegExp(
  `(?:^|[/\\\\])${chart.name}(?:-v?\\d[^/\\\\]*\\.tgz|\\.tgz)?(?:[:@][^/\\\\]*)?/?(?:\\?.*)?$`,
);

/** Every release of chart `gdn-streaming` in a stack. */
export function llsReleases(stack: StackIndex): GraphResource[] {
  return stack.ofType(...releaseTypes).filter(isLlsRelease);
}

/** By its chart; where that cannot be read, by the fixed names of release and namespace. */
export function isLlsRelease({ inputs }: GraphResource): boolean {
  const named = knownText(inputs.chart);
  if (named !== undefined) return chartName.test(named);
  return isHidden(inputs.chart) && [inputs.name, inputs.namespace].includes(chart.release);
}

/** What the values of a release say, as far as they can be read. */
export interface ReleaseValues {
  /** `env.lbPort`. */
  port?: number;
  /** Zones that the proxy is pinned to; undefined: not pinned, or not known. */
  zones?: string[];
  /** `nodeSelector`; undefined: not written, or not known. */
  nodeSelector?: Record<string, string>;
}

/** Labels by which a node selector can name a zone (Kubernetes, "Well-Known Labels, Annotations and Taints"). */
const zoneLabels = ["topology.kubernetes.io/zone", "failure-domain.beta.kubernetes.io/zone"];

/** Reads the values of a release. */
export function valuesOf({ inputs }: GraphResource): ReleaseValues {
  const { env, availabilityZones, nodeSelector } = fieldsOf(inputs.values);
  const { enabled, zones } = fieldsOf(availabilityZones);
  const pinned = enabled === true || enabled === "true" ? knownTexts(zones) : undefined;
  const labels = knownPairs(nodeSelector);
  const zoneOfSelector = zoneLabels.flatMap((label) => labels[label] ?? []);
  const port = knownNumber(fieldsOf(env).lbPort);
  // A part of the labels would match other nodes too.
  const hidden = hiddenKeys(nodeSelector).filter((label) => !zoneLabels.includes(label));
  const isReadable = nodeSelector !== undefined && !isHidden(nodeSelector) && hidden.length === 0;
  const named = pinned?.complete && pinned.texts.length > 0 ? pinned.texts : zoneOfSelector;
  return {
    ...(port !== undefined && { port }),
    ...(named.length > 0 && { zones: named }),
    ...(isReadable && { nodeSelector: withoutZones(labels) }),
  };
}

function withoutZones(labels: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(labels).filter(([label]) => !zoneLabels.includes(label)));
}

/** What our component `StreamingProxy` says of a release that it makes, besides the values. */
export function proxyOptions(
  stack: StackIndex,
  release: GraphResource,
): { mediaPort?: number; externalTrafficPolicy?: string } {
  const { mediaPort, externalTrafficPolicy } =
    stack.componentOf(release, "nvcf-lls:index:StreamingProxy")?.inputs ?? {};
  const [port, policy] = [knownNumber(mediaPort), knownText(externalTrafficPolicy)];
  return { ...(port !== undefined && { mediaPort: port }), ...(policy && { externalTrafficPolicy: policy }) };
}
