import type { GraphResource, ResourceGraph } from "../../graph/resource-graph";
import { unknownValue } from "../../graph/unknown";
import { resource, stackOf } from "./foreign-stack";

/** What a resource has only once it exists, as an input of another. */
export class Reference {
  constructor(
    readonly source: GraphResource,
    readonly value: string,
  ) {}
}

/**
 * Registers resources as a program does: what one takes from another is an edge, and in a preview not known yet.
 */
export class StackBuilder {
  private readonly resources: GraphResource[] = [];
  private readonly preview: boolean;

  /** @param preview nothing exists yet */
  constructor(preview = false) {
    this.preview = preview;
  }

  /** Registers a resource; inputs may hold references at any depth. */
  add(type: string, name: string, inputs: Record<string, unknown> = {}, computed: Record<string, unknown> = {}): this {
    const edges: [string, string[]][] = Object.entries(inputs).map(([property, value]) => [
      property,
      [...new Set(referencesIn(value).map(({ source }) => source.urn))].sort(),
    ]);
    const known = this.resolved(inputs) as Record<string, unknown>;
    const id = (computed.id as string | undefined) ?? `id-of-${name}`;
    const outputs = this.preview ? mapLeaves(computed, () => unknownValue) : computed;
    this.resources.push(
      resource(type, name, known, {
        ...(this.preview ? {} : { id }),
        outputs: { ...(outputs as object), ...(this.preview ? {} : { id }) },
        propertyDependencies: Object.fromEntries(edges.filter(([, urns]) => urns.length > 0)),
        dependencies: [...new Set(edges.flatMap(([, urns]) => urns))].sort(),
      }),
    );
    return this;
  }

  /** The id of a resource that is registered already, or another output. */
  ref(name: string, value = `id-of-${name}`): Reference {
    const source = this.resources.find((one) => one.name === name);
    if (!source) throw new Error(`${name} is not registered`);
    return new Reference(source, value);
  }

  graph(): ResourceGraph {
    return stackOf(...this.resources);
  }

  private resolved(value: unknown): unknown {
    return mapLeaves(value, (leaf) => (leaf instanceof Reference ? (this.preview ? unknownValue : leaf.value) : leaf));
  }
}

function referencesIn(value: unknown): Reference[] {
  if (value instanceof Reference) return [value];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(referencesIn) : [];
}

function mapLeaves(value: unknown, map: (leaf: unknown) => unknown): unknown {
  if (typeof value !== "object" || value === null || value instanceof Reference) return map(value);
  if (Array.isArray(value)) return value.map((entry) => mapLeaves(entry, map));
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, mapLeaves(entry, map)]));
}
