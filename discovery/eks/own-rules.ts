import { tags as lls } from "../../components/lls";
import type { SecurityGroupFacts } from "../../reachability/aws/network";
import type { EksDiscoveryRequest } from "./request";

/** Whose rules are ours. */
export type EksOwner = Pick<EksDiscoveryRequest, "cluster" | "owner">;

/** Tags of a rule that this very stack made for this cluster. */
export function ownTags({ cluster, owner }: EksOwner): Record<string, string> {
  return { [lls.provisioner.key]: lls.provisioner.value, [lls.cluster]: cluster, [lls.stack]: owner };
}

/** Whether tags say that this very stack made a rule, for this cluster. */
export function isOurs(tags: Record<string, string>, request: EksOwner): boolean {
  return Object.entries(ownTags(request)).every(([key, value]) => tags[key] === value);
}

/** Groups as their owners left them: a rule that the next `up` deletes must not open a verdict. */
export function withoutOwnRules(groups: SecurityGroupFacts[], request: EksOwner): SecurityGroupFacts[] {
  return groups.map((group) => ({
    ...group,
    ...(group.rules && { rules: group.rules.filter(({ tags }) => !isOurs(tags, request)) }),
  }));
}

/** Whether the load balancer may stand already, with addresses of its own: nothing proves that it does not. */
export function mayStand(groups: SecurityGroupFacts[], request: EksDiscoveryRequest): boolean {
  const isSilent = request.nodeRules === undefined || groups.some(({ rules }) => rules === undefined);
  return isSilent || request.adopted === true || isInstalled(groups, request);
}

/** Whether the installation exists already: its rules on the nodes' groups do. */
export function isInstalled(groups: SecurityGroupFacts[], request: EksDiscoveryRequest): boolean {
  return groups.some(({ rules = [] }) => rules.some(({ tags }) => isOurs(tags, request)));
}
