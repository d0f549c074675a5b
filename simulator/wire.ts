import { secretPlaceholder } from "../graph/resource-graph";
import { unknownValue } from "../graph/unknown";

// Signatures of the engine's wire format (pulumi: sdk/go/common/resource/properties.go).
const signatureKey = "4dabf18193072939515e22adb298388d";
const secretSignature = "1b47061264138c4ac30d75fd1eb44270";
const resourceSignature = "5cf8f73096256a8f31e491e813e4eb8e";

/** A value as program and engine exchange it: plain, or an object with a signature. */
export type WireValue = unknown;

/** The value as a cloud gets it: secrets opened, resources as their id. */
export function openValue(value: WireValue): any {
  return convert(value, (secret) => openValue(secret));
}

/** The value as a graph shows it: `secretPlaceholder` for secrets, resources as their id; what is unknown is `unknownValue` on both sides. */
export function shownValue(value: WireValue): unknown {
  return convert(value, () => secretPlaceholder);
}

/** True if a secret is anywhere in the value. */
export function holdsSecret(value: WireValue): boolean {
  if (typeof value !== "object" || value === null) return false;
  if ((value as Record<string, unknown>)[signatureKey] === secretSignature) return true;
  return Object.values(value).some(holdsSecret);
}

/** Marks a value as secret. */
export function asSecret(value: WireValue): WireValue {
  return { [signatureKey]: secretSignature, value };
}

function convert(value: WireValue, secret: (inner: WireValue) => unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map((element) => convert(element, secret));
  const properties = value as Record<string, WireValue>;
  switch (properties[signatureKey]) {
    case secretSignature:
      return secret(properties.value);
    case resourceSignature:
      // The SDK writes an empty id for one that is not known (sdk/nodejs/runtime/rpc.ts).
      return properties.id === "" ? unknownValue : convert(properties.id ?? properties.urn, secret);
    default: {
      const result: Record<string, unknown> = {};
      for (const key in properties) result[key] = convert(properties[key], secret);
      return result;
    }
  }
}
