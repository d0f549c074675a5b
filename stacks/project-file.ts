import { parseDocument } from "yaml";
import { stackKeysSchema, type JsonSchema } from "./stack-file-schema";

/**
 * Declares in a Pulumi.yaml the keys that every cloud requires and the scalars with a default. Other keys must not be declared:
 * Pulumi requires every declared key that has no default, and cannot describe objects.
 * @returns the file with its section `config:` replaced, all else as it was
 */
export function withConfigSection(projectFile: string): string {
  const { properties = {}, required = [] } = stackKeysSchema();
  const declared = Object.entries(properties).flatMap(([key, schema]) => {
    const { default: value, description } = schema;
    if (required.includes(key)) return [[key, { type: schema.type, description }]];
    return isScalar(value) ? [[key, { type: pulumiType(value), default: value, description }]] : [];
  });
  const document = parseDocument(projectFile);
  document.set("config", document.createNode(Object.fromEntries(declared)));
  return document.toString({ lineWidth: 0 });
}

function isScalar(value: JsonSchema[string]): value is string | number | boolean {
  return ["string", "number", "boolean"].includes(typeof value);
}

/** Pulumi knows whole numbers only, under JSON Schema's name. */
function pulumiType(value: string | number | boolean): string {
  return typeof value === "number" ? "integer" : typeof value;
}
