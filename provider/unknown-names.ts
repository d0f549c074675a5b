import type { ComplexType, PackageSpec, Resource, Type } from "@pulumi/pulumi/provider/experimental/schema";
import { BadInput, type Problem } from "../components/bad-input";
import { isMap } from "../components/checks";
import { nearestKey } from "../components/nearest-key";

/**
 * A misspelt name is no argument: in TypeScript the compiler says so, a dictionary of another language arrives with it.
 * @throws BadInput with every name that the schema has not
 */
export function checkNames(subject: string, args: object, resource: Resource, schema: PackageSpec): void {
  const problems = problemsOf(args, "", resource.inputProperties ?? {}, schema);
  if (problems.length > 0) throw new BadInput(subject, problems);
}

function problemsOf(value: object, path: string, properties: Record<string, Type>, schema: PackageSpec): Problem[] {
  return Object.entries(value).flatMap(([name, entry]) => {
    const type = properties[name];
    if (type) return inside(entry, `${path}${name}`, type, schema);
    const meant = nearestKey(name, Object.keys(properties));
    const reason = meant ? `unknown name, did you mean \`${meant}\`?` : "unknown name";
    return [{ path: `${path}${name}`, reason }];
  });
}

function inside(value: unknown, path: string, type: Type, schema: PackageSpec): Problem[] {
  const { items, additionalProperties } = type;
  if (Array.isArray(value) && items) {
    return value.flatMap((entry, index) => inside(entry, `${path}[${index}]`, items, schema));
  }
  if (!isMap(value)) return [];
  if (additionalProperties) {
    return Object.entries(value).flatMap(([key, entry]) =>
      inside(entry, `${path}.${key}`, additionalProperties, schema),
    );
  }
  const properties = definitionOf(type, schema)?.properties;
  return properties ? problemsOf(value, `${path}.`, properties, schema) : [];
}

function definitionOf(type: Type, schema: PackageSpec): ComplexType | undefined {
  return "$ref" in type ? schema.types[type.$ref.replace("#/types/", "")] : undefined;
}
