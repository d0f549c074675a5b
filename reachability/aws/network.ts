/**
 * What surrounds an installation on AWS: the vocabulary in which discovered facts are recorded, handed to a component,
 * registered as its output `network` and judged. Plain data only; every list is sorted, so that the same cloud gives the same bytes.
 *
 * A field that is absent was not read. It is judged as `unknown`, never as open.
 */
export interface AwsNetwork {
  /** Id of the VPC that holds load balancer and nodes. */
  vpcId: string;
  /** IPv4 and IPv6 CIDR blocks of the VPC. */
  vpcCidrs: string[];
  /** VPC Block Public Access of the account in this region. Absent: not read. */
  blockPublicAccess?: BlockPublicAccess;
  /** Subnets on the path, or, before one is chosen, every subnet of the VPC. */
  subnets: SubnetFacts[];
  /** Network ACLs of those subnets. */
  networkAcls: NetworkAclFacts[];
  /** Route tables of those subnets, and gateway (edge) route tables of the VPC. */
  routeTables: RouteTableFacts[];
  /** Security groups of the nodes and whatever they reference. */
  securityGroups: SecurityGroupFacts[];
  /** Pools of nodes that may run the proxy or a worker. */
  nodePools: NodePoolFacts[];
}

/** VPC Block Public Access, https://docs.aws.amazon.com/vpc/latest/userguide/security-vpc-bpa.html. */
export interface BlockPublicAccess {
  /** `off`, `block-bidirectional` or `block-ingress`, as the EC2 API writes it. Absent: not read. */
  mode?: string;
  /** Exclusions that are in force. Without a mode: those that are known, there may be others. */
  exclusions: BlockPublicAccessExclusion[];
}

/** A VPC or subnet that Block Public Access leaves alone. */
export interface BlockPublicAccessExclusion {
  /** Id of the excluded VPC or subnet. */
  resourceId: string;
  /** `allow-bidirectional` or `allow-egress`, as the EC2 API writes it. */
  mode: string;
}

/** One subnet. */
export interface SubnetFacts {
  /** Subnet id. */
  id: string;
  /** Zone name, for example us-west-2a. Empty: not known, as where AWS has yet to choose it; see `zoneOfSubnet`. */
  availabilityZone: string;
  /** IPv4 CIDR block. */
  cidr: string;
  /** IPv6 CIDR blocks. */
  ipv6Cidrs: string[];
  /** Network ACL in force. Absent: not read. */
  networkAclId?: string;
  /** Route table in force: the associated one, else the main one of the VPC. Absent: not read. */
  routeTableId?: string;
  /** Free IPv4 addresses. A load balancer needs 8. Absent: not read. */
  availableAddresses?: number;
  /** Value of the tag Name, for messages. */
  name?: string;
}

/** A network ACL with its entries, ordered by direction and number. */
export interface NetworkAclFacts {
  /** Network ACL id. */
  id: string;
  /** Entries without the closing `*`, which denies the rest. */
  entries: NetworkAclEntry[];
}

/** One numbered entry of a network ACL. */
export interface NetworkAclEntry {
  /** Lower numbers are evaluated first, 1-32766. */
  ruleNumber: number;
  /** True for the outbound direction. */
  egress: boolean;
  /** True to allow, false to deny. */
  allow: boolean;
  /** IANA protocol number as the EC2 API writes it: `6` TCP, `17` UDP, `1` ICMP, `-1` all. */
  protocol: string;
  /** Source (inbound) or destination (outbound), IPv4 or IPv6. */
  cidr: string;
  /** First port; absent for protocols without ports: every port. */
  fromPort?: number;
  /** Last port. */
  toPort?: number;
  /** ICMP type, -1 for all. */
  icmpType?: number;
  /** ICMP code, -1 for all. */
  icmpCode?: number;
}

/** A route table. */
export interface RouteTableFacts {
  /** Route table id. */
  id: string;
  /** Gateways (igw-, vgw-) that this table is the edge route table of; empty for a table of subnets. */
  gatewayIds: string[];
  /** Routes, prefix lists expanded into one route per CIDR. */
  routes: RouteFacts[];
}

