import { overlap, includes } from "../../reachability/intervals";
import { portRange } from "../../reachability/ports";
import type { AzureNetwork, NetworkSecurityGroupFacts, NsgRuleFacts } from "../../reachability/azure/network";
import { coversProtocol, matchAddresses, matchPorts, serviceTags } from "../../reachability/azure/rule-parts";
import { platformAddress, virtualNetworkTag } from "../../reachability/azure/virtual-network";
import { sortedBy } from "../sorted-by";

/**
 * Whether a rule of a subnet's group denies the load balancer's probe before one lets it in whole, such as the usual "deny all inbound,
 * 4096". Without either, the default rule AllowAzureLoadBalancerInBound does.
 */
export function catchesProbe(group: NetworkSecurityGroupFacts, network: AzureNetwork, probePort: number): boolean {
  const inbound = (group.rules ?? []).filter((rule) => rule.inbound);
  const deciding = sortedBy(inbound, ({ priority }) => [priority]).find((rule) =>
    rule.allow ? admitsWholeProbe(rule, network, probePort) : mayDenyProbe(rule, network, probePort),
  );
  return deciding !== undefined && !deciding.allow;
}

function mayDenyProbe(rule: NsgRuleFacts, network: AzureNetwork, probePort: number): boolean {
  const { sources, ports, protocol } = partsOf(rule, network);
  return (
    protocol !== false &&
    overlap(sources.possible, platformAddress) &&
    overlap(ports.possible, portRange(probePort, probePort))
  );
}

/** Let in by more than the tag VirtualNetwork, which holds the probe's address only by the way: a rule too many is cheap, a dead probe is not. */
function admitsWholeProbe(rule: NsgRuleFacts, network: AzureNetwork, probePort: number): boolean {
  const named = rule.sources.filter((text) => text.toLowerCase() !== "virtualnetwork");
  const { sources, ports, protocol } = partsOf({ ...rule, sources: named }, network);
  return (
    protocol === true &&
    includes(sources.certain, platformAddress) &&
    includes(ports.certain, portRange(probePort, probePort)) &&
    rule.sourcePorts.includes("*") &&
    rule.destinations.some((text) => ["*", "virtualnetwork"].includes(text.toLowerCase()))
  );
}

function partsOf({ protocol, sources, destinationPorts }: NsgRuleFacts, network: AzureNetwork) {
  return {
    protocol: coversProtocol(protocol, "TCP"),
    // A rule for application security groups alone names no address, and no platform.
    sources:
      sources.length > 0
        ? matchAddresses(sources, serviceTags(virtualNetworkTag(network, undefined)))
        : { possible: [], certain: [] },
    ports: matchPorts(destinationPorts),
  };
}
