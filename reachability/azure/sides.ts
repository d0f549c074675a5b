import { everyIpv4 } from "../addresses";
import { routable } from "../internet";
import { subtract, unionAll, type IntervalSet } from "../intervals";
import type { AksInstallation } from "./installation";
import type { AgentPoolFacts, AzureNetwork } from "./network";
import type { Side } from "./packets";
import { sameId } from "./resource-id";
import { addressesOfEach, ipv4Of, virtualNetworkOf } from "./virtual-network";

/** Somebody without subnet and groups of ours: browsers, a firewall, the platform. */
export function outsideSide(label: string, addresses: IntervalSet): Side {
  return { label, nicGroupIds: [], applicationSecurityGroupIds: [], addresses, addressesKnown: true };
}

/** Nodes of each of these pools; if there is no such pool, one side of which nothing is known. */
export function nodeSides(role: string, poolNames: readonly string[], installation: AksInstallation): Side[] {
  const pools = poolsNamed(poolNames, installation);
  if (pools.length === 0) return [unknownSide(role, installation)];
  return pools.map((pool) => poolSide(`${role} (${pool.name})`, pool, installation.network!));
}

/** Nodes, one side for the pools that are wired alike. */
export function wiredNodeSides(role: string, poolNames: readonly string[], installation: AksInstallation): Side[] {
  return wiredSides(role, poolNames, installation, wiringOf, poolSide);
}

/** Pods, one side for the pools that are wired alike. */
export function podSides(role: string, poolNames: readonly string[], installation: AksInstallation): Side[] {
  const wiringOfPods = (pool: AgentPoolFacts) => [...wiringOf(pool), pool.podSubnetId];
  return wiredSides(role, poolNames, installation, wiringOfPods, podSide);
}

function wiringOf(pool: AgentPoolFacts): unknown[] {
  return [pool.subnetId, pool.nicNetworkSecurityGroupIds, pool.applicationSecurityGroupIds];
}

function wiredSides(
  role: string,
  poolNames: readonly string[],
  installation: AksInstallation,
  wiring: (pool: AgentPoolFacts) => unknown[],
  sideOf: (label: string, pool: AgentPoolFacts, network: AzureNetwork) => Side,
): Side[] {
  const wirings = new Map<string, AgentPoolFacts[]>();
  for (const pool of poolsNamed(poolNames, installation)) {
    const key = JSON.stringify(wiring(pool)).toLowerCase();
    wirings.set(key, [...(wirings.get(key) ?? []), pool]);
  }
  if (wirings.size === 0) return [unknownSide(role, installation)];
  return [...wirings.values()].map((pools) =>
    sideOf(`${role} (${pools.map(({ name }) => name).join(", ")})`, pools[0]!, installation.network!),
  );
}

/** Sides as rules at the other end see them: one of all addresses, unless the rules can tell them apart by something else. */
export function asPeers(label: string, sides: readonly Side[]): Side[] {
  const alike = new Map<string, Side[]>();
  for (const side of sides) {
    const key = JSON.stringify([side.applicationSecurityGroupIds ?? null, side.addressesKnown]);
    alike.set(key, [...(alike.get(key) ?? []), side]);
  }
  return [...alike.values()].map((several) => ({
    label: alike.size === 1 ? label : several.map((side) => side.label).join(", "),
    applicationSecurityGroupIds: several[0]!.applicationSecurityGroupIds,
    addresses: unionAll(several.map(({ addresses }) => addresses)),
    addressesKnown: several[0]!.addressesKnown,
  }));
}

/** Pods have addresses of their nodes' subnet, of a subnet of their own, or with an overlay of neither. */
function podSide(label: string, pool: AgentPoolFacts, network: AzureNetwork): Side {
  const node = poolSide(label, pool, network);
  if (pool.podSubnetId !== undefined) {
    return { ...withOtherAddresses(node), ...inSubnet(pool.podSubnetId, network), nicGroupsDoubtful: true };
  }
  if (!network.podCidrs) return node;
  const isKnown = network.podCidrs.length > 0;
  const addresses = isKnown ? ipv4Of(network.podCidrs) : everyIpv4;
  return { ...withOtherAddresses(node), addresses, addressesKnown: isKnown };
}

/** Nodes that packets for the load balancer's public address arrive at: with floating IP, that stays the destination. */
export function behindPublicAddress(node: Side, { loadBalancer, network }: AksInstallation): Side {
  const address = loadBalancer?.address;
  const addresses = address
    ? addressesOfEach([address])
    : subtract(routable(everyIpv4), virtualNetworkOf(network) ?? []);
  return { ...withOtherAddresses(node), addresses, addressesKnown: address !== undefined };
}

/** Application security groups hold addresses of interfaces; whether they match others is not documented. */
function withOtherAddresses(side: Side): Side {
  return { ...side, applicationSecurityGroupIds: side.applicationSecurityGroupIds?.length === 0 ? [] : undefined };
}

function poolsNamed(names: readonly string[], { network }: AksInstallation): AgentPoolFacts[] {
  return (network?.agentPools ?? []).filter(({ name }) => names.includes(name));
}

function poolSide(label: string, pool: AgentPoolFacts, network: AzureNetwork): Side {
  return {
    label,
    nicGroupIds: pool.nicNetworkSecurityGroupIds,
    applicationSecurityGroupIds: pool.applicationSecurityGroupIds,
    nodePublicIp: pool.nodePublicIp,
    ...inSubnet(pool.subnetId, network),
  };
}

function inSubnet(
  subnetId: string | undefined,
  network: AzureNetwork,
): Pick<Side, "subnet" | "addresses" | "addressesKnown"> {
  const subnet = subnetId === undefined ? undefined : network.subnets.find(({ id }) => sameId(id, subnetId));
  return {
    subnet,
    addresses: subnet ? ipv4Of(subnet.cidrs) : someAddress(network),
    addressesKnown: subnet !== undefined,
  };
}

function unknownSide(role: string, { network }: AksInstallation): Side {
  return { label: `unknown ${role}`, addresses: someAddress(network), addressesKnown: false };
}

function someAddress(network: AzureNetwork | undefined): IntervalSet {
  return network?.virtualNetworkCidrs ? ipv4Of(network.virtualNetworkCidrs) : everyIpv4;
}
