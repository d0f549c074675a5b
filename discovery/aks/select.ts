import { usesLoadBalancer } from "../../components/aks/settings";
import { BadInput, type Problem } from "../../components/bad-input";
import { publicService } from "../../components/lls";
import { sameId } from "../../reachability/azure/resource-id";
import type { AksFacts } from "./facts";
import { foreignRuleProblems } from "./foreign-rules";
import { chooseNicGroups, chooseSubnetGroups } from "./group-choice";
import { managedGroupsInUse } from "../../reachability/azure/managed-groups";
import { editsManagedGroups, makesRules, nicModeProblems } from "./nic-mode";
import { withoutOwnRules } from "./own-rules";
import { pathOf } from "./path";
import { choosePools } from "./pool-roles";
import { shiftProblems } from "./priority-shift";
import { catchesProbe } from "./probe-rules";
import type { AksDiscoveryRequest, AksSelection } from "./request";
import { subjectOf } from "./subject";

/**
 * Chooses from facts what an installation is made of. Pure: the same facts and request give the same selection.
 * Our own rules are not in its `network`, because they are what is to be decided.
 * @throws BadInput with everything that is missing, locked or in the way: what it is, and the config key that decides
 */
export function selectAks(facts: AksFacts, request: AksDiscoveryRequest): AksSelection {
  const problems: Problem[] = [];
  const network = {
    ...facts.network,
    networkSecurityGroups: withoutOwnRules(facts.network.networkSecurityGroups, request),
  };
  const { opened, concerned } = choosePools(network.agentPools, request, problems);
  const subnetGroups = chooseSubnetGroups(opened, network, request, problems);
  const nicGroups = chooseNicGroups(opened, network);
  problems.push(...nicModeProblems(facts.cluster, opened, request));

  const groupsOf = (ids: string[]) =>
    network.networkSecurityGroups.filter((group) => ids.some((id) => sameId(id, group.id)));
  const balanced = usesLoadBalancer(request);
  const probed = makesRules(request) && balanced;
  const probePort = request.rule.probePort ?? publicService.healthCheckNodePort;
  const probeGroups = groupsOf(subnetGroups).filter((group) => probed && catchesProbe(group, network, probePort));
  const edited = groupsOf(editsManagedGroups(request) ? [...subnetGroups, ...nicGroups] : subnetGroups);
  if (makesRules(request)) {
    problems.push(...foreignRuleProblems(edited, probeGroups, request, facts.subscription));
    problems.push(...shiftProblems(facts.network.networkSecurityGroups, edited, request));
  }
  if (problems.length > 0) throw new BadInput(subjectOf(request), problems);

  // Which of them the cloud controller opens has to be judged.
  const managedIds = balanced ? managedGroupsInUse(network).map(({ id }) => id) : [];
  return {
    subnetNetworkSecurityGroupIds: subnetGroups,
    nicNetworkSecurityGroupIds: nicGroups,
    probeRules: probeGroups.map(({ id }) => id).sort(),
    network: pathOf(network, concerned, [...subnetGroups, ...nicGroups, ...managedIds]),
  };
}
