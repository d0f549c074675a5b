import type { FoundEksInstallation } from "../../graph/lls-installation";
import type { GraphResource, ResourceGraph } from "../../graph/resource-graph";
import type { SecurityGroupRuleFacts } from "../../reachability/aws/network";
import { knownNumber } from "../known";
import { leaf } from "../leaf";
import type { PortProblem } from "./announced-port";

const listenerType = /^aws:(lb|alb|elasticloadbalancingv2)\/listener:Listener$/;
const groupType = "aws:ec2/securityGroup:SecurityGroup";
const ruleTypes = /^aws:(ec2\/securityGroupRule|vpc\/securityGroup(In|E)gressRule):/;

/**
 * Rules that let UDP into the load balancer on ports where nothing listens: what is left when a port was changed in one place only. Nothing is
 * said where no rule opens a listener's port (the flow E1 is closed then and says it), of groups that others use too, and where a port is not known.
 */
export function unusedPortRules(found: FoundEksInstallation, graph: ResourceGraph): PortProblem[] {
  const { loadBalancer, installation } = found;
  if (!loadBalancer || found.listeners.length === 0) return [];
  const listening = listeningPorts(found, graph);
  if (listening === undefined) return [];
  const opens = ({ fromPort, toPort }: SecurityGroupRuleFacts): boolean =>
    fromPort === -1 || listening.some((port) => port >= fromPort && port <= toPort);
  const own = graph.resources.filter(
    ({ type, id }) =>
      type === groupType && id !== undefined && installation.loadBalancer.securityGroupIds?.includes(id),
  );
  const groups = installation.securityGroups.filter(({ id }) => own.some((group) => group.id === id));
  const rules = groups.flatMap(({ rules = [] }) =>
    rules.filter((rule) => !rule.egress && !rule.undecided && ["udp", "17"].includes(rule.protocol)),
  );
  if (!rules.some(opens)) return [];
  return rules
    .filter((rule) => !opens(rule))
    .flatMap((rule) => {
      const group = own.find(({ id }) => groups.find((facts) => facts.id === id)?.rules?.includes(rule));
      if (!group || isUsedElsewhere(group, loadBalancer, graph)) return [];
      const range = rule.fromPort === rule.toPort ? `${rule.fromPort}` : `${rule.fromPort}-${rule.toPort}`;
      const reason = `${rule.id} lets UDP ${range} into load balancer ${loadBalancer.name}, which listens on UDP ${listening.join(", ")} only`;
      return [{ urn: group.urn, reason }];
    });
}

/** Ports of every listener of the load balancer; undefined if one is not known. */
function listeningPorts({ listeners, loadBalancer }: FoundEksInstallation, graph: ResourceGraph): number[] | undefined {
  const arns = [loadBalancer?.id, loadBalancer?.outputs.arn].filter((arn) => arn !== undefined);
  const others = graph.resources.filter(
    ({ type, inputs }) => listenerType.test(type) && arns.some((arn) => arn === inputs.loadBalancerArn),
  );
  const known = [...new Set([...listeners, ...others])].map(({ inputs }) => knownNumber(leaf(inputs, "port")));
  const all = known.filter((port) => port !== undefined);
  return all.length < known.length ? undefined : [...new Set(all)];
}

/** True if anything but its rules and the load balancer has the group. */
function isUsedElsewhere(group: GraphResource, loadBalancer: GraphResource, { resources }: ResourceGraph): boolean {
  return resources.some(
    (resource) =>
      resource.custom &&
      ![group.urn, loadBalancer.urn].includes(resource.urn) &&
      !ruleTypes.test(resource.type) &&
      (Object.values(resource.propertyDependencies).some((urns) => urns.includes(group.urn)) ||
        holds(resource.inputs, group.id)),
  );
}

function holds(value: unknown, id: unknown): boolean {
  if (typeof value !== "object" || value === null) return value === id;
  return Object.values(value).some((entry) => holds(entry, id));
}
