import type { ResourceGraph } from "../../graph/resource-graph";
import { StackIndex } from "../../graph/stack-index";

const indexes = new WeakMap<ResourceGraph, StackIndex>();

/** The index of a stack's resources, made once for all rules and installations: without it each would look through the whole stack. */
export function stackIndexOf(graph: ResourceGraph): StackIndex {
  const index = indexes.get(graph) ?? new StackIndex(graph);
  indexes.set(graph, index);
  return index;
}
