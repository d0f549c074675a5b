type Schema = Record<string, any>;

const types: Record<string, (value: unknown) => boolean> = {
  array: Array.isArray,
  boolean: (value) => typeof value === "boolean",
  integer: Number.isInteger,
  number: (value) => typeof value === "number",
  object: isObject,
  string: (value) => typeof value === "string",
};

/** What each keyword demands. Those of one type say nothing about values of another. */
const keywords: Record<string, (demand: any, value: any, schema: Schema, root: Schema) => boolean> = {
  type: (type: string, value) => types[type]!(value),
  enum: (values: unknown[], value) => values.includes(value),
  minimum: (least: number, value) => typeof value !== "number" || value >= least,
  maximum: (most: number, value) => typeof value !== "number" || value <= most,
  exclusiveMinimum: (below: number, value) => typeof value !== "number" || value > below,
  minLength: (least: number, value) => typeof value !== "string" || value.length >= least,
  pattern: (pattern: string, value) => typeof value !== "string" || new RegExp(pattern, "u").test(value),
  minItems: (least: number, value) => !Array.isArray(value) || value.length >= least,
  maxItems: (most: number, value) => !Array.isArray(value) || value.length <= most,
  uniqueItems: (_, value) => !Array.isArray(value) || new Set(value).size === value.length,
  items: (items: Schema, value, _, root) => !Array.isArray(value) || value.every((item) => accepts(items, item, root)),
  required: (keys: string[], value) => !isObject(value) || keys.every((key) => Object.hasOwn(value, key)),
  properties: (properties: Schema, value, _, root) =>
    entries(value).every(([key, entry]) => !Object.hasOwn(properties, key) || accepts(properties[key], entry, root)),
  patternProperties: (patterns: Schema, value, _, root) =>
    entries(value).every(([key, entry]) =>
      Object.keys(patterns).every(
        (pattern) => !new RegExp(pattern, "u").test(key) || accepts(patterns[pattern], entry, root),
      ),
    ),
  propertyNames: (names: Schema, value, _, root) => entries(value).every(([key]) => accepts(names, key, root)),
  additionalProperties: (further: Schema | false, value, { properties = {}, patternProperties = {} }, root) =>
    entries(value)
      .filter(([key]) => !Object.hasOwn(properties as Schema, key))
      .filter(
        ([key]) => !Object.keys(patternProperties as Schema).some((pattern) => new RegExp(pattern, "u").test(key)),
      )
      .every(([, entry]) => further !== false && accepts(further, entry, root)),
  anyOf: (choices: Schema[], value, _, root) => choices.some((choice) => accepts(choice, value, root)),
  allOf: (parts: Schema[], value, _, root) => parts.every((part) => accepts(part, value, root)),
  not: (refused: Schema, value, _, root) => !accepts(refused, value, root),
  if: (condition: Schema, value, schema, root) =>
    accepts((accepts(condition, value, root) ? schema.then : schema.else) ?? {}, value, root),
  then: () => true, // see `if`
  else: () => true,
  $ref: (pointer: string, value, _, root) => accepts(root.$defs[pointer.replace("#/$defs/", "")], value, root),
};

/** Keywords that only describe. */
const annotations = ["$schema", "$defs", "title", "description", "default"];

/** Whether a value conforms to a JSON Schema, draft 2020-12; a keyword that is not known here is an error. */
export function accepts(schema: Schema, value: unknown, root = schema): boolean {
  return Object.entries(schema)
    .filter(([keyword]) => !annotations.includes(keyword))
    .every(([keyword, demand]) => {
      const check = keywords[keyword];
      if (!check) throw new Error(`keyword ${keyword} is not known`);
      return check(demand, value, schema, root);
    });
}

/** Every schema within a schema that has this keyword. */
export function having(keyword: string, schema: unknown): Schema[] {
  if (typeof schema !== "object" || schema === null) return [];
  const within = Object.values(schema).flatMap((part) => having(keyword, part));
  return Object.hasOwn(schema, keyword) ? [schema, ...within] : within;
}

function isObject(value: unknown): value is Schema {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function entries(value: unknown): [string, unknown][] {
  return isObject(value) ? Object.entries(value) : [];
}
