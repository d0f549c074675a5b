import type { Problem } from "../../components/bad-input";
import type { NodeGroupSet } from "../../reachability/aws/installation";
import { isGiven } from "./explicit";
import type { EksFacts } from "./facts";
import { missingPool, type NodeRole } from "./node-role";

/**
 * The security groups on which a role of nodes gets its rules, sorted: those given, else one of every distinct set of groups
 * that the role's interfaces have. Notes a problem per set that leaves open which one.
 */
export function chooseGroups(role: NodeRole, facts: EksFacts, problems: Problem[]): string[] {
  if (isGiven(role.groupIds)) {
    problems.push(...unknownGroups(role.groupIds, role, facts));
    return [...new Set(role.groupIds)].sort();
  }
  if (role.pools.length === 0) {
    problems.push(missingPool(role, facts.network));
    return [];
  }
  const chosen = distinctSets(role.wirings).map((wiring) => {
    const candidates = candidatesOf(wiring.securityGroupIds ?? [], facts);
    if (candidates.length === 1) return candidates[0]!;
    problems.push({ path: role.groupsKey, reason: undecided(role, wiring, candidates, facts) });
    return undefined;
  });
  return [...new Set(chosen.filter((id) => id !== undefined))].sort();
}

/** Discovery reads every group that is given: one that is not there does not exist, or was not given when the facts were recorded. */
function unknownGroups(given: string[], { groupsKey }: NodeRole, facts: EksFacts): Problem[] {
  const known = facts.network.securityGroups.map(({ id }) => id);
  const reason = `is not among the security groups that were found: ${named(known, facts)}; correct it, or record the facts anew with lls facts`;
  return given.filter((id) => !known.includes(id)).map((value) => ({ path: groupsKey, value, reason }));
}

/** One wiring per set of groups, whatever its subnet. */
function distinctSets(wirings: NodeGroupSet[]): NodeGroupSet[] {
  return [...new Map(wirings.map((wiring) => [wiring.securityGroupIds?.join() ?? "", wiring])).values()];
}

/** The cluster's own group if attached, else every one that says it is owned by the cluster. */
function candidatesOf(ids: string[], { cluster, network }: EksFacts): string[] {
  if (ids.includes(cluster.clusterSecurityGroupId)) return [cluster.clusterSecurityGroupId];
  const owned = network.securityGroups.filter(({ tags }) => tags[`kubernetes.io/cluster/${cluster.name}`] === "owned");
  return ids.filter((id) => owned.some((group) => group.id === id));
}

function undecided(
  role: NodeRole,
  { pools, securityGroupIds }: NodeGroupSet,
  owned: string[],
  facts: EksFacts,
): string {
  const nodes = `nodes that run ${role.runs} (${pools.join(", ")})`;
  // An interface always has a group: none listed means that none was read.
  if (!securityGroupIds?.length)
    return `the security groups of ${nodes} could not be read; name them, or allow the calls`;
  const tag = `kubernetes.io/cluster/${facts.cluster.name}=owned`;
  return owned.length > 1
    ? `${nodes} have several groups tagged ${tag}: ${named(owned, facts)}; name the one that gets the rules`
    : `${nodes} have neither the cluster's own group nor one tagged ${tag}, but ${named(securityGroupIds, facts)}; name the one that gets the rules`;
}

function named(ids: string[], { network }: EksFacts): string {
  const nameOf = (id: string) => network.securityGroups.find((group) => group.id === id)?.name ?? "name not known";
  return ids.map((id) => `${id} (${nameOf(id)})`).join(", ");
}
