import type { ResourceGraph } from "../../graph/resource-graph";
import { StackIndex } from "../../graph/stack-index";
import { once } from "../once";

/** The index of a stack's resources, made once for all rules and installations: without it each would look through the whole stack. */
export const stackIndexOf = once((graph: ResourceGraph): StackIndex => new StackIndex(graph));
