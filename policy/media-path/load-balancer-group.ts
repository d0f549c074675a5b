import { takesUdp } from "../../graph/aws/media-fronts";
import { listOf } from "../../graph/known";
import type { FoundEksInstallation } from "../../graph/lls-installation";
import { isUnknown } from "../../graph/unknown";
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
  const { proxyNodes, securityGroups, ports } = found.installation;
  const [protocol, port] = flow === "E2" ? ["udp", ports.mediaNodePort] : ["tcp", ports.healthNodePort];
  const ofNodes = proxyNodes.flatMap(({ securityGroupIds = [] }) => securityGroupIds);
  return securityGroups
    .filter(({ id }) => ofNodes.includes(id))
    .flatMap(({ rules = [] }) => rules)
    .some(
      (rule) =>
        !rule.egress &&
        !rule.undecided &&
        rule.referencedGroupId !== undefined &&
        !ofNodes.includes(rule.referencedGroupId) &&
        rule.protocol === protocol &&
        rule.fromPort <= port &&
        rule.toPort >= port,
    );
}
