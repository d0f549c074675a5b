import type { Problem } from "../../components/bad-input";
import { tags as lls } from "../../components/lls";
import type { SecurityGroupFacts } from "../../reachability/aws/network";
import type { EksDiscoveryRequest } from "./request";

/**
 * What is wrong if another stack has installed LLS on this cluster, as the tags of its rules tell: NodePorts, namespace and the
 * workers' name for the proxy are there once in a cluster.
 */
export function otherStackProblems(groups: SecurityGroupFacts[], { cluster, owner }: EksDiscoveryRequest): Problem[] {
  const rules = groups
    .flatMap((group) => (group.rules ?? []).map(({ id, tags }) => ({ id, groupId: group.id, tags })))
    .filter(({ tags }) => tags[lls.provisioner.key] === lls.provisioner.value && tags[lls.cluster] === cluster);
  const byStack = new Map(rules.map((rule) => [rule.tags[lls.stack] ?? owner, rule]));
  byStack.delete(owner);
  return [...byStack].map(([stack, { id, groupId }]) => ({
    path: "cluster",
    value: cluster,
    reason: `stack ${stack} has installed LLS on this cluster already (rule ${id} of ${groupId} is tagged so), and a cluster holds one installation; use that stack, or destroy it first. If it is gone, delete the rules it left behind`,
  }));
}
