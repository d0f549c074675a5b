import type { GraphResource, ResourceGraph } from "../graph/resource-graph";
import type { TakenOver } from "./adoption";

/** The resources of one type that the program registers. */
export function plannedOf(graph: ResourceGraph, type: string): GraphResource[] {
  return graph.resources.filter((resource) => resource.type === type);
}

/** A thing in the cloud as a resource of the program. */
export function takenAs({ urn, type, parent, provider }: GraphResource, id: string, title: string): TakenOver {
  const providerUrn = provider?.slice(0, provider.lastIndexOf("::"));
  return {
    ...{ urn, type, id, title },
    ...(parent !== undefined && { parent }),
    ...(providerUrn !== undefined && { provider: providerUrn }),
  };
}
