import ipaddr from "ipaddr.js";
import type { RouteFacts, RouteTableFacts } from "../../reachability/aws/network";
import { groupBy } from "../group-by";
import { entriesOf, knownText } from "../known";
import type { GraphResource } from "../resource-graph";
import { idOf, type StackIndex } from "../stack-index";
import { subnetType } from "./resource-types";

const tableType = "aws:ec2/routeTable:RouteTable";
const defaultTableType = "aws:ec2/defaultRouteTable:DefaultRouteTable";
const routeType = "aws:ec2/route:Route";
const associationType = "aws:ec2/routeTableAssociation:RouteTableAssociation";
const internetGatewayType = "aws:ec2/internetGateway:InternetGateway";

/** Types of resources that say where subnets send packets. */
export const routeTableTypes = [tableType, defaultTableType, routeType, associationType];

/** The route tables of a stack. */
export interface StackRouteTables {
  /** Those that it makes and of which it knows every route. */
  routeTables: RouteTableFacts[];
  /** Id of the subnet -> id of its route table, where the stack says so. */
  ofSubnet: Map<string, string>;
}

/** Inputs that name the target of a route, with how the ids of such targets begin. */
const targets: Record<string, string> = {
  gatewayId: "vgw-",
  natGatewayId: "nat-",
  transitGatewayId: "tgw-",
  vpcEndpointId: "vpce-",
  vpcPeeringConnectionId: "pcx-",
  networkInterfaceId: "eni-",
  egressOnlyGatewayId: "eigw-",
  localGatewayId: "lgw-",
  carrierGatewayId: "cagw-",
  coreNetworkArn: "arn:",
};

/**
 * The route tables that a stack makes.
 * @param vpcCidrs for the local routes, which AWS adds to every table
 */
export function routeTablesOf(stack: StackIndex, vpcCidrs: readonly string[]): StackRouteTables {
  const tables = stack.ofType(tableType, defaultTableType);
  const byTable = groupBy(stack.ofType(routeType), (route) =>
    stack.idIn(route, "routeTableId", route.inputs.routeTableId, tableType, defaultTableType),
  );
  const ofSubnet = new Map<string, string>();
  const ofGateway = new Map<string, string[]>();
  for (const association of stack.ofType(associationType)) {
    const { routeTableId, subnetId, gatewayId } = association.inputs;
    const table = stack.idIn(association, "routeTableId", routeTableId, tableType, defaultTableType);
    const subnet = stack.idIn(association, "subnetId", subnetId, subnetType);
    const gateway = gatewayName(stack, association, gatewayId);
    if (table !== undefined && subnet !== undefined) ofSubnet.set(subnet, table);
    if (table !== undefined && gateway !== undefined) ofGateway.set(table, [...(ofGateway.get(table) ?? []), gateway]);
  }
  const local = vpcCidrs.map((destination) => ({ destination, target: "local", state: "active" }));
  const routeTables = tables.flatMap((table) => {
    const routes = routesOf(stack, table, byTable.get(idOf(table)) ?? []);
    const gatewayIds = ofGateway.get(idOf(table)) ?? [];
    return routes ? [{ id: idOf(table), gatewayIds, routes: [...local, ...routes] }] : [];
  });
  return { routeTables, ofSubnet };
}

/** Undefined: not every route is known. Inline routes are the only ones (AWS provider, `aws.ec2.RouteTable`, note on route tables and routes). */
function routesOf(stack: StackIndex, table: GraphResource, standalone: GraphResource[]): RouteFacts[] | undefined {
  const inline = table.inputs.routes === undefined ? undefined : entriesOf(table.inputs.routes);
  if (table.inputs.routes !== undefined && !inline) return undefined;
  const written = inline
    ? inline.map((route) => ({ from: table, property: "routes", route }))
    : standalone.map((from) => ({ from, property: undefined, route: from.inputs }));
  const routes = written.map(({ from, property, route }) => {
    const destination =
      knownText(route.cidrBlock ?? route.destinationCidrBlock) ??
      knownText(route.ipv6CidrBlock ?? route.destinationIpv6CidrBlock);
    const target = targetOf(stack, from, property, route);
    return destination && target && ipaddr.isValidCIDR(destination)
      ? { destination, target, state: "active" }
      : undefined;
  });
  const known = routes.filter((route) => route !== undefined);
  return known.length === routes.length ? known : undefined;
}

/** Verdicts read the kind of a target off its id, so a target that has none yet gets one that begins alike. */
function targetOf(
  stack: StackIndex,
  from: GraphResource,
  property: string | undefined,
  route: Record<string, unknown>,
): string | undefined {
  for (const [input, prefix] of Object.entries(targets)) {
    const value = route[input];
    if (value === undefined || value === null || value === "") continue;
    if (input === "gatewayId") return gatewayName(stack, from, value, property);
    const id = knownText(value);
    return id?.startsWith(prefix) ? id : `${prefix}${id ?? "of this stack"}`;
  }
  return undefined;
}

/** An internet gateway of the stack, or whatever gateway the id says; undefined: not known. */
function gatewayName(
  stack: StackIndex,
  from: GraphResource,
  value: unknown,
  property = "gatewayId",
): string | undefined {
  const id = knownText(value);
  if (id !== undefined && /^(?:igw|vgw|local|vpce|cagw)\b/.test(id)) return id;
  const [gateway] = stack.referents(from, property, value, internetGatewayType);
  return gateway && `igw-${gateway.name}`;
}
