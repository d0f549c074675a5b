import type { GraphResource, ResourceGraph } from "../../graph/resource-graph";
import type { AwsNetwork, SecurityGroupRuleFacts } from "../../reachability/aws/network";
import { resource } from "./foreign-stack";

/** A way to write the rules of security groups; what they admit stays the same. */
export type RuleStyle = (graph: ResourceGraph, network: AwsNetwork) => void;

const ruleType = /^aws:vpc\/securityGroup(In|E)gressRule:/;
const groupType = "aws:ec2/securityGroup:SecurityGroup";

const isRule = ({ type }: GraphResource): boolean => ruleType.test(type);
const isIngress = ({ type }: GraphResource): boolean => type.includes("Ingress");

function replaceRules(graph: ResourceGraph, write: (rule: GraphResource) => GraphResource[]): void {
  graph.resources = graph.resources.flatMap((one) => (isRule(one) ? write(one) : [one]));
}

/** A copy of a rule under another name. */
function like(rule: GraphResource, suffix: string, changed: Record<string, unknown>): GraphResource {
  const inputs = { ...rule.inputs, ...changed };
  return { ...rule, urn: `${rule.urn}-${suffix}`, name: `${rule.name}-${suffix}`, id: `${rule.id}-${suffix}`, inputs };
}

/** `aws.ec2.SecurityGroupRule`, with lists of peers. */
export const olderRules: RuleStyle = (graph) =>
  replaceRules(graph, (rule) => {
    const { securityGroupId, ipProtocol, fromPort, toPort, cidrIpv4, referencedSecurityGroupId } = rule.inputs;
    const isItself = referencedSecurityGroupId === securityGroupId;
    const peer =
      cidrIpv4 === undefined ? { sourceSecurityGroupId: referencedSecurityGroupId } : { cidrBlocks: [cidrIpv4] };
    const inputs = {
      ...{ type: isIngress(rule) ? "ingress" : "egress", securityGroupId, protocol: ipProtocol, fromPort, toPort },
      ...(isItself ? { self: true } : peer),
    };
    return [resource("aws:ec2/securityGroupRule:SecurityGroupRule", rule.name, inputs, { id: `sgrule-${rule.name}` })];
  });

/** Lists of the groups themselves; groups that exist already become the stack's, with the rules that they have. */
export const inlineRules: RuleStyle = (graph, network) => {
  const rules = graph.resources.filter(isRule);
  graph.resources = graph.resources.filter((one) => !isRule(one));
  for (const id of new Set(rules.map(({ inputs }) => String(inputs.securityGroupId)))) {
    const made = graph.resources.find((one) => one.type === groupType && one.id === id);
    const group = made ?? resource(groupType, `imported-${id}`, { vpcId: network.vpcId }, { id });
    if (!made) graph.resources.push(group);
    const facts = made ? [] : (network.securityGroups.find((one) => one.id === id)?.rules ?? []);
    const own = rules.filter(({ inputs }) => inputs.securityGroupId === id);
    const list = (egress: boolean) => [
      ...facts.filter((rule) => rule.egress === egress).map((rule) => inlineOfFacts(rule, id)),
      ...own.filter((rule) => isIngress(rule) !== egress).map((rule) => inlineOf(rule, id)),
    ];
    group.inputs.ingress = list(false);
    group.inputs.egress = list(true);
  }
};

function inlineOf({ inputs }: GraphResource, id: string): Record<string, unknown> {
  const { ipProtocol: protocol, fromPort, toPort, cidrIpv4, referencedSecurityGroupId: group } = inputs;
  const common = { protocol, fromPort, toPort };
  if (cidrIpv4 !== undefined) return { ...common, cidrBlocks: [cidrIpv4] };
  return group === id ? { ...common, self: true } : { ...common, securityGroups: [group] };
}

function inlineOfFacts(rule: SecurityGroupRuleFacts, id: string): Record<string, unknown> {
  const isEverything = rule.protocol === "-1";
  const ports = isEverything ? { fromPort: 0, toPort: 0 } : { fromPort: rule.fromPort, toPort: rule.toPort };
  const common = { protocol: rule.protocol, ...ports };
  if (rule.cidr?.includes(":")) return { ...common, ipv6CidrBlocks: [rule.cidr] };
  if (rule.cidr) return { ...common, cidrBlocks: [rule.cidr] };
  if (rule.prefixListId) return { ...common, prefixListIds: [rule.prefixListId] };
  return rule.referencedGroupId === id
    ? { ...common, self: true }
    : { ...common, securityGroups: [rule.referencedGroupId] };
}

/** Several rules that together admit what one did: halves of ranges of ports, halves of the internet. */
export const halves: RuleStyle = (graph) =>
  replaceRules(graph, (rule) => {
    const { fromPort, toPort, cidrIpv4, ipProtocol } = rule.inputs as { fromPort: number; toPort: number } & Record<
      string,
      unknown
    >;
    if (cidrIpv4 === "0.0.0.0/0") {
      return ["0.0.0.0/1", "128.0.0.0/1"].map((cidr, index) => like(rule, `half-${index}`, { cidrIpv4: cidr }));
    }
    if (ipProtocol === "icmp" || fromPort === toPort) return [rule];
    const middle = Math.floor((fromPort + toPort) / 2);
    return [
      like(rule, "low", { toPort: middle }),
      like(rule, "high", { fromPort: middle + 1 }),
      // One more that overlaps both.
      like(rule, "middle", { fromPort: middle, toPort: middle + 1 }),
    ];
  });

/** Wider ranges of ports, and addresses in place of groups: those of the senders and more. */
export const wider: RuleStyle = (graph, network) => {
  const cidr = (rule: GraphResource): string =>
    // The load balancer keeps the address of the browser.
    rule.inputs.fromPort === 30504 && isIngress(rule) ? "0.0.0.0/0" : network.vpcCidrs[0]!;
  replaceRules(graph, (rule) => {
    const { referencedSecurityGroupId, fromPort, toPort } = rule.inputs as {
      fromPort: number;
      toPort: number;
    } & Record<string, unknown>;
    if (referencedSecurityGroupId === undefined) return [rule];
    return [
      like(rule, "wide", {
        ...{ referencedSecurityGroupId: undefined, cidrIpv4: cidr(rule) },
        ...{ fromPort: fromPort - 1, toPort: toPort + 1 },
      }),
    ];
  });
};

/** Every style, by name. */
export const styles: Record<string, RuleStyle> = {
  "vpc rules, as our component writes them": () => undefined,
  "ec2.SecurityGroupRule": olderRules,
  "ec2.SecurityGroup inline": inlineRules,
  "several rules that together cover": halves,
  "wider addresses and ports": wider,
  "several older rules that together cover": (graph, network) => {
    halves(graph, network);
    olderRules(graph, network);
  },
  "inline, with wider addresses": (graph, network) => {
    wider(graph, network);
    inlineRules(graph, network);
  },
};
