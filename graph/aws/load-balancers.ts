import type { EksListener, EksLoadBalancer } from "../../reachability/aws/installation";
import { entriesOf, fieldsOf, isHidden, knownNumber, knownText } from "../known";
import type { GraphResource } from "../resource-graph";
import type { StackIndex } from "../stack-index";
import { loadBalancerType, securityGroupSources, subnetType, targetGroupType } from "./resource-types";

/** Stands for a security group of the load balancer that is not known yet; no id of AWS has blanks. */
const unknownGroup = "a group that is not known yet";

/** The load balancer's network side. */
export function loadBalancerFacts(stack: StackIndex, loadBalancer: GraphResource): EksLoadBalancer {
  const { inputs } = loadBalancer;
  const mappings = (entriesOf(inputs.subnetMappings) ?? []).map(({ subnetId }) => subnetId);
  const subnets = stack.idsIn(loadBalancer, "subnets", inputs.subnets, subnetType).ids;
  const mapped = stack.idsIn(loadBalancer, "subnetMappings", mappings, subnetType).ids;
  const groups = stack.idsIn(loadBalancer, "securityGroups", inputs.securityGroups, ...securityGroupSources);
  return {
    subnetIds: subnets.length > 0 ? subnets : mapped,
    ...(!isHidden(inputs.securityGroups) && {
      securityGroupIds: groups.complete ? groups.ids : [...groups.ids, unknownGroup],
    }),
    crossZone: isTrue(inputs.enableCrossZoneLoadBalancing),
    ...(isTrue(inputs.internal) && { internal: true }),
  };
}

/** The load balancers of the stack that a listener may be on: one, where that is known. */
export function loadBalancersOf(stack: StackIndex, listener: GraphResource): GraphResource[] {
  return stack.referents(listener, "loadBalancerArn", listener.inputs.loadBalancerArn, loadBalancerType);
}

/** The target groups of the stack that a listener forwards to. */
export function forwardedTo(stack: StackIndex, listener: GraphResource): GraphResource[] {
  const { defaultActions } = listener.inputs;
  const actions = entriesOf(defaultActions);
  const arns = actions
    ? actions.flatMap(({ targetGroupArn, forward }) => [
        targetGroupArn,
        ...(entriesOf(fieldsOf(forward).targetGroups) ?? []).map(({ arn }) => arn),
      ])
    : [defaultActions];
  const found = arns.flatMap((arn) => stack.referents(listener, "defaultActions", arn, targetGroupType));
  return [...new Set(found)];
}

/**
 * A listener with the target group that it forwards to; undefined if either says something that is not known yet. What is not written is as AWS and
 * the provider have it: checks on the traffic port, by HTTP if there is a block for them, else by TCP (AWS provider, `aws.lb.TargetGroup`,
 * `healthCheck`; ELB user guide, "Health checks for Network Load Balancer target groups").
 */
export function listenerFacts(listener: GraphResource, targetGroup: GraphResource): EksListener | undefined {
  const check = fieldsOf(targetGroup.inputs.healthCheck);
  const targetGroupPort = knownNumber(targetGroup.inputs.port);
  const writtenPort = check.port ?? "traffic-port";
  const facts = {
    protocol: protocolOf(listener),
    port: knownNumber(listener.inputs.port),
    targetGroupProtocol: protocolOf(targetGroup),
    targetGroupPort,
    healthCheckPort: writtenPort === "traffic-port" ? targetGroupPort : knownNumber(writtenPort),
    healthCheckProtocol: isHidden(check.protocol)
      ? undefined
      : (knownText(check.protocol)?.toUpperCase() ?? (targetGroup.inputs.healthCheck === undefined ? "TCP" : "HTTP")),
  };
  const isKnown = !isHidden(targetGroup.inputs.healthCheck) && Object.values(facts).every((fact) => fact !== undefined);
  return isKnown ? (facts as EksListener) : undefined;
}

/** One that is not written is said to be none: AWS refuses it. */
function protocolOf({ inputs }: GraphResource): string | undefined {
  return isHidden(inputs.protocol) ? undefined : (knownText(inputs.protocol)?.toUpperCase() ?? "no protocol");
}

function isTrue(value: unknown): boolean {
  return value === true || value === "true";
}
