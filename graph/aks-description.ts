import { ports } from "../components/lls";
import type { AksInstallation, AksLoadBalancer } from "../reachability/azure/installation";
import type { AzureNetwork } from "../reachability/azure/network";
import { poolsFor } from "../reachability/azure/pool-roles";
import { audienceOfGroups, everybody } from "./azure/audience";
import { azureNetworkOf } from "./azure/stack-network";
import { networkSecurityGroupsOf } from "./network-security-groups";
import type { StackIndex } from "./stack-index";

/** An installation on AKS as somebody described it: our component, the resources of another program, or the policies' configuration. */
export interface AksDescription {
  name: string;
  /** CIDRs of the browsers; absent: whoever the network security groups let in, or else everybody. */
  clients?: string[];
  /** Port of the load balancer. */
  port: number;
  /** NodePorts that browsers may be sent to. */
  nodePorts: { from: number; to: number };
  /** Those of them that have to be open, where that is not all: nobody says the range, and browsers are told one. */
  neededNodePorts?: { from: number; to: number };
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
  const { availabilityZone: zone, port, nodePorts, neededNodePorts, mediaPort } = description;
  const network = azureNetworkOf(stack, description.facts);
  const pools = network?.agentPools ?? [];
  const labelled = poolsFor(pools, description.proxyNodeSelector, zone);
  const isGuessed = description.selectorAssumed && labelled.length === 0;
  const installation: AksInstallation = {
    name: description.name,
    clients: description.clients ?? [],
    ports: {
      listener: port,
      nodePorts,
      ...(neededNodePorts && { neededNodePorts }),
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
    networkSecurityGroups: networkSecurityGroupsOf(stack.graph, network),
    network,
  };
  if (description.clients) return installation;
  const bare = network?.networkSecurityGroups.map((group) => ({ ...group, rules: [] })) ?? [];
  const written = networkSecurityGroupsOf(stack.graph, network && { ...network, networkSecurityGroups: bare });
  const audience = audienceOfGroups(installation, written);
  return audience
    ? { ...installation, clients: audience, clientsInferred: true }
    : { ...installation, clients: everybody, clientsInferred: true, clientsUnknown: true };
}
