import type { CloudObject, CloudReading, Unread } from "./cloud-object";
import { kindOf, objectKinds, unseenTypes } from "./kinds";
import type { Owner } from "./object-kind";
import { nameOf, type PendingOperation, type StackState, type StateResource } from "./stack-state";
import { generatedIds, keysOn, wantedResources, type Planned, type WantedResource } from "./wanted";

/** What is compared. */
export interface Compared {
  owner: Owner;
  state: StackState;
  cloud: CloudReading;
  planned: Planned;
}

/** How state and cloud differ. */
export interface Differences {
  orphans: Orphan[];
  /** Resources in the state that no object of ours is; a refresh asks for each by its id. */
  missing: StateResource[];
  /** Objects in the state that a killed program may have left half done. */
  standing: CloudObject[];
  /** Objects that have a name of ours and do not say that this stack made them. */
  foreign: CloudObject[];
  /** Creations of which nobody can say whether they came to something: their type was not read, or is not one of ours. */
  unclear: PendingOperation[];
  unread: Unread[];
}

/** An object of ours that the state does not have, and what becomes of it. */
export type Orphan = { object: CloudObject } & (
  | { action: "import"; wanted: WantedResource }
  /** @param reason why it is not imported */
  | { action: "delete"; reason: string }
  /** The next `up` makes it once more, which changes nothing. */
  | { action: "repeat"; wanted: WantedResource }
  /** @param reason why nothing can be done with it yet */
  | { action: "wait"; reason: string }
);

/** Compares what the state has with what stands in the cloud and says that it is ours. */
export function compare({ owner, state, cloud, planned }: Compared): Differences {
  const comparison = new Comparison(owner, state, cloud);
  const orphans = comparison.orphans(planned);
  return {
    orphans,
    missing: comparison.missing(),
    standing: comparison.standing,
    foreign: comparison.foreign,
    unclear: comparison.unclear(),
    unread: cloud.unread,
  };
}

class Comparison {
  /** Objects that are in the state. */
  readonly standing: CloudObject[] = [];
  readonly foreign: CloudObject[] = [];
  private readonly lost: CloudObject[] = [];
  private readonly keyOf: ReturnType<typeof keysOn>;
  /** Type and identity of every resource in the state. */
  private readonly known: Set<string>;

  constructor(
    private readonly owner: Owner,
    private readonly state: StackState,
    private readonly cloud: CloudReading,
  ) {
    this.keyOf = keysOn(generatedIds([...state.resources, ...cloud.objects]));
    this.known = new Set(this.ofOurKinds(state.resources).map((resource) => this.identityOfResource(resource)));
    this.sort();
  }

  /** Ours and in the state, ours and not, or somebody else's. */
  private sort(): void {
    const ours = new Set<string>();
    const surroundings = {
      ...this.owner,
      isOurs: (id: string) => ours.has(id),
      isPending: (wanted: string) =>
        this.state.pending.some(({ operation, resource }) => operation === "creating" && resource.type === wanted),
    };
    for (const kind of objectKinds) {
      for (const object of sorted(this.cloud.objects.filter(({ type }) => type === kind.type))) {
        const isKnown = this.known.has(this.identityOfObject(object));
        const group = isKnown ? this.standing : kind.isMarked(object, surroundings) ? this.lost : this.foreign;
        group.push(object);
        if (group !== this.foreign) ours.add(object.id);
      }
    }
  }

  /** What becomes of each object that the state does not have, in the order of creation. */
  orphans(planned: Planned): Orphan[] {
    const wanted = wantedResources(planned, this.state, this.keyOf);
    const doomed = new Set<string>();
    return this.usedFirst(this.lost).map((object): Orphan => {
      const kind = kindOf(object.type)!;
      const key = this.keyOf(object);
      const index = wanted.findIndex((resource) => resource.key === key);
      const base = kind.uses(object.properties).find((id) => doomed.has(id));
      const flaw = base === undefined ? kind.flaw?.(object) : `it belongs to ${base}, which is deleted too`;
      if (index >= 0 && flaw === undefined) {
        const found = wanted.splice(index, 1)[0]!;
        if (!this.hasPlaceFor(found)) return { object, action: "wait", reason: "the state has not what it belongs to" };
        return { object, action: kind.isRepeatable ? "repeat" : "import", wanted: found };
      }
      const user = this.userOf(object);
      if (user) return { object, action: "wait", reason: `${user.id} uses it, which is in the state` };
      const reason = flaw ?? this.whyUnwanted(key, planned);
      if (reason === undefined) return { object, action: "wait", reason: "what the program wants is not known" };
      doomed.add(object.id);
      return { object, action: "delete", reason };
    });
  }

  /** `pulumi import` asks for parent and provider. A killed program has registered them before; a state that was lost has none. */
  private hasPlaceFor({ parent, provider }: WantedResource): boolean {
    const present = (urn: string | undefined): boolean =>
      urn === undefined || this.state.resources.some((resource) => resource.urn === urn);
    return present(parent) && present(provider);
  }

  private whyUnwanted(key: string, planned: Planned): string | undefined {
    const twin = this.ofOurKinds(this.state.resources).find(
      (resource) => !resource.delete && this.keyOf({ ...resource, properties: resource.inputs }) === key,
    );
    if (twin) return `the state has ${twin.id ?? nameOf(twin.urn)} in its place`;
    return "unknown" in planned ? undefined : "the program wants none";
  }

  /** Of two that could be the one that the program wants, the one that is in use comes first; the order of kinds stays. */
  private usedFirst(objects: CloudObject[]): CloudObject[] {
    const rank = (object: CloudObject): number => (this.userOf(object) ? 0 : 1);
    return [...objects].sort((one, other) => (one.type === other.type ? rank(one) - rank(other) : 0));
  }

  private userOf({ id }: CloudObject): CloudObject | undefined {
    return this.standing.find(({ type, properties }) => kindOf(type)!.uses(properties).includes(id));
  }

  /** Resources in the state of which nothing was found, although it was looked for. */
  missing(): StateResource[] {
    const found = new Set(this.standing.map((object) => this.identityOfObject(object)));
    return this.ofOurKinds(this.state.resources).filter(
      (resource) =>
        !resource.pendingReplacement && this.wasRead(resource.type) && !found.has(this.identityOfResource(resource)),
    );
  }

  unclear(): PendingOperation[] {
    return this.state.pending.filter(({ operation, resource: { type, custom } }) => {
      // Components and providers are nowhere but in the state.
      if (operation !== "creating" || !custom || type.startsWith("pulumi:") || unseenTypes.includes(type)) return false;
      return !kindOf(type) || (!this.wasRead(type) && !kindOf(type)!.isRepeatable);
    });
  }

  private ofOurKinds(resources: StateResource[]): StateResource[] {
    return resources.filter(({ custom, type }) => custom && kindOf(type));
  }

  private wasRead(type: string): boolean {
    return !this.cloud.unread.some(({ types }) => types.includes(type));
  }

  private identityOfResource({ type, id = "", inputs }: StateResource): string {
    return this.identityOfObject({ type, id, properties: inputs });
  }

  /** The id, or for a relation, which has none, what it is between. */
  private identityOfObject(object: CloudObject): string {
    const { isRepeatable, ignoresCase, identity } = kindOf(object.type)!;
    if (isRepeatable) return JSON.stringify([object.type, ...identity(object.properties)]);
    return `${object.type} ${ignoresCase ? object.id.toLowerCase() : object.id}`;
  }
}

function sorted(objects: CloudObject[]): CloudObject[] {
  return [...objects].sort((one, other) => (one.id < other.id ? -1 : 1));
}
