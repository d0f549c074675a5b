import { asSecret, type WireValue } from "./wire";

/** Outputs of another stack, for programs that read them. */
export interface SimulatedStackOutputs {
  /** What the stack puts out, by name. */
  outputs: Record<string, unknown>;
  /** Names of those that are secret. Default: none. */
  secretNames?: string[];
}

/** The type token of `pulumi.StackReference`. */
export const stackReferenceType = "pulumi:pulumi:StackReference";

/**
 * What the engine tells a program of another stack.
 * @throws Error that names the stack and what to do, if it was not given
 */
export function readStackReference(
  name: string,
  stacks: Record<string, SimulatedStackOutputs>,
): Record<string, WireValue> {
  const stack = Object.hasOwn(stacks, name) ? stacks[name] : undefined;
  if (!stack) {
    throw new Error(`stack ${name} is not known to this run: give its outputs as stackReferences["${name}"]`);
  }
  const { outputs, secretNames = [] } = stack;
  // A state has no undefined values.
  const entries = Object.entries(outputs).filter(([, value]) => value !== undefined);
  const wires = entries.map(([key, value]) => [key, secretNames.includes(key) ? asSecret(value) : value] as const);
  return { name, outputs: Object.fromEntries(wires), secretOutputNames: secretNames };
}
