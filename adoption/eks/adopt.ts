import type { EksAdopted } from "../../components/eks/args";
import { purposes, tags as lls } from "../../components/lls";
import { ownTags } from "../../discovery/eks/own-rules";
import type { SecurityGroupFacts } from "../../reachability/aws/network";
import type { GraphResource, ResourceGraph } from "../../graph/resource-graph";
import type { Adoption, LeftBehind, TakenOver } from "../adoption";
import { plannedOf, takenAs } from "../planned";
import type { Command, Place } from "../../recovery/object-kind";
import type { FoundListener, FoundOnEks, FoundRule, FoundSecurityGroup, FoundTargetGroup } from "./found";
import { adoptedRules, nodeRulesFrom } from "./rules";
import { loadBalancerObstacle } from "./load-balancer";

/** What adoption on EKS follows from. */
export interface EksAdoptionInput {
  found: FoundOnEks;
  /** Security groups of the nodes, as discovery has just read them. */
  nodeGroups: SecurityGroupFacts[];
  /** Whether the program makes the rules on them; otherwise those that exist are what it counts on. */
  makesNodeRules: boolean;
  /** What the program registers. */
  graph: ResourceGraph;
  cluster: string;
  /** `<project>/<stack>`. */
  owner: string;
  /** UDP port for browsers. */
  port: number;
  /** What the stack file says already. */
  adopted?: EksAdopted;
  /** Where commands of the AWS CLI go. */
  place: Place & { region: string };
}

/**
 * Which things of an installation made by hand become which resources of the program. Whatever would have to be replaced is left
 * behind, and the program makes a new one beside it. Pure.
 */
export function adoptOnEks(input: EksAdoptionInput): Adoption {
  const { found, graph, place } = input;
  const aws = (...words: string[]): Command => awsCommand(place, words);
  const balancer = plannedOf(graph, "aws:lb/loadBalancer:LoadBalancer")[0];
  const obstacle = balancer ? loadBalancerObstacle(found.loadBalancer, balancer, graph) : "the program makes none";
  if (balancer === undefined || obstacle !== undefined)
    return { ...nothing, left: allLeft(input, obstacle ?? "", aws) };

  const group = groupOf(input);
  const listener = listenerOf(input);
  const targetGroup = targetGroupOf(input, listener);
  const rules = adoptedRules(graph, group, nodeRulesOf(input));
  const taken = [
    ...(group ? [group.taken] : []),
    ...elasticIps(found, graph),
    ...(targetGroup ? [targetGroup.taken] : []),
    takenAs(balancer, found.loadBalancer.arn, `load balancer ${found.loadBalancer.name}`),
    ...rules.taken,
    ...(listener ? [listener.taken] : []),
  ];
  const keys = namesToKeep(input, group?.found, targetGroup?.found);
  return {
    taken,
    keys: keys ? { eks: { adopted: keys } } : {},
    marks: marks(taken, input, aws),
    left: [
      ...rules.left.map((rule) => leftRule(rule, aws)),
      ...found.targetGroups
        .filter(({ arn }) => arn !== targetGroup?.found.arn)
        .map((other) => leftTargetGroup(other, targetGroupReason(input, other, listener), aws)),
      ...found.securityGroups
        .filter(({ id }) => id !== group?.found.id)
        .map((other) =>
          leftGroup(other, "it is not the guide's, or not alone on the load balancer: a new one takes its place", aws),
        ),
    ],
  };
}

/** The rules on the nodes' groups that are the program's to take over. */
function nodeRulesOf({ found, nodeGroups, makesNodeRules }: EksAdoptionInput): FoundRule[] {
  return makesNodeRules ? nodeRulesFrom(nodeGroups, found.loadBalancer.securityGroupIds) : [];
}

const nothing: Adoption = { taken: [], keys: {}, marks: [], left: [] };

/** A thing that is taken over, with what was found of it. */
interface Pair<Found> {
  found: Found;
  taken: TakenOver;
}

/** A load balancer that has a group gets another one in place, so only a group that is the installation's alone is taken over. */
function groupOf({ found, graph, cluster }: EksAdoptionInput): Pair<FoundSecurityGroup> | undefined {
  const [group, ...others] = found.securityGroups;
  const [planned] = plannedOf(graph, "aws:ec2/securityGroup:SecurityGroup");
  if (!group || !planned || others.length > 0) return undefined;
  const isTheGuides = group.tags[lls.cluster] === cluster && group.tags[lls.purpose] === purposes.securityGroup;
  if (!isTheGuides || group.vpcId !== planned.inputs.vpcId) return undefined;
  return { found: group, taken: takenAs(planned, group.id, `security group ${group.name}`) };
}

/** The one on the stack's port, or the only one: another port is changed in place. */
function listenerOf({ found, graph, port }: EksAdoptionInput): Pair<FoundListener> | undefined {
  const [planned] = plannedOf(graph, "aws:lb/listener:Listener");
  const { listeners } = found;
  const chosen = listeners.find((one) => one.port === port) ?? (listeners.length === 1 ? listeners[0] : undefined);
  return planned && chosen && { found: chosen, taken: takenAs(planned, chosen.arn, `listener UDP ${chosen.port}`) };
}

function targetGroupOf(
  { found, graph }: EksAdoptionInput,
  listener: Pair<FoundListener> | undefined,
): Pair<FoundTargetGroup> | undefined {
  const [planned] = plannedOf(graph, targetGroupType);
  const group = found.targetGroups.find(({ arn }) => listener?.found.targetGroupArns.includes(arn));
  if (!planned || !group || differences(group, planned).length > 0) return undefined;
  return { found: group, taken: takenAs(planned, group.arn, `target group ${group.name}`) };
}

