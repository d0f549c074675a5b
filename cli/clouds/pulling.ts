import type { CommonStackConfig } from "../../stacks/config";

/**
 * Who lets the nodes pull images, where there are no credentials for it.
 * @param ownRight what the nodes need for a registry that their cloud knows them at; undefined for any other registry
 */
export function pullPrerequisites(
  { imageRegistry, registryCredentials }: CommonStackConfig,
  ownRight: string | undefined,
): string[] {
  if (registryCredentials) return [];
  return [
    ownRight ??
      `Registry ${imageRegistry} has to let nodes pull without credentials; else set the secrets registryUsername and registryPassword.`,
  ];
}
