import type { Route, RouteTable } from "@aws-sdk/client-ec2";
import type { RouteFacts, RouteTableFacts } from "../../reachability/aws/network";
import { readFact } from "./permissions";
import type { PrefixLists } from "./prefix-lists";
import type { EksSources } from "./sources";

/** Route tables, and which one is in force where. */
export interface RouteTableReading {
  routeTables: RouteTableFacts[];
  /** Route table of a subnet: the associated one, else the VPC's main one; undefined: not read. */
  ofSubnet: (subnetId: string) => string | undefined;
}

/**
 * The route tables of a VPC. A table with a prefix list that may not be read is left out as a whole: any of its routes may
 * be overruled by an address in that list.
 */
export async function readRouteTables(
  vpcId: string,
  lists: PrefixLists,
  sources: EksSources,
): Promise<RouteTableReading> {
  const tables = await readFact("describeRouteTables", sources, () =>
    sources.ec2.describeRouteTables({ Filters: [{ Name: "vpc-id", Values: [vpcId] }] }),
  );
  const associations = (tables ?? []).flatMap(({ Associations = [] }) => Associations);
  const main = associations.find(({ Main }) => Main)?.RouteTableId;
  const explicit = new Map(associations.map(({ SubnetId, RouteTableId }) => [SubnetId, RouteTableId]));
  const routeTables = (await Promise.all((tables ?? []).map((table) => routeTableOf(table, lists)))).filter(
    (table) => table !== undefined,
  );
  const known = new Set(routeTables.map(({ id }) => id));
  return {
    routeTables,
    ofSubnet: (subnetId) => {
      const id = explicit.get(subnetId) ?? main;
      return id !== undefined && known.has(id) ? id : undefined;
    },
  };
}

async function routeTableOf(table: RouteTable, lists: PrefixLists): Promise<RouteTableFacts | undefined> {
  const routes = await Promise.all((table.Routes ?? []).map((route) => routesOf(route, lists)));
  if (!routes.every((list) => list !== undefined)) return undefined;
  return {
    id: table.RouteTableId ?? "",
    gatewayIds: (table.Associations ?? []).flatMap(({ GatewayId }) => GatewayId ?? []),
    routes: routes.flat(),
  };
}

async function routesOf(route: Route, lists: PrefixLists): Promise<RouteFacts[] | undefined> {
  const common = { target: targetOf(route), state: route.State ?? "active" };
  const prefixListId = route.DestinationPrefixListId;
  if (!prefixListId) {
    return [{ destination: route.DestinationCidrBlock ?? route.DestinationIpv6CidrBlock ?? "", ...common }];
  }
  const { name: prefixListName, cidrs } = await lists(prefixListId);
  return cidrs?.map((destination) => ({
    destination,
    ...common,
    prefixListId,
    ...(prefixListName && { prefixListName }),
  }));
}

// A route through a network interface names the instance as well; the interface is what decides.
function targetOf(route: Route): string {
  return (
    route.GatewayId ??
    route.NatGatewayId ??
    route.TransitGatewayId ??
    route.VpcPeeringConnectionId ??
    route.EgressOnlyInternetGatewayId ??
    route.NetworkInterfaceId ??
    route.LocalGatewayId ??
    route.CarrierGatewayId ??
    route.CoreNetworkArn ??
    route.OdbNetworkArn ??
    route.InstanceId ??
    ""
  );
}
