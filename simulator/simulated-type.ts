import type { SimulatedCloud } from "./cloud";
import type { CloudError } from "./cloud-error";
import type { SimulatedResource } from "./simulated-resource";

/** One type of resource: how the real cloud treats it. One file each under aws/, azure/ and kubernetes/. `Inputs`: those that it looks at. */
export interface SimulatedType<Inputs = any> {
  /** Pulumi type token. */
  type: string;
  /**
   * Input properties whose change replaces the resource, true to the provider.
   * @param provider how it is configured
   */
  replaces(oldInputs: Inputs, newInputs: Inputs, provider: Record<string, any>): string[];
  /** How long the real cloud takes to create one, in seconds; each file cites its source. */
  latencySeconds: number;
  /** What the provider's identity must be allowed to do in AWS or Azure; empty for Kubernetes, which asks its own authorization. */
  permissions: Permissions;
  /**
   * Outputs that a preview of the creation knows in part, because an input has the same name: with the parts that only the cloud knows.
   * Absent: an output is an input, or not known at all.
   * @param unknown stands for what is not known
   */
  previewOutputs?(inputs: Inputs, unknown: unknown): Record<string, unknown>;
  /**
   * Checks inputs against the cloud and says what comes of them. Creation and change in place are judged by the same rules:
   * a change sees the resource as `current` and keeps its identity.
   * @throws CloudError
   */
  admit(request: AdmissionRequest<Inputs>): Admission;
  /**
   * Refuses a deletion for a reason that lies in the resource itself; uses by others are checked by the cloud.
   * @throws CloudError
   */
  checkDelete?(resource: SimulatedResource): void;
  /**
   * Whether a creation finds the one that the same resource of the program has made already, and takes it over: after an answer
   * that never came nothing is made twice. True to provider and API; absent: another one is made, or the creation is refused.
   */
  takesOver?(standing: Inputs, inputs: Inputs): boolean;
  /** How the provider fails that is to delete one that is gone already. Absent: that is fine, as for most. */
  goneError?(id: string, cloud: SimulatedCloud): CloudError;
  /** What the provider keeps of an update that failed. Absent: nothing, the old inputs stay in the state. */
  failedUpdate?: FailedUpdate;
  /**
   * The provider keeps nothing of a creation or an update that failed in the end, though the cloud has done it. Default false: it
   * says that the resource exists and is not ready, and the engine keeps it (pulumi: provider.proto, ErrorResourceInitFailed).
   */
  forgetsFailures?: boolean;
}

/**
 * What is left of a failed update in the state.
 * - `done`: the new values, as if they had been taken. The next update finds no difference and only reads; the one after it, or
 *   a refresh, finds the truth (terraform-plugin-sdk, `ResourceData.State`, where nothing calls `Partial`; pulumi-terraform-bridge, `Update`)
 * - `tried`: the new inputs; the next update does all of it again
 */
export type FailedUpdate = "done" | "tried";

/** Actions per operation of the provider, as IAM (AWS service authorization reference) or Azure (resource provider operations) names them. */
export interface Permissions {
  create: string[];
  read: string[];
  update: string[];
  delete: string[];
}

/** A resource that is to be created or changed. */
export interface AdmissionRequest<Inputs = any> {
  cloud: SimulatedCloud;
  urn: string;
  /** Logical name, the last part of the URN. */
  name: string;
  inputs: Inputs;
  /** The resource as it is, when it is changed in place. */
  current?: SimulatedResource;
  /** Cluster of a Kubernetes object: the reference of the first provider that led to it; empty for the default provider. */
  cluster: string;
  /** It was accepted some time ago and is only put back: what is asked of newcomers alone is not asked again. */
  restored: boolean;
  /** Inputs of the provider; empty where none were noted. */
  provider: Record<string, any>;
  /** URNs that the program makes this resource wait for. Absent where resources come one after the other. */
  dependencies?: string[];
  /** Hex digits that look random and are always the same for this resource: a hash of its URN. */
  hex(digits: number, purpose: string): string;
}

/** What comes of a resource. */
export interface Admission {
  /** Physical id; a change in place must yield the same one. */
  id: string;
  /** Outputs that are not simply the inputs. */
  outputs: Record<string, unknown>;
  /** Objects that this one needs while it exists. */
  uses?: Use[];
  /** What only one resource can have at a time. */
  claims?: Claim[];
  /** What comes and goes with it though no program declares it, such as the rule that a controller writes. */
  brings?: Brought[];
}

/** Use of another object. Objects of the seed may be named too. */
export interface Use {
  /** Key of the used object, see `SimulatedCloud.resources`. */
  key: string;
  /** Error code with which the used object's deletion is refused. Absent: this one is deleted with it. */
  refusal?: string;
  /** Changes of this one write the used object too, and this is the error code of a second one at the same time. Absent: several may. */
  busy?: string;
}

/** Something exclusive: a name, a port, an address. */
export interface Claim {
  key: string;
  /** Error code when another resource has it. */
  code: string;
  /** What is wrong then. */
  reason: string;
}

/** An undeclared part of an object that this resource uses. */
export interface Brought {
  /** Key of that object. */
  key: string;
  part: object;
}

/** A provider function: answers a question about the seed. */
export interface SimulatedFunction {
  /** Token, for example `aws:eks/getCluster:getCluster`. */
  token: string;
  /** Actions that the real call needs. */
  permissions: string[];
  /** @throws CloudError if what is asked for does not exist */
  call(args: Record<string, any>, cloud: SimulatedCloud): Record<string, any>;
}

/** `takesOver` of what is the same if these properties are. */
export function sameIn(...properties: string[]): (standing: object, inputs: object) => boolean {
  const changed = anyChangeOf(...properties);
  return (standing, inputs) => changed(standing, inputs).length === 0;
}

/** `replaces` of a type for which the values do not matter: every changed property of the list. */
export function anyChangeOf(...properties: string[]): (oldInputs: object, newInputs: object) => string[] {
  const valueOf = (inputs: object, property: string): string | undefined =>
    JSON.stringify((inputs as Record<string, unknown>)[property]);
  return (oldInputs, newInputs) =>
    properties.filter((property) => valueOf(oldInputs, property) !== valueOf(newInputs, property));
}
