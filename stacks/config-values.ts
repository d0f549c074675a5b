import type * as z from "zod";
import type { Problem } from "../components/bad-input";
import { isMap } from "../components/checks";
import { secretPlaceholder } from "../graph/resource-graph";
import type { ConfigSource } from "./config-source";
import { alwaysSecret, requiredOnEks, stackSchema } from "./schema";
import type { SecretKey, StackValues } from "./schema";
import { awsSchema, type AwsValues } from "./schema/aws";
import { isStructured, pathText, readValue, unknownKey } from "./schema-problems";

/** What could be read of a group of keys, and what is wrong with the rest. */
export interface ReadValues<T> {
  values: Partial<T>;
  problems: Problem[];
}

/** Problems of keys that do not exist in the project's namespace, and of those of the AWS provider that are not taken over. */
export function unknownKeyProblems({ project, values }: ConfigSource): Problem[] {
  const valid = [...Object.keys(stackSchema.shape), ...alwaysSecret];
  const others = (namespace: string, known: string[]) =>
    Object.keys(values)
      .filter((key) => key.startsWith(`${namespace}:`))
      .map((key) => key.slice(namespace.length + 1))
      .filter((key) => !known.includes(key));
  return [
    ...others(project, valid).map((key) => unknownKey(key, key, valid)),
    ...others("aws", Object.keys(awsSchema.shape)).map(unusedAwsKey),
  ];
}

/** An installation has an AWS provider of its own, on which keys of the default provider have no effect. */
function unusedAwsKey(key: string): Problem {
  const taken = Object.keys(awsSchema.shape).map((name) => `aws:${name}`);
  const isCredential = ["accessKey", "secretKey", "token"].includes(key);
  const advice = isCredential
    ? "use the environment (AWS_ACCESS_KEY_ID, …) or aws:profile, so that no key gets into the state"
    : `remove it; taken are ${taken.join(", ")}`;
  return { path: `aws:${key}`, reason: `has no effect on the provider of the installation; ${advice}` };
}

/** Reads the keys that need not be secret. All but further chart values become part of names, rules, tags and plans. */
export function readStackValues(source: ConfigSource): ReadValues<StackValues> {
  const { project, secretKeys } = source;
  const isSecret = (key: string) => secretKeys.has(`${project}:${key}`);
  const { streamingProxy, ...plain } = stackSchema.shape;
  const shape = Object.fromEntries(Object.entries(plain).filter(([key]) => !isSecret(key)));
  const { values, problems } = readKeys<StackValues>(source, `${project}:`, "", { ...shape, streamingProxy });

  const missing = requiredOnEks.filter((key) => source.values[`${project}:${key}`] === undefined);
  problems.push(...missing.map((path) => ({ path, reason: "is required on EKS" })));
  const shown = "is secret, but becomes part of names, rules, tags and plans; store it in plain text";
  problems.push(
    ...Object.keys(plain)
      .filter(isSecret)
      .map((path) => ({ path, reason: shown })),
  );
  if (isSecret("streamingProxy") && values.streamingProxy && values.streamingProxy.extraValues === undefined) {
    const reason = "is secret, but only its extraValues can be; store the rest in plain text";
    problems.push({ path: "streamingProxy", reason });
  }
  return { values, problems };
}

/** Reads the keys of the AWS provider. Those that cannot be decrypted are left out: no plan needs them. */
export function readAwsValues(source: ConfigSource): ReadValues<AwsValues> {
  const readable = Object.entries(source.values).filter(([key]) => !source.opaqueKeys?.has(key));
  const values = Object.fromEntries(readable);
  return readKeys<AwsValues>({ ...source, values, opaqueKeys: undefined }, "aws:", "aws:", awsSchema.shape);
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
