import {
  unknownGroup,
  type EksListener,
  type EksLoadBalancer,
  type EksTargetGroup,
} from "../../reachability/aws/installation";
import { entriesOf, fieldsOf, isHidden, knownNumber, knownText } from "../known";
import type { GraphResource } from "../resource-graph";
import type { StackIndex } from "../stack-index";
import { unknownValue } from "../unknown";
import { targetPortsOf } from "./target-ports";
import { loadBalancerType, securityGroupSources, subnetType, targetGroupType } from "./resource-types";
import { withUnknownSubnet } from "./unknown-subnet";

/** The load balancer's network side. */
export function loadBalancerFacts(stack: StackIndex, loadBalancer: GraphResource): EksLoadBalancer {
  const { inputs } = loadBalancer;
  const mappings = entriesOf(inputs.subnetMappings)?.map(({ subnetId }) => subnetId) ?? inputs.subnetMappings;
  const subnets = stack.idsIn(loadBalancer, "subnets", inputs.subnets, subnetType);
  const mapped = stack.idsIn(loadBalancer, "subnetMappings", mappings, subnetType);
  const subnetIds = { ids: [...subnets.ids, ...mapped.ids], complete: subnets.complete && mapped.complete };
  const groups = stack.idsIn(loadBalancer, "securityGroups", inputs.securityGroups, ...securityGroupSources);
  const undecided = [
    ...(isHidden(inputs.enableCrossZoneLoadBalancing) ? (["crossZone"] as const) : []),
    ...(isHidden(inputs.internal) ? (["internal"] as const) : []),
  ];
  return {
    subnetIds: withUnknownSubnet(subnetIds),
    ...(!isHidden(inputs.securityGroups) && {
      securityGroupIds: groups.complete ? groups.ids : [...groups.ids, unknownGroup],
    }),
    crossZone: isTrue(inputs.enableCrossZoneLoadBalancing),
    ...(isTrue(inputs.internal) && { internal: true }),
    ...(undecided.length > 0 && { undecided }),
  };
}

/** The load balancers of the stack that a listener may be on: one, where that is known. */
export function loadBalancersOf(stack: StackIndex, listener: GraphResource): GraphResource[] {
  return stack.referents(listener, "loadBalancerArn", listener.inputs.loadBalancerArn, loadBalancerType);
}

/** The target groups of the stack that a listener forwards to. */
export function forwardedTo(stack: StackIndex, listener: GraphResource): GraphResource[] {
  return targetGroupsOf(stack, listener, targetGroupArns(listener));
}

function targetGroupsOf(stack: StackIndex, listener: GraphResource, arns: readonly unknown[]): GraphResource[] {
  const found = arns.flatMap((arn) => stack.referents(listener, "defaultActions", arn, targetGroupType));
  return [...new Set(found)];
}

/** What stands where a listener names target groups; one that is not known for everything that is not. */
function targetGroupArns(
  { inputs: { defaultActions } }: GraphResource,
  isCounted = (_group: object): boolean => true,
): unknown[] {
  const actions = entriesOf(defaultActions);
  if (!actions) return [unknownValue];
  const arns = actions.flatMap(({ targetGroupArn, forward }) => {
    if (isHidden(forward)) return [targetGroupArn, forward];
    const groups = entriesOf(fieldsOf(forward).targetGroups);
    return [targetGroupArn, ...(groups ? groups.filter(isCounted).map(({ arn }) => arn) : [unknownValue])];
  });
  return arns.filter((arn) => arn !== undefined && arn !== null);
}

/** A target group of weight 0 gets nothing (Elastic Load Balancing API, TargetGroupTuple). */
function hasShare({ weight }: { weight?: unknown }): boolean {
  return knownNumber(weight) !== 0;
}

/** True if a listener names a load balancer or a target group of which nothing tells which one it is. */
export function hidesReferents(stack: StackIndex, listener: GraphResource): boolean {
  const { loadBalancerArn } = listener.inputs;
  if (isHidden(loadBalancerArn) && loadBalancersOf(stack, listener).length === 0) return true;
  return targetGroupArns(listener).some(isHidden) && forwardedTo(stack, listener).length === 0;
}

/**
 * A listener with the target groups that it forwards to; undefined if it or all of them say something that is not known yet. What is not written is as AWS and
 * the provider have it: checks on the traffic port, by HTTP if there is a block for them, else by TCP (AWS provider, `aws.lb.TargetGroup`,
 * `healthCheck`; ELB user guide, "Health checks for Network Load Balancer target groups").
 * @param registrations resources that register targets
 */
export function listenerFacts(
  stack: StackIndex,
  listener: GraphResource,
  registrations: readonly GraphResource[],
): EksListener | undefined {
  const protocol = protocolOf(listener);
  const port = knownNumber(listener.inputs.port);
  const arns = targetGroupArns(listener, hasShare);
  const targetGroups = targetGroupsOf(stack, listener, arns).map((group) =>
    targetGroupFacts(group, targetPortsOf(stack, group, registrations)),
  );
  const known = targetGroups.filter((facts) => facts !== undefined);
  const isUnknown = known.length === 0 && targetGroups.length > 0;
  if (protocol === undefined || port === undefined || isUnknown) return undefined;
  const isElsewhere = (arn: unknown): boolean => targetGroupsOf(stack, listener, [arn]).length === 0;
  const othersUnknown = known.length < targetGroups.length || arns.some(isElsewhere);
  return { protocol, port, targetGroups: known, ...(othersUnknown && { othersUnknown }) };
}

/** @param targetPorts on which targets are registered; undefined: not known */
function targetGroupFacts(
  { name, inputs }: GraphResource,
  targetPorts: number[] | undefined,
): EksTargetGroup | undefined {
  const check = fieldsOf(inputs.healthCheck);
  const checkPort = knownNumber(check.port);
  const facts = {
    protocol: protocolOf({ inputs }),
    ports: targetPorts,
    healthCheckPorts:
      (check.port ?? "traffic-port") === "traffic-port"
        ? targetPorts
        : checkPort === undefined
          ? undefined
          : [checkPort],
    healthCheckProtocol: isHidden(check.protocol)
      ? undefined
      : (knownText(check.protocol)?.toUpperCase() ?? (inputs.healthCheck === undefined ? "TCP" : "HTTP")),
  };
  const isKnown = !isHidden(inputs.healthCheck) && Object.values(facts).every((fact) => fact !== undefined);
  return isKnown ? { name, ...(facts as Omit<EksTargetGroup, "name">) } : undefined;
}

/** One that is not written is said to be none: AWS refuses it. */
function protocolOf({ inputs }: Pick<GraphResource, "inputs">): string | undefined {
  return isHidden(inputs.protocol) ? undefined : (knownText(inputs.protocol)?.toUpperCase() ?? "no protocol");
}

function isTrue(value: unknown): boolean {
  return value === true || value === "true";
}
