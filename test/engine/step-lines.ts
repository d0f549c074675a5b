import { holdsUnknown } from "../../graph/unknown";
import type { EngineRun, EngineStep } from "../../simulator/engine/simulated-stack";

/** What a run does to one resource. */
export interface StepLine {
  /** Operation, type and name: `update Listener lls-listener`. */
  what: string;
  /** Named down to the value that differs, sorted. */
  properties: string[];
  /** True if it is an update for nothing but values that the preview does not know: `up` may find that they are as before. */
  undecided: boolean;
}

/** One line for each resource, sorted by name, because the engine works on independent resources in any order. */
export function stepLines({ steps }: EngineRun): StepLine[] {
  const byUrn = new Map<string, EngineStep[]>();
  for (const step of steps) byUrn.set(step.urn, [...(byUrn.get(step.urn) ?? []), step]);
  return [...byUrn]
    .map(([urn, ofOne]) => ({ name: urn.slice(urn.lastIndexOf("::") + 2), ofOne }))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .map(({ name, ofOne }) => {
      const { type } = ofOne[0]!;
      const operation = operationOf(ofOne);
      const properties = ofOne.flatMap(changedProperties);
      return {
        what: `${operation} ${type.slice(type.lastIndexOf(":") + 1)} ${name}`,
        properties: [...new Set(properties.map(({ path }) => path))].sort(),
        undecided: operation === "update" && properties.every(({ undecided }) => undecided),
      };
    });
}

/** `update Listener lls-listener: port`. */
export function textOf({ what, properties }: StepLine): string {
  return properties.length === 0 ? what : `${what}: ${properties.join(", ")}`;
}

/** The engine tells a replacement in three steps, whose order says which of the two resources comes first. */
function operationOf(steps: EngineStep[]): string {
  const operations = steps.map(({ operation }) => operation);
  const [first] = operations;
  if (operations.length === 1) return first!;
  const parts = ["create-replacement", "delete-replaced", "replace"];
  if ([...operations].sort().join() !== parts.join()) throw new Error(`unexpected steps: ${operations.join()}`);
  return first === "delete-replaced" ? "delete, then create" : "create, then delete";
}

interface ChangedProperty {
  path: string;
  undecided: boolean;
}

function changedProperties({ operation, diffs, oldInputs, newInputs }: EngineStep): ChangedProperty[] {
  if (operation === "create" || operation === "delete" || operation === "delete-replaced") return [];
  const found = differences(oldInputs, newInputs, "");
  // What the provider sees and the engine conceals, such as another secret.
  const concealed = diffs.filter((property) => !found.some(({ path }) => path.split(/[.[]/)[0] === property));
  return [...found, ...concealed.map((path) => ({ path, undecided: false }))];
}

function differences(one: unknown, other: unknown, path: string): ChangedProperty[] {
  if (isTree(one) && isTree(other) && Array.isArray(one) === Array.isArray(other)) {
    const keys = [...new Set([...Object.keys(one), ...Object.keys(other)])];
    return keys.flatMap((key) => differences(one[key], other[key], inner(path, key, Array.isArray(one))));
  }
  return JSON.stringify(one) === JSON.stringify(other) ? [] : [{ path, undecided: holdsUnknown(other) }];
}

function inner(path: string, key: string, isIndex: boolean): string {
  if (isIndex) return `${path}[${key}]`;
  return path === "" ? key : `${path}.${key}`;
}

function isTree(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
