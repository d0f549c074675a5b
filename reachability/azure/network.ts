/**
 * What surrounds an installation on Azure: the vocabulary in which discovered facts are recorded, handed to a component,
 * registered as its output `network` and judged. Plain data only; every list is sorted, so that the same cloud gives the same bytes.
 *
 * A field that is absent was not read. It is judged as `unknown`, never as open. Resource ids are written as Azure
 * Resource Manager returns them; they are compared without regard to case.
 */
export interface AzureNetwork {
  /** Address ranges that the service tag VirtualNetwork covers: the virtual network, its peerings, what gateways and user-defined routes add. Absent: not read. */
  virtualNetworkCidrs?: string[];
  /**
   * Ranges of pod addresses with overlay networking; absent with flat networking, where pods have addresses of a subnet. Empty: pods have other
   * addresses, not known which (a network plugin of one's own).
   */
  podCidrs?: string[];
  /** `loadBalancer`, `managedNATGateway`, `userDefinedRouting`, … of the cluster. */
  outboundType: string;
  /** Subnets of the agent pools. */
  subnets: AzureSubnetFacts[];
  /** Network security groups of both layers. */
  networkSecurityGroups: NetworkSecurityGroupFacts[];
  /** Route tables of those subnets. */
  routeTables: AzureRouteTableFacts[];
  /** Effective security admin rules of Azure Virtual Network Manager on the virtual network. Absent: not read (403). */
  adminRules?: AdminRuleFacts[];
  /** The cluster's agent pools. */
  agentPools: AgentPoolFacts[];
}

/** A subnet. */
export interface AzureSubnetFacts {
  /** Resource id. */
  id: string;
  /** IPv4 and IPv6 prefixes. */
  cidrs: string[];
  /** Id of its network security group; an empty string: none is attached, everything passes. Absent: not read. */
  networkSecurityGroupId?: string;
  /** Id of its route table; an empty string: none. Absent: not read. */
  routeTableId?: string;
}

/** A network security group. */
export interface NetworkSecurityGroupFacts {
  /** Resource id. */
  id: string;
  /** Name. */
  name: string;
  /** True for a group that AKS made in the node resource group; the cloud controller writes it. */
  managed: boolean;
  /** Its own rules, inline or standalone, without the default ones. Absent: not read. */
  rules?: NsgRuleFacts[];
}

/** One rule of a network security group. Singular and plural properties of the API are one list here. */
export interface NsgRuleFacts {
  /** Name, unique in the group. */
  name: string;
  /** 100-4096, unique per direction; lower numbers are evaluated first. */
  priority: number;
  /** True for an inbound rule. */
  inbound: boolean;
  /** True to allow, false to deny. */
  allow: boolean;
  /** `Tcp`, `Udp`, `Icmp`, `Esp`, `Ah` or `*`. */
  protocol: string;
  /** CIDRs, addresses, `*` or service tags; empty if application security groups are given. */
  sources: string[];
  /** Ids of source application security groups. */
  sourceApplicationSecurityGroupIds: string[];
  /** Ports or ranges, or `*`. */
  sourcePorts: string[];
  /** CIDRs, addresses, `*` or service tags; empty if application security groups are given. */
  destinations: string[];
  /** Ids of destination application security groups. */
  destinationApplicationSecurityGroupIds: string[];
  /** Ports or ranges, or `*`. */
  destinationPorts: string[];
  /** Description; one that starts with `nvcf-lls <project>/<stack>` marks a rule of ours. */
  description?: string;
  /**
   * Parts that are not known yet, as before a first deployment, each an `NsgRulePart`; Pulumi infers a schema from this, which has no unions.
   * What stands in them means nothing; a list still holds what it certainly has.
   */
  undecided?: string[];
}

/** A part of a rule; `group` is whether it belongs to this group at all. */
export type NsgRulePart =
  | "group"
  | "priority"
  | "inbound"
  | "allow"
  | "protocol"
  | "sources"
  | "sourcePorts"
  | "destinations"
  | "destinationPorts";

/** A security admin rule of Azure Virtual Network Manager. */
export interface AdminRuleFacts {
  /** Name of the rule. */
  name: string;
  /** Id of its network manager. Absent: the only one. */
  networkManagerId?: string;
  /** 1-4096; lower numbers are evaluated first, and the first match ends them. */
  priority: number;
  /** True for an inbound rule. */
  inbound: boolean;
  /** `Allow` continues with the network security groups, `AlwaysAllow` skips those of this side, `Deny` drops. */
  access: string;
  /** `Tcp`, `Udp`, `Icmp`, `Esp`, `Ah` or `Any`. */
  protocol: string;
  /** CIDRs and service tags that packets come from. */
  sources: string[];
  /** Ports and ranges that they come from. */
  sourcePorts: string[];
  /** CIDRs and service tags that they go to. */
  destinations: string[];
  /** Ports and ranges that they go to. */
  destinationPorts: string[];
}

/** A route table. */
export interface AzureRouteTableFacts {
  /** Resource id. */
  id: string;
  /** Name of the table. */
  name: string;
  /** User-defined routes. */
  routes: AzureRouteFacts[];
}

/** A user-defined route. The longest matching prefix decides. */
export interface AzureRouteFacts {
  /** Name of the route. */
  name: string;
  /** CIDR or service tag. */
  destination: string;
  /** `Internet`, `VirtualAppliance`, `VirtualNetworkGateway`, `VnetLocal`, `None`. */
  nextHopType: string;
  /** Address of the appliance. */
  nextHopAddress?: string;
}

/** An agent pool: nodes that come and go together. */
export interface AgentPoolFacts {
  /** Name of the pool. */
  name: string;
  /** Kubernetes node labels, those that AKS sets itself included. */
  labels: Record<string, string>;
  /** Keys of further labels, of which the values are not known yet. Absent: none. */
  undecidedLabels?: string[];
  /** True: there may be further labels of any key, none of which is known yet. */
  undecidedKeys?: boolean;
  /** `"1"`, `"2"`, `"3"`; empty: unzoned. */
  availabilityZones: string[];
  /** True: there may be further zones, which are not known yet. */
  undecidedZones?: boolean;
  /** Id of the nodes' subnet; absent: not read. */
  subnetId?: string;
  /** Id of the subnet of which pods have addresses, where that is another than the nodes' (Azure CNI pod subnet). Absent: there is none. */
  podSubnetId?: string;
  /** Network security groups of the nodes' interfaces; empty: none. Absent: not read. */
  nicNetworkSecurityGroupIds?: string[];
  /** Application security groups of the nodes' interfaces. */
  applicationSecurityGroupIds: string[];
  /** Whether each node has a public IP of its own. Absent: not read. */
  nodePublicIp?: boolean;
  /** `allowedHostPorts` of the pool. */
  allowedHostPorts: HostPortRange[];
  /** Size of the virtual machines. */
  vmSize: string;
  /** Nodes that exist now. */
  nodeCount: number;
}

/** A range of host ports that AKS opens itself. */
export interface HostPortRange {
  /** First port. */
  from: number;
  /** Last port. */
  to: number;
  /** `UDP` or `TCP`. */
  protocol: string;
}
