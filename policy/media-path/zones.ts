import type { FoundAksInstallation, FoundEksInstallation, LlsInstallation } from "../../graph/lls-installation";
import { poolsOfRole } from "../../reachability/aws/node-roles";
import { zoneOfSubnet } from "../../reachability/aws/zones";
import type { AgentPoolFacts } from "../../reachability/azure/network";
import { poolsFor } from "../../reachability/azure/pool-roles";
import { enumerate } from "../../reachability/describe";
import type { JudgedInstallation } from "../judged-stack";
import { toldZone } from "../told-value";
import { kindOf } from "./layers";
import { describeMissingPool } from "./missing-pool";
import { pinningOf, type Pinning } from "./pinning";

/** What is to be said of the zones of targets and proxy. */
export interface ZoneFindings {
  problems: string[];
  /** What is not known yet. */
  unknown: string[];
}

/** Whether there are nodes for the proxy, targets where the load balancer sends to, and the release runs nowhere else. */
export function judgeZones({ found, flows }: JudgedInstallation): ZoneFindings {
  const closed = flows
    .flatMap(({ layers }) => layers)
    .filter((layer) => kindOf(layer) === "targets" && layer.verdict === "closed")
    .map(({ code, reason }) => (code === null ? reason : `${reason} [${code}]`));
  const { selector, zones = [] } = found.proxy;
  const nowhere = hasNoProxyPool(found)
    ? [`no node can run the proxy: ${describeMissingPool(found, { labels: selector, zones })}`]
    : [];
  const pinning = found.release && pinningOf(found.release);
  if (!pinning) {
    const reason = found.release
      ? `the zones of release ${found.release.name}`
      : "the Helm release, which is not in this stack";
    return { problems: [...new Set([...closed, ...nowhere])], unknown: [reason] };
  }
  const pinned = found.cloud === "eks" ? judgeEksPinning(found, pinning) : judgeAksPinning(found, pinning);
  // Where no node can run the proxy, none is what the release asks for.
  const further = found.cloud === "aks" && nowhere.length > 0 ? [] : pinned.problems;
  return { problems: [...new Set([...closed, ...nowhere, ...further])], unknown: pinned.unknown };
}

/** True where facts say that no node can run the proxy: what the flows then say of its nodes follows from that. */
export function hasNoProxyPool(found: LlsInstallation): boolean {
  if (found.cloud === "eks") {
    const { network, proxyNodes } = found.installation;
    return knowsPools(network?.nodePools) && !proxyNodes.some(({ pods }) => pods);
  }
  const { network, proxyPools } = found.installation;
  return knowsPools(network?.agentPools) && proxyPools.length === 0;
}

/** A stack can say something of subnets and nothing of nodes: then it is not known which there are. */
function knowsPools(pools: readonly object[] | undefined): boolean {
  return pools !== undefined && pools.length > 0;
}

/** The release must run only where the load balancer is, by its values or because its nodes are nowhere else. */
function judgeEksPinning({ installation, release }: FoundEksInstallation, { zones, labels }: Pinning): ZoneFindings {
  const { network, loadBalancer } = installation;
  const places = loadBalancer.subnetIds.map((id) => zoneOfSubnet(network, id));
  const enabled = places.filter((zone) => zone !== undefined);
  if (!network || places.length === 0 || enabled.length < places.length) {
    return { problems: [], unknown: ["the zones of the load balancer's subnets"] };
  }
  const elsewhere = (named: string[]): string[] => named.filter((zone) => !enabled.includes(zone));
  const where = `the load balancer is in ${enumerate([...new Set(enabled)].sort())}`;
  if (zones.length > 0) {
    const outside = [...new Set(zones.flatMap(elsewhere))];
    if (zones.some((named) => named.length > 0 && elsewhere(named).length === 0)) return { problems: [], unknown: [] };
    const named = outside.length === 0 ? "no zone at all" : enumerate([...new Set(outside.map(toldZone))]);
    return { problems: [`release ${release!.name} is pinned to ${named}, but ${where}`], unknown: [] };
  }
  const { certain, possible } = poolsOfRole(network.nodePools, labels, []);
  const pools = [...certain, ...possible].filter(({ subnetIds }) => {
    const zonesOfPool = subnetIds.flatMap((id) => zoneOfSubnet(network, id) ?? []);
    return subnetIds.length === 0 || elsewhere(zonesOfPool).length > 0;
  });
  if (pools.length === 0 && certain.length + possible.length > 0) {
    const unplaced = [...certain, ...possible].filter(({ subnetIds }) =>
      subnetIds.some((id) => zoneOfSubnet(network, id) === undefined),
    );
    return { problems: [], unknown: unplaced.map(({ name }) => `the zones of the nodes of ${name}`) };
  }
  const whither =
    pools.length === 0
      ? ""
      : `: it may run on ${enumerate(pools.map(({ name }) => name))}, which has nodes in other zones`;
  return { problems: [`release ${release!.name} is not pinned to a zone, and ${where}${whither}`], unknown: [] };
}

/** Some agent pool must have the labels and a zone that the release asks for. */
function judgeAksPinning(found: FoundAksInstallation, { zones, labels }: Pinning): ZoneFindings {
  const { release } = found;
  const { network } = found.installation;
  if (!network || !knowsPools(network.agentPools)) return { problems: [], unknown: ["the zones of the agent pools"] };
  // A node's zone is `<location>-<n>`; a pool knows the number.
  const numbers = zones.map((named) => named.map((zone) => zone.slice(zone.lastIndexOf("-") + 1)));
  const fitting = (pools: readonly AgentPoolFacts[]): string[] =>
    poolsFor(pools, labels).filter((pool) =>
      numbers.every((wanted) => wanted.some((zone) => poolsFor(pools, labels, zone).includes(pool))),
    );
  const isDecided = (pool: AgentPoolFacts): boolean =>
    !pool.undecidedZones && !pool.undecidedLabels && !pool.undecidedKeys;
  const decided = network.agentPools.filter(isDecided);
  if (fitting(decided).length > 0) return { problems: [], unknown: [] };
  const perhaps = fitting(network.agentPools);
  if (perhaps.length > 0) {
    return { problems: [], unknown: [`zones and labels of the nodes of agent pool ${enumerate(perhaps)}`] };
  }
  const wanted = { labels, zones: [...new Set(zones.flat())] };
  return {
    problems: [`no node is what release ${release!.name} asks for: ${describeMissingPool(found, wanted)}`],
    unknown: [],
  };
}
