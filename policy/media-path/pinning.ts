import { proxyNodeSelector } from "../../components/lls";
import { fieldsOf, isHidden, listOf } from "../../graph/known";
import type { GraphResource } from "../../graph/resource-graph";
import { leaf } from "../leaf";

/** Which nodes a release may run on, as its values say it. */
export interface Pinning {
  /** Zones that the values name, one list for each way in which they do; empty: the values name none. */
  zones: string[][];
  /** Labels that nodes must have, without those of zones. */
  labels: Record<string, string>;
}

/** Labels that say a node's zone. Kubernetes documentation, "Well-Known Labels, Annotations and Taints". */
const zoneLabels = ["topology.kubernetes.io/zone", "failure-domain.beta.kubernetes.io/zone"];

/** Reads the pinning of a release of the chart; undefined where a value that decides is not known, or may be in a file. */
export function pinningOf({ inputs }: GraphResource): Pinning | undefined {
  const enabled = leaf(inputs, "values", "availabilityZones", "enabled");
  const zones = leaf(inputs, "values", "availabilityZones", "zones");
  const selector = leaf(inputs, "values", "nodeSelector");
  const all = [enabled, zones, selector, ...listOf(zones), ...Object.values(fieldsOf(selector))];
  const elsewhere =
    listOf(leaf(inputs, "valueYamlFiles")).length > 0 && (enabled === undefined || selector === undefined);
  if (elsewhere || all.some(isHidden)) return undefined;
  const labels = Object.entries(selector === undefined ? proxyNodeSelector : fieldsOf(selector));
  const isZone = ([key]: [string, unknown]): boolean => zoneLabels.includes(key);
  return {
    zones: [
      ...(enabled === true || enabled === "true" ? [listOf(zones).map(String)] : []),
      ...labels.filter(isZone).map(([, zone]) => [String(zone)]),
    ],
    labels: Object.fromEntries(labels.filter((label) => !isZone(label)).map(([key, value]) => [key, String(value)])),
  };
}
