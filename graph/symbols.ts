import { knownText } from "./known";
import { parsePath, placesOf, withValue, type PropertyPath } from "./property-path";
import { referencesOf, type ReferenceKind } from "./references";
import type { GraphResource, ResourceGraph } from "./resource-graph";

/** What stands for a resource wherever others refer to it and its id, ARN or name is not known yet. */
export type Symbols = (resource: GraphResource) => string;

/**
 * Symbols of a graph's resources: `<name> (new)` for a name that only one resource has, else the URN in its place. No two resources have the same,
 * no provider makes such an id (none has a blank), and the order of the resources says nothing.
 */
export function symbolsOf({ resources }: ResourceGraph): Symbols {
  const holders = new Map<string, number>();
  for (const { name } of resources) holders.set(name, (holders.get(name) ?? 0) + 1);
  const ids = new Set(resources.map(({ id }) => id));
  return ({ urn, name }) => {
    const symbol = `${name} (new)`;
    // A name with colons might be the URN of another resource.
    const isUnique = holders.get(name) === 1 && !name.includes("::") && !ids.has(symbol);
    return isUnique ? symbol : `${urn} (new)`;
  };
}

/** What others write to refer to a resource as this kind; undefined if it is none. */
export function referenceTo(resource: GraphResource, kind: ReferenceKind, symbols: Symbols): string | undefined {
  const given = referencesOf(resource.type)?.gives?.[kind];
  if (!given || !resource.custom) return undefined;
  const known = given.output === "id" ? resource.id : textAt(resource.outputs, parsePath(given.output));
  return known ?? (given.input && textAt(resource.inputs, parsePath(given.input))) ?? symbols(resource);
}

/** The resource with everything by which others may refer to it: what is known, else its symbol. */
export function withReferences(resource: GraphResource, symbols: Symbols): GraphResource {
  const gives = resource.custom ? referencesOf(resource.type)?.gives : undefined;
  if (!gives) return resource;
  const named = { ...resource, id: resource.id ?? symbols(resource) };
  for (const [kind, { output }] of Object.entries(gives)) {
    const reference = referenceTo(resource, kind as ReferenceKind, symbols)!;
    if (output === "id") continue;
    if (textAt(named.outputs, parsePath(output)) !== reference) {
      named.outputs = withValue(named.outputs, parsePath(output), reference) as Record<string, unknown>;
    }
  }
  return named;
}

function textAt(root: unknown, path: PropertyPath): string | undefined {
  return knownText(placesOf(root, path)[0]?.value);
}
