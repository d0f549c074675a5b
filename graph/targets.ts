import type { AwsNetwork, NodePoolFacts } from "../reachability/aws/network";
import type { GraphResource } from "./resource-graph";

/** Where the load balancer sends to. */
export interface Targets {
  /** Pools whose nodes are targets. */
  pools: NodePoolFacts[];
  /** Zones of the targets, sorted; undefined where facts do not say of every target. */
  zones: string[] | undefined;
}

/** One target, or a group of them: its pool and subnets; undefined where facts know nothing of it. */
type Found = { pool: NodePoolFacts; subnetIds: string[] } | undefined;

/** The targets that an installation registers. */
export function targetsOf(
  children: GraphResource[],
  network: AwsNetwork | undefined,
  proxies: NodePoolFacts[],
): Targets {
  if (!network) return { pools: [], zones: undefined };
  const found = children.flatMap((resource) => targetsIn(resource, network, proxies));
  const known = found.filter((target) => target !== undefined);
  const subnetIds = new Set(known.flatMap((target) => target.subnetIds));
  const zones = network.subnets.filter(({ id }) => subnetIds.has(id)).map((subnet) => subnet.availabilityZone);
  return {
    pools: [...new Set(known.map(({ pool }) => pool))],
    zones: found.includes(undefined) ? undefined : [...new Set(zones)].sort(),
  };
}

function targetsIn({ type, inputs }: GraphResource, network: AwsNetwork, proxies: NodePoolFacts[]): Found[] {
  const whole = (pool: NodePoolFacts): Found => ({ pool, subnetIds: pool.subnetIds });
  switch (type) {
    case "aws:autoscaling/attachment:Attachment": {
      const pools = network.nodePools.filter(({ autoScalingGroups }) =>
        autoScalingGroups.some(({ name }) => name === inputs.autoscalingGroupName),
      );
      return pools.length > 0 ? pools.map(whole) : [undefined];
    }
    case "aws:lb/targetGroupAttachment:TargetGroupAttachment": {
      const nodes = network.nodePools.flatMap((pool) =>
        pool.addresses
          .filter(({ address }) => address === inputs.targetId)
          .map(({ subnetId }) => ({ pool, subnetIds: [subnetId] })),
      );
      return nodes.length > 0 ? nodes : [undefined];
    }
    case "kubernetes:elbv2.k8s.aws/v1beta1:TargetGroupBinding":
      return proxies.length > 0 ? proxies.map(whole) : [undefined];
    default:
      return [];
  }
}
