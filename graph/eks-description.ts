import { ports } from "../components/lls";
import type { EksInstallation, EksLoadBalancer } from "../reachability/aws/installation";
import type { AwsNetwork, NodePoolFacts } from "../reachability/aws/network";
import { nodeGroupSets, poolsOfRole, type PoolUse, type RolePools } from "../reachability/aws/node-roles";
import { zoneOfSubnet } from "../reachability/aws/zones";
import { audienceOfRules } from "./aws/audience";
import { forwardedTo, hidesReferents, listenerFacts, loadBalancerFacts } from "./aws/load-balancers";
import { stackPools } from "./aws/node-pools";
import { awsNetworkOf } from "./aws/stack-network";
import { unknownSubnet } from "./aws/unknown-subnet";
import { knownNumber } from "./known";
import type { GraphResource } from "./resource-graph";
import type { SecurityGroupLookup } from "./security-groups";
import type { StackIndex } from "./stack-index";
import { registeredBy, targetsOf } from "./targets";

/** How nodes of a role are told from others. */
export interface NodeRoleDescription {
  /** Labels of the nodes. */
  selector: Record<string, string>;
  /** True: nobody wrote the labels, they are the guide's; the targets run the proxy if no pool has them. Default false. */
  assumed?: boolean;
  /** Security groups that tell, where labels do not. */
  groupIds: string[];
}

/** An installation on EKS as somebody described it: our component, the resources of another program, or the policies' configuration. */
export interface EksDescription {
  name: string;
  /** CIDRs of the browsers; absent: whoever the load balancer's groups let in. */
  clients?: string[];
  /** Port that browsers send to. */
  port: number;
  mediaPort?: number;
  externalTrafficPolicy?: string;
  loadBalancer?: GraphResource;
  /** What the policies' configuration says of a load balancer that is not in this stack. */
  loadBalancerElsewhere?: EksLoadBalancer;
  /** Listeners that forward to the target groups. */
  listeners: GraphResource[];
  targetGroups: GraphResource[];
  /** Resources that register targets. */
  registrations: GraphResource[];
  /** True: what the stack does not have, another one makes. False: then there is none. */
  partial: boolean;
  /** What was read of the surroundings. */
  facts?: AwsNetwork;
  vpcId?: string;
  /** Group that EKS made for the cluster, where the cluster is not in this stack. */
  clusterGroupId?: string;
  /** Zones in which the load balancer looks for targets; absent: those of its subnets. */
  targetZones?: string[];
  /** Zones in which the proxy runs; absent: any that has targets. */
  proxyZones?: string[];
  proxy: NodeRoleDescription;
  worker: NodeRoleDescription;
  /** Pools besides those of facts and stack. */
  pools?: NodePoolFacts[];
}

/** An installation as reachability judges it, from what is said of it. */
export function describedInstallation(
  stack: StackIndex,
  groups: SecurityGroupLookup,
  description: EksDescription,
): EksInstallation {
  const { name, port, mediaPort, registrations, partial } = description;
  const registered = new Set(registrations.flatMap((one) => registeredBy(stack, one)));
  const made = stackPools(stack, registered, description.clusterGroupId);
  const pools = [...made.values(), ...(description.pools ?? [])];
  const network = awsNetworkOf(stack, description.facts, description.vpcId, pools);
  const loadBalancer = description.loadBalancer
    ? loadBalancerFacts(stack, description.loadBalancer)
    : (description.loadBalancerElsewhere ?? { subnetIds: [], crossZone: false });
  const targetZones = description.targetZones ?? zonesOf(loadBalancer.subnetIds, network);
  // Where nodes are that the configuration tells of, it says itself.
  const given = (description.pools ?? []).flatMap(({ subnetIds }) => subnetIds);
  const targetSubnets = subnetsIn(targetZones, network, given);
  const proxySubnets = subnetsIn(description.proxyZones ?? targetZones, network, given);

  const labelled = poolsWith(description.proxy, network, proxySubnets);
  const targets =
    partial && registrations.length === 0
      ? { pools: labelled.certain, zones: undefined }
      : targetsOf(stack, registrations, network, labelled.certain, made);
  const isGuessed = description.proxy.assumed === true && labelled.certain.length === 0;
  const proxies = isGuessed ? { certain: targets.pools, possible: [] } : labelled;
  const proxyNodes = nodeGroupSets([
    ...targets.pools.map((pool) => ({ pool, target: true, pods: false, certain: true, subnetIds: targetSubnets })),
    ...podUses(proxies, proxySubnets),
  ]);
  const workerNodes = nodeGroupSets(podUses(poolsWith(description.worker, network, undefined)));
  const nodeGroups = [...proxyNodes, ...workerNodes].flatMap((set) => set.securityGroupIds ?? []);
  const securityGroups = groups([...(loadBalancer.securityGroupIds ?? []), ...nodeGroups], network);
  const clients = description.clients ?? audienceOfRules(securityGroups, loadBalancer.securityGroupIds, port);
  return {
    name,
    ...(clients ? { clients } : { clients: ["0.0.0.0/0"], clientsUnknown: true }),
    ...(!description.clients && { clientsInferred: true }),
    ports: { ...ports, listener: port, media: mediaPort },
    loadBalancer,
    ...listenerOf(stack, description),
    targetZones: targets.zones,
    externalTrafficPolicy: description.externalTrafficPolicy,
    proxyNodes,
    workerNodes,
    securityGroups,
    network,
  };
}

