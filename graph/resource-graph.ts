/**
 * The one shape of a stack's resources, wherever they come from: the plan, an engine's state, a policy pack.
 * Plain data: no secret is in it (a secret value stands as `secretPlaceholder`), no Output.
 */
export interface ResourceGraph {
  /** Name of the project. */
  project: string;
  /** Name of the stack. */
  stack: string;
  /** In the order of registration. */
  resources: GraphResource[];
}

/** What stands where a value is secret. */
export const secretPlaceholder = "[secret]";

/** One resource. */
export interface GraphResource {
  /** URN, unique in the stack. */
  urn: string;
  /** Type token, for example `aws:lb/listener:Listener`. */
  type: string;
  /** Logical name. */
  name: string;
  /** URN of the parent; absent for the root. */
  parent?: string;
  /** True for a resource of a provider, false for a component. */
  custom: boolean;
  /** Physical id, where known. */
  id?: string;
  /** What the program gave. */
  inputs: Record<string, unknown>;
  /**
   * Why outputs stand in for what the program gave: it only reads the resource, or nobody recorded any inputs. They say what is there now, rules of this
   * stack among it. Absent: they do not.
   */
  standIn?: "read" | "unrecorded";
  /** State after creation, or a component's registered outputs. */
  outputs: Record<string, unknown>;
  /** URNs, sorted. */
  dependencies: string[];
  /** Input property -> URNs it depends on, sorted. */
  propertyDependencies: Record<string, string[]>;
  /** Reference of the explicit provider, `urn::id`; absent: the default provider. */
  provider?: string;
  /** Options that change how the engine treats it. */
  options: GraphResourceOptions;
}

/** Resource options as the program gave them. */
export interface GraphResourceOptions {
  /** Pulumi refuses to delete it. */
  protect?: boolean;
  /** It stays in the cloud when Pulumi deletes it. */
  retainOnDelete?: boolean;
  /** A replacement deletes the old one first. */
  deleteBeforeReplace?: boolean;
  /** Properties whose changes are ignored. */
  ignoreChanges?: string[];
  /** Properties whose changes replace it. */
  replaceOnChanges?: string[];
  /** A value whose change replaces the resource. */
  replacementTrigger?: unknown;
  /** Names or URNs. */
  aliases?: string[];
}
