import { everyIpv4, everyIpv6 } from "../../reachability/addresses";
import type { NsgRuleFacts } from "../../reachability/azure/network";
import { matchAddresses, matchPorts, serviceTags } from "../../reachability/azure/rule-parts";
import { routable } from "../../reachability/internet";
import { isEmpty, nothing, type IntervalSet } from "../../reachability/intervals";
import type { Rectangle } from "../../reachability/rectangles";
import { regionOf, subtractRegions, type Region } from "../../reachability/region";
import type { JudgedStack } from "../judged-stack";
import { networkSecurityGroupsIn, type HeldGroup, type HeldRule } from "../network-security-groups";
import { groupKey, otherProtocols, type Admission, type GroupRules, type IngressRule } from "./ingress";

const everyAddress: IntervalSet = [...everyIpv4, ...everyIpv6];
// The world is outside the virtual network, whatever that covers: Internet is everyone, VirtualNetwork nobody.
const tags = serviceTags({ certain: nothing, possible: nothing });
// For "*", which some write as Any.
const allProtocols = ["6", "17", "1", otherProtocols];
// IANA numbers of what a rule of Azure can name.
const protocols: Record<string, string[]> = {
  tcp: ["6"],
  udp: ["17"],
  icmp: ["1"],
  esp: ["50"],
  ah: ["51"],
  "*": allProtocols,
  any: allProtocols,
};

/** The inbound rules that a stack makes, inline and standalone, by group. A deny above a rule counts, whoever made it. */
export function azureIngress(stack: JudgedStack): GroupRules[] {
  const { groups, elsewhere } = networkSecurityGroupsIn(stack);
  const urnOf = ({ resource }: HeldRule): string | undefined => resource?.urn;
  return [
    ...groups.map((group) => ({ ...named(group), rules: inboundOf(group.rules, urnOf) })),
    ...elsewhere.map((rule) => ({
      label: "a network security group that is not known yet",
      keys: [],
      rules: inboundOf([rule], urnOf),
    })),
  ];
}

/** The inbound rules that groups have already, by group; those that the stack makes or replaces are left out. */
export function azureExistingIngress(stack: JudgedStack, urn: string): GroupRules[] {
  const urnOf = ({ resource }: HeldRule): string | undefined => (resource ? undefined : urn);
  return networkSecurityGroupsIn(stack).groups.map((group) => ({
    ...named(group),
    rules: inboundOf(group.rules, urnOf),
  }));
}

/** How a group is called, in messages and by its key. */
export function named({ id, name, resourceGroup = "" }: HeldGroup): Omit<GroupRules, "rules"> {
  const path = `/resourceGroups/${resourceGroup}/providers/Microsoft.Network/networkSecurityGroups/${name}`;
  return { label: `network security group ${name}`, keys: [groupKey(id ?? path)] };
}

/**
 * The inbound rules that let in somebody from the internet, without what a deny above them takes.
 * @param urnOf where reports of a rule point to; undefined: it is none of those asked for
 */
export function inboundOf(rules: readonly HeldRule[], urnOf: (rule: HeldRule) => string | undefined): IngressRule[] {
  const inbound = rules.filter(({ facts }) => facts.inbound && isCertain(facts));
  const denies = inbound.map(({ facts }) => facts).filter((facts) => !facts.allow && !facts.undecided);
  return inbound.flatMap((rule) => {
    const urn = urnOf(rule);
    const { facts } = rule;
    if (urn === undefined || !facts.allow || isEmpty(routable(sendersOf(facts)))) return [];
    const isKnownPriority = !facts.undecided?.includes("priority");
    const above = denies.filter(({ priority }) => isKnownPriority && priority < facts.priority);
    const admits = (protocols[facts.protocol.toLowerCase()] ?? []).map((protocol): Admission => {
      const covering = above.filter((deny) => protocols[deny.protocol.toLowerCase()]?.includes(protocol));
      return { protocol, packets: rectangles(subtractRegions(packetsOf(facts), covering.flatMap(packetsOf))) };
    });
    return [{ urn, name: facts.name, admits }];
  });
}

function isCertain({ undecided = [] }: NsgRuleFacts): boolean {
  return !undecided.some((part) => part === "inbound" || part === "allow" || part === "protocol");
}

/** Senders that a rule names for certain; members of an application security group are no strangers. */
function sendersOf({ sources }: NsgRuleFacts): IntervalSet {
  return sources.length === 0 ? nothing : matchAddresses(sources, tags).certain;
}

/** Where to does not matter: whatever the group guards is reached by someone. What a deny names has to be certain. */
function packetsOf(facts: NsgRuleFacts): Region {
  const { allow, destinations, destinationPorts, sourcePorts } = facts;
  const to = destinations.length === 0 ? (allow ? everyAddress : nothing) : undefined;
  const part = allow ? "possible" : "certain";
  return regionOf({
    sources: sendersOf(facts),
    destinations: to ?? matchAddresses(destinations, tags)[part],
    sourcePorts: matchPorts(sourcePorts)[part],
    ports: destinationPorts.length === 0 ? nothing : matchPorts(destinationPorts).certain,
  });
}

function rectangles(region: Region): Rectangle[] {
  return region.map(({ sources, ports }) => ({ addresses: sources, ports }));
}
