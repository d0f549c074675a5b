import { addressesOf } from "../addresses";
import { describeAddresses, enumerate } from "../describe";
import { isEmpty, overlap, type IntervalSet } from "../intervals";
import { judge, judgeAllAlike, type Judgement } from "../judgement";
import { longestMatches, type Share } from "../longest-match";
import { extent, regionOf, type Region } from "../region";
import type { AwsNetwork, RouteFacts } from "./network";
import { boxOf, viewOf, type Direction, type Packets } from "./packets";

// Reachability Analyzer, https://docs.aws.amazon.com/vpc/latest/reachability/explanation-codes.html.
const codes = {
  noRoute: "NO_ROUTE_TO_DESTINATION",
  badState: "BAD_STATE_ROUTE",
  redirected: "INGRESS_RTB_TRAFFIC_REDIRECTION",
};

/**
 * Whether the load balancer's subnet reaches the other side through an internet gateway. Inbound packets need the same route, since a
 * subnet without one is not public, and no edge route of the gateway that turns them to a firewall.
 */
export function judgeInternetRoute(packets: Packets, direction: Direction, network: AwsNetwork | undefined): Judgement {
  const asked = boxOf(packets);
  const { owner, peer, dimension } = viewOf(packets, direction);
  const subnet = network?.subnets.find(({ id }) => id === owner.subnetId);
  const table = network?.routeTables.find(({ id }) => id === subnet?.routeTableId);
  const name = `route of ${owner.subnetId ?? `the subnet of the ${owner.label}`} to an internet gateway`;
  if (!network || !subnet || !table) {
    const reason = `the route table of ${owner.subnetId ?? `the subnet of the ${owner.label}`} was not read`;
    return judgeAllAlike(asked, packets.protocol, "unknown", { name, rule: null, code: null, reason });
  }

  const edge = direction === "inbound" ? redirection(network, addressesOf(subnet.cidr)) : undefined;
  if (edge) {
    const reason = `an edge route of the internet gateway sends ${edge.destination} to ${edge.target}, which may drop packets`;
    return judgeAllAlike(asked, packets.protocol, "unknown", {
      name,
      rule: edge.destination,
      code: codes.redirected,
      reason,
    });
  }

  const { shares, rest } = longestMatches(table.routes, peer.addresses);
  const byGateway = kindBehindGateways(shares);
  const select = (kinds: readonly RouteKind[]): Region =>
    shares
      .filter(({ route }) => kinds.includes(kindOf(route) ?? byGateway))
      .flatMap(({ addresses }) => regionOf({ ...asked, [dimension]: addresses }));
  const outcome = { admitted: select(["open"]), possible: select(["open", "unknown"]) };
  return judge(asked, packets.protocol, [dimension], outcome, (verdict, lost) => {
    const culprits = shares.filter(({ route }) => kindOf(route) !== undefined && kindOf(route) !== "open");
    const said = verdict === "open" ? shares : culprits;
    const lostAddresses = describeAddresses(extent(lost, dimension), peer.addresses);
    const missing = isEmpty(rest) ? [] : [`there is no route to ${describeAddresses(rest, peer.addresses)}`];
    const reasons = [...said.map(({ route }) => sayRoute(route)), ...missing];
    return {
      name: `${name}, ${table.id}`,
      rule: said[0]?.route.destination ?? null,
      code: culprits.some(({ route }) => route.state === "blackhole")
        ? codes.badState
        : verdict === "unknown"
          ? null
          : codes.noRoute,
      reason: `${enumerate(reasons)}${verdict === "partial" ? `: ${lostAddresses} cannot be answered` : ""}`,
    };
  });
}

type RouteKind = "open" | "unknown" | "closed";

/**
 * Prefix lists of the services that have gateway endpoints. No customer's list may be called so (EC2 API, CreateManagedPrefixList).
 * https://docs.aws.amazon.com/vpc/latest/privatelink/gateway-endpoints.html
 */
const gatewayEndpointList = /^com\.amazonaws\.[a-z0-9-]+\.(s3|s3express|dynamodb)$/;

/** Undefined for a gateway endpoint: behind its prefix list are addresses of an AWS service, no browsers. */
function kindOf({ target, state, prefixListName }: RouteFacts): RouteKind | undefined {
  if (state === "blackhole") return "closed";
  if (target.startsWith("igw-")) return "open";
  if (target.startsWith("vpce-") && gatewayEndpointList.test(prefixListName ?? "")) return undefined;
  // A firewall endpoint or appliance may pass packets on, both ways.
  return /^(vpce|eni|i)-/.test(target) ? "unknown" : "closed";
}

/** Addresses behind gateway endpoints fare as the best of the others: no browser has them. */
function kindBehindGateways(shares: readonly Share<RouteFacts>[]): RouteKind {
  const kinds = shares.map(({ route }) => kindOf(route));
  return (["open", "unknown"] as const).find((kind) => kinds.includes(kind)) ?? "closed";
}

function sayRoute(route: RouteFacts): string {
  const { destination, target, state } = route;
  const where = `${destination} goes to ${target}`;
  if (state === "blackhole") return `${where}, which is a blackhole`;
  const words = {
    open: where,
    unknown: `${where}, which may drop packets`,
    closed: `${where}, not to an internet gateway`,
  };
  return words[kindOf(route) ?? "open"];
}

/** The edge route of an internet gateway that turns packets for the subnet elsewhere. */
function redirection(network: AwsNetwork, subnet: IntervalSet): RouteFacts | undefined {
  return network.routeTables
    .filter((table) => table.gatewayIds.some((id) => id.startsWith("igw-")))
    .flatMap((table) => longestMatches(table.routes, subnet).shares)
    .map(({ route }) => route)
    .find((route) => route.target !== "local" && overlap(addressesOf(route.destination), subnet));
}
