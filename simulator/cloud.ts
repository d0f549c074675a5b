import { createHash } from "node:crypto";
import { SimulatedAws } from "./aws/simulated-aws";
import { SimulatedAzure } from "./azure/simulated-azure";
import { CloudError, NoSuchCloud } from "./cloud-error";
import { ConfiguredProviders } from "./configured-providers";
import { NotSimulated } from "./not-simulated";
import { resourceKey } from "./resource-key";
import { checkSeeds, type SimulatedSeed } from "./seed";
import type { CloudWarning, SimulatedResource } from "./simulated-resource";
import type { Admission, AdmissionRequest, SimulatedType } from "./simulated-type";
import { Turns } from "./turns";
import { simulatedFunctions, simulatedTypes } from "./types";

export type { SimulatedAksSeed, SimulatedAwsSeed, SimulatedEksSeed, SimulatedSeed } from "./seed";
export type { CloudWarning, SimulatedResource } from "./simulated-resource";

interface Entry {
  resource: SimulatedResource;
  admission: Admission;
  /** Tells the generations of one URN apart: a replacement lives beside what it replaces. */
  generation: number;
}

/** An in-memory AWS, Azure, or both, and Kubernetes, with the rules that break real installations. Knows nothing of who drives it: SDK mocks or a provider server. */
export class SimulatedCloud {
  /** What exists before. */
  readonly seeds: readonly SimulatedSeed[];
  /** What was accepted though it will hurt, in the order of events. */
  readonly warnings: CloudWarning[] = [];
  /** For whoever drives the cloud with changes that overlap; elsewhere it stays empty. */
  readonly turns = new Turns();
  private readonly entries = new Map<string, Entry>();
  private readonly existing = new Map<string, SimulatedResource>();
  private readonly claimants = new Map<string, string>();
  private readonly usersOf = new Map<string, Set<string>>();
  private readonly generations = new Map<string, number>();
  private readonly dependenciesOf = new Map<string, string[]>();
  private readonly providers = new ConfiguredProviders();
  private isRestoring = false;
  private readonly awsPart?: SimulatedAws;
  private readonly azurePart?: SimulatedAzure;

  /**
   * @param seed what exists before; several where there are several clusters, on one cloud or both
   * @throws Error if they cannot be in one cloud, see `checkSeeds`, `SimulatedAws` and `SimulatedAzure`
   */
  constructor(seed: SimulatedSeed | readonly SimulatedSeed[]) {
    this.seeds = Array.isArray(seed) ? (seed as readonly SimulatedSeed[]) : [seed as SimulatedSeed];
    checkSeeds(this.seeds);
    const [eks, ...moreEks] = this.seeds.filter((one) => one.cloud === "eks");
    const [aks, ...moreAks] = this.seeds.filter((one) => one.cloud === "aks");
    if (eks) this.awsPart = new SimulatedAws([eks, ...moreEks]);
    if (aks) this.azurePart = new SimulatedAzure([aks, ...moreAks]);
  }

  /**
   * What exists in AWS.
   */
  get aws(): SimulatedAws {
    if (!this.awsPart) throw new NoSuchCloud("AWS", "aks");
    return this.awsPart;
  }

  /**
   * What exists in Azure.
   * @throws NoSuchCloud if no cluster is on AKS
   */
  get azure(): SimulatedAzure {
    if (!this.azurePart) throw new NoSuchCloud("Azure", "eks");
    return this.azurePart;
  }

  /** Every resource that exists, in the order of creation. By key, see `resourceKey`. */
  get resources(): ReadonlyMap<string, SimulatedResource> {
    return this.existing;
  }

  /** A resource by its id; undefined if there is none. */
  find(type: string, id: string, provider = ""): SimulatedResource | undefined {
    return this.existing.get(this.key(type, id, provider));
  }

  /**
   * Notes how a provider, of a reference, is configured: for example with `subscriptionId`. One that is not noted has what the seed says, and
   * a cluster of its own; those that lead to one API server have one cluster.
   */
  configure(provider: string, inputs: Record<string, any>): void {
    this.providers.configure(provider, inputs);
  }

