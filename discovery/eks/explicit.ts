import type { EksDiscoveryRequest } from "./request";

/** Config keys that, all given, leave nothing to find out about nodes. */
export const nodeKeys = ["eks.proxyNodeSecurityGroupIds", "eks.workerNodeSecurityGroupIds", "eks.targets"] as const;

/** Whether every id that follows from nodes was given: both roles' groups and the targets. */
export function nodeIdsAreExplicit(request: EksDiscoveryRequest): boolean {
  const { proxyNodeSecurityGroupIds, workerNodeSecurityGroupIds, targets } = request;
  const targetsGiven =
    targets.kind === "targetGroupBinding" ||
    (targets.kind === "addresses" ? isGiven(targets.addresses) : isGiven(targets.autoScalingGroups));
  return isGiven(proxyNodeSecurityGroupIds) && isGiven(workerNodeSecurityGroupIds) && targetsGiven;
}

/** Whether a list was given; an empty one stands for "find out". */
export function isGiven(list: string[] | undefined): list is string[] {
  return list !== undefined && list.length > 0;
}
