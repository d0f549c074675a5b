import { everyIpv4, ipv4Blocks } from "../../reachability/addresses";
import type { AksInstallation } from "../../reachability/azure/installation";
import type { NetworkSecurityGroupFacts, NsgRuleFacts } from "../../reachability/azure/network";
import { entrancePools, everyPool } from "../../reachability/azure/pool-roles";
import { coversProtocol, matchAddresses, matchPorts, serviceTags } from "../../reachability/azure/rule-parts";
import type { ServiceTags } from "../../reachability/azure/rule-parts";
import { asCidr, audienceOf, platformAddress, virtualNetworkOf } from "../../reachability/azure/virtual-network";
import { includes, intersect, isEmpty, nothing, size, unionAll, type IntervalSet } from "../../reachability/intervals";
import { clientPorts, portRange } from "../../reachability/ports";
import { uniteRectangles, type Rectangle } from "../../reachability/rectangles";
import { regionOf, subtractRegions, type Region } from "../../reachability/region";
import ipaddr from "ipaddr.js";

/** Everybody. */
export const everybody = ["0.0.0.0/0"];

/**
 * Who is meant to reach an installation of which nobody says it: whom each group on the path of media, and the Service, let in, as far as their
 * rules let in anybody on the ports of the media. What the stack writes tells; where it writes nothing of that, what exists.
 * @param written the groups of the stack, with its own rules alone
 * @returns undefined: they let in nobody, or nobody that can be told
 */
export function audienceOfGroups(
  installation: AksInstallation,
  written: readonly NetworkSecurityGroupFacts[],
): string[] | undefined {
  const { network, networkSecurityGroups, loadBalancer } = installation;
  const everyone = audienceOf(everybody, network);
  const own = unionAll([virtualNetworkOf(network) ?? nothing, platformAddress]);
  const tags = serviceTags({ certain: own, possible: own });
  const onPath = groupsOnPath(installation);
  const admittedBy = (groups: readonly NetworkSecurityGroupFacts[]): IntervalSet[] =>
    [...new Map(groups.map((group) => [group.id.toLowerCase(), group.rules ?? []]))]
      .filter(([id]) => onPath.has(id))
      .map(([, rules]) => admittedSources(rules, mediaPorts(installation), everyone, tags))
      .filter((sources) => !isEmpty(sources));
  const ofStack = admittedBy(written);
  const existing = [...(network?.networkSecurityGroups ?? []), ...networkSecurityGroups];
  const ranges = [loadBalancer?.sourceRanges ?? [], loadBalancer?.securityRuleSources ?? []]
    .filter((texts) => texts.length > 0 && texts.every((text) => ipaddr.isValidCIDR(asCidr(text))))
    .map((texts) => intersect(matchAddresses(texts, tags).certain, everyone));
  const layers = [...(ofStack.length > 0 ? ofStack : admittedBy(existing)), ...ranges];
  if (layers.length === 0) return undefined;
  const common = layers.reduce(intersect);
  // Layers that let in nobody in common close the path, whoever is asked about.
  const audience = isEmpty(common) ? unionAll(layers) : common;
  if (isEmpty(audience)) return undefined;
  return includes(audience, everyone) ? everybody : ipv4Blocks(audience);
}

/** Ids, in lower case, of the groups that media meets at the nodes. */
function groupsOnPath(installation: AksInstallation): Set<string> {
  const { network, loadBalancer, nodePorts, proxyPools } = installation;
  const backends = loadBalancer?.externalTrafficPolicy === "Cluster" ? everyPool(installation) : proxyPools;
  const names = new Set([...(nodePorts ? entrancePools(installation) : []), ...(loadBalancer ? backends : [])]);
  const pools = (network?.agentPools ?? []).filter(({ name }) => names.has(name));
  const subnetIds = new Set(pools.map(({ subnetId }) => subnetId?.toLowerCase()));
  const subnets = (network?.subnets ?? []).filter(
    ({ id }) => subnetIds.has(undefined) || subnetIds.has(id.toLowerCase()),
  );
  const ids = [
    ...subnets.map(({ networkSecurityGroupId = "" }) => networkSecurityGroupId),
    ...pools.flatMap(({ nicNetworkSecurityGroupIds = [] }) => nicNetworkSecurityGroupIds),
  ];
  return new Set(ids.map((id) => id.toLowerCase()));
}

/** The UDP ports at which media arrives at nodes. */
function mediaPorts({ nodePorts, loadBalancer, ports }: AksInstallation): IntervalSet {
  const range = ports.neededNodePorts ?? ports.nodePorts;
  const one = (port: number | undefined) => (port === undefined ? undefined : { from: port, to: port });
  const behind = loadBalancer?.floatingIp === false ? (one(loadBalancer.nodePort) ?? range) : one(ports.listener);
  const arriving = [...(nodePorts ? [range] : []), ...(loadBalancer && behind ? [behind] : [])];
  return unionAll(arriving.map(({ from, to }) => portRange(from, to)));
}

/**
 * Whom rules let in on the ports: those who get in on all of them; where nobody does, those who get in on the most. A rule for a single port, as of
 * a probe, says nothing of a range.
 */
function admittedSources(
  rules: readonly NsgRuleFacts[],
  ports: IntervalSet,
  everyone: IntervalSet,
  tags: ServiceTags,
): IntervalSet {
  const admitted = admittedPackets(rules, ports, everyone, tags);
  // Where denies take everything it is them that have to be judged, and for those who are allowed.
  const allowed = rules.filter(({ allow }) => allow);
  const packets = admitted.length > 0 ? admitted : admittedPackets(allowed, ports, everyone, tags);
  const slices: Rectangle[] = uniteRectangles(packets.map((box) => ({ addresses: box.sources, ports: box.ports })));
  if (slices.length === 0) return nothing;
  const onAll = includes(unionAll(slices.map((slice) => slice.ports)), ports)
    ? slices.map(({ addresses }) => addresses).reduce(intersect)
    : nothing;
  if (!isEmpty(onAll)) return onAll;
  return slices.reduce((most, slice) => (size(slice.ports) > size(most.ports) ? slice : most)).addresses;
}

/** What the rules allow in their order, as far as it is known; to which nodes does not matter here. */
function admittedPackets(
  rules: readonly NsgRuleFacts[],
  ports: IntervalSet,
  everyone: IntervalSet,
  tags: ServiceTags,
): Region {
  const asked = rules
    .filter(
      ({ inbound, protocol, undecided = [] }) =>
        inbound && !undecided.some(isOfKind) && coversProtocol(protocol, "UDP"),
    )
    .sort((a, b) => a.priority - b.priority);
  let [admitted, denied]: [Region, Region] = [[], []];
  for (const { allow, sources, destinationPorts } of asked) {
    const packets = regionOf({
      sources: sources.length === 0 ? nothing : intersect(matchAddresses(sources, tags).certain, everyone),
      ports: destinationPorts.length === 0 ? nothing : intersect(matchPorts(destinationPorts).certain, ports),
      ...{ destinations: everyIpv4, sourcePorts: clientPorts },
    });
    if (allow) admitted = [...admitted, ...subtractRegions(packets, denied)];
    else denied = [...denied, ...packets];
  }
  return admitted;
}

/** Parts without which it is not known what a rule does at all. */
function isOfKind(part: string): boolean {
  return part === "inbound" || part === "allow" || part === "protocol";
}