  /**
   * Creates a resource, or takes over the one that stands, see `SimulatedType.takesOver`.
   * @param provider reference of the provider; it tells Kubernetes clusters, and by `configure` subscriptions, apart
   * @param dependencies URNs that the program makes it wait for: what waits for nothing of each other happens at the same time.
   *   Absent: whoever drives the cloud creates one resource after the other
   * @throws CloudError with the code that the real cloud answers
   * @throws NotSimulated for a type that is not simulated
   */
  create(
    type: string,
    urn: string,
    inputs: Record<string, any>,
    provider = "",
    dependencies?: string[],
  ): SimulatedResource {
    const standing = this.standing(type, urn, inputs, provider);
    if (standing) return this.update(type, standing.id, inputs, provider, dependencies);
    const generation = this.generations.get(urn) ?? 0;
    const request = { ...this.request(urn, inputs, provider, generation), dependencies };
    const admission = simulatedType(type).admit(request);
    const key = this.key(type, admission.id, provider);
    const resource = { type, id: admission.id, urn, inputs, outputs: { ...inputs, ...admission.outputs } };
    this.checkClaims(admission);
    this.turns.check(admission, urn);
    this.tie(key, admission);
    this.generations.set(urn, generation + 1);
    if (dependencies) this.dependenciesOf.set(urn, dependencies);
    this.entries.set(key, { resource, admission, generation });
    this.existing.set(key, resource);
    return resource;
  }

  /**
   * Changes a resource in place.
   * @param dependencies URNs that the program makes it wait for now; absent: those of its creation
   * @throws CloudError with the code that the real cloud answers; the resource stays as it was
   */
  update(
    type: string,
    id: string,
    inputs: Record<string, any>,
    provider = "",
    dependencies?: string[],
  ): SimulatedResource {
    const key = this.key(type, id, provider);
    const entry = this.entries.get(key);
    if (!entry) throw new CloudError("NotFound", `there is no ${type} ${id}`);
    const { resource, generation } = entry;
    const waitsFor = dependencies ?? this.dependenciesOf.get(resource.urn);
    const request = {
      ...this.request(resource.urn, inputs, provider, generation, resource),
      ...(waitsFor && { dependencies: waitsFor }),
    };
    const admission = simulatedType(type).admit(request);
    this.checkClaims(admission, key);
    this.turns.check(admission, resource.urn);
    this.untie(key, entry.admission);
    this.tie(key, admission);
    if (dependencies) this.dependenciesOf.set(resource.urn, dependencies);
    const changed = { ...resource, inputs, outputs: { ...inputs, ...admission.outputs } };
    this.entries.set(key, { resource: changed, admission, generation });
    this.existing.set(key, changed);
    return changed;
  }

  /**
   * Deletes a resource and what cannot exist without it.
   * @throws CloudError if it is in use or protected, or gone already where the provider minds that
   */
  delete(type: string, id: string, provider = ""): void {
    const simulated = simulatedType(type);
    const key = this.key(type, id, provider);
    const entry = this.entries.get(key);
    if (!entry) {
      const error = simulated.goneError?.(id, this);
      if (error) throw error;
      return;
    }
    simulated.checkDelete?.(entry.resource);
    this.turns.check(entry.admission, entry.resource.urn);
    this.remove(key, entry);
  }

  /** Puts back what was accepted some time ago, see `AdmissionRequest.restored`. */
  restore(work: () => void): void {
    this.isRestoring = true;
    try {
      work();
    } finally {
      this.isRestoring = false;
    }
  }

  /** Keys of the objects that a change of a resource writes, one change at a time, see `Use.busy`. */
  writtenWith(type: string, id: string, provider = ""): string[] {
    const uses = this.entries.get(this.key(type, id, provider))?.admission.uses ?? [];
    return uses.filter(({ busy }) => busy !== undefined).map(({ key }) => key);
  }

  /** Input properties whose change replaces the resource, sorted. `provider`: its reference. */
  replacements(type: string, oldInputs: Record<string, any>, newInputs: Record<string, any>, provider = ""): string[] {
    return simulatedType(type).replaces(oldInputs, newInputs, this.providers.inputsOf(provider)).sort();
  }

