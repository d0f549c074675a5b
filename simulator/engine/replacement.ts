import { unknownValue } from "../../graph/unknown";
import { simulatedType, type SimulatedCloud } from "../cloud";

type Inputs = Record<string, any>;

/** What a change of inputs does to a resource. */
export interface ChangePlan {
  /** Changed top-level properties, sorted. */
  changed: string[];
  /** What changed within them, down to the value, by its path in Pulumi's notation: the options of a resource may name a part. */
  paths: Map<string, "add" | "delete" | "update">;
  /** Those of them that replace the resource. */
  replaces: string[];
  /** True if the old one must go first, because both would have the same identity. */
  deleteBeforeReplace: boolean;
}

/**
 * What a provider compares new inputs with: the inputs of the last time; those of Terraform with what they have noted of the
 * resource itself (pulumi-terraform-bridge, `Diff` and `Update`: the state is made from the outputs).
 */
export function comparedInputs(type: string, oldInputs: Inputs, oldOutputs: Inputs): Inputs {
  if (simulatedType(type).failedUpdate !== "done") return oldInputs;
  return Object.fromEntries(Object.keys(oldInputs).map((key) => [key, oldOutputs[key]]));
}

/**
 * Compares inputs as the provider of the type would. A value that is not known yet counts as changed.
 * @param provider reference of the provider
 */
export function planChange(
  cloud: SimulatedCloud,
  type: string,
  oldInputs: Inputs,
  newInputs: Inputs,
  provider: string,
): ChangePlan {
  const properties = [...new Set([...Object.keys(oldInputs), ...Object.keys(newInputs)])].sort();
  const changed = properties.filter((key) => !key.startsWith("__") && !sameValue(oldInputs[key], newInputs[key]));
  const replaces = changed.length === 0 ? [] : cloud.replacements(type, oldInputs, newInputs, provider);
  const paths: ChangePlan["paths"] = new Map();
  for (const key of changed) collect(paths, key, oldInputs[key], newInputs[key]);
  return {
    changed,
    paths,
    replaces,
    deleteBeforeReplace: replaces.length > 0 && sharesIdentity(type, oldInputs, newInputs, replaces),
  };
}

function collect(paths: ChangePlan["paths"], path: string, one: unknown, other: unknown): void {
  if (sameValue(one, other)) return;
  if (isTree(one) && isTree(other) && Array.isArray(one) === Array.isArray(other)) {
    const keys = new Set([...Object.keys(one), ...Object.keys(other)]);
    for (const key of keys) collect(paths, pathWithin(path, key, Array.isArray(one)), one[key], other[key]);
  } else paths.set(path, one === undefined ? "add" : other === undefined ? "delete" : "update");
}

function isTree(value: unknown): value is Inputs {
  return typeof value === "object" && value !== null;
}

/** pulumi: sdk/go/common/resource/property_path.go. */
function pathWithin(path: string, key: string, isIndex: boolean): string {
  if (isIndex) return `${path}[${key}]`;
  return /^[^."[\]]+$/.test(key) ? `${path}.${key}` : `${path}[${JSON.stringify(key)}]`;
}

function sharesIdentity(type: string, oldInputs: Inputs, newInputs: Inputs, replaces: string[]): boolean {
  const same = (...path: string[]): boolean => {
    const value = at(newInputs, path);
    return value !== undefined && value !== unknownValue && sameValue(value, at(oldInputs, path));
  };
  const [package_] = type.split(":");
  // pulumi-azure-native, Diff: two resources can live side by side only if a part of the id changes.
  if (package_ === "azure-native") return !replaces.some((property) => isPartOfId(property));
  // pulumi-terraform-bridge, nameRequiresDeleteBeforeReplace: a name that is given, and stays.
  if (package_ === "aws") return same("name");
  // pulumi-kubernetes, Diff: an object that is not autonamed keeps its place. A release has its name at the top.
  return type.startsWith("kubernetes:helm.sh/")
    ? same("name") && sameValue(oldInputs.namespace, newInputs.namespace)
    : same("metadata", "name") &&
        sameValue(at(oldInputs, ["metadata", "namespace"]), at(newInputs, ["metadata", "namespace"]));
}

/** The names that an Azure resource id is made of. */
function isPartOfId(property: string): boolean {
  return property === "scope" || property.endsWith("Name");
}

function at(inputs: Inputs, path: string[]): unknown {
  return path.reduce<unknown>((value, key) => (value as Inputs | undefined)?.[key], inputs);
}

/** Whether two values are the same; one that is not known yet is like no other. */
export function sameValue(one: unknown, other: unknown): boolean {
  if (one === unknownValue || other === unknownValue) return false;
  return canonical(one) === canonical(other);
}

/** Text that does not depend on the order of keys. */
function canonical(value: unknown): string {
  return JSON.stringify(value ?? null, (_key, part: unknown) =>
    typeof part === "object" && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}
