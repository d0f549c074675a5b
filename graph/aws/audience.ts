import { addressesOf } from "../../reachability/addresses";
import { routable } from "../../reachability/internet";
import { isEmpty } from "../../reachability/intervals";
import type { SecurityGroupFacts, SecurityGroupRuleFacts } from "../../reachability/aws/network";

/**
 * Who is meant to reach a load balancer of which nobody says it: whoever its groups let in on the media port, as with our component, where the
 * audience is by default who is allowed. Rules for UDP tell; those for every protocol, which let in administrators as well, only where there are no
 * others.
 * @returns undefined: nobody of the internet, or nobody that can be told
 */
export function audienceOfRules(
  groups: readonly SecurityGroupFacts[],
  groupIds: readonly string[] | undefined,
  port: number,
): string[] | undefined {
  const rules = groups.filter(({ id }) => groupIds?.includes(id)).flatMap((group) => group.rules ?? []);
  const inbound = rules.filter(({ egress }) => !egress);
  const forMedia = publicCidrs(
    inbound
      .filter(({ protocol }) => ["udp", "17"].includes(protocol.toLowerCase()))
      .filter(({ fromPort, toPort }) => fromPort === -1 || (fromPort <= port && port <= toPort)),
  );
  const cidrs = forMedia.length > 0 ? forMedia : publicCidrs(inbound.filter(({ protocol }) => protocol === "-1"));
  if (cidrs.length === 0) return undefined;
  return cidrs.includes("0.0.0.0/0") ? ["0.0.0.0/0"] : [...new Set(cidrs)].sort();
}

/** What rules let in of the internet. */
function publicCidrs(rules: readonly SecurityGroupRuleFacts[]): string[] {
  return rules
    .flatMap(({ cidr, prefixListCidrs }) => cidr ?? prefixListCidrs ?? [])
    .filter((cidr) => !cidr.includes(":") && !isEmpty(routable(addressesOf(cidr))));
}
