import { given } from "../components/given";
import type { NodePoolFacts, SubnetFacts } from "../reachability/aws/network";
import { checkAssumedEksCluster } from "./assumed-cluster-problems";
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
  /** Which of several assumed clusters of one cloud this is, from 1: each has ids, a network and an API server of its own. Default 1. */
  number?: number;
}

/** Made up ids of a cluster. */
type Ids = ReturnType<typeof idsOf>;

function idsOf({ number = 1 }: AssumedEksCluster) {
  const id = (kind: string, index: number): string => `${kind}-${(number - 1).toString(16).padStart(16, "0")}${index}`;
  return {
    vpc: id("vpc", 1),
    clusterSecurityGroup: id("sg", 1),
    internetGateway: id("igw", 1),
    natGateway: id("nat", 1),
    publicRouteTable: id("rtb", 1),
    privateRouteTable: id("rtb", 2),
    networkAcl: id("acl", 1),
    subnets: [1, 2, 3, 4].map((index) => id("subnet", index)) as [string, string, string, string],
  };
}

/**
 * The cluster of a plan without facts: as EKS makes one by default, so that every flow is open once the program's own rules
 * are there. Two zones with a public and a private subnet each, default network ACL, nodes with groups that let each other
 * through (as the cluster's own group does, https://docs.aws.amazon.com/eks/latest/userguide/sec-group-reqs.html),
 * two proxy nodes and two GPU nodes in the zone. The same arguments give the same seed.
 * @throws BadInput with everything that is wrong with the arguments
 */
export function assumedEksCluster(wanted: AssumedEksCluster): SimulatedEksSeed {
  checkAssumedEksCluster(wanted);
  const args = given(wanted);
  const ids = idsOf(args);
  const suffix = (args.number ?? 1) === 1 ? "" : `-${args.number}`;
  const groupsOf = (given: string[] | undefined): string[] =>
    given?.length ? [...new Set(given)].sort() : [ids.clusterSecurityGroup];
  const proxyGroups = groupsOf(args.proxyNodeSecurityGroupIds);
  const workerGroups = groupsOf(args.workerNodeSecurityGroupIds);
  const securityGroupIds = [...new Set([ids.clusterSecurityGroup, ...proxyGroups, ...workerGroups])].sort();
  const subnets = assumedSubnets(args, ids);
  const nodeSubnet = subnets.find(({ name }) => name === "assumed-private-0")!.id;

  return {
    cloud: "eks",
    account: args.account ?? "123456789012",
    region: args.region,
    cluster: {
      name: args.cluster,
      endpoint: `https://assumed${suffix}.eks.${args.region}.example.com`,
      certificateAuthority: Buffer.from("assumed").toString("base64"),
      version: "1.33",
      clusterSecurityGroupId: ids.clusterSecurityGroup,
      autoMode: false,
    },
    network: {
      vpcId: ids.vpc,
      vpcCidrs: ["192.0.2.0/24"],
      blockPublicAccess: { mode: "off", exclusions: [] },
      subnets,
      networkAcls: [{ id: ids.networkAcl, entries: [aclEntry(false), aclEntry(true)] }],
      routeTables: [
        routeTable(ids.publicRouteTable, ids.internetGateway),
        routeTable(ids.privateRouteTable, ids.natGateway),
      ],
      securityGroups: securityGroupIds.map((id) => openAmong(id, args.cluster, securityGroupIds)),
      nodePools: [
        pool(`assumed-compute${suffix}`, { "node-type": "compute" }, "m5.2xlarge", nodeSubnet, proxyGroups, 140),
        pool(
          `assumed-gpu${suffix}`,
          { "nvcf.nvidia.com/workload": "gpu" },
          "g5.4xlarge",
          nodeSubnet,
          workerGroups,
          150,
        ),
      ],
    },
  };
}

function assumedSubnets(args: AssumedEksCluster, ids: Ids): SubnetFacts[] {
  const other = `${args.region}${args.availabilityZone.endsWith("a") ? "b" : "a"}`;
  const subnet = (id: string, kind: "public" | "private", zone: number): SubnetFacts => ({
    id,
    availabilityZone: zone === 0 ? args.availabilityZone : other,
    cidr: `192.0.2.${(kind === "public" ? 0 : 128) + 64 * zone}/26`,
    ipv6Cidrs: [],
    networkAclId: ids.networkAcl,
    routeTableId: kind === "public" ? ids.publicRouteTable : ids.privateRouteTable,
    availableAddresses: 48,
    name: `assumed-${kind}-${zone}`,
  });
  return [
    subnet(args.subnetId ?? ids.subnets[0], "public", 0),
    subnet(ids.subnets[1], "public", 1),
    subnet(ids.subnets[2], "private", 0),
    subnet(ids.subnets[3], "private", 1),
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
