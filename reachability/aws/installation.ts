import type { AwsNetwork, SecurityGroupFacts } from "./network";

/** Everything that decides whether an LLS installation on EKS can be reached. Ids are plain strings: whoever builds this has resolved them. */
export interface EksInstallation {
  /** Name of the component or release, for messages. */
  name: string;
  /** The audience: CIDRs of the browsers. */
  clients: string[];
  /** True: nobody says the audience, it is whom rules let in. Default false. */
  clientsInferred?: boolean;
  /** True: nobody says who they are, neither in words nor by rules, so they are taken to be everybody. Default false. */
  clientsUnknown?: boolean;
  /** Port numbers; reachability itself knows none. */
  ports: EksPorts;
  /** The Network Load Balancer. */
  loadBalancer: EksLoadBalancer;
  /** The listener on `ports.listener`; absent if there is none, or with `listenerUnknown`. */
  listener?: EksListener;
  /** True: listener or target group are made elsewhere and were not read, or are not known before they are deployed. Default false. */
  listenerUnknown?: boolean;
  /** Zones in which the target group has or will have targets. Absent: not known. */
  targetZones?: string[];
  /** `Cluster`, `Local`; absent: not known, judged as Cluster. */
  externalTrafficPolicy?: string;
  /** Interfaces of nodes that can be a target or run the proxy. */
  proxyNodes: NodeGroupSet[];
  /** Interfaces of nodes that run workers. */
  workerNodes: NodeGroupSet[];
  /** Groups that the stack makes or adds to, with all their rules; they stand beside and above those of `network`. */
  securityGroups: SecurityGroupFacts[];
  /** Discovered facts; absent: nothing was read. */
  network?: AwsNetwork;
}

/** The ports of an installation. */
export interface EksPorts {
  /** UDP port of the listener. */
  listener: number;
  /** UDP NodePort of the media. */
  mediaNodePort: number;
  /** TCP NodePort of the health check. */
  healthNodePort: number;
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

/** Stands in a list of security groups for those that are not known yet; no id of AWS has blanks. */
export const unknownGroup = "a group that is not known yet";

/** The load balancer's network side. */
export interface EksLoadBalancer {
  /** Subnets in which it has a node. */
  subnetIds: string[];
  /** Its security groups, perhaps with `unknownGroup` among them; empty: none were attached at creation. Absent: not known. */
  securityGroupIds?: string[];
  /** Whether cross-zone load balancing is on. */
  crossZone: boolean;
  /** True: it has private addresses only. Default false. */
  internal?: boolean;
  /** Properties that are not known yet; what stands in them means nothing. */
  undecided?: ("crossZone" | "internal")[];
}

/** The listener and where it forwards to. */
export interface EksListener {
  /** `UDP`, `TCP_UDP`, … of the listener. */
  protocol: string;
  /** Port of the listener. */
  port: number;
  /** Every target group that it sends a share of the sessions to. */
  targetGroups: EksTargetGroup[];
  /** True: there are other target groups, made elsewhere and not read, or not known before they are deployed. Default false. */
  othersUnknown?: boolean;
}

/** A target group that the listener forwards to. */
export interface EksTargetGroup {
  /** What a message calls it where there are several. */
  name: string;
  /** Its protocol. */
  protocol: string;
  /** Ports on which its targets take traffic: that of the group, or those with which targets are registered in its place. */
  ports: number[];
  /** Ports on which its targets are checked; several where the check asks the traffic port. */
  healthCheckPorts: number[];
  /** Protocol of the health check: HTTP, HTTPS or TCP. */
  healthCheckProtocol: string;
}

/** One distinct wiring of nodes: pools whose interfaces have the same subnet and groups are one. */
export interface NodeGroupSet {
  /** Names of the pools, for messages. */
  pools: string[];
  /** Subnet of the interfaces. */
  subnetId: string;
  /** Sorted; undefined: not known. */
  securityGroupIds?: string[];
  /** Takes NodePort traffic: the primary interface of a target. */
  node: boolean;
  /** May carry pods. */
  pods: boolean;
  /** True: a pod may carry security groups of its own instead of these. Default false. */
  podSecurityGroups?: boolean;
  /** False: whether these nodes have the role at all is not known. Default true. */
  certain?: boolean;
}
