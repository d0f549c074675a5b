import { takesUdp } from "../../graph/aws/media-fronts";
import { listOf } from "../../graph/known";
import type { FoundEksInstallation } from "../../graph/lls-installation";
import { isUnknown } from "../../graph/unknown";
import type { NodeGroupSet } from "../../reachability/aws/installation";
import { coversProtocol, protocolNumber, rulePorts } from "../../reachability/aws/protocols";
import { includes } from "../../reachability/intervals";
import { portRange } from "../../reachability/ports";
import type { LayerVerdict } from "../../reachability/verdict";
import { leaf } from "../leaf";

/** True for a load balancer of this stack that takes media and is made without any security group. */
export function hasNoGroup({ loadBalancer, listeners }: FoundEksInstallation): boolean {
  if (!loadBalancer || !listeners.some(takesUdp)) return false;
  const groups = leaf(loadBalancer.inputs, "securityGroups");
  return !isUnknown(groups) && listOf(groups).length === 0;
}

/**
 * True for the node's side of E2 and E3 where the load balancer has no group and a node rule counts on one: with the group it may be
 * open, without it no reference matches. Nodes that admit addresses instead are judged like any others.
 */
export function lacksLoadBalancerGroup(flow: string, { name }: LayerVerdict, found: FoundEksInstallation): boolean {
  if (!["E2", "E3"].includes(flow) || !name.endsWith("inbound") || !hasNoGroup(found)) return false;
  const { proxyNodes, workerNodes, securityGroups, ports } = found.installation;
  const [protocol, port] =
    flow === "E2" ? (["UDP", ports.mediaNodePort] as const) : (["TCP", ports.healthNodePort] as const);
  const asked = portRange(port, port);
  const groupsOf = (nodes: NodeGroupSet[]): string[] => nodes.flatMap(({ securityGroupIds = [] }) => securityGroupIds);
  const ofNodes = groupsOf([...proxyNodes, ...workerNodes]);
  return securityGroups
    .filter(({ id }) => groupsOf(proxyNodes).includes(id))
    .flatMap(({ rules = [] }) => rules)
    .some((rule) => {
      const number = protocolNumber(rule.protocol);
      return (
        !rule.egress &&
        !rule.undecided &&
        rule.referencedGroupId !== undefined &&
        !ofNodes.includes(rule.referencedGroupId) &&
        coversProtocol(number, protocol) &&
        includes(rulePorts(number, rule.fromPort, rule.toPort), asked)
      );
    });
}
