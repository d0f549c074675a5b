import * as z from "zod";
import { requiredOnEks, secretDescriptions, stackSchema } from "./schema";

/** A JSON Schema, as plain data. */
export type JsonSchema = { [keyword: string]: unknown; properties?: Record<string, JsonSchema>; required?: string[] };

/** What a user may write under the keys that need not be secret: the input side, before defaults and conversions. */
export function stackKeysSchema(): JsonSchema {
  return z.toJSONSchema(stackSchema, { io: "input", target: "draft-2020-12" }) as JsonSchema;
}

/**
 * JSON Schema (draft 2020-12) of a file Pulumi.<stack>.yaml, for editors.
 * @param project name of the project, the namespace of our keys
 */
export function stackFileSchema(project: string): JsonSchema {
  const { properties = {}, required = [] } = stackKeysSchema();
  const fullKey = (key: string) => `${project}:${key}`;
  const plain = Object.entries(properties).map(([key, schema]) => [fullKey(key), schema]);
  const secret = Object.entries(secretDescriptions).map(([key, description]) => [
    fullKey(key),
    { description: `${description} Set with: pulumi config set --secret ${fullKey(key)}`, $ref: "#/$defs/encrypted" },
  ]);

  return {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    title: `Pulumi.<stack>.yaml of ${project}`,
    type: "object",
    properties: {
      config: {
        type: "object",
        properties: Object.fromEntries([...plain, ...secret]) as Record<string, JsonSchema>,
        patternProperties: { "^(aws|kubernetes|pulumi):": {} },
        additionalProperties: false,
      },
      environment: { description: "Pulumi ESC environments, which may bring further config keys." },
      secretsprovider: { type: "string" },
      encryptionsalt: { type: "string" },
      encryptedkey: { type: "string" },
    },
    additionalProperties: false,
    // Environments may bring what is required.
    if: { required: ["environment"] },
    else: {
      properties: { config: { required: [...required, ...requiredOnEks].map(fullKey) } },
      required: ["config"],
    },
    $defs: {
      encrypted: {
        type: "object",
        properties: { secure: { type: "string" } },
        additionalProperties: false,
        required: ["secure"],
      },
    },
  };
}
