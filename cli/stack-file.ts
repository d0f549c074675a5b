import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { BadInput, type Problem } from "../components/bad-input";
import { secretPlaceholder } from "../graph/resource-graph";
import type { ConfigSource, RewrittenScalar } from "../stacks/config-source";
import { pathText } from "../stacks/schema-problems";
import { asWritten } from "./rewritten-scalars";
import { readYamlMap } from "./yaml-file";

/** A stack's configuration as Pulumi would hand it to the program. */
export interface StackFile {
  /** Name of the project in Pulumi.yaml. */
  project: string;
  /** Path of the stack file in the project's folder. */
  file: string;
  /** Full key (`nvcf-lls:cluster`) -> value as text, objects and lists as JSON. Sorted. Defaults of Pulumi.yaml are in it. */
  config: Record<string, string>;
  /** Full keys whose values are secret, sorted. */
  secretKeys: string[];
  /** Those of them that cannot be decrypted here: `config` has a placeholder for the secret, or for each one within an object. */
  opaqueKeys: string[];
  /** Scalars that Pulumi would hand over as another text than what is written; `config` has what is written. */
  rewritten: RewrittenScalar[];
  /** What the operator should know of this file, for example that environments are not read. */
  notes: string[];
}

/**
 * Reads Pulumi.yaml and Pulumi.STACK.yaml the way the Pulumi CLI does, without it and without decrypting anything.
 * @param directory folder of Pulumi.yaml
 * @param stack name of the stack, without organisation and project
 * @throws BadInput if a file is missing, malformed or not what Pulumi would take
 */
export function readStackFile(directory: string, stack: string): StackFile {
  // The characters that Pulumi allows; a path separator would read a file elsewhere.
  if (!/^[A-Za-z0-9_.-]+$/.test(stack)) {
    const reason = "must be the bare name of a stack: letters, digits, `_`, `.` and `-`";
    throw new BadInput("Stack name", [{ path: "stack", value: stack, reason }]);
  }
  const project = readProject(directory);
  const file = join(project.stackFolder, `Pulumi.${stack}.yaml`);
  if (!existsSync(join(directory, file))) throw missingStack(directory, file);

  const content = readYamlMap(directory, file);
  const rewritten: RewrittenScalar[] = [];
  const given = configEntries(file, content.config ?? {}, project.name, rewritten);
  const entries = new Map([...project.defaults, ...given]);
  const keys = [...entries.keys()].sort();
  const opaqueKeys = keys.filter((key) => holdsSecret(entries.get(key)));
  return {
    project: project.name,
    file,
    config: Object.fromEntries(keys.map((key) => [key, configText(entries.get(key))])),
    secretKeys: opaqueKeys,
    opaqueKeys,
    rewritten,
    notes: content.environment === undefined ? [] : [environmentNote(file, content.environment)],
  };
}

/** What a stack file says, to be checked. */
export function configSourceOf({ project, file, config, secretKeys, opaqueKeys, rewritten }: StackFile): ConfigSource {
  return {
    ...{ project, subject: file, values: config, rewritten },
    secretKeys: new Set(secretKeys),
    opaqueKeys: new Set(opaqueKeys),
  };
}

/**
 * Names of the stacks that have a stack file, sorted.
 * @param directory folder of Pulumi.yaml
 * @throws BadInput if Pulumi.yaml is missing or malformed
 */
export function listStacks(directory: string): string[] {
  const folder = join(directory, readProject(directory).stackFolder);
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => existsSync(join(folder, name))) // a link may lead nowhere
    .flatMap((name) => /^Pulumi\.(.+)\.yaml$/.exec(name)?.[1] ?? [])
    .filter((name) => !name.endsWith(".deploy")) // deployment settings, not a stack
    .sort();
}

interface Project {
  name: string;
  /** Folder of the stack files in the project's folder. */
  stackFolder: string;
  /** Full key -> value or default that Pulumi.yaml declares. */
  defaults: Map<string, unknown>;
}

