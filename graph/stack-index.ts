import { isHidden, knownText } from "./known";
import { plainType } from "./plain-type";
import type { GraphResource, ResourceGraph } from "./resource-graph";
import { unknownValue } from "./unknown";

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

  /** The id that a value is, or that of the one resource that it can come from; undefined: not known. */
  idIn(from: GraphResource, property: string, value: unknown, ...types: string[]): string | undefined {
    const found = this.referents(from, property, value, ...types);
    return found.length === 1 ? idOf(found[0]!) : knownText(value);
  }

  /** The same of a list. Entries that are not known are all those that they can come from, if there are no more of these. */
  idsIn(from: GraphResource, property: string, list: unknown, ...types: string[]): KnownIds {
    if (list === undefined || list === null) return { ids: [], complete: true };
    if (!Array.isArray(list)) return { ids: [], complete: false };
    const known = list.filter((value) => knownText(value) !== undefined);
    const ids = known.flatMap((value) => this.idIn(from, property, value, ...types) ?? []);
    const sources = this.referents(from, property, unknownValue, ...types).map(idOf);
    const others = sources.filter((id) => !ids.includes(id));
    const isMatched = list.length - known.length >= others.length;
    const all = [...new Set([...ids, ...(isMatched ? others : [])])];
    return { ids: all, complete: all.length === list.length };
  }
}

/** What can be told of a list of ids. */
export interface KnownIds {
  ids: string[];
  /** False if there is more, or may be. */
  complete: boolean;
}

/** The id of a resource; before it has one, its URN. */
export function idOf({ id, urn }: GraphResource): string {
  return knownText(id) ?? urn;
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
