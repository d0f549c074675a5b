import { CloudError } from "../cloud-error";
import type { AdmissionRequest, Use } from "../simulated-type";
import { clusterOf } from "./cluster-of";

/** Metadata of an object, as far as the model looks at it. */
export interface Metadata {
  name?: string;
  namespace?: string;
  annotations?: Record<string, string>;
}

/** Namespaces of every cluster. Source: Kubernetes documentation, "Namespaces", initial namespaces. */
const initial = ["default", "kube-node-lease", "kube-public", "kube-system"];

/** Claim of a namespace's name in a cluster. */
export function namespaceClaim(cluster: string, name: string): string {
  return `namespace|${cluster}|${name}`;
}

/** True if the namespace existed before the program. A cluster that the program makes has those of every cluster. */
export function isSeededNamespace(request: AdmissionRequest, name: string): boolean {
  if (initial.includes(name)) return true;
  return (clusterOf(request).seed?.namespaces ?? []).includes(name);
}

/**
 * The use of an object's namespace: the object goes with it (Kubernetes documentation, "Namespaces": deletion removes the content).
 * @throws CloudError NotFound, as the API server answers for an object in a namespace that does not exist
 */
export function namespaceUse(request: AdmissionRequest, namespace: string): Use[] {
  if (isSeededNamespace(request, namespace)) return [];
  const { cloud, cluster } = request;
  const key = cloud.claimant(namespaceClaim(cluster, namespace));
  if (key === undefined) {
    throw new CloudError("NotFound", `namespaces "${namespace}" not found; create it first, or tell that it exists`);
  }
  return [{ key }];
}

/** Name of an object: the given one, or the logical name with 8 hex digits (pulumi-kubernetes, autonaming). */
export function objectName(request: AdmissionRequest, name: string | undefined): string {
  return name ?? `${request.name}-${request.hex(8, "name")}`;
}
