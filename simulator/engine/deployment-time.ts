import type { GraphResource, ResourceGraph } from "../../graph/resource-graph";
import { simulatedTypes } from "../types";

/** How long the real clouds take to create a stack. */
export interface DeploymentTime {
  /** Seconds along the longest chain of resources that wait for each other: the engine makes the others meanwhile. */
  seconds: number;
  /** That chain, first to last. */
  chain: GraphResource[];
  /** Seconds if one resource were made after the other. */
  sum: number;
}

/** Estimates a first `up` from the dependencies and from what each type takes, see `SimulatedType.latencySeconds`. */
export function deploymentTime({ resources }: ResourceGraph): DeploymentTime {
  const byUrn = new Map(resources.map((resource) => [resource.urn, resource]));
  const known = new Map<string, { seconds: number; chain: GraphResource[] }>();
  const chainTo = (resource: GraphResource): { seconds: number; chain: GraphResource[] } => {
    const found = known.get(resource.urn);
    if (found) return found;
    const before = waitsFor(resource).flatMap((urn) => byUrn.get(urn) ?? []);
    const longest = before
      .map(chainTo)
      .reduce((one, other) => (other.seconds > one.seconds ? other : one), { seconds: 0, chain: [] });
    const own = secondsOf(resource);
    const result = { seconds: longest.seconds + own, chain: own > 0 ? [...longest.chain, resource] : longest.chain };
    known.set(resource.urn, result);
    return result;
  };
  const chains = resources.map(chainTo);
  const longest = chains.reduce((one, other) => (other.seconds > one.seconds ? other : one), { seconds: 0, chain: [] });
  return { ...longest, sum: resources.reduce((sum, resource) => sum + secondsOf(resource), 0) };
}

function waitsFor({ dependencies, propertyDependencies, provider, parent }: GraphResource): string[] {
  const urns = [...dependencies, ...Object.values(propertyDependencies).flat()];
  // A child is registered after its component, and that one after all it depends on.
  if (parent !== undefined) urns.push(parent);
  // `urn::id`
  if (provider !== undefined) urns.push(provider.slice(0, provider.lastIndexOf("::")));
  return [...new Set(urns)];
}

function secondsOf({ type }: GraphResource): number {
  return simulatedTypes.get(type)?.latencySeconds ?? 0;
}
