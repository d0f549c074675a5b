import { CloudError } from "../cloud-error";
import { clusterOf } from "../kubernetes/cluster-of";
import { release } from "../kubernetes/release";
import type { AdmissionRequest } from "../simulated-type";

const remedy =
  'If the cluster was deleted, you can remove this resource from Pulumi state by rerunning the operation with the PULUMI_K8S_DELETE_UNREACHABLE environment variable set to "true"';

/**
 * Whether the Kubernetes provider forgets a resource because its cluster is gone (pulumi-kubernetes, provider.go, Read and
 * Delete). A release is forgotten by a refresh only: its deletion fails whatever the provider is told (pulumi-kubernetes#2675).
 * @param asked where it is looked for
 * @param told that the provider is to forget what it cannot reach
 * @throws CloudError if it cannot be reached and is not to be forgotten
 */
export function forgetsUnreachable(
  operation: "read" | "delete",
  type: string,
  asked: Pick<AdmissionRequest, "cloud" | "provider">,
  told: boolean,
): boolean {
  if (!type.startsWith("kubernetes:") || !asked.cloud.seeds.some(({ clusterGone }) => clusterGone)) return false;
  if (!clusterOf(asked).seed?.clusterGone) return false;
  if (operation === "delete" && type === release.type) {
    throw new CloudError("Unreachable", "can't delete Helm Release with unreachable cluster");
  }
  if (told) return true;
  const what =
    operation === "read"
      ? "failed to read resource state due to unreachable cluster"
      : "configured Kubernetes cluster is unreachable";
  throw new CloudError("Unreachable", `${what}. ${remedy}`);
}

/** What the provider was told to do: its own setting wins over the environment (provider.go, Configure). */
export function isToForget(settings: Record<string, any>, environment: Record<string, string>): boolean {
  return String(settings.deleteUnreachable ?? environment.PULUMI_K8S_DELETE_UNREACHABLE) === "true";
}
