import { CloudError } from "../cloud-error";
import type { AdmissionRequest } from "../simulated-type";
import { clusterOf } from "./cluster-of";

/**
 * Makes sure that there is an API server to ask.
 * @throws CloudError as the provider says it (pulumi-kubernetes, provider.go, Create)
 */
export function checkReachable(request: AdmissionRequest): void {
  const { seed } = clusterOf(request);
  if (!seed?.clusterGone || !seed.cluster) return;
  const { host, hostname } = new URL(seed.cluster.endpoint);
  throw new CloudError(
    "Unreachable",
    `configured Kubernetes cluster is unreachable: unable to load schema information from the API server: Get "https://${host}/openapi/v2": dial tcp: lookup ${hostname}: no such host`,
  );
}
