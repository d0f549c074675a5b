import type { SimulatedFunction, SimulatedType } from "./simulated-type";

const types: SimulatedType[] = [];
const functions: SimulatedFunction[] = [];

/** Every resource type that the simulator knows, by token. */
export const simulatedTypes: ReadonlyMap<string, SimulatedType> = new Map(types.map((type) => [type.type, type]));

/** Every provider function that the simulator knows, by token. */
export const simulatedFunctions: ReadonlyMap<string, SimulatedFunction> = new Map(
  functions.map((known) => [known.token, known]),
);