/** One route. The longest matching destination decides. */
export interface RouteFacts {
  /** Destination CIDR, IPv4 or IPv6. */
  destination: string;
  /** `local`, or the target's id: igw-…, vpce-…, nat-…, tgw-…, eni-…, pcx-…, vgw-…, eigw-…. */
  target: string;
  /** `active` or `blackhole`. */
  state: string;
  /** Managed prefix list that this route was expanded from. */
  prefixListId?: string;
  /** Name of that list; only AWS's own begin with `com.amazonaws.`. Absent: not read. */
  prefixListName?: string;
}

/** A security group. */
export interface SecurityGroupFacts {
  /** Security group id. */
  id: string;
  /** Name of the group. */
  name: string;
  /** Its tags. */
  tags: Record<string, string>;
  /** Its rules. Absent: not read. */
  rules?: SecurityGroupRuleFacts[];
  /** False: `rules` is a part only, the others were not read. Default true. */
  complete?: boolean;
}

/** One rule of a security group. It has exactly one peer: a CIDR, a group or a prefix list; none if it is undecided. */
export interface SecurityGroupRuleFacts {
  /** Rule id, sgr-…, or any name that tells the operator which rule it is. */
  id: string;
  /** True for an outbound rule. */
  egress: boolean;
  /** `tcp`, `udp`, `icmp`, `icmpv6`, `-1` for all, or an IANA number. */
  protocol: string;
  /** First port, or the ICMP type; -1 for all. Ignored with protocol -1. */
  fromPort: number;
  /** Last port, or the ICMP code; -1 for all. */
  toPort: number;
  /** Peer as CIDR, IPv4 or IPv6. */
  cidr?: string;
  /** Peer as security group id; matches whatever the address is. */
  referencedGroupId?: string;
  /** Peer as managed prefix list id. */
  prefixListId?: string;
  /** Name of that list; only AWS's own begin with `com.amazonaws.`. Absent: not read. */
  prefixListName?: string;
  /** What that prefix list holds. Absent: not read, the rule is `unknown`. */
  prefixListCidrs?: string[];
  /** True: whom it admits is not known yet, so it may or may not admit these ports. Only of a rule that a program is about to make. */
  undecided?: boolean;
  /** Description of the rule. */
  description?: string;
  /** Tags of the rule; `lls:provisioner`, `lls:cluster` and `lls:stack` mark ours. */
  tags: Record<string, string>;
}

/** Nodes that come and go together. */
export interface NodePoolFacts {
  /** Name of the managed node group, Auto Scaling group or Karpenter node pool. */
  name: string;
  /** `managedNodeGroup`, `autoScalingGroup` or `instances` (nodes that belong to neither, for example Karpenter's). */
  kind: string;
  /** Kubernetes node labels, as far as AWS knows them. Absent: not known. */
  labels?: Record<string, string>;
  /** Keys of further labels, of which the values are not known yet. Absent: none. */
  undecidedLabels?: string[];
  /** Subnets in which the pool may place nodes. */
  subnetIds: string[];
  /** EC2 instance types. */
  instanceTypes: string[];
  /** Nodes that exist now; 0 for a pool that is scaled down. */
  nodeCount: number;
  /** Auto Scaling groups behind the pool. */
  autoScalingGroups: AutoScalingGroupFacts[];
  /** Distinct combinations of subnet and security groups that network interfaces of the pool's nodes have, or, at zero nodes, will have. Absent: not read. */
  interfaces?: NodeInterfaceFacts[];
  /** True if nodes have an interface for security groups of pods: a pod may then carry groups of its own. Default false. */
  podSecurityGroups?: boolean;
  /** Primary private IPv4 address of each node, with its subnet. */
  addresses: NodeAddressFacts[];
}

/** An Auto Scaling group. */
export interface AutoScalingGroupFacts {
  /** Name of the group. */
  name: string;
  /** `EC2`, `ELB`, …; a group with ELB checks terminates healthy nodes whenever the proxy restarts. Absent: not read. */
  healthCheckType?: string;
}

/** How an interface of a pool's nodes is wired. */
export interface NodeInterfaceFacts {
  /** Subnet of the interface. */
  subnetId: string;
  /** Sorted security group ids of the interface. */
  securityGroupIds: string[];
  /** True for the primary interface, which answers NodePorts; false for one that only carries pods. */
  primary: boolean;
}

/** A node's address. */
export interface NodeAddressFacts {
  /** Private IPv4 address. */
  address: string;
  /** Subnet that the address belongs to. */
  subnetId: string;
}
