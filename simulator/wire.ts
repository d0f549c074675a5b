import { secretPlaceholder } from "../graph/resource-graph";
import { isUnknown, unknownValue } from "../graph/unknown";

// Signatures of the engine's wire format (pulumi: sdk/go/common/resource/properties.go).
const signatureKey = "4dabf18193072939515e22adb298388d";
const secretSignature = "1b47061264138c4ac30d75fd1eb44270";
const resourceSignature = "5cf8f73096256a8f31e491e813e4eb8e";

/** A value as program and engine exchange it: plain, or an object with a signature. */
export type WireValue = unknown;

/** The value as a cloud gets it: secrets opened, resources as their id. */
export function openValue(value: WireValue): any {
  return convert(value, { secret: openValue, resource: shownResource });
}

/** The value as a graph shows it: `secretPlaceholder` for secrets, resources as their id; what is unknown is `unknownValue` on both sides. */
export function shownValue(value: WireValue): unknown {
  return convert(value, { secret: () => secretPlaceholder, resource: shownResource });
}

/** The value with secrets opened; resources stay references. */
export function plainOf(value: WireValue): any {
  return convert(value, { secret: plainOf, resource: (reference) => reference });
}

/** True if a secret is anywhere in the value. */
export function holdsSecret(value: WireValue): boolean {
  if (typeof value !== "object" || value === null) return false;
  if (isSecret(value)) return true;
  return Object.values(value).some(holdsSecret);
}

/** True if a value that is not known yet is anywhere in it, a resource without an id among them. */
export function holdsUnknownWire(value: WireValue): boolean {
  if (isUnknown(value)) return true;
  if (typeof value !== "object" || value === null) return false;
  if (isReference(value)) return value.id === "";
  return Object.values(value).some(holdsUnknownWire);
}

/** Marks a value as secret. */
export function asSecret(value: WireValue): WireValue {
  return { [signatureKey]: secretSignature, value };
}

/** A property of an object or an element of a list; secret if the whole is, unknown if the whole is. */
export function propertyOf(value: WireValue, key: string | number): WireValue {
  if (isUnknown(value)) return unknownValue;
  if (typeof value !== "object" || value === null) return undefined;
  if (isSecret(value)) {
    const inner = propertyOf(value.value, key);
    return inner === undefined ? undefined : asSecret(inner);
  }
  return (value as Record<string | number, WireValue>)[key];
}

/** A resource where it is given as a whole. */
export interface ResourceReference {
  urn: string;
  /** Empty: not known yet. Absent for a component. */
  id?: string;
}

/** The reference to a resource. */
export function asReference({ urn, id }: ResourceReference): WireValue {
  return { [signatureKey]: resourceSignature, urn, ...(id !== undefined && { id: id === unknownValue ? "" : id }) };
}

/** True if the value is the reference to a resource. */
export function isReference(value: WireValue): value is ResourceReference {
  return signatureOf(value) === resourceSignature;
}

function isSecret(value: WireValue): value is { value: WireValue } {
  return signatureOf(value) === secretSignature;
}

function signatureOf(value: WireValue): unknown {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>)[signatureKey] : undefined;
}

/** The SDK writes an empty id for one that is not known (sdk/nodejs/runtime/rpc.ts). */
function shownResource({ urn, id }: ResourceReference): unknown {
  return id === "" ? unknownValue : (id ?? urn);
}

interface Conversion {
  secret: (inner: WireValue) => unknown;
  resource: (reference: ResourceReference) => unknown;
}

function convert(value: WireValue, conversion: Conversion): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map((element) => convert(element, conversion));
  if (isSecret(value)) return conversion.secret(value.value);
  if (isReference(value)) return conversion.resource(value);
  // By assignment a property `__proto__` would be lost.
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, convert(inner, conversion)]));
}
