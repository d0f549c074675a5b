import type { Check } from "../checks";

/** Parts of the id of a network resource. Azure compares them without regard to case. */
export interface NetworkResourceId {
  subscription: string;
  resourceGroup: string;
  /** Type below Microsoft.Network, for example networkSecurityGroups. */
  type: string;
  name: string;
}

const shape =
  /^\/subscriptions\/([^/\s]+)\/resourceGroups\/([^/\s]+)\/providers\/Microsoft\.Network\/([^/\s]+)\/([^/\s]+)$/i;

/**
 * Takes the id of a network resource apart.
 * @throws RangeError for what `networkIdProblem` refuses
 */
export function networkResourceId(id: string): NetworkResourceId {
  const [, subscription, resourceGroup, type, name] = shape.exec(id) ?? [];
  if (!subscription || !resourceGroup || !type || !name)
    throw new RangeError(`${JSON.stringify(id)} is no resource id`);
  return { subscription, resourceGroup, type, name };
}

/** Id of a network resource of one type. */
export function networkIdProblem(type: string): Check {
  const wanted = `must be an id /subscriptions/<subscription>/resourceGroups/<group>/providers/Microsoft.Network/${type}/<name>`;
  return (value) =>
    typeof value === "string" && shape.exec(value)?.[3]?.toLowerCase() === type.toLowerCase() ? undefined : wanted;
}

/** Id of a network security group. */
export const networkSecurityGroupIdProblem = networkIdProblem("networkSecurityGroups");

/** Id of a public IP. */
export const publicIpIdProblem = networkIdProblem("publicIPAddresses");
