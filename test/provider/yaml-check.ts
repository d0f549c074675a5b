import { existsSync } from "node:fs";
import { join } from "node:path";
import type { PackageSpec, Type } from "@pulumi/pulumi/provider/experimental/schema";

/** A Pulumi YAML program, as far as the check looks. */
export interface YamlProgram {
  config?: Record<string, { type?: string }>;
  resources: Record<string, { type: string; properties?: object; options?: { providers?: unknown } }>;
  outputs?: Record<string, unknown>;
}

/**
 * What Pulumi's language host for YAML would find wrong with the resources of a package, one sentence each.
 * @param folder of the program
 */
export function yamlProblems(program: YamlProgram, schema: PackageSpec, folder: string): string[] {
  return new YamlCheck(program, schema, folder).problems();
}

class YamlCheck {
  constructor(
    private readonly program: YamlProgram,
    private readonly schema: PackageSpec,
    private readonly folder: string,
  ) {}

  problems(): string[] {
    const { resources, outputs = {} } = this.program;
    return [
      ...Object.entries(resources).flatMap(([name, { type, properties = {}, options = {} }]) => [
        ...(type.startsWith("pulumi:") ? this.references(name, properties) : this.resource(name, type, properties)),
        ...this.providers(`${name}.providers`, options.providers),
      ]),
      ...this.references("outputs", outputs),
    ];
  }

  private resource(name: string, type: string, properties: object): string[] {
    const resource = this.definition(type);
    if (!resource) return [`${name}: there is no ${type}`];
    const { inputProperties = {}, requiredInputs = [] } = resource;
    return this.object(name, properties, inputProperties, requiredInputs);
  }

  /** `pkg:Name` is short for `pkg:index:Name`. */
  private definition(type: string) {
    return this.schema.resources[type.replace(/^([^:]+):([^:]+)$/, "$1:index:$2")];
  }

  private object(path: string, value: object, properties: Record<string, Type>, required: string[]): string[] {
    return [
      ...required.filter((key) => !(key in value)).map((key) => `${path}.${key} is missing`),
      ...Object.entries(value).flatMap(([key, entry]) => {
        const type = properties[key];
        return type ? this.value(`${path}.${key}`, entry, type) : [`${path}.${key} is no property`];
      }),
    ];
  }

  private value(path: string, value: unknown, type: Type): string[] {
    if (isCall(value)) return this.file(path, value["fn::readFile"], type);
    if (typeof value === "string" && value.includes("${")) return this.references(path, value, type);
    if ("$ref" in type) return this.named(path, value, type.$ref.replace("#/types/", ""));
    const { items, additionalProperties } = type;
    if (type.type === "array" && items) {
      if (!Array.isArray(value)) return [`${path} is no list`];
      return value.flatMap((entry, index) => this.value(`${path}[${index}]`, entry, items));
    }
    if (type.type === "object" && additionalProperties) {
      if (typeof value !== "object" || value === null) return [`${path} is no map`];
      return Object.entries(value).flatMap(([key, entry]) => this.value(`${path}.${key}`, entry, additionalProperties));
    }
    const kind = Number.isInteger(value) ? "integer" : typeof value;
    return kind === type.type ? [] : [`${path} is no ${type.type}`];
  }

  private named(path: string, value: unknown, token: string): string[] {
    const type = this.schema.types[token];
    if (!type) return token === "pulumi.json#/Any" ? [] : [`${path}: there is no ${token}`];
    if (type.enum) return type.enum.some((choice) => choice.value === value) ? [] : [`${path} is no ${token}`];
    if (typeof value !== "object" || value === null) return [`${path} is no ${token}`];
    return this.object(path, value, type.properties ?? {}, type.required ?? []);
  }

  private file(path: string, name: unknown, type: Type): string[] {
    if (!("type" in type) || type.type !== "string") return [`${path} takes no text`];
    return typeof name === "string" && existsSync(join(this.folder, name)) ? [] : [`${path}: there is no such file`];
  }

  /** Names in `${…}`: of config keys and resources, and of what those have. */
  private references(path: string, value: unknown, type?: Type): string[] {
    return [...JSON.stringify(value).matchAll(/\$\{([^}]*)\}/g)].flatMap(([, reference]) => {
      const [name, property] = reference!.split(".") as [string, string?];
      const config = this.program.config?.[name];
      if (config) {
        const wanted = type && "type" in type ? type.type : "string";
        return config.type === wanted ? [] : [`${path}: ${name} is no ${wanted}`];
      }
      const resource = this.program.resources[name];
      if (!resource) return [`${path}: there is no ${name}`];
      const outputs = this.definition(resource.type)?.properties;
      return property === undefined || !outputs || property in outputs ? [] : [`${path}: ${name} has no ${property}`];
    });
  }

  private providers(path: string, providers: unknown): string[] {
    if (providers === undefined) return [];
    if (!Array.isArray(providers)) return [`${path} is no list`];
    return providers.flatMap((reference) => {
      const name = /^\$\{(\w+)\}$/.exec(String(reference))?.[1] ?? "";
      const isProvider = this.program.resources[name]?.type.startsWith("pulumi:providers:");
      return isProvider ? [] : [`${path}: ${String(reference)} is no provider`];
    });
  }
}

function isCall(value: unknown): value is { "fn::readFile": unknown } {
  return typeof value === "object" && value !== null && "fn::readFile" in value;
}
