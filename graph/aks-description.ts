import { ports } from "../components/lls";
import { routable } from "../reachability/internet";
import { isEmpty } from "../reachability/intervals";
import type { AksInstallation, AksLoadBalancer } from "../reachability/azure/installation";
import type { AzureNetwork, NetworkSecurityGroupFacts } from "../reachability/azure/network";
import { poolsFor } from "../reachability/azure/pool-roles";
import { addressesOfEach, asCidr } from "../reachability/azure/virtual-network";
import { azureNetworkOf } from "./azure/stack-network";
import { networkSecurityGroupsOf } from "./network-security-groups";
import type { StackIndex } from "./stack-index";
import ipaddr from "ipaddr.js";

/** An installation on AKS as somebody described it: our component, the resources of another program, or the policies' configuration. */
export interface AksDescription {
  name: string;
  /** CIDRs of the browsers; absent: whoever the network security groups let in. */
  clients?: string[];
  /** Port of the load balancer. */
  port: number;
  /** NodePorts that browsers may be sent to. */
  nodePorts: { from: number; to: number };
  mediaPort?: number;
  /** Of the NodePort service. */
  externalTrafficPolicy?: string;
  usesNodePorts: boolean;
  loadBalancer?: AksLoadBalancer;
  firewallAddresses: string[];
  /** `"1"`-`"3"`; absent: not pinned. */
  availabilityZone?: string;
  proxyNodeSelector: Record<string, string>;
  /** True: nobody wrote the proxy's labels, they are the guide's; if no pool has them, any may run it. */
  selectorAssumed: boolean;
  workerNodeSelector: Record<string, string>;
  /** What was read of the surroundings. */
  facts?: AzureNetwork;
}

/** An installation as reachability judges it, from what is said of it. */
export function describedAksInstallation(stack: StackIndex, description: AksDescription): AksInstallation {
  const { availabilityZone: zone, port, nodePorts, mediaPort } = description;
  const network = azureNetworkOf(stack, description.facts);
  const pools = network?.agentPools ?? [];
  const labelled = poolsFor(pools, description.proxyNodeSelector, zone);
  const isGuessed = description.selectorAssumed && labelled.length === 0;
  const networkSecurityGroups = networkSecurityGroupsOf(stack.graph, network);
  return {
    name: description.name,
    clients: description.clients ?? audienceOfGroups(networkSecurityGroups, port, nodePorts),
    ports: {
      listener: port,
      nodePorts,
      media: mediaPort,
      api: ports.api,
      workerMedia: ports.workerMedia,
      stun: ports.stun,
      streamingApp: ports.streamingApp,
    },
    nodePorts: description.usesNodePorts,
    loadBalancer: description.loadBalancer,
    firewallAddresses: description.firewallAddresses,
    externalTrafficPolicy: description.externalTrafficPolicy,
    availabilityZone: zone,
    proxyPools: isGuessed ? poolsFor(pools, {}, zone) : labelled,
    workerPools: poolsFor(pools, description.workerNodeSelector),
    networkSecurityGroups,
    network,
  };
}

/**
 * Who is meant to reach an installation of which nobody says it: whoever the rules for its ports let in, as with our component, where the audience is
 * by default who is allowed. Nobody of the internet, or nobody that can be told: everybody.
 */
function audienceOfGroups(
  groups: readonly NetworkSecurityGroupFacts[],
  port: number,
  nodePorts: { from: number; to: number },
): string[] {
  const names = (text: string): boolean => {
    if (text === "*") return true;
    const [first = NaN, last = first] = text.split("-").map(Number);
    return (first <= port && port <= last) || (first <= nodePorts.to && nodePorts.from <= last);
  };
  const sources = groups
    .flatMap(({ rules = [] }) => rules)
    .filter(({ inbound, allow, protocol }) => inbound && allow && protocol.toLowerCase() === "udp")
    .filter(({ destinationPorts }) => destinationPorts.some(names))
    .flatMap((rule) => rule.sources);
  const isPublic = (text: string): boolean =>
    ipaddr.isValidCIDR(asCidr(text)) && !text.includes(":") && !isEmpty(routable(addressesOfEach([text])));
  const cidrs = sources.filter(isPublic).map(asCidr);
  const isOpen = sources.some((source) => ["*", "internet", "0.0.0.0/0"].includes(source.toLowerCase()));
  return isOpen || cidrs.length === 0 ? ["0.0.0.0/0"] : [...new Set(cidrs)].sort();
}
