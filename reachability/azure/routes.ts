import type { AzureNetwork, AzureRouteFacts, AzureSubnetFacts } from "./network";
import { sameId } from "./resource-id";

/** Where packets of a subnet go that no other route takes: to the internet, to somebody else, or it is not known. */
export type DefaultRoute = "internet" | "forced" | "unknown";

/** Next hops that take packets away from the internet. */
const forcing = ["VirtualAppliance", "VirtualNetworkGateway"];

/** The user-defined routes of a subnet; undefined: they were not read. */
export function userRoutes(
  subnet: AzureSubnetFacts | undefined,
  network: AzureNetwork | undefined,
): AzureRouteFacts[] | undefined {
  const tableId = subnet?.routeTableId;
  if (!network || tableId === undefined) return undefined;
  if (tableId === "") return [];
  return network.routeTables.find(({ id }) => sameId(id, tableId))?.routes;
}

/**
 * The default route of a subnet. A cluster with outboundType userDefinedRouting has one, and where no table names it a gateway
 * announces it by BGP, which no call tells (AKS documentation, "Outbound type").
 * @param prefix `0.0.0.0/0` or `::/0`
 */
export function defaultRouteOf(
  subnet: AzureSubnetFacts | undefined,
  network: AzureNetwork | undefined,
  prefix: string,
): DefaultRoute {
  const routes = userRoutes(subnet, network);
  if (!routes) return "unknown";
  const route = routes.find(({ destination }) => destination === prefix);
  if (route) return forcing.includes(route.nextHopType) ? "forced" : "internet";
  return network?.outboundType === "userDefinedRouting" ? "unknown" : "internet";
}