const targetGroupType = "aws:lb/targetGroup:TargetGroup";

/** Properties for which AWS makes a new target group (Elastic Load Balancing API, ModifyTargetGroup, has none of them). */
function differences(found: FoundTargetGroup, { inputs }: GraphResource): string[] {
  return (["protocol", "port", "targetType", "vpcId"] as const).filter(
    (property) => found[property] !== inputs[property],
  );
}

function targetGroupReason(
  { graph }: EksAdoptionInput,
  group: FoundTargetGroup,
  listener: Pair<FoundListener> | undefined,
): string {
  const [planned] = plannedOf(graph, targetGroupType);
  if (!planned || !listener?.found.targetGroupArns.includes(group.arn))
    return "no listener of the program forwards to it";
  const [property = ""] = differences(group, planned);
  if (property !== "targetType")
    return `its ${property} is another one: a new one is made, and the listener forwards to that`;
  return "its targets are addresses, and eks.targets says otherwise: a new one is made, and the listener forwards to that; to keep it, set eks.targets.kind to addresses";
}

/** The allocation, where the program has an Elastic IP of its own. */
function elasticIps({ loadBalancer }: FoundOnEks, graph: ResourceGraph): TakenOver[] {
  const [planned] = plannedOf(graph, "aws:ec2/eip:Eip");
  const allocationId = loadBalancer.subnets[0]?.allocationId;
  return planned && allocationId !== undefined ? [takenAs(planned, allocationId, `Elastic IP ${allocationId}`)] : [];
}

/** The names that the stack file has to give; undefined: it does. */
function namesToKeep(
  { found, adopted }: EksAdoptionInput,
  group: FoundSecurityGroup | undefined,
  targetGroup: FoundTargetGroup | undefined,
): EksAdopted | undefined {
  const names: EksAdopted = {
    loadBalancerName: found.loadBalancer.name,
    ...(group && { securityGroupName: group.name, securityGroupDescription: group.description }),
    ...(targetGroup && { targetGroupName: targetGroup.name }),
  };
  const same = JSON.stringify(sorted(names)) === JSON.stringify(sorted(adopted ?? {}));
  return same ? undefined : names;
}

function sorted(names: EksAdopted): [string, unknown][] {
  return Object.entries(names).sort(([one], [other]) => (one < other ? -1 : 1));
}

function awsCommand({ region, profile }: EksAdoptionInput["place"], words: string[]): Command {
  return ["aws", ...words, "--region", region, ...(profile === undefined ? [] : ["--profile", profile])];
}

type Aws = (...words: string[]) => Command;

/** The tags by which the stack knows its own, and without which its own policy (docs/iam/eks-policy.json) lets it change nothing. */
function marks(taken: TakenOver[], { cluster, owner }: EksAdoptionInput, aws: Aws): Command[] {
  const tags = Object.entries(ownTags({ cluster, owner })).map(([key, value]) => `Key=${key},Value=${value}`);
  const balancing = taken.map(({ id }) => id).filter((id) => id.startsWith("arn:"));
  const others = taken.map(({ id }) => id).filter((id) => !id.startsWith("arn:"));
  return [
    aws("elbv2", "add-tags", "--resource-arns", ...balancing, "--tags", ...tags),
    ...(others.length > 0 ? [aws("ec2", "create-tags", "--resources", ...others, "--tags", ...tags)] : []),
  ];
}

function leftRule({ id, groupId, egress, protocol, fromPort, toPort, peer }: FoundRule, aws: Aws): LeftBehind {
  const ports = fromPort === -1 ? "all ports" : fromPort === toPort ? fromPort : `${fromPort}-${toPort}`;
  const direction = egress ? "egress" : "ingress";
  return {
    title: `${direction} rule ${id} of ${groupId}: ${protocol === "-1" ? "every protocol" : protocol} ${ports}, ${peer}`,
    why: "the program makes no such rule",
    remove: [aws("ec2", `revoke-security-group-${direction}`, "--group-id", groupId, "--security-group-rule-ids", id)],
  };
}

function leftTargetGroup({ arn, name }: FoundTargetGroup, why: string, aws: Aws): LeftBehind {
  return {
    title: `target group ${name}`,
    why,
    remove: [aws("elbv2", "delete-target-group", "--target-group-arn", arn)],
  };
}

function leftGroup({ id, name }: FoundSecurityGroup, why: string, aws: Aws): LeftBehind {
  return { title: `security group ${name}`, why, remove: [aws("ec2", "delete-security-group", "--group-id", id)] };
}

/** Without the load balancer nothing of it can stay: its target group belongs to it, its group and their rules are for it. */
function allLeft(input: EksAdoptionInput, obstacle: string, aws: Aws): LeftBehind[] {
  const { loadBalancer, targetGroups, securityGroups } = input.found;
  const belongs = `it belongs to load balancer ${loadBalancer.name}`;
  return [
    {
      title: `load balancer ${loadBalancer.name}`,
      why: obstacle,
      remove: [
        aws("elbv2", "delete-load-balancer", "--load-balancer-arn", loadBalancer.arn),
        aws("elbv2", "wait", "load-balancers-deleted", "--load-balancer-arns", loadBalancer.arn),
      ],
    },
    ...targetGroups.map((group) => leftTargetGroup(group, belongs, aws)),
    ...nodeRulesOf(input).map((rule) => leftRule(rule, aws)),
    ...securityGroups.map((group) => leftGroup(group, belongs, aws)),
  ];
}
