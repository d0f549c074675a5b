import { concerning } from "../graph/concerned-references";
import { invisibleTo } from "../graph/invisible";
import type { LlsInstallation } from "../graph/lls-installation";
import { llsInstallations, recognisedInstallations, type GivenInstallation } from "../graph/lls-installations";
import { linkGraph, type LinkedGraph } from "../graph/linked-graph";
import { everyWay } from "../graph/possible-graphs";
import type { ResourceGraph } from "../graph/resource-graph";
import { judgeEks } from "../reachability/aws/flows";
import { judgeAks } from "../reachability/azure/flows";
import type { FlowVerdict } from "../reachability/verdict";
import { combineWays, type Way } from "./combine-ways";
import type { JudgedInstallation, JudgedStack } from "./judged-stack";
import { stackIndexOf } from "./media-path/stack-index";

/**
 * Judges a stack: each part when the first rule asks for it, and once.
 * @param given what the configuration says of installations
 * @param allowedRegistries what it says of registries
 */
export function judgeStack(
  graph: ResourceGraph,
  given: readonly GivenInstallation[] = [],
  allowedRegistries: readonly string[] = [],
): JudgedStack {
  const linked = lazily(() => linkGraph(graph));
  const recognised = lazily(() => recognisedInstallations(linked().certain, given, stackIndexOf));
  const installations = lazily(() => judgeInstallations(recognised().installations, linked(), given));
  return {
    get graph() {
      return linked().certain;
    },
    get installations() {
      return installations();
    },
    get unjudged() {
      return recognised().unjudged;
    },
    allowedRegistries,
  };
}

/** @param found as they are whichever way unknown references turn out */
function judgeInstallations(
  found: LlsInstallation[],
  linked: LinkedGraph,
  given: readonly GivenInstallation[],
): JudgedInstallation[] {
  if (found.length === 0) return [];
  const { certain, graphs, ambiguous } = everyWay(linked, concerning(found, linked));
  const ways = graphs.map(({ graph, picks }) => ({
    picks,
    flows: flowsOfEach(graph === certain ? found : llsInstallations(graph, given)),
  }));
  return found.map((one) => {
    const own = ways.map(({ picks, flows }): Way => ({ picks, flows: flows.get(keyOf(one)) ?? [] }));
    return { found: one, flows: combineWays(own, ambiguous), invisible: invisibleTo(one) };
  });
}

function flowsOfEach(installations: LlsInstallation[]): Map<string, FlowVerdict[]> {
  return new Map(installations.map((one) => [keyOf(one), flowsOf(one)]));
}

/** Installations that only the configuration tells of share the URN of the stack. */
function keyOf({ urn, name }: LlsInstallation): string {
  return `${urn} ${name}`;
}

function flowsOf(found: LlsInstallation): FlowVerdict[] {
  return found.cloud === "eks" ? judgeEks(found.installation) : judgeAks(found.installation);
}

/** What is made when it is asked for the first time, and then kept. */
function lazily<T>(make: () => T): () => T {
  let made: { value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}
