import ipaddr from "ipaddr.js";
import { describeAddresses } from "../describe";
import { isEmpty, overlap } from "../intervals";
import { judge, judgeAllAlike, type Judgement } from "../judgement";
import { longestMatches } from "../longest-match";
import { extent, regionOf, type Region } from "../region";
import type { AzureNetwork, AzureRouteFacts } from "./network";
import { boxOf, type Packets } from "./packets";
import { nameOfId, sameId } from "./resource-id";
import { addressesOfEach } from "./virtual-network";
import { joinReasons } from "./wording";

/** Where the sender is: answers into the virtual network need other routes than those to the internet. */
export type SenderPlace = "internet" | "virtualNetwork";

type RouteKind = "open" | "unknown" | "closed";

/** What Azure routes by itself, besides the next hops of user-defined routes. */
const systemHop = "the virtual network";

const remedy =
  "let the firewall pass packets in itself (DNAT, with the firewall as front door), or give the clients more specific routes to Internet";

/**
 * Whether the answers of nodes leave the way that the packets came. What a user-defined route leads through an appliance is dropped there,
 * since the appliance has not seen the packet that it answers.
 */
export function judgeReturnRoute(packets: Packets, place: SenderPlace, network: AzureNetwork | undefined): Judgement {
  const asked = boxOf(packets);
  const { subnet, label } = packets.to;
  const name = `return route of ${subnet ? `subnet ${nameOfId(subnet.id)}` : `the subnet of the ${label}`}`;
  const routes = routesOf(packets, network);
  if (!routes || (place === "virtualNetwork" && !network?.virtualNetworkCidrs)) {
    const reason = routes ? "what VirtualNetwork covers was not read" : "the routes of the subnet were not read";
    return judgeAllAlike(asked, packets.protocol, "unknown", { name, rule: null, code: null, reason });
  }

  const kind = (route: AzureRouteFacts): RouteKind => kindOf(route, place, packets);
  const { shares, rest } = longestMatches(routes.filter(hasAddresses), packets.from.addresses);
  // Azure's own last route goes to the internet.
  const destination = shares.length > 0 ? "everything else" : "everything";
  const last: AzureRouteFacts = { name: "", destination, nextHopType: "Internet" };
  const all = isEmpty(rest) ? shares : [...shares, { route: last, addresses: rest }];
  const detours = place === "internet" ? routes.filter((route) => !hasAddresses(route) && kind(route) !== "open") : [];

  const select = (kinds: readonly RouteKind[]): Region =>
    all
      .filter(({ route }) => kinds.includes(kind(route)))
      .flatMap(({ addresses: sources }) => regionOf({ ...asked, sources }));
  const admitted = detours.length > 0 ? [] : select(["open"]);
  const outcome = { admitted, possible: select(["open", "unknown"]) };
  return judge(asked, packets.protocol, ["sources"], outcome, (verdict, lost) => {
    const culprits = [...all.map(({ route }) => route).filter((route) => kind(route) !== "open"), ...detours];
    const said = verdict === "open" ? all.map(({ route }) => route) : culprits;
    const sentence = joinReasons(said.map(sayRoute));
    const addresses = describeAddresses(extent(lost, "sources"), packets.from.addresses);
    const unanswered = `${verdict === "unknown" ? "maybe " : ""}no answer gets to ${verdict === "closed" ? "anybody" : addresses}`;
    const isDropped = culprits.some(({ nextHopType }) => nextHopType === "VirtualAppliance");
    return {
      name,
      rule: said[0]?.name || null,
      code: null,
      reason: verdict === "open" ? sentence : `${sentence}, so ${unanswered}${isDropped ? `; ${remedy}` : ""}`,
    };
  });
}

/** Routes of the node's subnet: user-defined ones first, since of two with the same prefix they win. */
function routesOf({ to }: Packets, network: AzureNetwork | undefined): AzureRouteFacts[] | undefined {
  const tableId = to.subnet?.routeTableId;
  if (!network || tableId === undefined) return undefined;
  const table = network.routeTables.find(({ id }) => sameId(id, tableId));
  if (tableId !== "" && !table) return undefined;
  const own = (network.virtualNetworkCidrs ?? []).map((destination) => ({
    name: "",
    destination,
    nextHopType: systemHop,
  }));
  return [...(table?.routes ?? []), ...own];
}

/**
 * What a route means for answers. A service tag stands for addresses of an Azure service: a route for it can lead some clients astray, but does not
 * help the others.
 */
function kindOf(route: AzureRouteFacts, place: SenderPlace, packets: Packets): RouteKind {
  const { nextHopType, nextHopAddress } = route;
  const inside = place === "virtualNetwork";
  switch (nextHopType) {
    case "Internet":
      return inside ? "closed" : "open";
    case systemHop:
      // What VirtualNetwork holds of the internet came by a gateway or a peering, which may take the answers.
      return inside ? "open" : "unknown";
    case "VnetLocal":
      return inside ? "open" : "closed";
    case "VirtualAppliance":
      // The sender itself may be the appliance.
      return nextHopAddress && overlap(addressesOfEach([nextHopAddress]), packets.from.addresses) ? "open" : "closed";
    case "VirtualNetworkGateway":
    case "None":
      return "closed";
    default:
      return "unknown";
  }
}

function hasAddresses({ destination }: AzureRouteFacts): boolean {
  return ipaddr.isValidCIDR(destination);
}

function sayRoute({ name, destination, nextHopType, nextHopAddress }: AzureRouteFacts): string {
  const hop =
    nextHopType === "VirtualAppliance" ? `the appliance ${nextHopAddress ?? "of unknown address"}` : nextHopType;
  return `answers to ${destination} go to ${hop}${name ? ` (route '${name}')` : ""}`;
}
