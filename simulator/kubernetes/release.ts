import { chart, ports } from "../../components/lls";
import { CloudError } from "../cloud-error";
import { anyChangeOf, type AdmissionRequest, type Claim, type SimulatedType } from "../simulated-type";
import { checkChartValues } from "./chart-values";
import { namespaceUse, objectName } from "./namespaces";
import { nodePortClaim } from "./node-ports";
import { noPermissions } from "./objects";
import { checkPlacement } from "./scheduling";
import { service } from "./service";
import type { ServiceInputs } from "./service-inputs";
import { checkReachable } from "./unreachable";

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
  // helm.sh/helm, action/uninstall.go: the provider does not set IgnoreNotFound (pulumi-kubernetes, helm_release.go, Delete).
  goneError(id) {
    const name = id.slice(id.lastIndexOf("/") + 1);
    return new CloudError("ReleaseNotFound", `uninstall: Release not loaded: ${name}: release: not found`);
  },
  // helm_release.go, Update, releaseFailedError: Helm has rolled back, and the provider gives the new inputs to keep.
  failedUpdate: "tried",
  // Estimate: pull of chart and image, then the probes' initial delay of 15 s and 10 s period (guide, chart's probes).
  latencySeconds: 120,
  permissions: noPermissions,
  admit(request) {
    const { cloud, cluster, inputs } = request;
    checkReachable(request);
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
      checkChartValues(
        values,
        cloud.seeds.flatMap(({ chartValues = [] }) => chartValues),
      );
      // Pods that cannot be placed any more leave the release as it is.
      if (!request.restored) checkPlacement(request, values);
      checkOrder(request, namespace);
      claims.push(...[ports.mediaNodePort, ports.healthNodePort].map((port) => nodePortClaim(cluster, port)));
    }
    const before = request.current?.outputs as { status?: { revision: number } } | undefined;
    const revision = (before?.status?.revision ?? 0) + 1;
    const version = inputs.version ?? versionOfArchive(inputs.chart) ?? newestVersion;
    return {
      id: `${namespace}/${name}`,
      outputs: {
        name,
        namespace,
        version,
        status: { chart: chartName(inputs.chart), name, namespace, revision, status: "deployed", version },
      },
      uses,
      claims,
    };
  },
};

/**
 * Makes sure that the release does not wait for a Service that waits for the release: Pulumi takes a Service for created only
 * when its selector has found pods (pulumi-kubernetes, await/service.go), unless an annotation says not to wait.
 */
function checkOrder({ cloud, dependencies = [] }: AdmissionRequest, namespace: string): void {
  const before = cloud.before(dependencies);
  for (const { type, urn, inputs } of cloud.resources.values()) {
    if (type !== service.type || !before.has(urn)) continue;
    const { metadata, spec } = inputs as ServiceInputs;
    const selector = Object.entries(spec.selector ?? {});
    const selects = selector.length > 0 && selector.every(([key, value]) => podLabels[key] === value);
    const skipped = metadata?.annotations?.["pulumi.com/skipAwait"] === "true";
    if (skipped || !selects || (metadata?.namespace ?? "default") !== namespace) continue;
    throw new CloudError(
      "ServiceNotReady",
      `the release waits for ${urn}, which waits for the release's pods; annotate the Service with pulumi.com/skipAwait`,
    );
  }
}

const podLabels: Record<string, string> = chart.podLabels;

/** `oci://…/name` or `…/name-1.2.3.tgz`. */
function chartName(reference: string): string {
  const last = reference.slice(reference.lastIndexOf("/") + 1);
  return last.replace(/(-\d[^/]*)?\.tgz$/, "");
}

function versionOfArchive(reference: string): string | undefined {
  return /-(\d[^/]*)\.tgz$/.exec(reference)?.[1];
}
