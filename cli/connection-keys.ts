import { BadInput } from "../components/bad-input";
import type { Cloud } from "../stacks/schema";
import type { StackFile } from "./stack-file";

/** Without these another account would be read than the stack's. */
const connectionKeys: Record<Cloud, string[]> = {
  eks: ["aws:assumeRoles", "aws:profile"],
  aks: ["clientId", "environment", "subscriptionId", "tenantId"].map((key) => `azure-native:${key}`),
};

/**
 * Makes sure that the keys that say where a stack's cluster is can be read here.
 * @throws BadInput if one of them is encrypted
 */
export function checkConnection({ file, opaqueKeys }: StackFile, cloud: Cloud): void {
  const reason = "is needed to read the cluster, but is encrypted and cannot be decrypted here; store it in plain text";
  const problems = connectionKeys[cloud].filter((key) => opaqueKeys.includes(key)).map((path) => ({ path, reason }));
  if (problems.length > 0) throw new BadInput(file, problems);
}