  /**
   * Answers a provider function such as `aws:eks/getCluster:getCluster`.
   * @throws CloudError if what is asked for does not exist
   * @throws NotSimulated for a function that is not simulated
   */
  invoke(token: string, args: Record<string, any>): Record<string, any> {
    const known = simulatedFunctions.get(token);
    if (!known) throw new NotSimulated("function", token, simulatedFunctions.keys());
    return known.call(args, this);
  }

  /** The resources that use an object, in the order of creation. */
  users(key: string): SimulatedResource[] {
    return [...(this.usersOf.get(key) ?? [])].map((user) => this.entries.get(user)!.resource);
  }

  /** Key of the resource that has an exclusive thing. */
  claimant(claim: string): string | undefined {
    return this.claimants.get(claim);
  }

  /** Undeclared parts of an object, see `Admission.brings`, in the order of creation. */
  broughtTo(key: string): object[] {
    const admissions = [...(this.usersOf.get(key) ?? [])].map((user) => this.entries.get(user)!.admission);
    return admissions.flatMap(({ brings = [] }) => brings.filter((one) => one.key === key).map(({ part }) => part));
  }

  /** URNs of everything that must exist before what waits for these: they, what they wait for, and so on. */
  before(dependencies: string[]): ReadonlySet<string> {
    const found = new Set(dependencies);
    for (const urn of found) for (const dependency of this.dependenciesOf.get(urn) ?? []) found.add(dependency);
    return found;
  }

  private key(type: string, id: string, provider: string): string {
    return resourceKey(type, id, this.providers.clusterOf(provider));
  }

  private request(
    urn: string,
    inputs: Record<string, any>,
    reference: string,
    generation: number,
    current?: SimulatedResource,
  ): AdmissionRequest {
    const name = urn.slice(urn.lastIndexOf("::") + 2);
    const hex = (digits: number, purpose: string): string =>
      createHash("sha256").update(`${purpose} ${generation} ${urn}`).digest("hex").slice(0, digits);
    const [provider, cluster] = [this.providers.inputsOf(reference), this.providers.clusterOf(reference)];
    return { cloud: this, urn, name, inputs, current, cluster, restored: this.isRestoring, provider, hex };
  }

  /** What an earlier creation of the same resource has left and this one takes over. */
  private standing(type: string, urn: string, inputs: object, provider: string): SimulatedResource | undefined {
    if (!this.generations.has(urn)) return undefined;
    return [...this.existing.values()].find(
      (other) =>
        other.urn === urn &&
        simulatedType(type).takesOver?.(other.inputs, inputs) &&
        this.find(type, other.id, provider) === other,
    );
  }

  private checkClaims(admission: Admission, owner?: string): void {
    for (const claim of admission.claims ?? []) {
      const claimant = this.claimants.get(claim.key);
      if (claimant !== undefined && claimant !== owner) throw new CloudError(claim.code, claim.reason);
    }
  }

  private tie(key: string, admission: Admission): void {
    for (const claim of admission.claims ?? []) this.claimants.set(claim.key, key);
    for (const use of admission.uses ?? []) {
      const users = this.usersOf.get(use.key);
      if (users) users.add(key);
      else this.usersOf.set(use.key, new Set([key]));
    }
  }

  private untie(key: string, admission: Admission): void {
    for (const claim of admission.claims ?? []) this.claimants.delete(claim.key);
    for (const use of admission.uses ?? []) this.usersOf.get(use.key)?.delete(key);
  }

  private remove(key: string, entry: Entry): void {
    const users = [...(this.usersOf.get(key) ?? [])].map((user) => ({ key: user, entry: this.entries.get(user)! }));
    for (const user of users) {
      const refusal = user.entry.admission.uses?.find((use) => use.key === key && use.refusal)?.refusal;
      if (refusal) throw new CloudError(refusal, `${entry.resource.id} is in use by ${user.entry.resource.urn}`);
    }
    for (const user of users) this.remove(user.key, user.entry);
    this.untie(key, entry.admission);
    this.entries.delete(key);
    this.existing.delete(key);
  }
}

/**
 * The simulated type of a token.
 * @throws NotSimulated for a type that is not simulated
 */
export function simulatedType(token: string): SimulatedType {
  const type = simulatedTypes.get(token);
  if (!type) throw new NotSimulated("resource type", token, simulatedTypes.keys());
  return type;
}
