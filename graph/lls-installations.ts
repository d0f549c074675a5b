import { aksLlsType } from "./aks-installation";
import { isMediaGroup, isMediaTarget } from "./aws/media-fronts";
import { targetAttachmentType, targetGroupType } from "./aws/resource-types";
import { eksLlsType } from "./eks-installation";
import { familiesOf } from "./families";
import { foundAksComponent, foundForeignAks } from "./found-aks";
import { foundEksComponent, foundForeignEks } from "./found-eks";
import type { GivenInstallation } from "./given-installation";
import { installationParts, type UnjudgedRelease } from "./installation-parts";
import type { LlsInstallation } from "./lls-installation";
import { plainType } from "./plain-type";
import { isLlsRelease, releaseTypes } from "./releases";
import type { GraphResource, ResourceGraph } from "./resource-graph";
import { securityGroupsOf } from "./security-groups";
import { StackIndex } from "./stack-index";

export type { GivenInstallation } from "./given-installation";
export type { UnjudgedRelease } from "./installation-parts";

/** What was found of LLS in a graph. */
export interface RecognisedInstallations {
  installations: LlsInstallation[];
  /** Releases of chart `gdn-streaming` that cannot be judged. */
  unjudged: UnjudgedRelease[];
}

/**
 * Every installation of LLS in a graph, whoever wrote the program: those of our components, of releases of chart `gdn-streaming`, of load balancers
 * that take its media, and those that the policies' configuration tells of, if something on their path is in this stack. Order: components, then the
 * others, each as they were registered.
 * @param given what the policies' configuration says
 */
export function llsInstallations(graph: ResourceGraph, given: readonly GivenInstallation[] = []): LlsInstallation[] {
  return recognisedInstallations(graph, given).installations;
}

/**
 * The same, with the releases that cannot be judged.
 * @param index makes the index of the graph; one that others use too is worth its cost
 */
export function recognisedInstallations(
  graph: ResourceGraph,
  givenAnywhere: readonly GivenInstallation[] = [],
  index: (graph: ResourceGraph) => StackIndex = (indexed) => new StackIndex(indexed),
): RecognisedInstallations {
  const names = [undefined, graph.stack, `${graph.project}/${graph.stack}`];
  const given = givenAnywhere.filter(({ stack }) => names.includes(stack));
  if (given.length === 0 && !graph.resources.some(isSign)) return { installations: [], unjudged: [] };
  const stack = index(graph);
  const groups = securityGroupsOf(stack);
  const families = new Map([...familiesOf(graph, eksLlsType), ...familiesOf(graph, aksLlsType)]);
  const used = new Set<GivenInstallation>();
  const givenFor = <Cloud extends "eks" | "aks">(cloud: Cloud, { name }: GraphResource) => {
    const found = given.find((one) => one.cloud === cloud && one.name === name);
    if (found) used.add(found);
    return found as Extract<GivenInstallation, { cloud: Cloud }> | undefined;
  };
  const childrenOf = ({ urn }: GraphResource): GraphResource[] => families.get(urn) ?? [];
  const own = [
    ...stack
      .ofType(eksLlsType)
      .map((one) => foundEksComponent(stack, groups, one, childrenOf(one), givenFor("eks", one))),
    ...stack.ofType(aksLlsType).map((one) => foundAksComponent(stack, one, childrenOf(one), givenFor("aks", one))),
  ];
  const owned = new Set([...families.values()].flat());
  const { eks, aks, unjudged } = installationParts(
    stack,
    owned,
    given.filter((one) => !used.has(one)),
  );
  const foreign = [
    ...eks.map((part) => foundForeignEks(stack, groups, part)),
    ...aks.map((part) => foundForeignAks(stack, part)),
  ];
  return { installations: [...own, ...foreign.filter((one) => one !== undefined)], unjudged };
}

/** Something of LLS, or what may be: without any, nothing has to be looked at twice. */
function isSign(resource: GraphResource): boolean {
  const { type } = resource;
  if (type === eksLlsType || type === aksLlsType) return true;
  if (plainType(type) === targetGroupType) return isMediaGroup(resource);
  if (plainType(type) === targetAttachmentType) return isMediaTarget(resource);
  return releaseTypes.includes(type) && isLlsRelease(resource);
}
