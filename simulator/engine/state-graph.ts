import type { GraphResource, ResourceGraph } from "../../graph/resource-graph";
import { shownValue } from "../wire";
import { withoutFilledIn } from "./filled-in";

/** A resource as the engine's state has it (pulumi: sdk/go/common/apitype, ResourceV3); what matters here. */
export interface StateResource {
  urn: string;
  custom: boolean;
  type: string;
  id?: string;
  inputs?: Record<string, unknown>;
  outputs?: Record<string, unknown>;
  parent?: string;
  provider?: string;
  dependencies?: string[];
  propertyDependencies?: Record<string, string[] | null>;
  protect?: boolean;
  /** Replaced, and still to be deleted. */
  delete?: boolean;
  /** Deleted to make way for a replacement, which is still to be made. */
  pendingReplacement?: boolean;
}

/** The resource graph of a deployed stack, out of its exported state. Secrets stay placeholders. */
export function graphOfState(project: string, stack: string, resources: StateResource[]): ResourceGraph {
  return { project, stack, resources: resources.filter((resource) => !resource.delete).map(graphResource) };
}

function graphResource(resource: StateResource): GraphResource {
  const { urn, type, custom, parent, id, provider, protect } = resource;
  const edges = Object.entries(resource.propertyDependencies ?? {}).filter(([, urns]) => urns && urns.length > 0);
  return {
    ...{ urn, type, custom },
    name: urn.slice(urn.lastIndexOf("::") + 2),
    ...(parent !== undefined && { parent }),
    ...(id !== undefined && { id }),
    inputs:
      type === "pulumi:pulumi:Stack"
        ? {}
        : (shownValue(withoutFilledIn(resource.inputs ?? {})) as Record<string, unknown>),
    outputs: shownValue(resource.outputs ?? {}) as Record<string, unknown>,
    dependencies: [...(resource.dependencies ?? [])].sort(),
    propertyDependencies: Object.fromEntries(edges.map(([key, urns]) => [key, [...urns!].sort()])),
    ...(provider !== undefined && { provider }),
    options: protect ? { protect } : {},
  };
}
