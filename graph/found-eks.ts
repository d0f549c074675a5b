import { describedInstallation, type EksDescription } from "./eks-description";
import { describedByComponent } from "./eks-installation";
import { eksResources } from "./eks-resources";
import { describedByResources, type ForeignEks } from "./foreign-eks";
import type { GivenEksInstallation } from "./given-installation";
import type { FoundEksInstallation } from "./lls-installation";
import { isReadable } from "./readable-component";
import { isLlsRelease } from "./releases";
import type { GraphResource } from "./resource-graph";
import type { SecurityGroupLookup } from "./security-groups";
import type { StackIndex } from "./stack-index";

/** An installation that our component makes, with facts of the configuration where it registers none. */
export function foundEksComponent(
  stack: StackIndex,
  groups: SecurityGroupLookup,
  component: GraphResource,
  children: GraphResource[],
  given: GivenEksInstallation | undefined,
): FoundEksInstallation {
  const release = children.find(isLlsRelease);
  const made = describedByComponent(stack, component, children);
  const own = isReadable(component)
    ? made
    : { ...describedByResources(stack, { name: component.name, release, front: made, given }), facts: made.facts };
  const { facts } = given ?? {};
  const description = own.facts
    ? own
    : { ...own, facts: facts?.network, clusterGroupId: facts?.cluster?.clusterSecurityGroupId };
  return {
    ...{ cloud: "eks", urn: component.urn, name: component.name, component },
    release,
    resources: children,
    ...partsOf(description),
    installation: describedInstallation(stack, groups, description),
  };
}

/** An installation that another program makes; undefined if the configuration tells of it, but nothing of it is in this stack. */
export function foundForeignEks(
  stack: StackIndex,
  groups: SecurityGroupLookup,
  foreign: ForeignEks,
): FoundEksInstallation | undefined {
  const { name, release, front } = foreign;
  const description = describedByResources(stack, foreign);
  const installation = describedInstallation(stack, groups, description);
  const resources = eksResources(stack, release, description, installation);
  if (resources.length === 0) return undefined;
  // Of several load balancers each is an installation of its own.
  const head = release && name === release.name ? release : (front?.loadBalancer ?? front?.listeners[0] ?? release);
  const { urn } = head ?? stack.graph.resources[0]!;
  return { cloud: "eks", urn, name, release, resources, ...partsOf(description), installation };
}

function partsOf(description: EksDescription) {
  const { loadBalancer, listeners, targetGroups, registrations, proxy } = description;
  const zones = description.proxyZones ?? description.targetZones;
  const place = { selector: proxy.selector, ...(zones && { zones }) };
  return { loadBalancer, listeners, targetGroups, targetRegistrations: registrations, proxy: place };
}
