import { chart, ports } from "../../components/lls";
import { anyChangeOf, type Claim, type SimulatedType } from "../simulated-type";
import { checkChartValues } from "./chart-values";
import { namespaceUse, objectName } from "./namespaces";
import { noIamActions } from "./objects";
import { checkPlacement } from "./scheduling";

interface ReleaseInputs {
  name?: string;
  namespace?: string;
  createNamespace?: boolean;
  chart: string;
  version?: string;
  values?: Record<string, unknown>;
}

/** Stands for the newest version of the registry, which Helm takes where none is given. */
const newestVersion = "0.0.0";

/** A Helm release. Of charts other than `gdn-streaming` only names and namespace are checked. */
export const release: SimulatedType<ReleaseInputs> = {
  type: "kubernetes:helm.sh/v3:Release",
  // pulumi-kubernetes, helm_release.go, Diff.
  replaces: anyChangeOf("name", "namespace"),
  // Estimate: pull of chart and image, then the probes' initial delay of 15 s and 10 s period (guide, chart's probes).
  latencySeconds: 120,
  iamActions: noIamActions,
  admit(request) {
    const { cloud, cluster, inputs } = request;
    const namespace = inputs.namespace ?? "default";
    const uses = inputs.createNamespace ? [] : namespaceUse(request, namespace);
    const name = objectName(request, inputs.name);
    const claims: Claim[] = [
      {
        key: `release|${cluster}|${namespace}/${name}`,
        code: "ReleaseExists", // Helm: "cannot re-use a name that is still in use"
        reason: `the namespace ${namespace} has a release named '${name}'`,
      },
    ];
    if (chartName(inputs.chart) === chart.name) {
      const values = inputs.values ?? {};
      checkChartValues(values, cloud.seed.chartValues ?? []);
      checkPlacement(cloud, values);
      claims.push(...nodePortClaims(cluster));
    }
    const version = inputs.version ?? versionOfArchive(inputs.chart) ?? newestVersion;
    return {
      id: `${namespace}/${name}`,
      outputs: {
        name,
        namespace,
        version,
        status: { chart: chartName(inputs.chart), name, namespace, revision: 1, status: "deployed", version },
      },
      uses,
      claims,
    };
  },
};

/** Kubernetes documentation, "Service", type NodePort: a port is allocated once in a cluster. */
function nodePortClaims(cluster: string): Claim[] {
  return [ports.mediaNodePort, ports.healthNodePort].map((port) => ({
    key: `node port|${cluster}|${port}`,
    code: "NodePortAllocated",
    reason: `spec.ports[0].nodePort: Invalid value: ${port}: provided port is already allocated`,
  }));
}

/** `oci://…/name` or `…/name-1.2.3.tgz`. */
function chartName(reference: string): string {
  const last = reference.slice(reference.lastIndexOf("/") + 1);
  return last.replace(/(-\d[^/]*)?\.tgz$/, "");
}

function versionOfArchive(reference: string): string | undefined {
  return /-(\d[^/]*)\.tgz$/.exec(reference)?.[1];
}
