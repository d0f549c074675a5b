import type { StackConfig } from "../../stacks/config";
import { aksStackCloud } from "./aks";
import { eksStackCloud } from "./eks";
import type { StackCloud } from "./stack-cloud";

/**
 * The cloud of a stack.
 * @param owner `<project>/<stack>`
 */
export function stackCloud(config: StackConfig, owner: string): StackCloud {
  return config.cloud === "eks" ? eksStackCloud(config, owner) : aksStackCloud(config, owner);
}

export type { PlannedCluster, StackCloud } from "./stack-cloud";
