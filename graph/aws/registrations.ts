import { groupBy } from "../group-by";
import { fieldsOf } from "../known";
import { plainType } from "../plain-type";
import type { GraphResource } from "../resource-graph";
import type { StackIndex } from "../stack-index";
import {
  autoScalingAttachmentType,
  autoScalingGroupType,
  targetAttachmentType,
  targetGroupBindingType,
  targetGroupType,
  trafficSourceType,
} from "./resource-types";

/** How a type says in which target groups it registers targets. */
interface Registrar {
  type: string;
  /** The input that says it. */
  property: string;
  arnsIn: (value: unknown) => unknown[];
}

const registrars: Registrar[] = [
  { type: targetAttachmentType, property: "targetGroupArn", arnsIn: (arn) => [arn] },
  { type: autoScalingAttachmentType, property: "lbTargetGroupArn", arnsIn: (arn) => [arn] },
  { type: trafficSourceType, property: "trafficSource", arnsIn: (source) => [fieldsOf(source).identifier ?? source] },
  {
    type: autoScalingGroupType,
    property: "targetGroupArns",
    arnsIn: (arns) => (Array.isArray(arns) ? (arns as unknown[]) : [arns]),
  },
  { type: targetGroupBindingType, property: "spec", arnsIn: (spec) => [fieldsOf(spec).targetGroupARN ?? spec] },
];

/** What registers targets in which target group. */
export function registrationsOf(stack: StackIndex): Map<GraphResource, GraphResource[]> {
  const registered = registrars.flatMap((registrar) =>
    stack
      .ofType(registrar.type)
      .flatMap((resource) => groupsOf(stack, resource, registrar).map((group) => ({ group, resource }))),
  );
  const byGroup = groupBy(registered, ({ group }) => group);
  return new Map([...byGroup].map(([group, ones]) => [group, ones.map(({ resource }) => resource)]));
}

/** True if a resource registers targets in a target group, or may. */
export function registersIn(stack: StackIndex, registration: GraphResource, targetGroup: GraphResource): boolean {
  const registrar = registrars.find(({ type }) => type === plainType(registration.type));
  return registrar !== undefined && groupsOf(stack, registration, registrar).includes(targetGroup);
}

function groupsOf(stack: StackIndex, resource: GraphResource, { property, arnsIn }: Registrar): GraphResource[] {
  const arns = arnsIn(resource.inputs[property]);
  return [...new Set(arns.flatMap((arn) => stack.referents(resource, property, arn, targetGroupType)))];
}
