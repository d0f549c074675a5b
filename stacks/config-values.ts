import type * as z from "zod";
import type { Problem } from "../components/bad-input";
import { isMap } from "../components/checks";
import { secretPlaceholder } from "../graph/resource-graph";
import type { ConfigSource } from "./config-source";
import { alwaysSecret, cloudKeys, foreignKeys, stackSchema } from "./schema";
import type { Cloud, SecretKey, StackValues } from "./schema";
import { isStructured, pathText, readValue, unknownKey } from "./schema-problems";

/** What could be read of a group of keys, and what is wrong with the rest. */
export interface ReadValues<T> {
  values: Partial<T>;
  problems: Problem[];
}

/** Problems of keys in the project's namespace that do not exist; other namespaces belong to providers. */
export function unknownKeyProblems({ project, values }: ConfigSource, cloud: Cloud | undefined): Problem[] {
  const all = [...Object.keys(stackSchema.shape), ...alwaysSecret];
  const valid = all.filter((key) => !foreignKeys(cloud).includes(key));
  return Object.keys(values)
    .filter((key) => key.startsWith(`${project}:`))
    .map((key) => key.slice(project.length + 1))
    .filter((key) => !all.includes(key))
    .map((key) => unknownKey(key, key, valid));
}

/** Problems of keys that the stack's cloud does not have, or lacks. Of a cloud that is not known nothing is said. */
export function cloudKeyProblems({ project, values }: ConfigSource, cloud: Cloud | undefined): Problem[] {
  if (cloud === undefined) return [];
  const isGiven = (key: string) => values[`${project}:${key}`] !== undefined;
  const foreign = foreignKeys(cloud).filter(isGiven);
  const missing = cloudKeys[cloud].required.filter((key) => !isGiven(key));
  return [
    ...foreign.map((path) => ({ path, reason: `is not for cloud ${cloud}; remove it` })),
    ...missing.map((path) => ({ path, reason: `is required on ${cloud.toUpperCase()}` })),
  ];
}

/** Reads the keys that need not be secret. All but further chart values become part of names, rules, tags and plans. */
export function readStackValues(source: ConfigSource): ReadValues<StackValues> {
  const { project, secretKeys } = source;
  const isSecret = (key: string) => secretKeys.has(`${project}:${key}`);
  const { streamingProxy, ...plain } = stackSchema.shape;
  const shape = Object.fromEntries(Object.entries(plain).filter(([key]) => !isSecret(key)));
  const { values, problems } = readKeys<StackValues>(source, `${project}:`, "", { ...shape, streamingProxy });

  const foreign = foreignKeys(values.cloud); // are to be removed, not stored otherwise
  const shown = "is secret, but becomes part of names, rules, tags and plans; store it in plain text";
  problems.push(
    ...Object.keys(plain)
      .filter((key) => isSecret(key) && !foreign.includes(key))
      .map((path) => ({ path, reason: shown })),
  );
  if (isSecret("streamingProxy") && values.streamingProxy && values.streamingProxy.extraValues === undefined) {
    const reason = "is secret, but only its extraValues can be; store the rest in plain text";
    problems.push({ path: "streamingProxy", reason });
  }
  return { values, problems };
}

/**
 * Reads the keys of a cloud's provider. Those that cannot be decrypted are left out: no plan needs them.
 * @param namespace with its colon
 */
export function readProviderValues<T>(
  source: ConfigSource,
  namespace: string,
  shape: Record<string, z.core.$ZodType>,
): ReadValues<T> {
  const readable = Object.entries(source.values).filter(([key]) => !source.opaqueKeys?.has(key));
  return readKeys<T>(
    { ...source, values: Object.fromEntries(readable), opaqueKeys: undefined },
    namespace,
    namespace,
    shape,
  );
}

/** Reads the keys that must be secret. No problem of theirs has a value. */
export function readSecrets({ project, values, ...source }: ConfigSource): ReadValues<Record<SecretKey, string>> {
  const read: ReadValues<Record<SecretKey, string>> = { values: {}, problems: [] };
  for (const key of alwaysSecret) {
    const fullKey = `${project}:${key}`;
    const value = values[fullKey];
    if (value === undefined) continue;
    read.values[key] = value;
    if (!source.secretKeys.has(fullKey)) {
      const reason = `must be secret, but is plain text; replace it: \`pulumi config set --secret ${fullKey}\` asks for the value`;
      read.problems.push({ path: key, reason });
    }
    if (value.trim() === "") read.problems.push({ path: key, reason: "must not be empty" });
  }
  return read;
}

function readKeys<T>(
  source: ConfigSource,
  namespace: string,
  pathPrefix: string,
  shape: Record<string, z.core.$ZodType>,
): ReadValues<T> {
  const read: ReadValues<Record<string, unknown>> = { values: {}, problems: [] };
  for (const [key, schema] of Object.entries(shape)) {
    const { value, problems } = readKey(source, namespace + key, pathPrefix + key, schema);
    problems.push(...rewrittenProblems(source, namespace + key, pathPrefix + key, problems));
    if (problems.length > 0) read.problems.push(...problems);
    else if (value !== undefined) read.values[key] = value;
  }
  return read as ReadValues<T>;
}

function readKey(
  { values, secretKeys, opaqueKeys }: ConfigSource,
  fullKey: string,
  path: string,
  schema: z.core.$ZodType,
): { value?: unknown; problems: Problem[] } {
  const given = decoded(schema, values[fullKey]);
  if (opaqueKeys?.has(fullKey)) {
    if (!lacksValues(given)) return readValue(schema, given, path);
    const reason = "is needed here, but is encrypted and cannot be decrypted; it is no secret, store it in plain text";
    return { problems: [{ path, reason }] };
  }
  const read = readValue(schema, given, path);
  if (read.problems.length === 0 || !secretKeys.has(fullKey)) return read;
  return { problems: [{ path, reason: "is not valid; store it in plain text to be told why, it need not be secret" }] };
}

/** Scalars that are right as they are written, but would not arrive so. */
function rewrittenProblems({ rewritten = [], secretKeys }: ConfigSource, key: string, root: string, known: Problem[]) {
  return rewritten
    .filter((scalar) => scalar.key === key)
    .map(({ path, text, reason }) => ({
      path: pathText(root, path),
      ...(!secretKeys.has(key) && { value: text }),
      reason,
    }))
    .filter(({ path }) => !known.some((problem) => problem.path === path));
}

/** Objects and lists come as JSON; what is none is left to the schema to refuse. */
function decoded(schema: z.core.$ZodType, value: string | undefined): unknown {
  if (value === undefined || !isStructured(schema)) return value;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}

/** Whether something is encrypted that has to be known. Further chart values are handed on and need not be. */
function lacksValues(value: unknown): boolean {
  const needed = isMap(value) ? { ...value, extraValues: undefined } : value;
  return JSON.stringify(needed).includes(JSON.stringify(secretPlaceholder));
}
