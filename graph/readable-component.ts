import { knownNumber } from "./known";
import type { GraphResource } from "./resource-graph";

/** True unless the inputs of a component are missing: an engine shows them to resource policies only. Then what it made tells. */
export function isReadable({ inputs }: GraphResource): boolean {
  return knownNumber(inputs.port) !== undefined;
}
