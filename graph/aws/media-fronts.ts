import { ports } from "../../components/lls";
import { fieldsOf, knownNumber, knownText } from "../known";
import type { GraphResource } from "../resource-graph";
import type { StackIndex } from "../stack-index";
import { forwardedTo, loadBalancersOf } from "./load-balancers";
import { registrationsOf } from "./registrations";
import { listenerType, targetAttachmentType, targetGroupType } from "./resource-types";

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
 * The load balancers of a stack that forward to target groups of LLS: those with the media NodePort, or with checks of the proxy's health port. Other
 * load balancers are none of our business.
 * @param owned resources that belong to a component of ours
 */
export function mediaFronts(stack: StackIndex, owned: ReadonlySet<GraphResource>): MediaFront[] {
  const toMedia = stack.ofType(targetAttachmentType).filter(isMediaTarget);
  const attached = toMedia.flatMap((attachment) =>
    stack.referents(attachment, "targetGroupArn", attachment.inputs.targetGroupArn, targetGroupType),
  );
  const groups = [...stack.ofType(targetGroupType).filter(isMediaGroup), ...attached];
  return frontsOf(stack, owned, new Set(groups.filter((group) => !owned.has(group))));
}

/**
 * Load balancers that listen for UDP on a port that a release tells browsers, which has no load balancer by `mediaFronts`: they forward to LLS, whatever
 * is wrong with their target group.
 * @param owned resources that belong to a component of ours
 */
export function likelyFronts(
  stack: StackIndex,
  owned: ReadonlySet<GraphResource>,
  announced: ReadonlySet<number>,
): MediaFront[] {
  if (announced.size === 0) return [];
  const groups = stack
    .ofType(listenerType)
    .filter((listener) => takesUdp(listener) && announced.has(knownNumber(listener.inputs.port) ?? NaN))
    .flatMap((listener) => forwardedTo(stack, listener))
    .filter((group) => !owned.has(group) && !isMediaGroup(group));
  return frontsOf(stack, owned, new Set(groups));
}

/** @param media target groups that get media */
function frontsOf(
  stack: StackIndex,
  owned: ReadonlySet<GraphResource>,
  media: ReadonlySet<GraphResource>,
): MediaFront[] {
  if (media.size === 0) return [];
  const listeners = stack
    .ofType(listenerType)
    .filter((listener) => !owned.has(listener))
    .map((listener) => ({ listener, groups: forwardedTo(stack, listener) }));
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

/**
 * True for a target group with a port of the proxy: the media NodePort, or checks of the health NodePort. Whatever its protocol: TCP for UDP is a mistake
 * that is to be told. One that leads to the health NodePort itself, and not by UDP, is the workers' way to the proxy's API.
 */
export function isMediaGroup(targetGroup: GraphResource): boolean {
  const { inputs } = targetGroup;
  const port = knownNumber(inputs.port);
  if (port === ports.mediaNodePort) return true;
  const leadsToApi = port === ports.healthNodePort && !takesUdp(targetGroup);
  return knownNumber(fieldsOf(inputs.healthCheck).port) === ports.healthNodePort && !leadsToApi;
}

/** True for a target that is registered on the media NodePort, whatever the port of its group. */
export function isMediaTarget({ inputs }: GraphResource): boolean {
  return knownNumber(inputs.port) === ports.mediaNodePort;
}

/** True for a listener or a target group that takes UDP. */
export function takesUdp({ inputs }: GraphResource): boolean {
  return ["UDP", "TCP_UDP"].includes(knownText(inputs.protocol)?.toUpperCase() ?? "");
}
