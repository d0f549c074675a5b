import type { GraphResource, ResourceGraph } from "./resource-graph";

/** URN of each resource of a type -> everything below it, in one pass: parents register before their children. */
export function familiesOf(graph: ResourceGraph, headType: string): Map<string, GraphResource[]> {
  const families = new Map<string, GraphResource[]>();
  const headOf = new Map<string, string>();
  for (const resource of graph.resources) {
    const head = resource.type === headType ? resource.urn : headOf.get(resource.parent ?? "");
    if (head === undefined) continue;
    headOf.set(resource.urn, head);
    if (head === resource.urn) families.set(head, []);
    else families.get(head)?.push(resource);
  }
  return families;
}
