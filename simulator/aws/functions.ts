import type { NodePoolFacts } from "../../reachability/aws/network";
import type { SimulatedCloud } from "../cloud";
import { CloudError } from "../cloud-error";
import { NotSimulated } from "../not-simulated";
import type { SimulatedEksSeed } from "../seed";
import type { SimulatedFunction } from "../simulated-type";
import type { SeededSubnet } from "./seeded-network";

/** Provider functions of AWS, answered from the seed. */
export const awsFunctions: SimulatedFunction[] = [
  {
    token: "aws:index/getCallerIdentity:getCallerIdentity",
    permissions: ["sts:GetCallerIdentity"],
    call(_args, cloud) {
      const { account } = cloud.aws;
      const arn = `arn:aws:iam::${account}:user/simulated`;
      return { accountId: account, arn, id: account, userId: "simulated" };
    },
  },
  {
    token: "aws:eks/getCluster:getCluster",
    permissions: ["eks:DescribeCluster"],
    call: ({ name }, cloud) => cluster(cloud, name as string),
  },
  {
    token: "aws:eks/getNodeGroups:getNodeGroups",
    permissions: ["eks:ListNodegroups"],
    call({ clusterName }, cloud) {
      const seed = checkCluster(cloud, clusterName as string);
      return { clusterName, id: clusterName, names: nodeGroups(seed).map(({ name }) => name) };
    },
  },
  {
    token: "aws:eks/getNodeGroup:getNodeGroup",
    permissions: ["eks:DescribeNodegroup"],
    call({ clusterName, nodeGroupName }, cloud) {
      const seed = checkCluster(cloud, clusterName as string);
      const pool = nodeGroups(seed).find(({ name }) => name === nodeGroupName);
      if (!pool) throw new CloudError("ResourceNotFoundException", `No node group found for name: ${nodeGroupName}.`);
      return nodeGroup(seed.cluster.name, pool);
    },
  },
  {
    token: "aws:ec2/getSubnets:getSubnets",
    permissions: ["ec2:DescribeSubnets"],
    call({ filters = [] }, cloud) {
      const matching = [...cloud.aws.network.subnets.values()].filter((subnet) => matches(subnet, filters as Filter[]));
      return { id: cloud.aws.region, ids: matching.map(({ id }) => id), filters };
    },
  },
  {
    token: "aws:ec2/getSubnet:getSubnet",
    permissions: ["ec2:DescribeSubnets"],
    call({ id }, cloud) {
      const subnet = cloud.aws.network.subnets.get(id as string);
      if (!subnet) throw new CloudError("InvalidSubnetID.NotFound", `The subnet ID '${id}' does not exist`);
      return {
        id,
        availabilityZone: subnet.availabilityZone,
        availableIpAddressCount: subnet.availableAddresses,
        cidrBlock: subnet.cidr,
        ipv6CidrBlock: subnet.ipv6Cidrs[0] ?? "",
        state: "available",
        tags: subnet.name === undefined ? {} : { Name: subnet.name },
        vpcId: subnet.vpcId,
      };
    },
  },
  {
    token: "aws:autoscaling/getAmiIds:getAmiIds",
    permissions: ["autoscaling:DescribeAutoScalingGroups"],
    // Every group of a seed is one of its cluster, and nothing else is known of its tags.
    call({ filters = [] }, cloud) {
      const [filter, ...others] = filters as Filter[];
      const cluster = /^kubernetes\.io\/cluster\/([^,]+)$/.exec(filter?.values.join() ?? "")?.[1];
      const seed = cluster === undefined ? undefined : cloud.aws.cluster(cluster);
      if (filter?.name !== "tag-key" || others.length > 0 || !seed) {
        const message = "getAmiIds is simulated for the tag-key kubernetes.io/cluster/NAME of a cluster of the seed";
        throw new NotSimulated("filter", filter?.name ?? "", [], message);
      }
      const names = seed.network.nodePools.flatMap((pool) => pool.autoScalingGroups.map(({ name }) => name));
      return { id: cloud.aws.region, names, arns: [], filters };
    },
  },
  {
    token: "aws:autoscaling/getGroup:getGroup",
    permissions: ["autoscaling:DescribeAutoScalingGroups"],
    call({ name }, cloud) {
      const group = cloud.aws.network.autoScalingGroups.get(name as string);
      if (!group) throw new CloudError("ValidationError", `Auto Scaling group '${name}' not found`);
      return { id: name, name, healthCheckType: group.healthCheckType, ...launchOf(cloud, name as string) };
    },
  },
];

