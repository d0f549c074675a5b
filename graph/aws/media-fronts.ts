import { ports } from "../../components/lls";
import { fieldsOf, knownNumber, knownText } from "../known";
import type { GraphResource } from "../resource-graph";
import type { StackIndex } from "../stack-index";
import { forwardedTo, loadBalancersOf } from "./load-balancers";
import { registrationsOf } from "./registrations";
import { listenerType, targetGroupType } from "./resource-types";

/** What takes the media of one installation on AWS, as far as it is in a stack. */
export interface MediaFront {
  /** Absent: it is not in this stack, or not known which it is. */
  loadBalancer?: GraphResource;
  listeners: GraphResource[];
  targetGroups: GraphResource[];
  /** Resources that register targets in them. */
  registrations: GraphResource[];
}

/**
 * The load balancers of a stack that forward to target groups of LLS: those that take UDP on the media NodePort, or UDP with checks of the proxy's
 * health port. Other load balancers are none of our business.
 * @param owned resources that belong to a component of ours
 * @param announced ports that releases tell browsers: what listens on one of them forwards to LLS, whatever is wrong with its target group
 */
export function mediaFronts(
  stack: StackIndex,
  owned: ReadonlySet<GraphResource>,
  announced: ReadonlySet<number>,
): MediaFront[] {
  const isFree = (resource: GraphResource): boolean => !owned.has(resource);
  const targetGroups = stack.ofType(targetGroupType).filter(isFree);
  const listeners = stack
    .ofType(listenerType)
    .filter(isFree)
    .map((listener) => ({ listener, groups: forwardedTo(stack, listener) }));
  const announcedGroups = listeners
    .filter(({ listener }) => takesUdp(listener) && announced.has(knownNumber(listener.inputs.port) ?? NaN))
    .flatMap(({ groups }) => groups);
  const certain = new Set(targetGroups.filter(takesMedia));
  const likely = targetGroups.filter((group) => hasPortOfProxy(group) || announcedGroups.includes(group));
  const media = certain.size > 0 || announced.size === 0 ? certain : new Set(likely);
  if (media.size === 0) return [];

  const fronts = new Map<string, MediaFront>();
  const frontOf = (key: string, loadBalancer?: GraphResource): MediaFront => {
    const front = fronts.get(key) ?? { loadBalancer, listeners: [], targetGroups: [], registrations: [] };
    fronts.set(key, front);
    return front;
  };
  const forwarded = new Set<GraphResource>();
  for (const { listener, groups } of listeners) {
    // Whatever else it forwards to gets a share of the media.
    if (!groups.some((group) => media.has(group))) continue;
    const [loadBalancer, ...others] = loadBalancersOf(stack, listener);
    const known = others.length === 0 ? loadBalancer : undefined;
    const front = frontOf(known?.urn ?? knownText(listener.inputs.loadBalancerArn) ?? listener.urn, known);
    front.listeners.push(listener);
    front.targetGroups.push(...groups.filter((group) => !front.targetGroups.includes(group)));
    for (const group of groups) forwarded.add(group);
  }
  // Its listener is another stack's.
  for (const group of media) if (!forwarded.has(group)) frontOf(group.urn).targetGroups.push(group);
  const registrations = registrationsOf(stack);
  for (const front of fronts.values()) {
    front.registrations = front.targetGroups.flatMap((group) => registrations.get(group) ?? []);
  }
  return [...fronts.values()];
}

/** True for a target group that cannot be anything else: for UDP, with a port of the proxy. */
export function takesMedia(targetGroup: GraphResource): boolean {
  return takesUdp(targetGroup) && hasPortOfProxy(targetGroup);
}

function takesUdp({ inputs }: GraphResource): boolean {
  return ["UDP", "TCP_UDP"].includes(knownText(inputs.protocol)?.toUpperCase() ?? "");
}

/** The media NodePort, or checks of the health NodePort. */
function hasPortOfProxy({ inputs }: GraphResource): boolean {
  const { port } = fieldsOf(inputs.healthCheck);
  return knownNumber(inputs.port) === ports.mediaNodePort || knownNumber(port) === ports.healthNodePort;
}
