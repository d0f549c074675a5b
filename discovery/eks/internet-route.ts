import { everyIpv4 } from "../../reachability/addresses";
import { size } from "../../reachability/intervals";
import type { AwsNetwork, SubnetFacts } from "../../reachability/aws/network";
import { longestMatches } from "../../reachability/longest-match";

/** What leads a subnet to the internet: a gateway, a firewall's endpoint, or neither. */
export type InternetRoute = "gateway" | "firewall" | "nowhere" | "unread";

/**
 * How a subnet reaches the internet, by its routes, whatever it is called and whether or not its instances get public addresses.
 * What decides is the target that more than half of all IPv4 addresses lead to: a default route may be written in parts
 * (0.0.0.0/1, 128.0.0.0/1), and single blocks may lead elsewhere.
 */
export function internetRoute({ routeTableId }: SubnetFacts, { routeTables }: AwsNetwork): InternetRoute {
  const table = routeTables.find(({ id }) => id === routeTableId);
  if (!table) return "unread";
  const active = longestMatches(table.routes, everyIpv4).shares.filter(({ route }) => route.state === "active");
  const leadsTo = (prefixes: string[]): boolean => {
    const shares = active.filter(({ route }) => prefixes.some((prefix) => route.target.startsWith(prefix)));
    return shares.reduce((sum, { addresses }) => sum + size(addresses), 0) > size(everyIpv4) / 2;
  };
  if (leadsTo(["igw-"])) return "gateway";
  return leadsTo(["igw-", "vpce-"]) ? "firewall" : "nowhere";
}