function checkCluster(cloud: SimulatedCloud, name: string): SimulatedEksSeed {
  const seed = cloud.aws.cluster(name);
  if (seed && !seed.clusterGone) return seed;
  throw new CloudError("ResourceNotFoundException", `No cluster found for name: ${name}.`);
}

function cluster(cloud: SimulatedCloud, name: string): Record<string, unknown> {
  const { account, region, cluster, network } = checkCluster(cloud, name);
  return {
    arn: `arn:aws:eks:${region}:${account}:cluster/${name}`,
    certificateAuthorities: [{ data: cluster.certificateAuthority }],
    computeConfigs: [{ enabled: cluster.autoMode, nodePools: [], nodeRoleArn: "" }],
    endpoint: cluster.endpoint,
    id: name,
    kubernetesNetworkConfigs: [{ ipFamily: "ipv4" }],
    name,
    status: "ACTIVE",
    tags: {},
    version: cluster.version,
    vpcConfig: {
      clusterSecurityGroupId: cluster.clusterSecurityGroupId,
      securityGroupIds: [],
      subnetIds: network.subnets.map(({ id }) => id),
      vpcId: network.vpcId,
    },
  };
}

function nodeGroups({ network }: SimulatedEksSeed): NodePoolFacts[] {
  return network.nodePools.filter(({ kind }) => kind === "managedNodeGroup");
}

/** Of a pool at zero nodes, only this says how the next one will be wired. */
function launchTemplatesOf(pool: NodePoolFacts): Record<string, string>[] {
  const told = pool.nodeCount === 0 && (pool.interfaces !== undefined || pool.kind !== "managedNodeGroup");
  return told ? [{ id: `lt-${pool.name}`, name: pool.name, version: "1" }] : [];
}

/** What an Auto Scaling group says of its nodes: those that a node group owns leave that to it. */
function launchOf(cloud: SimulatedCloud, name: string): Record<string, unknown> {
  const pools = cloud.seeds.flatMap((seed) =>
    seed.cloud === "eks" ? (seed.network?.nodePools ?? []).map((each) => ({ each, cluster: seed.cluster })) : [],
  );
  const found = pools.find(({ each }) => each.autoScalingGroups.some((group) => group.name === name));
  const { each: pool, cluster } = found ?? {};
  const own = pool?.kind === "autoScalingGroup" ? pool : undefined;
  const labels = Object.entries(own?.labels ?? {}).map(([key, value]) => ({
    ...{ key: `k8s.io/cluster-autoscaler/node-template/label/${key}`, value, propagateAtLaunch: true },
  }));
  const tag = { key: `kubernetes.io/cluster/${cluster?.name}`, value: "owned", propagateAtLaunch: true };
  return {
    vpcZoneIdentifier: (pool?.subnetIds ?? []).join(),
    desiredCapacity: pool?.nodeCount ?? 0,
    launchTemplates: own ? launchTemplatesOf(own) : [],
    mixedInstancesPolicies: [],
    tags: pool ? [tag, ...labels] : [],
  };
}

function nodeGroup(clusterName: string, pool: NodePoolFacts): Record<string, unknown> {
  const autoscalingGroups = pool.autoScalingGroups.map(({ name }) => ({ name }));
  return {
    id: `${clusterName}:${pool.name}`,
    clusterName,
    nodeGroupName: pool.name,
    capacityType: pool.labels?.["eks.amazonaws.com/capacityType"] ?? "ON_DEMAND",
    instanceTypes: pool.instanceTypes,
    labels: pool.labels ?? {},
    launchTemplates: launchTemplatesOf(pool),
    resources: [{ autoscalingGroups, remoteAccessSecurityGroupId: "" }],
    scalingConfigs: [{ desiredSize: pool.nodeCount, maxSize: pool.nodeCount, minSize: 0 }],
    status: "ACTIVE",
    subnetIds: pool.subnetIds,
    tags: {},
  };
}

interface Filter {
  name: string;
  values: string[];
}

function matches(subnet: SeededSubnet, filters: Filter[]): boolean {
  const attributes: Record<string, string> = {
    "availability-zone": subnet.availabilityZone,
    "subnet-id": subnet.id,
    "vpc-id": subnet.vpcId,
  };
  return filters.every(({ name, values }) => {
    const attribute = attributes[name];
    if (attribute === undefined) {
      const message = `the simulator does not know the filter ${name} of getSubnets`;
      throw new NotSimulated("filter", name, Object.keys(attributes), message);
    }
    return values.includes(attribute);
  });
}
