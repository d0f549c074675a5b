import { ports, tags as lls } from "../../components/lls";
import type { SecurityGroupFacts } from "../../reachability/aws/network";
import type { GraphResource, ResourceGraph } from "../../graph/resource-graph";
import type { TakenOver } from "../adoption";
import { plannedOf, takenAs } from "../planned";
import type { FoundRule, FoundSecurityGroup } from "./found";

/**
 * The rules of the nodes' groups that let the load balancer's groups in, and those of the guide's name that no program made: where the load balancer
 * has no group, they let everybody in.
 */
export function nodeRulesFrom(nodeGroups: SecurityGroupFacts[], balancerGroups: string[]): FoundRule[] {
  return nodeGroups.flatMap(({ id: groupId, rules = [] }) =>
    rules
      .filter(({ referencedGroupId, tags }) => balancerGroups.includes(referencedGroupId ?? "") || isTheGuides(tags))
      .map(({ id, egress, protocol, fromPort, toPort, ...peer }) => ({
        ...{ id, groupId, egress, protocol, fromPort, toPort },
        peer: peer.referencedGroupId ?? peer.cidr ?? peer.prefixListId ?? "",
      })),
  );
}

/** Guide step 4.3; a rule of ours has the same name, and more tags. */
function isTheGuides({ [lls.name]: name, [lls.provisioner.key]: provisioner }: Record<string, string>): boolean {
  return name === `streaming-proxy-udp-${ports.mediaNodePort}` && provisioner === undefined;
}

/** Rules that become resources of the program, and those that it does not make. */
export interface AdoptedRules {
  taken: TakenOver[];
  left: FoundRule[];
}

/**
 * Takes over the rules that the program makes too: AWS would refuse the second one (`InvalidPermission.Duplicate`).
 * @param group the group that is taken over for the load balancer's; absent: a new one is made, and no rule of an old one fits
 */
export function adoptedRules(
  graph: ResourceGraph,
  group: { found: FoundSecurityGroup; taken: TakenOver } | undefined,
  nodeRules: FoundRule[],
): AdoptedRules {
  if (!group) return { taken: [], left: nodeRules };
  const own = graph.resources.find(({ urn }) => urn === group.taken.urn)?.id;
  const inCloud = (id: unknown): unknown => (id === own ? group.found.id : id);
  const planned = new Map(
    [...plannedOf(graph, ruleType("Ingress")), ...plannedOf(graph, ruleType("Egress"))].map((rule) => [
      plannedKey(rule, inCloud),
      rule,
    ]),
  );
  const result: AdoptedRules = { taken: [], left: [] };
  for (const rule of [...group.found.rules, ...nodeRules]) {
    const same = planned.get(foundKey(rule));
    if (same) result.taken.push(takenAs(same, rule.id, `rule ${rule.id} of ${rule.groupId}`));
    else result.left.push(rule);
  }
  return result;
}

function ruleType(direction: "Ingress" | "Egress"): string {
  return `aws:vpc/securityGroup${direction}Rule:SecurityGroup${direction}Rule`;
}

function plannedKey({ type, inputs }: GraphResource, inCloud: (id: unknown) => unknown): string {
  const { securityGroupId, ipProtocol, fromPort, toPort, cidrIpv4, referencedSecurityGroupId } = inputs;
  const peer = cidrIpv4 ?? inCloud(referencedSecurityGroupId);
  return JSON.stringify([inCloud(securityGroupId), type === ruleType("Egress"), ipProtocol, fromPort, toPort, peer]);
}

function foundKey({ groupId, egress, protocol, fromPort, toPort, peer }: FoundRule): string {
  return JSON.stringify([groupId, egress, protocol, fromPort, toPort, peer]);
}
