import type { EksTargetsKind } from "../components/eks/args";
import { isEcrRegistry } from "../components/registry";
import type { EksFacts } from "../discovery/eks/facts";
import { poolsOfRole, proxyPools } from "../reachability/aws/node-roles";
import type { EksStackConfig } from "../stacks/config";

/** What an operator should know of the recorded facts: what was not read, and what no verdict looks at. */
export function factsNotices(config: EksStackConfig, facts: EksFacts): string[] {
  return [
    ...unreadNotices(facts),
    ...foreignRegistry(config, facts),
    ...distantWorkers(config, facts),
    ...emptyPools(config, facts),
    ...(facts.cluster.autoMode ? [autoModeNotices[config.eks.targets.kind]] : []),
  ];
}

/** What could not be read when facts were recorded. */
export function unreadNotices({ warnings = [] }: { warnings?: string[] }): string[] {
  return warnings.map((warning) => `When the facts were recorded: ${warning}`);
}

/** What EKS Auto Mode means for each kind of targets (EKS user guide, "Enable EKS Auto Mode on existing EKS clusters"). */
const autoModeNotices: Record<EksTargetsKind, string> = {
  autoScalingGroups:
    "The cluster has EKS Auto Mode, whose nodes are in no Auto Scaling group and never become targets: keep the proxy on nodes of the groups with streamingProxy.nodeSelector, or choose eks.targets.kind targetGroupBinding.",
  targetGroupBinding:
    "The cluster has EKS Auto Mode, whose own load balancing does not know the binding's API group elbv2.k8s.aws: only an AWS Load Balancer Controller of your own serves it.",
  addresses:
    "The cluster has EKS Auto Mode, which replaces its nodes by itself: their addresses go stale, and nothing streams until the next `pulumi up`.",
};

/** The account of a private ECR registry is the beginning of its name. */
function foreignRegistry({ imageRegistry }: EksStackConfig, { account }: EksFacts): string[] {
  const owner = imageRegistry.slice(0, account.length);
  if (!isEcrRegistry(imageRegistry) || owner === account) return [];
  return [
    `Images are pulled from the registry of account ${owner}, the cluster is in account ${account}: a repository policy there has to let its nodes pull.`,
  ];
}

function distantWorkers({ availabilityZone, eks }: EksStackConfig, { network }: EksFacts): string[] {
  const { certain, possible } = poolsOfRole(
    network.nodePools,
    eks.workerNodeSelector,
    eks.workerNodeSecurityGroupIds ?? [],
  );
  const subnetIds = [...certain, ...possible].flatMap((pool) => pool.subnetIds);
  const subnets = network.subnets.filter(({ id }) => subnetIds.includes(id));
  const zones = [...new Set(subnets.map((subnet) => subnet.availabilityZone))].sort();
  if (zones.length === 0 || zones.includes(availabilityZone)) return [];
  return [
    `No pool of workers has a subnet in ${availabilityZone}, only in ${zones.join(", ")}: every stream crosses zones, which costs time and money.`,
  ];
}

/** Pools that can run the proxy, but have no node now. */
function emptyPools({ availabilityZone, eks, streamingProxy }: EksStackConfig, { network }: EksFacts): string[] {
  const groupIds = eks.proxyNodeSecurityGroupIds ?? [];
  const { certain } = proxyPools(network, streamingProxy.nodeSelector, availabilityZone, groupIds);
  if (certain.length === 0 || certain.some(({ nodeCount }) => nodeCount > 0)) return [];
  const names = certain.map(({ name }) => name).join(", ");
  return [`No node can run the proxy now: ${names} has none; scale it up before \`pulumi up\`.`];
}
