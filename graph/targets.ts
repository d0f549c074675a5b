import type { AwsNetwork, NodePoolFacts } from "../reachability/aws/network";
import { scalingGroupsOf } from "./aws/managed-node-group";
import {
  autoScalingAttachmentType,
  autoScalingGroupType,
  instanceType,
  nodeGroupType,
  targetAttachmentType,
  targetGroupBindingType,
  trafficSourceType,
} from "./aws/resource-types";
import { knownText } from "./known";
import { plainType } from "./plain-type";
import type { GraphResource } from "./resource-graph";
import type { StackIndex } from "./stack-index";

/** Where the load balancer sends to. */
export interface Targets {
  /** Pools whose nodes are targets. */
  pools: NodePoolFacts[];
  /** Zones of the targets, sorted; undefined where facts do not say of every target. */
  zones: string[] | undefined;
}

/** One target, or a group of them: its pool and subnets; undefined where nothing is known of it. */
type Found = { pool: NodePoolFacts; subnetIds: string[] } | undefined;

/**
 * The targets that an installation registers.
 * @param registrations resources that register targets
 * @param proxies pools that run the proxy, which is where a target group binding finds its service
 * @param made pools of `network` that the stack makes
 */
export function targetsOf(
  stack: StackIndex,
  registrations: readonly GraphResource[],
  network: AwsNetwork | undefined,
  proxies: readonly NodePoolFacts[],
  made: ReadonlyMap<GraphResource, NodePoolFacts>,
): Targets {
  if (!network) return { pools: [], zones: undefined };
  const find = targetFinder(stack, network, proxies, made);
  const found = registrations.flatMap(find);
  const known = found.filter((target) => target !== undefined);
  const subnetIds = new Set(known.flatMap((target) => target.subnetIds));
  const zones = network.subnets.filter(({ id }) => subnetIds.has(id)).map((subnet) => subnet.availabilityZone);
  const zonesKnown = !found.includes(undefined) && zones.length === subnetIds.size && !zones.includes("");
  return {
    pools: [...new Set(known.map(({ pool }) => pool))],
    zones: zonesKnown ? [...new Set(zones)].sort() : undefined,
  };
}

/** Auto Scaling groups, managed node groups and instances of the stack that a resource registers as targets. */
export function registeredBy(stack: StackIndex, registration: GraphResource): GraphResource[] {
  const { autoscalingGroupName, targetId } = registration.inputs;
  switch (plainType(registration.type)) {
    case autoScalingGroupType:
      return [registration];
    case targetAttachmentType:
      return stack.referents(registration, "targetId", targetId, instanceType);
    case autoScalingAttachmentType:
    case trafficSourceType:
      return [
        ...stack.referents(
          registration,
          "autoscalingGroupName",
          autoscalingGroupName,
          ...[autoScalingGroupType, nodeGroupType],
        ),
        // Once it is known, the name is not that of the node group.
        ...stack
          .ofType(nodeGroupType)
          .filter((group) => scalingGroupsOf(group).some((name) => name === autoscalingGroupName)),
      ];
    default:
      return [];
  }
}

function targetFinder(
  stack: StackIndex,
  network: AwsNetwork,
  proxies: readonly NodePoolFacts[],
  made: ReadonlyMap<GraphResource, NodePoolFacts>,
): (registration: GraphResource) => Found[] {
  const whole = (pool: NodePoolFacts): Found => ({ pool, subnetIds: pool.subnetIds });
  const orUnknown = (found: Found[]): Found[] => (found.length > 0 ? found : [undefined]);
  const madeBy = (registration: GraphResource): NodePoolFacts[] => {
    const names = new Set(registeredBy(stack, registration).map((resource) => made.get(resource)?.name));
    return network.nodePools.filter(({ name }) => names.has(name));
  };
  const scaled = (registration: GraphResource): NodePoolFacts[] => {
    const group = knownText(registration.inputs.autoscalingGroupName);
    const named = network.nodePools.filter(({ autoScalingGroups }) =>
      autoScalingGroups.some(({ name }) => name === group),
    );
    return [...new Set([...named, ...madeBy(registration)])];
  };
  const atAddress = ({ inputs }: GraphResource): Found[] =>
    network.nodePools.flatMap((pool) =>
      pool.addresses
        .filter(({ address }) => address === knownText(inputs.targetId))
        .map(({ subnetId }) => ({ pool, subnetIds: [subnetId] })),
    );
  return (registration) => {
    switch (plainType(registration.type)) {
      case autoScalingAttachmentType:
      case trafficSourceType:
      case autoScalingGroupType:
        return orUnknown(scaled(registration).map(whole));
      case targetAttachmentType: {
        const nodes = atAddress(registration);
        return orUnknown(nodes.length > 0 ? nodes : madeBy(registration).map(whole));
      }
      case targetGroupBindingType:
        return orUnknown(proxies.map(whole));
      default:
        return [];
    }
  };
}
