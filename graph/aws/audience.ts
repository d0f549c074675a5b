import { addressesOf } from "../../reachability/addresses";
import { routable } from "../../reachability/internet";
import { isEmpty } from "../../reachability/intervals";
import type { SecurityGroupFacts } from "../../reachability/aws/network";

/** Everybody. */
const everybody = ["0.0.0.0/0"];

/**
 * Who is meant to reach a load balancer of which nobody says it: whoever its groups let in on the media port, as with our component, where the
 * audience is by default who is allowed. Nobody of the internet, or nobody that can be told: everybody.
 */
export function audienceOfRules(
  groups: readonly SecurityGroupFacts[],
  groupIds: readonly string[] | undefined,
  port: number,
): string[] {
  const rules = groups.filter(({ id }) => groupIds?.includes(id)).flatMap((group) => group.rules ?? []);
  const cidrs = rules
    .filter((rule) => !rule.egress && ["udp", "17", "-1"].includes(rule.protocol.toLowerCase()))
    .filter(
      ({ protocol, fromPort, toPort }) => protocol === "-1" || fromPort === -1 || (fromPort <= port && port <= toPort),
    )
    .flatMap(({ cidr }) => cidr ?? [])
    .filter((cidr) => !cidr.includes(":") && !isEmpty(routable(addressesOf(cidr))));
  return cidrs.length === 0 || cidrs.includes("0.0.0.0/0") ? everybody : [...new Set(cidrs)].sort();
}
