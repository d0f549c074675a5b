import { isMap, map } from "./checks";
import type { Problems } from "./problems";

/** Lists that facts have, and the lists within the entries of each. */
export type FactsShape = Record<string, string[]>;

/**
 * Checks that facts are facts, as far as a component looks: discovery and facts files have them right in every field.
 * @returns whether they can be looked at
 */
export function factsShape(problems: Problems, path: string, facts: unknown, shape: FactsShape): boolean {
  if (facts === undefined || facts === null) return false;
  if (!problems.required(path, facts, map) || !isMap(facts)) return false;
  const wrong = Object.entries(shape).find(([list, inner]) => !isListOfMaps(facts[list], inner));
  if (!wrong) return true;
  const within = wrong[1].length > 0 ? ` that have ${wrong[1].join(" and ")}` : "";
  problems.add(`${path}.${wrong[0]}`, `must be a list of maps${within}, as discovery and a facts file have it`);
  return false;
}

function isListOfMaps(value: unknown, inner: string[]): boolean {
  return (
    Array.isArray(value) && value.every((entry) => isMap(entry) && inner.every((list) => Array.isArray(entry[list])))
  );
}
