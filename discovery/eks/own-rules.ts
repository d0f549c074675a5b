import { tags as lls } from "../../components/lls";
import type { SecurityGroupFacts } from "../../reachability/aws/network";
import type { EksDiscoveryRequest } from "./request";

/** Whether tags say that this very stack made a rule, for this cluster. */
export function isOurs(tags: Record<string, string>, { cluster, owner }: EksDiscoveryRequest): boolean {
  return (
    tags[lls.provisioner.key] === lls.provisioner.value && tags[lls.cluster] === cluster && tags[lls.stack] === owner
  );
}

/** Groups as their owners left them: a rule that the next `up` deletes must not open a verdict. */
export function withoutOwnRules(groups: SecurityGroupFacts[], request: EksDiscoveryRequest): SecurityGroupFacts[] {
  return groups.map((group) => ({
    ...group,
    ...(group.rules && { rules: group.rules.filter(({ tags }) => !isOurs(tags, request)) }),
  }));
}

/** Whether the installation exists already: its rules on the nodes' groups do. */
export function isInstalled(groups: SecurityGroupFacts[], request: EksDiscoveryRequest): boolean {
  return groups.some(({ rules = [] }) => rules.some(({ tags }) => isOurs(tags, request)));
}
