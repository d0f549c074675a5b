import type { GraphResource, ResourceGraph } from "../../graph/resource-graph";

/** A resource as short as a test needs it; parents and edges are named by logical names. */
export interface Short extends Partial<Omit<GraphResource, "propertyDependencies">> {
  type: string;
  name: string;
  /** Top-level property -> names of the resources that it waits for. */
  on?: Record<string, string[]>;
}

/** A graph of resources with distinct names. */
export function graphOf(...resources: Short[]): ResourceGraph {
  const urns = new Map(resources.map(({ name, type }) => [name, `urn:pulumi:dev::test::${type}::${name}`]));
  const urnOf = (name: string): string => urns.get(name) ?? name;
  return {
    project: "test",
    stack: "dev",
    resources: resources.map(({ on = {}, parent, ...rest }) => {
      const edges = Object.entries(on).map(([property, names]): [string, string[]] => [
        property,
        names.map(urnOf).sort(),
      ]);
      return {
        ...{ urn: urnOf(rest.name), custom: !rest.type.startsWith("nvcf-lls:") && !rest.type.startsWith("test:") },
        ...{ inputs: {}, outputs: {}, options: {} },
        ...(parent !== undefined && { parent: urnOf(parent) }),
        propertyDependencies: Object.fromEntries(edges),
        dependencies: [...new Set(edges.flatMap(([, found]) => found))].sort(),
        ...rest,
      };
    }),
  };
}
