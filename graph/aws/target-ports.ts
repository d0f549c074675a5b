import { ports } from "../../components/lls";
import { fieldsOf, knownNumber } from "../known";
import { plainType } from "../plain-type";
import type { GraphResource } from "../resource-graph";
import type { StackIndex } from "../stack-index";
import { registersIn } from "./registrations";
import { targetAttachmentType, targetGroupBindingType } from "./resource-types";

/**
 * Ports on which the targets of a group take traffic: that of the group, unless a target is registered with one of its own, which overrides it
 * (Elastic Load Balancing API, CreateTargetGroup, Port).
 * @param registrations resources that register targets, perhaps in other groups
 * @returns undefined if one is not known
 */
export function targetPortsOf(
  stack: StackIndex,
  targetGroup: GraphResource,
  registrations: readonly GraphResource[],
): number[] | undefined {
  const ofGroup = knownNumber(targetGroup.inputs.port);
  const own = registrations.filter((registration) => registersIn(stack, registration, targetGroup));
  if (own.length === 0) return ofGroup === undefined ? undefined : [ofGroup];
  const all = own.map((registration) => portOf(registration, targetGroup, ofGroup));
  const known = all.filter((port) => port !== undefined);
  return known.length < all.length ? undefined : [...new Set(known)].sort((a, b) => a - b);
}

function portOf(
  { type, inputs }: GraphResource,
  targetGroup: GraphResource,
  ofGroup: number | undefined,
): number | undefined {
  switch (plainType(type)) {
    case targetAttachmentType:
      return inputs.port === undefined || inputs.port === null ? ofGroup : knownNumber(inputs.port);
    case targetGroupBindingType:
      // The AWS Load Balancer Controller registers nodes with the NodePort of the Service, whatever the group says; pods with a port of their own.
      return [targetGroup.inputs.targetType, fieldsOf(inputs.spec).targetType].includes("ip")
        ? undefined
        : ports.mediaNodePort;
    default:
      return ofGroup;
  }
}
