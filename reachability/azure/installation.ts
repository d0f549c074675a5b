import type { AzureNetwork, NetworkSecurityGroupFacts } from "./network";

/** Everything that decides whether an LLS installation on AKS can be reached. */
export interface AksInstallation {
  /** Name of the component or release, for messages. */
  name: string;
  /** The audience: CIDRs of the browsers. */
  clients: string[];
  /** True: nobody says the audience, it is whom rules let in. Default false. */
  clientsInferred?: boolean;
  /** True where nobody says the audience, and everybody stands for it. Absent: it is known. */
  clientsUnknown?: boolean;
  /** Ports of the path. */
  ports: AksPorts;
  /** Browsers send to NodePorts of the nodes (flow A1). */
  nodePorts: boolean;
  /** Browsers send to a load balancer (flows A2, A3); absent: there is none. */
  loadBalancer?: AksLoadBalancer;
  /** Private addresses of a firewall in front (flow A5); empty: none. */
  firewallAddresses: string[];
  /** `Cluster`, `Local`; absent: not known, judged as Cluster. It is that of the NodePort service. */
  externalTrafficPolicy?: string;
  /** Zone of the proxy, `"1"`-`"3"`; absent: not pinned. */
  availabilityZone?: string;
  /** Names of the agent pools that can run the proxy. */
  proxyPools: string[];
  /** Names of the agent pools that run workers. */
  workerPools: string[];
  /** Groups as they will be: those that the stack makes or adds rules to, with all their rules; they stand above those of `network`. */
  networkSecurityGroups: NetworkSecurityGroupFacts[];
  /** Discovered facts; absent: nothing was read. */
  network?: AzureNetwork;
}

/** The ports of an installation. */
export interface AksPorts {
  /** UDP port of the load balancer. */
  listener: number;
  /** NodePorts that browsers send to. */
  nodePorts: { from: number; to: number };
  /** Those of them that have to be open; the rest is judged as advisory. Absent: all. */
  neededNodePorts?: { from: number; to: number };
  /** UDP container port behind the media NodePort; absent: not known. */
  media?: number;
  /** TCP port of the proxy's API. */
  api: number;
  /** UDP port on which the proxy takes media from workers. */
  workerMedia: number;
  /** UDP port of the proxy's STUN server. */
  stun: number;
  /** UDP ports of the streaming application. */
  streamingApp: { from: number; to: number };
}

/** A service of type LoadBalancer in front of the proxy. */
export interface AksLoadBalancer {
  /** TCP port on which each node answers the probe; absent: Kubernetes picks one of its NodePorts, not known which. */
  healthCheckNodePort?: number;
  /** Of its service. `Cluster`: there is no probe, every node is a backend and forwards to the proxy's node. Absent: `Local`. */
  externalTrafficPolicy?: string;
  /** Public address, where known. */
  address?: string;
  /** Whether the cloud controller writes its own rule into the managed group when the service appears (not with the annotation that disables it). */
  controllerOpensNic: boolean;
  /** CIDRs that the service restricts its sources to (`loadBalancerSourceRanges`), in the cloud controller's rule and on every node; empty: everyone. */
  sourceRanges: string[];
  /** CIDRs and service tags to which annotations restrict the cloud controller's rule besides. Absent: none. */
  securityRuleSources?: string[];
  /** False: packets arrive at a node's address and `nodePort` (annotation that disables floating IP). Absent: at the public address and its port. */
  floatingIp?: boolean;
  /** NodePort of the service, which matters without floating IP; absent: not known. */
  nodePort?: number;
  /** Properties of the service that decide about media and are not known yet, in words. Absent: none. */
  undecided?: string[];
}
