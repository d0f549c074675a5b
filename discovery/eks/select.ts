import { BadInput, type Problem } from "../../components/bad-input";
import { subnetsOfZone } from "../../reachability/aws/node-roles";
import type { EksFacts } from "./facts";
import { foreignRuleProblems } from "./foreign-rules";
import { chooseGroups } from "./group-choice";
import { ipFamilyProblems } from "./ip-family";
import { proxyRole, workerRole } from "./node-role";
import { otherStackProblems } from "./other-stacks";
import { withoutOwnRules } from "./own-rules";
import { pathOf } from "./path";
import type { EksDiscoveryRequest, EksSelection } from "./request";
import { subjectOf } from "./subject";
import { chooseSubnet } from "./subnet-choice";
import { chooseTargets } from "./target-choice";

/**
 * Chooses from facts what an installation is made of. Pure: the same facts and request give the same selection.
 * Our own rules are not in its `network`, because they are what is to be decided.
 * @throws BadInput with everything that is missing or ambiguous: the candidates, and the config key that decides between them
 */
export function selectEks(facts: EksFacts, request: EksDiscoveryRequest): EksSelection {
  const problems = ipFamilyProblems(facts.cluster);
  const { network } = facts;
  const proxies = proxyRole(network, request);
  const workers = workerRole(network, request);

  const subnetId = chooseSubnet(network, request, problems);
  const proxyGroups = chooseGroups(proxies, facts, problems);
  const workerGroups = chooseGroups(workers, facts, problems);
  const targets = chooseTargets(proxies, network, request, problems);
  const foreign = { ...network, securityGroups: withoutOwnRules(network.securityGroups, request) };
  const others = otherStackProblems(network.securityGroups, request);
  problems.push(
    // The rules of another stack collide with ours one by one: it is told once.
    ...(others.length > 0 ? others : foreignRuleProblems(foreign.securityGroups, proxyGroups, workerGroups, request)),
  );
  if (problems.length > 0 || subnetId === undefined) throw new BadInput(subjectOf(request), unique(problems));

  const inZone = subnetsOfZone(network, request.availabilityZone);
  const proxySubnets = new Set(proxies.pools.flatMap((pool) => pool.subnetIds).filter((id) => inZone.has(id)));
  return {
    vpcId: network.vpcId,
    subnetId,
    proxyNodeSecurityGroupIds: proxyGroups,
    workerNodeSecurityGroupIds: workerGroups,
    ...targets,
    proxySubnetCidrs: network.subnets
      .filter(({ id }) => proxySubnets.has(id))
      .map(({ cidr }) => cidr)
      .sort(),
    network: pathOf(
      foreign,
      subnetId,
      [...proxies.pools, ...proxies.possible, ...workers.pools, ...workers.possible],
      [...proxyGroups, ...workerGroups],
    ),
  };
}

/** A pool that is missing is missed by groups and targets alike. */
function unique(problems: Problem[]): Problem[] {
  return [...new Map(problems.map((problem) => [JSON.stringify(problem), problem])).values()];
}
