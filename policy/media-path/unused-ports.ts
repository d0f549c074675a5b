import { listenerType, loadBalancerType, securityGroupType } from "../../graph/aws/resource-types";
import { knownNumber } from "../../graph/known";
import type { FoundEksInstallation } from "../../graph/lls-installation";
import type { GraphResource, ResourceGraph } from "../../graph/resource-graph";
import { securityGroupTypes } from "../../graph/security-groups";
import { idOf, type StackIndex } from "../../graph/stack-index";
import type { SecurityGroupRuleFacts } from "../../reachability/aws/network";
import { leaf } from "../leaf";
import type { PortProblem } from "./announced-port";
import { stackIndexOf } from "./stack-index";

/**
 * Rules that let UDP into the load balancer on ports where nothing listens: what is left when a port was changed in one place only. Nothing is
 * said where no rule opens a listener's port (the flow E1 is closed then and says it), of groups that others use too, and where a port is not known.
 */
export function unusedPortRules(found: FoundEksInstallation, graph: ResourceGraph): PortProblem[] {
  const { loadBalancer, listeners, installation } = found;
  if (!loadBalancer || listeners.length === 0) return [];
  const attached = installation.loadBalancer.securityGroupIds ?? [];
  const rules = installation.securityGroups
    .filter(({ id }) => attached.includes(id))
    .flatMap(({ id, rules: all = [] }) => all.filter(opensUdp).map((rule) => ({ id, rule })));
  const media = portsOf(listeners);
  if (!media || !rules.some(({ rule }) => opens(rule, media)) || rules.every(({ rule }) => opens(rule, media)))
    return [];

  const stack = stackIndexOf(graph);
  const listening = portsOf(listenersOn(loadBalancer, listeners, stack));
  if (!listening) return [];
  return rules
    .filter(({ rule }) => !opens(rule, listening))
    .flatMap(({ id, rule }) => {
      const group = stack.ofType(securityGroupType).find((one) => idOf(one) === id);
      if (!group || isUsedElsewhere(group, loadBalancer, stack)) return [];
      const range = rule.fromPort === rule.toPort ? `${rule.fromPort}` : `${rule.fromPort}-${rule.toPort}`;
      const reason = `${rule.id} lets UDP ${range} into load balancer ${loadBalancer.name}, which listens on UDP ${listening.join(", ")} only`;
      return [{ urn: group.urn, reason }];
    });
}

function opensUdp({ egress, undecided, protocol }: SecurityGroupRuleFacts): boolean {
  return !egress && !undecided && ["udp", "17"].includes(protocol);
}

function opens({ fromPort, toPort }: SecurityGroupRuleFacts, ports: number[]): boolean {
  return fromPort === -1 || ports.some((port) => port >= fromPort && port <= toPort);
}

/** Undefined if one is not known. */
function portsOf(listeners: readonly GraphResource[]): number[] | undefined {
  const known = listeners.map(({ inputs }) => knownNumber(leaf(inputs, "port")));
  const all = known.filter((port) => port !== undefined);
  return all.length < known.length ? undefined : [...new Set(all)];
}

/** Every listener of the load balancer: it can have others than those of the media. */
function listenersOn(loadBalancer: GraphResource, media: GraphResource[], stack: StackIndex): GraphResource[] {
  const others = stack.ofType(listenerType).filter((listener) => {
    const arn = listener.inputs.loadBalancerArn;
    return stack.referents(listener, "loadBalancerArn", arn, loadBalancerType).includes(loadBalancer);
  });
  return [...new Set([...media, ...others])];
}

/** True if anything but its rules and the load balancer has the group. */
function isUsedElsewhere(group: GraphResource, loadBalancer: GraphResource, stack: StackIndex): boolean {
  const id = idOf(group);
  const rules = new Set(stack.ofType(...securityGroupTypes));
  return stack.graph.resources.some(
    (resource) =>
      resource.custom &&
      resource.urn !== loadBalancer.urn &&
      !rules.has(resource) &&
      (Object.values(resource.propertyDependencies).some((urns) => urns.includes(group.urn)) ||
        holds(resource.inputs, id)),
  );
}

function holds(value: unknown, id: string): boolean {
  if (typeof value !== "object" || value === null) return value === id;
  return Object.values(value).some((entry) => holds(entry, id));
}
