import { addressesOf, addressesOfAll, everyIpv4 } from "../addresses";
import type { EksInstallation, NodeGroupSet } from "./installation";
import type { Side } from "./packets";

/** The world outside with some addresses; it is in no subnet and has no groups. */
export function outsideSide(label: string, addresses: Side["addresses"]): Side {
  return { label, groupIds: [], addresses, addressesKnown: true };
}

/** The load balancer in each of its subnets; one of unknown place if there is none. */
export function loadBalancerSides(installation: EksInstallation): Side[] {
  const { subnetIds, securityGroupIds: groupIds } = installation.loadBalancer;
  if (subnetIds.length === 0) return [inSubnet({ label: "load balancer", groupIds }, undefined, installation)];
  const label = (id: string): string => (subnetIds.length === 1 ? "load balancer" : `load balancer in ${id}`);
  return subnetIds.map((id) => inSubnet({ label: label(id), groupIds }, id, installation));
}

/** The load balancer where it speaks with the addresses of others, which it keeps for UDP and ICMP. */
export function speakingFor(balancer: Side, others: Side): Side {
  const addressNote = `the source is the ${others.label}: an NLB preserves client addresses for UDP`;
  return { ...balancer, addresses: others.addresses, addressesKnown: others.addressesKnown, addressNote };
}

/**
 * Nodes of one role, one side for each distinct wiring that takes NodePort traffic (`node`) or carries pods (`pods`). If no wiring does, one side
 * of which nothing is known.
 */
export function nodeSides(
  label: string,
  wirings: readonly NodeGroupSet[],
  use: "node" | "pods",
  installation: EksInstallation,
): Side[] {
  const used = fold(wirings.filter((wiring) => wiring[use]));
  const unknown = inSubnet({ label: `unknown ${label}` }, undefined, installation);
  const sides = used.map((wiring) => ({
    ...inSubnet(
      {
        label: `${label} (${distinctName(wiring, used)})`,
        ...groupsOf(wiring, use),
      },
      wiring.subnetId,
      installation,
    ),
    ...(wiring.certain === false && {
      doubt: `whether ${wiring.pools.join(", ")} has a ${label} is not known, because its labels are not: name the role's security groups (eks.proxyNodeSecurityGroupIds, eks.workerNodeSecurityGroupIds)`,
    }),
  }));
  return used.some(({ certain = true }) => certain) ? sides : [unknown, ...sides];
}

function groupsOf(wiring: NodeGroupSet, use: "node" | "pods"): Pick<Side, "groupIds" | "groupsNote"> {
  const { pools, securityGroupIds, podSecurityGroups } = wiring;
  if (use === "pods" && podSecurityGroups) {
    return { groupsNote: `a pod on ${pools.join(", ")} may carry security groups of its own (SecurityGroupPolicy)` };
  }
  // An interface always has a group: none listed means that none was read.
  return { groupIds: securityGroupIds?.length ? securityGroupIds : undefined };
}

function inSubnet(
  side: Pick<Side, "label" | "groupIds" | "groupsNote">,
  subnetId: string | undefined,
  { network }: EksInstallation,
): Side {
  const subnet = network?.subnets.find(({ id }) => id === subnetId);
  if (subnet) return { ...side, subnetId, addresses: addressesOf(subnet.cidr), addressesKnown: true };
  const addresses = network && network.vpcCidrs.length > 0 ? addressesOfAll(network.vpcCidrs) : everyIpv4;
  return { ...side, subnetId, addresses, addressesKnown: false };
}

/** One wiring for those with the same subnet and groups. */
function fold(wirings: readonly NodeGroupSet[]): NodeGroupSet[] {
  const folded = new Map<string, NodeGroupSet>();
  for (const wiring of wirings) {
    const key = `${wiring.subnetId} ${wiring.securityGroupIds?.join() ?? "?"}`;
    const known = folded.get(key);
    const pools = new Set([...(known?.pools ?? []), ...wiring.pools]);
    const certain = wiring.certain !== false || (known !== undefined && known.certain !== false);
    const podSecurityGroups = wiring.podSecurityGroups || known?.podSecurityGroups;
    folded.set(key, { ...wiring, certain, podSecurityGroups, pools: [...pools].sort() });
  }
  return [...folded.values()];
}

/** The pools, and as much of subnet and groups as it takes to tell this wiring from the others. */
function distinctName(wiring: NodeGroupSet, all: readonly NodeGroupSet[]): string {
  const pools = wiring.pools.join(", ");
  const subnet = `${pools} in ${wiring.subnetId}`;
  const samePools = all.filter((other) => other.pools.join(", ") === pools);
  if (samePools.length === 1) return pools;
  if (samePools.filter((other) => other.subnetId === wiring.subnetId).length === 1) return subnet;
  return `${subnet} with ${wiring.securityGroupIds?.join(", ") ?? "unknown groups"}`;
}
