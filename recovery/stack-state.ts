import { isMap } from "../components/checks";

/** What of an exported state matters here (pulumi: sdk/go/common/apitype, DeploymentV3). */
export interface StackState {
  resources: StateResource[];
  /** What was under way when the program that made it was killed, or is under way now. */
  pending: PendingOperation[];
}

/** A resource in the state. */
export interface StateResource {
  urn: string;
  type: string;
  custom: boolean;
  id?: string;
  inputs: Record<string, any>;
  parent?: string;
  /** `urn::id`. */
  provider?: string;
  /** Replaced, and still to be deleted. */
  delete?: boolean;
  /** Deleted to make way for a replacement, which is still to be made. */
  pendingReplacement?: boolean;
}

/** An operation without an end. */
export interface PendingOperation {
  /** `creating`, `updating`, `deleting`, `reading` or `importing`. */
  operation: string;
  resource: StateResource;
}

/**
 * The state out of what `pulumi stack export` prints.
 * @throws RangeError if it is none
 */
export function stackStateOf(exported: unknown): StackState {
  const deployment = isMap(exported) ? exported.deployment : undefined;
  if (!isMap(deployment)) throw new RangeError("has no deployment");
  const { resources, pending_operations: pending } = deployment;
  return {
    resources: listOf(resources).map(resourceOf),
    pending: listOf(pending).map((entry) => {
      if (!isMap(entry) || typeof entry.type !== "string") throw new RangeError("has a pending operation without type");
      return { operation: entry.type, resource: resourceOf(entry.resource) };
    }),
  };
}

function listOf(value: unknown): unknown[] {
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value)) throw new RangeError("has something else where a list must be");
  return value;
}

function resourceOf(entry: unknown): StateResource {
  if (!isMap(entry) || typeof entry.urn !== "string" || typeof entry.type !== "string") {
    throw new RangeError("has a resource without URN or type");
  }
  const text = (key: string): Record<string, string> => {
    const value = entry[key];
    return typeof value === "string" && value !== "" ? { [key]: value } : {};
  };
  return {
    ...{ urn: entry.urn, type: entry.type, custom: entry.custom === true },
    ...text("id"),
    inputs: isMap(entry.inputs) ? entry.inputs : {},
    ...text("parent"),
    ...text("provider"),
    ...(entry.delete === true && { delete: true }),
    ...(entry.pendingReplacement === true && { pendingReplacement: true }),
  };
}

/** Logical name, the last part of a URN. */
export function nameOf(urn: string): string {
  return urn.slice(urn.lastIndexOf("::") + 2);
}

/** URN of a provider out of its reference, `urn::id`. */
export function providerUrn(reference: string): string {
  return reference.slice(0, reference.lastIndexOf("::"));
}
