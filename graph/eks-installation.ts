import { proxyNodeSelector, workerNodeSelector } from "../components/lls";
import type { EksInstallation } from "../reachability/aws/installation";
import type { AwsNetwork } from "../reachability/aws/network";
import { forwardedTo, hidesReferents, loadBalancersOf } from "./aws/load-balancers";
import {
  autoScalingAttachmentType,
  listenerType,
  loadBalancerType,
  targetAttachmentType,
  targetGroupBindingType,
  targetGroupType,
} from "./aws/resource-types";
import { describedInstallation, type EksDescription } from "./eks-description";
import { familiesOf } from "./families";
import { entriesOf, knownText, knownTexts } from "./known";
import { knownFacts } from "./known-facts";
import { plainType } from "./plain-type";
import type { GraphResource, ResourceGraph } from "./resource-graph";
import { securityGroupsOf } from "./security-groups";
import { StackIndex } from "./stack-index";

/** Type token of the component that marks an installation on EKS. */
export const eksLlsType = "nvcf-lls:index:EksLls";

const registrationTypes = [autoScalingAttachmentType, targetAttachmentType, targetGroupBindingType];

/** Every EKS installation that our component makes in a stack, as reachability judges it. */
export function eksInstallations(graph: ResourceGraph): EksInstallation[] {
  const stack = new StackIndex(graph);
  const groups = securityGroupsOf(stack);
  const families = familiesOf(graph, eksLlsType);
  return stack
    .ofType(eksLlsType)
    .map((component) =>
      describedInstallation(stack, groups, describedByComponent(stack, component, families.get(component.urn) ?? [])),
    );
}

/**
 * What our component says of its installation.
 * @param children everything below it
 */
export function describedByComponent(
  stack: StackIndex,
  component: GraphResource,
  children: readonly GraphResource[],
): EksDescription {
  const inputs = component.inputs as unknown as EksLlsInputs;
  const ofType = (...types: string[]): GraphResource[] =>
    children.filter(({ type }) => types.includes(plainType(type)));
  const [loadBalancer] = ofType(loadBalancerType);
  const targetGroups = ofType(targetGroupType);
  const isOurs = (listener: GraphResource): boolean =>
    hidesReferents(stack, listener) ||
    (loadBalancersOf(stack, listener).some((one) => one === loadBalancer) &&
      forwardedTo(stack, listener).some((group) => targetGroups.includes(group)));
  return {
    name: component.name,
    clients: knownTexts(inputs.clients).complete ? inputs.clients : undefined,
    port: inputs.port,
    mediaPort: inputs.mediaPort,
    externalTrafficPolicy: inputs.externalTrafficPolicy,
    loadBalancer,
    listeners: ofType(listenerType).filter(isOurs),
    targetGroups,
    registrations: ofType(...registrationTypes),
    partial: false,
    facts: knownFacts<AwsNetwork>(component),
    targetZones: [inputs.availabilityZone],
    proxy: { selector: inputs.proxyNodeSelector ?? proxyNodeSelector, groupIds: groupIds(inputs.proxyNodes) },
    worker: { selector: inputs.workerNodeSelector ?? workerNodeSelector, groupIds: groupIds(inputs.workerNodes) },
  };
}

function groupIds(groups: unknown): string[] {
  return (entriesOf(groups) ?? []).flatMap(({ securityGroupId }) => knownText(securityGroupId) ?? []);
}

/** The inputs of `EksLls` that verdicts need. */
interface EksLlsInputs {
  /** Lists of objects with `securityGroupId`, which may be an Output. */
  proxyNodes?: unknown;
  workerNodes?: unknown;
  availabilityZone: string;
  port: number;
  clients: string[];
  mediaPort?: number;
  externalTrafficPolicy?: string;
  proxyNodeSelector?: Record<string, string>;
  workerNodeSelector?: Record<string, string>;
}
