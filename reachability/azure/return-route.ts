import ipaddr from "ipaddr.js";
import { describeAddresses } from "../describe";
import { intersect, isEmpty, nothing, subtract, type IntervalSet } from "../intervals";
import { judge, judgeAllAlike, type Judgement } from "../judgement";
import { longestMatches } from "../longest-match";
import { extent, regionOf, type Region } from "../region";
import type { AzureNetwork, AzureRouteFacts } from "./network";
import { boxOf, type Packets } from "./packets";
import { nameOfId } from "./resource-id";
import { defaultRouteOf, userRoutes, type DefaultRoute } from "./routes";
import { addressesOfEach } from "./virtual-network";
import { joinReasons } from "./wording";

/** Where the sender is: answers into the virtual network need other routes than those to the internet. */
export type SenderPlace = "internet" | "virtualNetwork";

type RouteKind = "open" | "unknown" | "closed";

/** What Azure routes by itself, besides the next hops of user-defined routes. */
const systemHop = "the virtual network";

/** A hop of which only a gateway knows. */
const unknownHop = "unknown";

const remedy =
  "let the firewall pass packets in itself (DNAT, with the firewall as front door), or give the clients more specific routes to Internet and name them in allowedCidrs, because the service tag Internet holds nobody in such a subnet";

/** A route with the senders whose answers it takes. */
interface Answers {
  route: AzureRouteFacts;
  addresses: IntervalSet;
  kind: RouteKind;
}

/**
 * Whether the answers of nodes leave the way that the packets came. What a user-defined route leads through an appliance is dropped there,
 * since the appliance has not seen the packet that it answers.
 */
export function judgeReturnRoute(packets: Packets, place: SenderPlace, network: AzureNetwork | undefined): Judgement {
  const asked = boxOf(packets);
  const { subnet, label } = packets.to;
  const name = `return route of ${subnet ? `subnet ${nameOfId(subnet.id)}` : `the subnet of the ${label}`}`;
  const own = userRoutes(subnet, network);
  if (!own || (place === "virtualNetwork" && !network?.virtualNetworkCidrs)) {
    const reason = own ? "what VirtualNetwork covers was not read" : "the routes of the subnet were not read";
    return judgeAllAlike(asked, packets.protocol, "unknown", { name, rule: null, code: null, reason });
  }

  const answers = answersBy(
    [...own, ...systemRoutes(network)],
    place,
    packets,
    defaultRouteOf(subnet, network, "0.0.0.0/0"),
  );
  const detours =
    place === "internet" ? own.filter((route) => !hasAddresses(route) && kindOf(route, place) !== "open") : [];

  const select = (kinds: readonly RouteKind[]): Region =>
    answers
      .filter(({ kind }) => kinds.includes(kind))
      .flatMap(({ addresses: sources }) => regionOf({ ...asked, sources }));
  const admitted = detours.length > 0 ? [] : select(["open"]);
  const outcome = { admitted, possible: select(["open", "unknown"]) };
  return judge(asked, packets.protocol, ["sources"], outcome, (verdict, lost) => {
    const culprits = [...answers.filter(({ kind }) => kind !== "open").map(({ route }) => route), ...detours];
    const said = verdict === "open" ? answers.map(({ route }) => route) : culprits;
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

/** Azure's own routes into the virtual network; user-defined ones stand before them, since of two with the same prefix they win. */
function systemRoutes(network: AzureNetwork | undefined): AzureRouteFacts[] {
  return (network?.virtualNetworkCidrs ?? []).map((destination) => ({ name: "", destination, nextHopType: systemHop }));
}

/** Which route takes the answers to which senders. What no route names goes to the internet, unless a gateway announces a default route. */
function answersBy(
  routes: readonly AzureRouteFacts[],
  place: SenderPlace,
  packets: Packets,
  defaultRoute: DefaultRoute,
): Answers[] {
  const { shares, rest } = longestMatches(routes.filter(hasAddresses), packets.from.addresses);
  const destination = shares.length > 0 ? "everything else" : "everything";
  const last: AzureRouteFacts = {
    name: "",
    destination,
    nextHopType: defaultRoute === "unknown" ? unknownHop : "Internet",
  };
  const all = isEmpty(rest) ? shares : [...shares, { route: last, addresses: rest }];
  return all.flatMap(({ route, addresses }) => {
    // The appliance answers itself; nobody else's answers get through it.
    const appliance = route.nextHopType === "VirtualAppliance" && route.nextHopAddress;
    const itself = appliance ? intersect(addresses, addressesOfEach([appliance])) : nothing;
    const parts: Answers[] = [
      { route, addresses: itself, kind: "open" },
      { route, addresses: subtract(addresses, itself), kind: kindOf(route, place) },
    ];
    return parts.filter((part) => !isEmpty(part.addresses));
  });
}

/**
 * What a route means for answers. A service tag stands for addresses of an Azure service: a route for it can lead some clients astray, but does not
 * help the others.
 */
function kindOf({ nextHopType }: AzureRouteFacts, place: SenderPlace): RouteKind {
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
  if (nextHopType === unknownHop) {
    return `answers to ${destination} go where a gateway says (outboundType userDefinedRouting, and no default route in the subnet's table)`;
  }
  const hop =
    nextHopType === "VirtualAppliance" ? `the appliance ${nextHopAddress ?? "of unknown address"}` : nextHopType;
  return `answers to ${destination} go to ${hop}${name ? ` (route '${name}')` : ""}`;
}
