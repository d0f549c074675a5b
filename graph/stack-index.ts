import { isHidden, knownText } from "./known";
import { plainType } from "./plain-type";
import type { GraphResource, ResourceGraph } from "./resource-graph";

/** Providers whose resources refer to each other by id, ARN or name. */
const cloudTypes = /^(?:aws|azure-native):/;

/** The resources of a stack, found by type, by what refers to them, and by component: made once, in one pass, for everything that asks. */
export class StackIndex {
  readonly graph: ResourceGraph;
  private readonly byType = new Map<string, GraphResource[]>();
  private readonly byName = new Map<string, GraphResource[]>();
  private readonly byUrn = new Map<string, GraphResource>();

  constructor(graph: ResourceGraph) {
    this.graph = graph;
    for (const resource of graph.resources) {
      const type = plainType(resource.type);
      add(this.byType, type, resource);
      this.byUrn.set(resource.urn, resource);
      if (cloudTypes.test(type)) for (const name of namesOf(resource)) add(this.byName, name, resource);
    }
  }

  /** Resources of these types (plain tokens), in the order of registration within each. */
  ofType(...types: string[]): GraphResource[] {
    return types.flatMap((type) => this.byType.get(type) ?? []);
  }

  /** The resource of a URN. */
  get(urn: string): GraphResource | undefined {
    return this.byUrn.get(urn);
  }

  /** The nearest component of one of these types that a resource is in. */
  componentOf(resource: GraphResource, ...types: string[]): GraphResource | undefined {
    let at = resource.parent === undefined ? undefined : this.byUrn.get(resource.parent);
    while (at && !types.includes(at.type)) at = at.parent === undefined ? undefined : this.byUrn.get(at.parent);
    return at;
  }

  /**
   * Resources of these types that a value refers to, by id, ARN or name. Where the value is not known yet, the edges of its property tell: those are
   * all the resources that it can come from.
   * @param property the top-level input that holds the value
   */
  referents(from: GraphResource, property: string, value: unknown, ...types: string[]): GraphResource[] {
    const isWanted = (one: GraphResource | undefined): one is GraphResource =>
      one !== undefined && types.includes(plainType(one.type));
    const text = knownText(value);
    if (text !== undefined) return (this.byName.get(text.toLowerCase()) ?? []).filter(isWanted);
    if (!isHidden(value)) return [];
    return (from.propertyDependencies[property] ?? []).map((urn) => this.byUrn.get(urn)).filter(isWanted);
  }
}

/** What other resources call a resource. Azure compares ids without regard to case; elsewhere nothing differs in case only. */
function namesOf({ urn, id, inputs, outputs }: GraphResource): Set<string> {
  const names = [urn, id, outputs.id, outputs.arn, outputs.name, inputs.name];
  return new Set(names.flatMap((name) => knownText(name)?.toLowerCase() ?? []));
}

function add<Key>(map: Map<Key, GraphResource[]>, key: Key, resource: GraphResource): void {
  const list = map.get(key);
  if (list) list.push(resource);
  else map.set(key, [resource]);
}
