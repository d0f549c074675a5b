import { ports } from "../components/lls";
import { likelyFronts, mediaFronts, type MediaFront } from "./aws/media-fronts";
import { managedClusterType, networkSecurityGroupType, securityRuleType } from "./azure/resource-types";
import { isAnnotatedFor, proxyServices } from "./azure/services";
import type { ForeignAks } from "./foreign-aks";
import type { ForeignEks } from "./foreign-eks";
import type { GivenInstallation } from "./given-installation";
import { fieldsOf, knownNumber, knownText } from "./known";
import { llsReleases, valuesOf } from "./releases";
import type { GraphResource } from "./resource-graph";
import type { StackIndex } from "./stack-index";

/** What belongs together of what is in a stack, outside our components. */
export interface InstallationParts {
  eks: ForeignEks[];
  aks: ForeignAks[];
  unjudged: UnjudgedRelease[];
}

/** A release of chart `gdn-streaming` that cannot be judged. */
export interface UnjudgedRelease {
  release: GraphResource;
  /** Why, and what to do, in words for an operator. */
  reason: string;
}

/** A release on its way to a cloud. */
interface Candidate {
  release: GraphResource;
  /** `env.lbPort`. */
  port?: number;
  given?: GivenInstallation;
  fronts: MediaFront[];
}

/**
 * Sorts the releases, load balancers and Services of a stack that belong to no component of ours into installations. A release belongs to the load
 * balancers that its values name, a single one to all that no other names; without any, to Azure if something of Azure stands beside it.
 * @param owned resources that belong to a component of ours
 * @param given what the policies' configuration says, but of our components
 */
export function installationParts(
  stack: StackIndex,
  owned: ReadonlySet<GraphResource>,
  given: readonly GivenInstallation[],
): InstallationParts {
  const candidates = llsReleases(stack)
    .filter((release) => !owned.has(release))
    .map((release): Candidate => ({
      ...{ release, port: valuesOf(release).port, fronts: [] },
      given: given.find((one) => isNamed(one, release)),
    }));
  const unnamed = given.filter((one) => !candidates.some((candidate) => candidate.given === one));
  const left = pairUp(candidates, mediaFronts(stack, owned));
  const alone = [
    ...candidates.filter(({ fronts }) => fronts.length === 0),
    ...unnamed.filter((one) => one.cloud === "eks" && frontsOf(one, unnamed, left).length === 0),
  ];
  const announced = alone.flatMap(({ port }) => port ?? []);
  left.push(...pairUp(candidates, likelyFronts(stack, owned, new Set(announced))));
  const services = proxyServices(stack).filter((service) => !owned.has(service));
  const parts: InstallationParts = { eks: [], aks: [], unjudged: [] };
  for (const candidate of candidates) sortOut(stack, candidate, services, left, parts);

  for (const one of unnamed) {
    if (one.cloud === "aks") {
      const { name } = one;
      const service = services.find((each) => !parts.aks.some((part) => part.service === each));
      parts.aks.push({ name, given: one, service });
    } else {
      const fronts = frontsOf(one, unnamed, left);
      for (const front of fronts) left.splice(left.indexOf(front), 1);
      parts.eks.push(...perFront({ name: one.name, given: one }, fronts));
    }
  }
  // The cloud's side of an installation whose release another stack has.
  parts.eks.push(...left.map((front) => ({ name: nameOf(front), front })));
  return parts;
}

/** Gives releases the fronts that are theirs, and answers those that are nobody's. */
function pairUp(candidates: readonly Candidate[], fronts: readonly MediaFront[]): MediaFront[] {
  const left = fronts.filter((front) => {
    const owner = candidates.find(({ release }) => namesFront(release, front));
    owner?.fronts.push(front);
    return !owner;
  });
  const open = candidates.filter((candidate) => candidate.fronts.length === 0 && candidate.given?.cloud !== "aks");
  return left.filter((front) => {
    const heard = front.listeners.map(({ inputs }) => knownNumber(inputs.port));
    const likely = open.length === 1 ? open : open.filter(({ port }) => port !== undefined && heard.includes(port));
    if (likely.length !== 1) return true;
    likely[0]!.fronts.push(front);
    return false;
  });
}

