import type { NodePoolFacts, SubnetFacts } from "../reachability/aws/network";
import type { SimulatedEksSeed } from "./seed";

/** What is known of a cluster that nobody has looked at. */
export interface AssumedEksCluster {
  /** Name of the cluster. */
  cluster: string;
  /** Zone of the installation. */
  availabilityZone: string;
  /** AWS region. */
  region: string;
  /** Default 123456789012, AWS's example account. */
  account?: string;
  /** Public subnet in the zone. Default: one is made up. */
  subnetId?: string;
  /** Groups of the proxy's nodes. Default: the cluster's own group. */
  proxyNodeSecurityGroupIds?: string[];
  /** Groups of the workers' nodes. Default: the cluster's own group. */
  workerNodeSecurityGroupIds?: string[];
}

const vpcId = "vpc-00000000000000001";
const clusterSecurityGroupId = "sg-00000000000000001";
const internetGatewayId = "igw-00000000000000001";
const natGatewayId = "nat-00000000000000001";
const publicRouteTableId = "rtb-00000000000000001";
const privateRouteTableId = "rtb-00000000000000002";
const networkAclId = "acl-00000000000000001";

/**
 * The cluster of a plan without facts: as EKS makes one by default, so that every flow is open once the program's own rules
 * are there. Two zones with a public and a private subnet each, default network ACL, nodes with groups that let each other
 * through (as the cluster's own group does, https://docs.aws.amazon.com/eks/latest/userguide/sec-group-reqs.html),
 * two proxy nodes and two GPU nodes in the zone. The same arguments give the same seed.
 */
export function assumedEksCluster(args: AssumedEksCluster): SimulatedEksSeed {
  const groupsOf = (ids: string[] | undefined): string[] =>
    ids?.length ? [...new Set(ids)].sort() : [clusterSecurityGroupId];
  const proxyGroups = groupsOf(args.proxyNodeSecurityGroupIds);
  const workerGroups = groupsOf(args.workerNodeSecurityGroupIds);
  const securityGroupIds = [...new Set([clusterSecurityGroupId, ...proxyGroups, ...workerGroups])].sort();
  const subnets = assumedSubnets(args);
  const nodeSubnet = subnets.find(({ name }) => name === "assumed-private-0")!.id;

  return {
    cloud: "eks",
    account: args.account ?? "123456789012",
    region: args.region,
    cluster: {
      name: args.cluster,
      endpoint: `https://assumed.eks.${args.region}.example.com`,
      certificateAuthority: Buffer.from("assumed").toString("base64"),
      version: "1.33",
      clusterSecurityGroupId,
      autoMode: false,
    },
    network: {
      vpcId,
      vpcCidrs: ["192.0.2.0/24"],
      blockPublicAccess: { mode: "off", exclusions: [] },
      subnets,
      networkAcls: [{ id: networkAclId, entries: [aclEntry(false), aclEntry(true)] }],
      routeTables: [routeTable(publicRouteTableId, internetGatewayId), routeTable(privateRouteTableId, natGatewayId)],
      securityGroups: securityGroupIds.map((id) => openAmong(id, args.cluster, securityGroupIds)),
      nodePools: [
        pool("assumed-compute", { "node-type": "compute" }, "m5.2xlarge", nodeSubnet, proxyGroups, 140),
        pool("assumed-gpu", { "nvcf.nvidia.com/workload": "gpu" }, "g5.4xlarge", nodeSubnet, workerGroups, 150),
      ],
    },
  };
}

function assumedSubnets(args: AssumedEksCluster): SubnetFacts[] {
  const other = `${args.region}${args.availabilityZone.endsWith("a") ? "b" : "a"}`;
  const subnet = (id: string, kind: "public" | "private", zone: number): SubnetFacts => ({
    id,
    availabilityZone: zone === 0 ? args.availabilityZone : other,
    cidr: `192.0.2.${(kind === "public" ? 0 : 128) + 64 * zone}/26`,
    ipv6Cidrs: [],
    networkAclId,
    routeTableId: kind === "public" ? publicRouteTableId : privateRouteTableId,
    availableAddresses: 48,
    name: `assumed-${kind}-${zone}`,
  });
  return [
    subnet(args.subnetId ?? "subnet-00000000000000001", "public", 0),
    subnet("subnet-00000000000000002", "public", 1),
    subnet("subnet-00000000000000003", "private", 0),
    subnet("subnet-00000000000000004", "private", 1),
  ].sort((a, b) => (a.id < b.id ? -1 : 1));
}

function aclEntry(egress: boolean) {
  return { ruleNumber: 100, egress, allow: true, protocol: "-1", cidr: "0.0.0.0/0" };
}

function routeTable(id: string, gateway: string) {
  return {
    id,
    gatewayIds: [],
    routes: [
      { destination: "0.0.0.0/0", target: gateway, state: "active" },
      { destination: "192.0.2.0/24", target: "local", state: "active" },
    ],
  };
}

/** A group that lets the nodes' groups in on everything and everything out. */
function openAmong(id: string, cluster: string, peers: string[]) {
  const all = { protocol: "-1", fromPort: -1, toPort: -1, tags: {} };
  return {
    id,
    name: `assumed-${id}`,
    tags: { [`kubernetes.io/cluster/${cluster}`]: "owned" },
    rules: [
      ...peers.map((peer) => ({ id: `sgr-${id}-in-${peer}`, egress: false, ...all, referencedGroupId: peer })),
      { id: `sgr-${id}-out`, egress: true, ...all, cidr: "0.0.0.0/0" },
    ],
  };
}

function pool(
  name: string,
  labels: Record<string, string>,
  instanceType: string,
  subnetId: string,
  securityGroupIds: string[],
  firstAddress: number,
): NodePoolFacts {
  return {
    name,
    kind: "managedNodeGroup",
    labels,
    subnetIds: [subnetId],
    instanceTypes: [instanceType],
    nodeCount: 2,
    autoScalingGroups: [{ name: `eks-${name}`, healthCheckType: "EC2" }],
    interfaces: [{ subnetId, securityGroupIds, primary: true }],
    addresses: [0, 1].map((node) => ({ address: `192.0.2.${firstAddress + node}`, subnetId })),
  };
}