function readProject(directory: string): Project {
  const file = "Pulumi.yaml";
  if (!existsSync(join(directory, file))) {
    const reason = "does not exist: run this in the folder of a Pulumi project";
    throw new BadInput(file, [{ path: "file", reason }]);
  }
  const { name, config, stackConfigDir } = readYamlMap(directory, file);
  const problems: Problem[] = [];
  if (typeof name !== "string" || !/^[A-Za-z0-9_.-]+$/.test(name)) {
    const reason = "must be the project's name: letters, digits, `_`, `.` and `-`";
    problems.push({ path: "name", value: name, reason });
  }
  if (stackConfigDir !== undefined && typeof stackConfigDir !== "string") {
    problems.push({ path: "stackConfigDir", value: stackConfigDir, reason: "must be a folder" });
  }
  if (problems.length > 0) throw new BadInput(file, problems);

  const project = name as string;
  const rewritten: RewrittenScalar[] = [];
  const defaults = new Map<string, unknown>();
  for (const [key, declaration] of configEntries(file, config ?? {}, project, rewritten)) {
    const value = declaredValue(declaration);
    if (value !== undefined) defaults.set(key, value);
  }
  if (rewritten.length > 0) {
    const declared = rewritten.map(({ key, path, reason }) => ({ path: pathText(`config.${key}`, path), reason }));
    throw new BadInput(file, declared);
  }
  return { name: project, stackFolder: (stackConfigDir as string | undefined) ?? ".", defaults };
}

/** A declaration is a map with `default` or, for keys of other namespaces, `value`; anything else is the value itself. */
function declaredValue(declaration: unknown): unknown {
  return (isMap(declaration) ? (declaration.default ?? declaration.value) : declaration) ?? undefined;
}

/** Full key -> value as written. */
function configEntries(
  file: string,
  config: unknown,
  project: string,
  rewritten: RewrittenScalar[],
): Map<string, unknown> {
  if (!isMap(config)) throw new BadInput(file, [{ path: "config", reason: "must be a map of keys and values" }]);
  const entries = new Map<string, unknown>();
  const problems: Problem[] = [];
  for (const [written, value] of Object.entries(config)) {
    const key = fullKey(written, project);
    if (key === undefined) {
      problems.push({ path: `config.${written}`, reason: "not a config key: write `key` or `namespace:key`" });
    } else if (entries.has(key)) {
      problems.push({ path: `config.${written}`, reason: `duplicate key: ${key} is given twice, remove one` });
    } else {
      entries.set(key, asWritten(value, key, rewritten));
    }
  }
  if (problems.length > 0) throw new BadInput(file, problems);
  return entries;
}

/** `key` belongs to the project; `namespace:config:key` is the form of old Pulumi versions, which Pulumi still takes. */
function fullKey(written: string, project: string): string | undefined {
  const [, namespace = project, key] = /^(?:([^:]+):(?:config:)?)?([^:]+)$/.exec(written) ?? [];
  return key === undefined ? undefined : `${namespace}:${key}`;
}

/** As Pulumi does it: scalars as written, nothing as the empty text, the rest as JSON. */
function configText(value: unknown): string {
  const concealed = conceal(value);
  if (concealed === null) return "";
  return typeof concealed === "string" ? concealed : JSON.stringify(concealed);
}

/** The value with sorted keys, and a placeholder for every secret. */
function conceal(value: unknown): unknown {
  if (isSecret(value)) return secretPlaceholder;
  if (Array.isArray(value)) return value.map(conceal);
  if (!isMap(value)) return value;
  const keys = Object.keys(value).sort();
  return Object.fromEntries(keys.map((key) => [key, conceal(value[key])]));
}

function holdsSecret(value: unknown): boolean {
  return isSecret(value) || (typeof value === "object" && value !== null && Object.values(value).some(holdsSecret));
}

/** Pulumi's mark of an encrypted value: a map with the one key `secure` and a text. */
function isSecret(value: unknown): boolean {
  return isMap(value) && Object.keys(value).length === 1 && typeof value.secure === "string";
}

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function missingStack(directory: string, file: string): BadInput {
  const stacks = listStacks(directory);
  const known =
    stacks.length === 0 ? "there is no stack file in this folder" : `the stacks here are ${stacks.join(", ")}`;
  return new BadInput(file, [{ path: "file", reason: `does not exist; ${known}` }]);
}

function environmentNote(file: string, environment: unknown): string {
  const names = (Array.isArray(environment) ? environment : [environment]).filter((name) => typeof name === "string");
  const which = names.length === 0 ? "" : ` (${names.join(", ")})`;
  return `${file}: the environments that it imports${which} are not read; what they configure is missing here`;
}