/** The listener on the port, or one on another: that is said then. */
function listenerOf(
  stack: StackIndex,
  { listeners, targetGroups, registrations, port, partial }: EksDescription,
): Pick<EksInstallation, "listener" | "listenerUnknown"> {
  const unknown = { listener: undefined, listenerUnknown: true };
  const clear = listeners.filter((listener) => !hidesReferents(stack, listener));
  const portOf = ({ inputs }: GraphResource): number | undefined => knownNumber(inputs.port);
  const fitting = clear.find((one) => portOf(one) === port) ?? clear.find((one) => portOf(one) === undefined);
  // One of which not everything is known may be the one.
  if (!fitting && clear.length < listeners.length) return unknown;
  const listener = fitting ?? clear[0];
  const isOurs = listener && forwardedTo(stack, listener).some((group) => targetGroups.includes(group));
  if (!listener || !isOurs) return partial ? unknown : { listener: undefined };
  const facts = listenerFacts(stack, listener, registrations);
  return facts ? { listener: facts } : unknown;
}

/** Zones of some subnets; undefined if one is not known, or if there are none. */
function zonesOf(subnetIds: readonly string[], network: AwsNetwork | undefined): string[] | undefined {
  const zones = subnetIds.map((id) => zoneOfSubnet(network, id));
  const known = zones.filter((zone) => zone !== undefined);
  return known.length > 0 && known.length === zones.length ? known : undefined;
}

/** Subnets of some zones, those of pools that may be in one of them, and others; undefined: no matter which. */
function subnetsIn(
  zones: readonly string[] | undefined,
  network: AwsNetwork | undefined,
  others: readonly string[],
): Set<string> | undefined {
  if (!zones || !network) return undefined;
  const inZones = network.subnets.filter(({ availabilityZone }) => zones.includes(availabilityZone));
  const placed = new Set(network.subnets.flatMap(({ id, availabilityZone }) => (availabilityZone === "" ? [] : [id])));
  const unplaced = network.nodePools.flatMap(({ subnetIds }) => subnetIds).filter((id) => !placed.has(id));
  return new Set([...inZones.map(({ id }) => id), ...unplaced, ...others, unknownSubnet]);
}

function poolsWith(
  { selector, groupIds }: NodeRoleDescription,
  network: AwsNetwork | undefined,
  subnetIds: ReadonlySet<string> | undefined,
): RolePools {
  const pools = (network?.nodePools ?? []).filter(
    (pool) => !subnetIds || pool.subnetIds.some((id) => subnetIds.has(id)),
  );
  return poolsOfRole(pools, selector, groupIds);
}

function podUses({ certain, possible }: RolePools, subnetIds?: ReadonlySet<string>): PoolUse[] {
  const use = (isCertain: boolean) => (pool: NodePoolFacts) => ({
    ...{ pool, target: false, pods: true, certain: isCertain, subnetIds },
  });
  return [...certain.map(use(true)), ...possible.map(use(false))];
}
