import type { Problem } from "../../components/bad-input";
import type { AwsNetwork, NodePoolFacts } from "../../reachability/aws/network";
import { subnetsOfZone } from "../../reachability/aws/node-roles";
import { isGiven } from "./explicit";
import { missingPool, type NodeRole } from "./node-role";
import type { EksDiscoveryRequest, EksSelection } from "./request";

/** The targets that the request asks for: groups or addresses, those given or the proxy nodes'. */
export function chooseTargets(
  role: NodeRole,
  network: AwsNetwork,
  request: EksDiscoveryRequest,
  problems: Problem[],
): Pick<EksSelection, "autoScalingGroups" | "addresses"> {
  const { kind, ...given } = request.targets;
  switch (kind) {
    case "autoScalingGroups":
      return { autoScalingGroups: chooseGroups(given.autoScalingGroups, role, network, problems), addresses: [] };
    case "addresses":
      return { autoScalingGroups: [], addresses: chooseAddresses(given.addresses, role, network, problems) };
    default:
      return { autoScalingGroups: [], addresses: [] };
  }
}

function chooseGroups(given: string[] | undefined, role: NodeRole, network: AwsNetwork, problems: Problem[]): string[] {
  const names = isGiven(given) ? given : role.pools.flatMap((pool) => pool.autoScalingGroups.map(({ name }) => name));
  if (names.length === 0)
    problems.push(noTargets(role, network, "Auto Scaling group", "eks.targets.autoScalingGroups"));
  if (isGiven(given)) problems.push(...foreignGroups(given, role, network));
  for (const { name, healthCheckType } of network.nodePools.flatMap((pool) => pool.autoScalingGroups)) {
    if (!names.includes(name) || !healthCheckType?.split(",").includes("ELB")) continue;
    problems.push({
      path: "eks.targets",
      reason: `Auto Scaling group ${name} has health checks of type ELB, so it would terminate healthy nodes whenever the proxy restarts; set its health check type to EC2, or choose eks.targets.kind targetGroupBinding`,
    });
  }
  return [...new Set(names)].sort();
}

function chooseAddresses(
  given: string[] | undefined,
  role: NodeRole,
  network: AwsNetwork,
  problems: Problem[],
): string[] {
  const inZone = subnetsOfZone(network, role.zone ?? "");
  const found = role.pools.flatMap((pool) => pool.addresses).filter(({ subnetId }) => inZone.has(subnetId));
  const addresses = isGiven(given) ? given : found.map(({ address }) => address);
  if (addresses.length === 0) problems.push(noTargets(role, network, `node in ${role.zone}`, "eks.targets.addresses"));
  const known = new Set(found.map(({ address }) => address));
  for (const address of isGiven(given) && role.pools.length > 0 ? given : []) {
    if (known.has(address)) continue;
    problems.push({
      path: "eks.targets.addresses",
      value: address,
      reason: `is not the address of a node that can run the proxy; in ${role.zone} these are ${[...known].sort().join(", ") || "none"}`,
    });
  }
  return [...new Set(addresses)].sort();
}

/** Groups whose nodes cannot run the proxy: they have no rules of ours, so nothing would reach them. */
function foreignGroups(given: string[], role: NodeRole, network: AwsNetwork): Problem[] {
  if (role.pools.length === 0) return [];
  const namesOf = (pools: NodePoolFacts[]): string[] =>
    pools.flatMap((pool) => pool.autoScalingGroups.map(({ name }) => name));
  const fitting = namesOf(role.pools);
  return given
    .filter((name) => !fitting.includes(name))
    .map((name) => {
      const what = namesOf(network.nodePools).includes(name)
        ? "has nodes that cannot run the proxy"
        : "is not an Auto Scaling group of the cluster";
      const reason = `${what}; those of nodes that can are ${fitting.sort().join(", ") || "none"}`;
      return { path: "eks.targets.autoScalingGroups", value: name, reason };
    });
}

function noTargets(role: NodeRole, network: AwsNetwork, what: string, key: string): Problem {
  if (role.pools.length === 0) return missingPool(role, network);
  const pools = role.pools.map(({ name }) => name).join(", ");
  return {
    path: key,
    reason: `the pools that can run the proxy (${pools}) have no ${what}; name the targets, or choose another eks.targets.kind`,
  };
}
