import { publicAccessExclusion } from "../../reachability/aws/block-public-access";
import type { EksInstallation, NodeGroupSet } from "../../reachability/aws/installation";
import type { SecurityGroupFacts } from "../../reachability/aws/network";

/** What nobody says of an installation on EKS that decides whether it can be reached: no resource, no facts. In words for an operator. */
export function invisibleOnEks(installation: EksInstallation): string[] {
  const { loadBalancer, proxyNodes, workerNodes } = installation;
  const said = [
    ...(installation.listenerUnknown ? ["listener and target group of the media"] : []),
    ...(loadBalancer.subnetIds.length === 0 ? ["subnets of the load balancer"] : []),
    ...(loadBalancer.securityGroupIds ? [] : ["security groups of the load balancer"]),
    ...(installation.targetZones ? [] : ["targets of the load balancer and their zones"]),
    ...(isPublicAccessKnown(installation) ? [] : ["VPC Block Public Access"]),
    ...unknownRole("run the proxy", proxyNodes),
    ...unknownRole("run workers", workerNodes),
    ...[...proxyNodes, ...workerNodes].flatMap(unknownGroupsOf),
    ...subnetsOnPath(installation).flatMap((id) => unknownOfSubnet(id, installation)),
    ...groupsOnPath(installation).flatMap(unknownRulesOf),
  ];
  return [...new Set(said)];
}

/** The account's mode was read, or does not matter. */
function isPublicAccessKnown({ loadBalancer: { subnetIds }, network }: EksInstallation): boolean {
  if (!network) return false;
  const { mode } = network.blockPublicAccess ?? {};
  return mode !== undefined || (subnetIds.length > 0 && subnetIds.every((id) => publicAccessExclusion(network, id)));
}

function unknownRole(what: string, sets: readonly NodeGroupSet[]): string[] {
  return sets.some(({ pods, certain = true }) => pods && certain) ? [] : [`nodes that ${what}`];
}

function unknownGroupsOf({ pools, securityGroupIds, podSecurityGroups }: NodeGroupSet): string[] {
  const nodes = pools.join(", ");
  if (!securityGroupIds?.length) return [`security groups of the nodes of ${nodes}`];
  return podSecurityGroups ? [`security groups of pods on ${nodes}`] : [];
}

function subnetsOnPath({ loadBalancer, proxyNodes, workerNodes }: EksInstallation): string[] {
  return [...loadBalancer.subnetIds, ...[...proxyNodes, ...workerNodes].map(({ subnetId }) => subnetId)];
}

/** Only the load balancer's subnets need a route to the internet. */
function unknownOfSubnet(id: string, { loadBalancer, network }: EksInstallation): string[] {
  const subnet = network?.subnets.find((one) => one.id === id);
  if (!subnet) return [`zone, addresses, network ACL and routes of ${id}`];
  const acl = network!.networkAcls.some((one) => one.id === subnet.networkAclId);
  const table = network!.routeTables.some((one) => one.id === subnet.routeTableId);
  return [
    ...(acl ? [] : [`network ACL of ${id}`]),
    ...(table || !loadBalancer.subnetIds.includes(id) ? [] : [`route of ${id} to an internet gateway`]),
  ];
}

function groupsOnPath({
  loadBalancer,
  proxyNodes,
  workerNodes,
  securityGroups,
}: EksInstallation): SecurityGroupFacts[] {
  const nodes = [...proxyNodes, ...workerNodes].flatMap(({ securityGroupIds = [] }) => securityGroupIds);
  const ids = new Set([...(loadBalancer.securityGroupIds ?? []), ...nodes]);
  return securityGroups.filter(({ id }) => ids.has(id));
}

function unknownRulesOf({ id, rules = [], complete }: SecurityGroupFacts): string[] {
  const others = rules.length > 0 ? `rules of ${id} besides those of this stack` : `rules of ${id}`;
  const lists = rules.filter((rule) => rule.prefixListId !== undefined && !rule.prefixListCidrs);
  return [
    ...(complete === false ? [others] : []),
    ...lists.map(({ prefixListId }) => `entries of the prefix list ${prefixListId}`),
  ];
}
