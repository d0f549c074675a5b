import { addressesOfAll } from "../addresses";
import { enumerate } from "../describe";
import { includes } from "../intervals";
import { judge, withUnknownAddress, type Judgement, type Outcome } from "../judgement";
import { regionOf, subtractRegions, type Region } from "../region";
import type { AwsNetwork, RouteFacts } from "./network";
import { judgeNetworkAcl } from "./network-acl";
import { boxOf, type Packets } from "./packets";
import { longestMatches, type Share as ShareOf } from "../longest-match";

type Share = ShareOf<RouteFacts>;

/**
 * The layers on the way between two interfaces: the network ACLs of both subnets, and a route that leads through a middlebox,
 * where there is one. Within one subnet there is nothing on the way.
 */
export function layersBetween(packets: Packets, network: AwsNetwork | undefined): Judgement[] {
  if (packets.from.subnetId !== undefined && packets.from.subnetId === packets.to.subnetId) return [];
  return [
    judgeNetworkAcl(packets, "outbound", network),
    ...judgeMiddleboxes(packets, network),
    judgeNetworkAcl(packets, "inbound", network),
  ];
}

/**
 * Routes of the sender's subnet that are more specific than the local one and so take packets out of their way: to a firewall, for
 * example, that may drop them. https://docs.aws.amazon.com/vpc/latest/userguide/intra-vpc-route.html
 */
function judgeMiddleboxes(packets: Packets, network: AwsNetwork | undefined): Judgement[] {
  const subnet = network?.subnets.find(({ id }) => id === packets.from.subnetId);
  const table = network?.routeTables.find(({ id }) => id === subnet?.routeTableId);
  if (!table) return [];
  const local = addressesOfAll(
    table.routes.filter(({ target }) => target === "local").map((route) => route.destination),
  );
  const detours = longestMatches(table.routes, packets.to.addresses).shares.filter(
    ({ route, addresses }) => route.target !== "local" && includes(local, addresses),
  );
  if (detours.length === 0) return [];

  const asked = boxOf(packets);
  const without = (shares: Share[]): Region =>
    subtractRegions(
      regionOf(asked),
      shares.flatMap(({ addresses }) => regionOf({ ...asked, destinations: addresses })),
    );
  const exact: Outcome = { admitted: without(detours), possible: without(detours.filter(isBlackhole)) };
  const outcome = packets.to.addressesKnown ? exact : withUnknownAddress(asked, "destinations", exact);
  return [
    judge(asked, packets.protocol, ["destinations"], outcome, () => ({
      name: `route of ${packets.from.subnetId} between subnets, ${table.id}`,
      rule: detours[0]!.route.destination,
      code: null,
      reason: enumerate(detours.map(sayDetour)),
    })),
  ];
}

function isBlackhole({ route }: Share): boolean {
  return route.state === "blackhole";
}

function sayDetour(share: Share): string {
  const { destination, target } = share.route;
  return `${destination} goes to ${target}, ${isBlackhole(share) ? "which is a blackhole" : "which may drop packets"}`;
}
