import { chart } from "../../components/lls";
import type { CommonStackConfig } from "../../stacks/config";

/**
 * Who lets the nodes pull images, and where there are credentials for it, what keeps them from being handed out.
 * @param ownRight what the nodes need for a registry that their cloud knows them at; undefined for any other registry
 */
export function pullPrerequisites(
  { imageRegistry, registryCredentials, streamingProxy }: CommonStackConfig,
  ownRight: string | undefined,
): string[] {
  if (registryCredentials) return streamingProxy.namespace === "existing" ? [ownerOfPullSecrets] : [];
  return [
    ownRight ??
      `Registry ${imageRegistry} has to let nodes pull without credentials; else set the secrets registryUsername and registryPassword.`,
  ];
}

/** Kubernetes API, ServiceAccount: a list without a merge key has one owner, under server-side apply. */
const ownerOfPullSecrets =
  `No other imagePullSecrets on service account default of namespace ${chart.namespace}: Kubernetes takes the list as a whole, ours is set by pulumi up ` +
  "and removed by pulumi destroy. Where the owner of the namespace has set others, up is refused with a conflict; leave out registryUsername and " +
  "registryPassword then, and have the owner hand out the pull secret.";
