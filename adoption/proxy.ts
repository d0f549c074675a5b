import { chart } from "../components/lls";
import { ProxyRollout } from "../components/streaming-proxy-args";
import type { ResourceGraph } from "../graph/resource-graph";
import type { Adoption } from "./adoption";
import { plannedOf, takenAs } from "./planned";

/**
 * Namespace and Helm release: the guide gives both the name that the program gives, on every cloud. `pulumi import` takes
 * `<namespace>/<name>` of a release.
 */
export function adoptedProxy(graph: ResourceGraph): Pick<Adoption, "taken" | "keys"> {
  const namespaces = plannedOf(graph, "kubernetes:core/v1:Namespace");
  const releases = plannedOf(graph, "kubernetes:helm.sh/v3:Release");
  // With recreate, any value that differs from the one in Helm would replace the release.
  const isReplaced = releases.some(({ options }) => (options.replaceOnChanges ?? []).length > 0);
  return {
    taken: [
      ...namespaces.map((resource) => takenAs(resource, chart.namespace, `namespace ${chart.namespace}`)),
      ...releases.map((resource) =>
        takenAs(resource, `${chart.namespace}/${chart.release}`, `Helm release ${chart.release}`),
      ),
    ],
    keys: isReplaced ? { streamingProxy: { rollout: ProxyRollout.Surge } } : {},
  };
}
