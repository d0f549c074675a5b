import * as z from "zod";
import { awsTags, azureTags, type CloudTags } from "../components/cloud-tags";
import { cloudKeys, clouds, foreignKeys, secretDescriptions, stackSchema } from "./schema";
import type { Cloud } from "./schema";

/** A JSON Schema, as plain data. */
export type JsonSchema = {
  [keyword: string]: unknown;
  properties?: Record<string, JsonSchema>;
  required?: string[];
};

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
        patternProperties: { "^(aws|azure-native|pulumi):": {} },
        additionalProperties: false,
        allOf: clouds.map((cloud) => onlyFor(cloud, fullKey)),
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
      properties: {
        config: { required: required.map(fullKey), allOf: clouds.map((cloud) => requiredBy(cloud, fullKey)) },
      },
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

type FullKey = (key: string) => string;

/** A stack on one cloud has no keys of another, and tags as its cloud takes them. */
function onlyFor(cloud: Cloud, fullKey: FullKey): JsonSchema {
  const refused = Object.fromEntries(foreignKeys(cloud).map((key) => [fullKey(key), { not: {} }]));
  const { key, value, ours } = tagsOf[cloud];
  const tags = {
    propertyNames: { pattern: key.shape.source, not: { pattern: ours.source } },
    additionalProperties: { pattern: value.shape.source },
  };
  return { if: isOn(cloud, fullKey), then: { properties: { ...refused, [fullKey("tags")]: tags } } };
}

const tagsOf: Record<Cloud, CloudTags> = { eks: awsTags, aks: azureTags };

function requiredBy(cloud: Cloud, fullKey: FullKey): JsonSchema {
  return { if: isOn(cloud, fullKey), then: { required: cloudKeys[cloud].required.map(fullKey) } };
}

function isOn(cloud: Cloud, fullKey: FullKey): JsonSchema {
  const key = fullKey("cloud");
  return { properties: { [key]: { enum: [cloud] } }, required: [key] };
}
