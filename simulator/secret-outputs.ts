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
