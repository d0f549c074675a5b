import { BadInput } from "../../components/bad-input";
import type { EksFacts } from "./facts";
import { readFact } from "./permissions";
import type { EksDiscoveryRequest } from "./request";
import type { EksSources } from "./sources";
import { subjectOf } from "./subject";

/**
 * Checks that EC2 answers for the account that the provider's credentials are of: it has to know the cluster's own group, which
 * is there as long as the cluster is. Otherwise ids of one account would be judged by the facts of another.
 * @throws BadInput if EC2 does not know that group
 */
export async function checkSameAccount(
  { account, cluster }: Pick<EksFacts, "account" | "cluster">,
  request: EksDiscoveryRequest,
  sources: EksSources,
): Promise<void> {
  const id = cluster.clusterSecurityGroupId;
  const groups = await readFact("describeSecurityGroups", sources, () =>
    sources.ec2.describeSecurityGroups({ Filters: [{ Name: "group-id", Values: [id] }] }),
  );
  if (!groups || groups.length > 0) return;
  const reason = `its security group ${id} is in account ${account}, to which the provider leads, but not where EC2 is read; give both the same profile and roles (aws:profile and aws:assumeRoles, or the option connection of discoverEks)`;
  throw new BadInput(subjectOf(request), [{ path: "cluster", value: cluster.name, reason }]);
}
