import { isEcrRegistry, registryProblem } from "../registry";

const ecrReason =
  "must not be ECR: AKS nodes cannot pull from ECR, whose tokens expire after 12 hours; mirror image and chart to ACR (az acr import)";

/** What is wrong with the registry of an installation on AKS, or undefined. */
export function aksRegistryProblem(value: unknown): string | undefined {
  return registryProblem(value) ?? (isEcrRegistry(value as string) ? ecrReason : undefined);
}
