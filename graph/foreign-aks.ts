import { nodePorts, ports, proxyNodeSelector, workerNodeSelector } from "../components/lls";
import type { AksDescription } from "./aks-description";
import { serviceFacts, servicePort } from "./azure/services";
import type { GivenAksInstallation } from "./given-installation";
import { proxyOptions, valuesOf } from "./releases";
import type { GraphResource } from "./resource-graph";
import type { StackIndex } from "./stack-index";

/** What is in a stack of an installation on AKS that no component of ours makes. */
export interface ForeignAks {
  name: string;
  release?: GraphResource;
  /** The Service of type LoadBalancer in front of the proxy. */
  service?: GraphResource;
  /** What the policies' configuration says of it. */
  given?: GivenAksInstallation;
}

/** What browsers certainly need where they are told the media NodePort, and nobody says of what range it is one. */
const onlyMedia = { from: ports.mediaNodePort, to: ports.mediaNodePort };

/** What a stack and the policies' configuration say of an installation that another program makes. */
export function describedByAksResources(
  stack: StackIndex,
  { name, release, service, given }: ForeignAks,
): AksDescription {
  const values = release ? valuesOf(release) : {};
  const options = release ? proxyOptions(stack, release) : {};
  const announced = given?.port ?? values.port;
  // Browsers send to the port that they are told, whatever the Service takes; those that are told the media NodePort send to the nodes.
  const told = announced === ports.mediaNodePort ? undefined : announced;
  const endpoint = given?.endpoint ?? endpointOf(service, announced);
  const selector = given?.proxyNodeSelector ?? values.nodeSelector;
  const facts = service ? serviceFacts(service) : { controllerOpensNic: true, sourceRanges: [] };
  const probed = given?.healthCheckNodePort;
  return {
    name,
    clients: given?.clients,
    port: given?.port ?? told ?? (service && servicePort(service)) ?? announced ?? ports.listener,
    nodePorts: given?.nodePorts ?? nodePorts,
    neededNodePorts: given?.nodePorts || announced !== ports.mediaNodePort ? undefined : onlyMedia,
    mediaPort: given?.mediaPort ?? options.mediaPort,
    externalTrafficPolicy: given?.externalTrafficPolicy ?? options.externalTrafficPolicy,
    usesNodePorts: endpoint !== "loadBalancer",
    loadBalancer:
      endpoint === "nodePorts" ? undefined : { ...facts, ...(probed !== undefined && { healthCheckNodePort: probed }) },
    firewallAddresses: given?.firewallAddresses ?? [],
    availabilityZone: given?.availabilityZone ?? zoneNumber(values.zones),
    proxyNodeSelector: selector ?? proxyNodeSelector,
    selectorAssumed: selector === undefined,
    workerNodeSelector: given?.workerNodeSelector ?? workerNodeSelector,
    facts: given?.facts?.network,
  };
}

/** With a Service in front browsers are told its port; those that are told the media NodePort go to the nodes, whatever stands beside. */
function endpointOf(service: GraphResource | undefined, announced: number | undefined): string {
  if (!service) return "nodePorts";
  return announced === ports.mediaNodePort && servicePort(service) !== announced ? "both" : "loadBalancer";
}

/** A node's zone is `<location>-<n>`, an agent pool knows the number. Several zones pin to none of them. */
function zoneNumber(zones: string[] | undefined): string | undefined {
  return zones?.length === 1 ? /(?:^|-)([1-9])$/.exec(zones[0]!)?.[1] : undefined;
}
