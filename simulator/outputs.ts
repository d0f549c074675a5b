import { unknownValue } from "../graph/unknown";
import { simulatedType } from "./cloud";
import { asSecret, holdsSecret, type WireValue } from "./wire";

/**
 * Marks outputs as secret: an output is as secret as the input of its name, and as its resource type or options declare.
 * @param additional names of outputs that are secret whatever the inputs are
 */
export function outputsWithSecrets(
  outputs: Record<string, unknown>,
  inputs: Record<string, WireValue>,
  additional: string[] = [],
): Record<string, WireValue> {
  const result: Record<string, WireValue> = {};
  for (const key in outputs) {
    const secret = holdsSecret(inputs[key]) || additional.includes(key);
    result[key] = secret ? asSecret(outputs[key]) : outputs[key];
  }
  return result;
}

/**
 * Outputs as far as a preview knows them. What only the cloud knows is left out, which the SDK takes for unknown; inside of what it knows it is `unknownValue`.
 * @throws Error for a type that is not simulated
 */
export function previewedOutputs(type: string, inputs: Record<string, any>): Record<string, unknown> {
  return { ...inputs, ...simulatedType(type).previewOutputs?.(inputs, unknownValue) };
}

/**
 * The same of a change in place: what the cloud has added to an object stays in it.
 * @param outputs before the change
 * @param changed inputs that differ
 */
export function previewedChange(
  type: string,
  outputs: Record<string, WireValue>,
  changed: Record<string, WireValue>,
): Record<string, WireValue> {
  const partial = Object.keys(simulatedType(type).previewOutputs?.({}, unknownValue) ?? {});
  const kept = partial
    .filter((key) => key in changed)
    .map((key) => [key, { ...(outputs[key] as object), ...(changed[key] as object) }] as const);
  return { ...outputs, ...changed, ...Object.fromEntries(kept) };
}
