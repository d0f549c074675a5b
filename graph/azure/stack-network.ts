import ipaddr from "ipaddr.js";
import type {
  AgentPoolFacts,
  AzureNetwork,
  AzureRouteFacts,
  AzureRouteTableFacts,
} from "../../reachability/azure/network";
import { sameId } from "../../reachability/azure/resource-id";
import { groupBy } from "../group-by";
import { entriesOf, fieldsOf, knownText, knownTexts } from "../known";
import type { GraphResource } from "../resource-graph";
import { idOf, type StackIndex } from "../stack-index";
import { stackCluster } from "./agent-pools";
import { peeringType, routeTableType, routeType, virtualNetworkType } from "./resource-types";
import { azureSubnetsOf } from "./subnets";

/**
 * What surrounds an installation as it will be: facts, and laid over them what the stack makes of virtual network, subnets, route tables and agent pools.
 * @param facts what was read; absent: nothing
 * @returns undefined if neither facts nor stack say anything
 */
export function azureNetworkOf(stack: StackIndex, facts: AzureNetwork | undefined): AzureNetwork | undefined {
  const subnets = azureSubnetsOf(stack);
  const routeTables = routeTablesOf(stack);
  const cluster = stackCluster(stack);
  if (subnets.length === 0 && routeTables.length === 0 && !cluster) return facts;
  const virtualNetworkCidrs = facts ? facts.virtualNetworkCidrs : virtualNetworkCidrsOf(stack);
  const podCidrs = cluster?.podCidrs ?? facts?.podCidrs;
  return {
    ...facts,
    ...(virtualNetworkCidrs && { virtualNetworkCidrs }),
    ...(podCidrs && { podCidrs }),
    outboundType: cluster?.outboundType ?? facts?.outboundType ?? "loadBalancer",
    subnets: laidOver(facts?.subnets, subnets),
    networkSecurityGroups: facts?.networkSecurityGroups ?? [],
    routeTables: laidOver(facts?.routeTables, routeTables),
    agentPools: withStackPools(facts?.agentPools ?? [], cluster?.pools ?? []),
  };
}

function laidOver<Facts extends { id: string }>(existing: readonly Facts[] = [], made: readonly Facts[]): Facts[] {
  return [...existing.filter(({ id }) => !made.some((one) => sameId(one.id, id))), ...made];
}

/** Pools as the stack will have them; what AKS attaches to their interfaces only facts know. */
function withStackPools(existing: readonly AgentPoolFacts[], made: readonly AgentPoolFacts[]): AgentPoolFacts[] {
  const merged = existing.map((pool) => {
    const own = made.find(({ name }) => name === pool.name);
    return own ? { ...pool, ...own, nodeCount: pool.nodeCount } : pool;
  });
  return [...merged, ...made.filter(({ name }) => !existing.some((pool) => pool.name === name))];
}

/**
 * What the tag VirtualNetwork covers where the stack makes the only virtual network: its address space and that of its peers. Undefined: not known.
 */
function virtualNetworkCidrsOf(stack: StackIndex): string[] | undefined {
  const networks = stack.ofType(virtualNetworkType);
  const peerings = stack.ofType(peeringType);
  if (networks.length === 0 || (networks.length > 1 && peerings.length === 0)) return undefined;
  const remotes = peerings.flatMap((peering) => {
    const { remoteVirtualNetwork } = peering.inputs;
    const id = fieldsOf(remoteVirtualNetwork).id ?? remoteVirtualNetwork;
    return stack.referents(peering, "remoteVirtualNetwork", id, virtualNetworkType).length;
  });
  if (remotes.some((count) => count !== 1)) return undefined;
  const spaces = networks.map(({ inputs }) => knownTexts(fieldsOf(inputs.addressSpace).addressPrefixes));
  return spaces.every(({ complete, texts }) => complete && texts.length > 0 && texts.every(ipaddr.isValidCIDR))
    ? spaces.flatMap(({ texts }) => texts)
    : undefined;
}

/** The route tables of a stack of which every route is known. */
function routeTablesOf(stack: StackIndex): AzureRouteTableFacts[] {
  const routes = groupBy(
    stack
      .ofType(routeType)
      .flatMap((route) =>
        stack
          .referents(route, "routeTableName", route.inputs.routeTableName, routeTableType)
          .map((table) => ({ table, route })),
      ),
    ({ table }) => table,
  );
  return stack.ofType(routeTableType).flatMap((table) => {
    const inline = entriesOf(table.inputs.routes);
    const own = (routes.get(table) ?? []).map(({ route }) => route);
    const written = [...(inline ?? []), ...own.map(routeInputs)].map(routeFacts);
    const known = written.filter((route) => route !== undefined);
    if (!inline || known.length < written.length) return [];
    const name = knownText(table.inputs.routeTableName) ?? knownText(table.outputs.name) ?? table.name;
    return [{ id: idOf(table), name, routes: known }];
  });
}

function routeInputs({ inputs, name }: GraphResource): Record<string, unknown> {
  return { ...inputs, name: inputs.routeName ?? name };
}

function routeFacts(route: Record<string, unknown>): AzureRouteFacts | undefined {
  const [destination, nextHopType] = [knownText(route.addressPrefix), knownText(route.nextHopType)];
  const nextHopAddress = knownText(route.nextHopIpAddress);
  if (destination === undefined || nextHopType === undefined) return undefined;
  return { name: knownText(route.name) ?? "", destination, nextHopType, ...(nextHopAddress && { nextHopAddress }) };
}
