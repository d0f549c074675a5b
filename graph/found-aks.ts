import { describedAksInstallation, type AksDescription } from "./aks-description";
import { describedByAksComponent } from "./aks-installation";
import { aksResources } from "./aks-resources";
import { isLoadBalancer } from "./azure/services";
import { describedByAksResources, type ForeignAks } from "./foreign-aks";
import type { GivenAksInstallation } from "./given-installation";
import type { FoundAksInstallation, ProxyPlace } from "./lls-installation";
import { isReadable } from "./readable-component";
import { isLlsRelease } from "./releases";
import type { GraphResource } from "./resource-graph";
import type { StackIndex } from "./stack-index";

/** An installation that our component makes, with facts of the configuration where it registers none. */
export function foundAksComponent(
  stack: StackIndex,
  component: GraphResource,
  children: GraphResource[],
  given: GivenAksInstallation | undefined,
): FoundAksInstallation {
  const { name } = component;
  const [release, service] = [children.find(isLlsRelease), children.find(isLoadBalancer)];
  const made = describedByAksComponent(component, children);
  const own = isReadable(component)
    ? made
    : { ...describedByAksResources(stack, { name, release, service, given }), facts: made.facts };
  const description = { ...own, facts: own.facts ?? given?.facts?.network };
  return {
    ...{ cloud: "aks", urn: component.urn, name, component, release, service },
    ...(!isReadable(component) && given?.endpoint === undefined && { endpointAssumed: true }),
    resources: children,
    proxy: proxyOf(description),
    installation: describedAksInstallation(stack, description),
  };
}

/** An installation that another program makes; undefined if the configuration tells of it, but nothing of it is in this stack. */
export function foundForeignAks(stack: StackIndex, foreign: ForeignAks): FoundAksInstallation | undefined {
  const { name, release, service, given } = foreign;
  const description = describedByAksResources(stack, foreign);
  const installation = describedAksInstallation(stack, description);
  const resources = aksResources(stack, [release, service], installation);
  if (resources.length === 0) return undefined;
  const { urn } = release ?? service ?? stack.graph.resources[0]!;
  const endpointAssumed = given?.endpoint === undefined;
  const proxy = proxyOf(description);
  return { cloud: "aks", urn, name, release, service, resources, proxy, installation, endpointAssumed };
}

function proxyOf({ proxyNodeSelector, availabilityZone }: AksDescription): ProxyPlace {
  return { selector: proxyNodeSelector, ...(availabilityZone !== undefined && { zones: [availabilityZone] }) };
}