/** True if the values of a release, or the order that it was given, name a load balancer. */
function namesFront(release: GraphResource, { loadBalancer, listeners, targetGroups }: MediaFront): boolean {
  const host = knownText(fieldsOf(fieldsOf(release.inputs.values).env).lbDns);
  if (host !== undefined && host === knownText(loadBalancer?.outputs.dnsName)) return true;
  const named = new Set([...(release.propertyDependencies.values ?? []), ...release.dependencies]);
  return [loadBalancer, ...listeners, ...targetGroups].some((one) => one && named.has(one.urn));
}

function sortOut(
  stack: StackIndex,
  { release, fronts, given }: Candidate,
  services: readonly GraphResource[],
  left: readonly MediaFront[],
  parts: InstallationParts,
): void {
  const { name } = release;
  const service = services.find((one) => isBeside(one, release) && !isAnnotatedFor("aws", one));
  if (given?.cloud === "eks" || (!given && fronts.length > 0)) {
    parts.eks.push(...perFront({ name, release, given }, fronts));
  } else if (given?.cloud === "aks" || service || holdsAzure(stack)) {
    parts.aks.push({ name, release, service, given });
  } else {
    const foreign = services.find((one) => isBeside(one, release));
    parts.unjudged.push({ release, reason: `${reasonOf(foreign, left)}; ${remedy}` });
  }
}

const remedy = "say what it is in the policies' configuration, under the name of the release";

function reasonOf(service: GraphResource | undefined, left: readonly MediaFront[]): string {
  if (left.length > 0) {
    const names = left.map(nameOf).join(", ");
    return `several releases of gdn-streaming are in this stack, and nothing tells which of them ${names} serves`;
  }
  if (service) {
    return `its load balancer on AWS is made by a controller, for Service ${service.name}, so listener, target group and rules are not in this stack`;
  }
  return `nothing beside it tells its cloud: no load balancer with a UDP target group on port ${ports.mediaNodePort} (EKS), no network security group, AKS cluster or Service of type LoadBalancer for the proxy (AKS)`;
}

/** One installation for each load balancer: each has zones and groups of its own. */
function perFront(part: ForeignEks, fronts: readonly MediaFront[]): ForeignEks[] {
  if (fronts.length === 0) return [part];
  if (fronts.length === 1) return [{ ...part, front: fronts[0]! }];
  return fronts.map((front) => ({ ...part, front, name: `${part.name} (${nameOf(front)})` }));
}

/** Fronts that no release has: those of the only installation that the configuration tells of, or those that listen on its port. */
function frontsOf(
  given: GivenInstallation,
  unnamed: readonly GivenInstallation[],
  left: readonly MediaFront[],
): MediaFront[] {
  if (unnamed.filter(({ cloud }) => cloud === "eks").length === 1) return [...left];
  return left.filter(({ listeners }) =>
    listeners.some(({ inputs }) => given.port !== undefined && knownNumber(inputs.port) === given.port),
  );
}

function nameOf({ loadBalancer, listeners, targetGroups }: MediaFront): string {
  return (loadBalancer ?? listeners[0] ?? targetGroups[0])!.name;
}

/** By its logical name, or by its name in Kubernetes. */
function isNamed({ name }: GivenInstallation, release: GraphResource): boolean {
  return name === release.name || name === release.inputs.name;
}

/** True unless a Service is known to be in another namespace or cluster. */
function isBeside(service: GraphResource, release: GraphResource): boolean {
  const namespace = knownText(fieldsOf(service.inputs.metadata).namespace);
  const own = knownText(release.inputs.namespace);
  const isSameCluster =
    service.provider === undefined || release.provider === undefined || service.provider === release.provider;
  return isSameCluster && (namespace === undefined || own === undefined || namespace === own);
}

function holdsAzure(stack: StackIndex): boolean {
  return stack.ofType(networkSecurityGroupType, securityRuleType, managedClusterType).length > 0;
}
