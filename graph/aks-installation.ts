import { proxyNodeSelector, workerNodeSelector } from "../components/lls";
import type { AksInstallation } from "../reachability/azure/installation";
import type { AzureNetwork } from "../reachability/azure/network";
import { describedAksInstallation, type AksDescription } from "./aks-description";
import { isLoadBalancer, serviceFacts } from "./azure/services";
import { familiesOf } from "./families";
import { knownTexts } from "./known";
import { knownFacts } from "./known-facts";
import type { GraphResource, ResourceGraph } from "./resource-graph";
import { StackIndex } from "./stack-index";

/** Type token of the component that marks an installation on AKS. */
export const aksLlsType = "nvcf-lls:index:AksLls";

/** Every AKS installation that our component makes in a stack, as reachability judges it. */
export function aksInstallations(graph: ResourceGraph): AksInstallation[] {
  const stack = new StackIndex(graph);
  const families = familiesOf(graph, aksLlsType);
  return stack
    .ofType(aksLlsType)
    .map((component) =>
      describedAksInstallation(stack, describedByAksComponent(component, families.get(component.urn) ?? [])),
    );
}

/**
 * What our component says of its installation.
 * @param children everything below it
 */
export function describedByAksComponent(component: GraphResource, children: readonly GraphResource[]): AksDescription {
  const inputs = component.inputs as unknown as AksLlsInputs;
  const service = children.find(isLoadBalancer);
  const unmade = { controllerOpensNic: true, sourceRanges: [] };
  const { healthCheckNodePort } = inputs;
  return {
    name: component.name,
    clients: knownTexts(inputs.clients).complete ? inputs.clients : undefined,
    port: inputs.port,
    nodePorts: { from: inputs.nodePortFrom, to: inputs.nodePortTo },
    mediaPort: inputs.mediaPort,
    externalTrafficPolicy: inputs.externalTrafficPolicy,
    usesNodePorts: inputs.endpoint !== "loadBalancer",
    loadBalancer:
      inputs.endpoint === "nodePorts"
        ? undefined
        : { healthCheckNodePort, ...(service ? serviceFacts(service) : unmade) },
    firewallAddresses: knownTexts(inputs.firewallAddresses).texts,
    availabilityZone: inputs.availabilityZone,
    proxyNodeSelector: inputs.proxyNodeSelector ?? proxyNodeSelector,
    selectorAssumed: false,
    workerNodeSelector: inputs.workerNodeSelector ?? workerNodeSelector,
    facts: knownFacts<AzureNetwork>(component),
  };
}

/** The inputs of `AksLls` that verdicts need. */
interface AksLlsInputs {
  availabilityZone?: string;
  port: number;
  clients: string[];
  endpoint: string;
  nodePortFrom: number;
  nodePortTo: number;
  healthCheckNodePort: number;
  firewallAddresses?: string[];
  mediaPort?: number;
  externalTrafficPolicy?: string;
  proxyNodeSelector?: Record<string, string>;
  workerNodeSelector?: Record<string, string>;
}
