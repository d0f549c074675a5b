import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { exitCodes } from "../cli/exit-codes";
import { formats } from "../cli/format";
import { plan } from "../cli/plan";
import { alwaysSecret, secretDescriptions } from "../stacks/schema";
import { stackKeysSchema, type JsonSchema } from "../stacks/stack-file-schema";

const root = join(__dirname, "..");
const read = (path: string) => readFileSync(join(root, path), "utf8");
const readme = read("README.md");

/** The code blocks of a language. */
function blocks(language: string): string[] {
  return [...readme.matchAll(new RegExp("^ *```" + language + "\\n([^]*?)^ *```$", "gm"))].map(([, text]) => text!);
}

describe("README.md", () => {
  it("names npm scripts that exist", () => {
    const { scripts } = JSON.parse(read("package.json")) as { scripts: Record<string, string> };
    const named = [...readme.matchAll(/\bnpm (?:run (?:--silent )?([\w:]+)|(start|test)\b)/g)].map(
      ([, run, short]) => run ?? short!,
    );
    expect(named).toEqual(expect.arrayContaining(["start", "test"]));
    for (const script of named) expect(scripts, script).toHaveProperty(script);
  });

  it("names files and folders that exist", () => {
    const links = [...readme.matchAll(/\]\((?!https?:|#)([^)#]+)/g)].map(([, target]) => target!);
    const code = [...readme.matchAll(/`([\w.-]+(?:\/[\w.-]+)*\.(?:ts|json|yaml|md|js)|[\w.-]+\/(?:[\w.-]+\/)*)`/g)];
    for (const path of [...links, ...code.map(([, path]) => path!)])
      expect(existsSync(join(root, path)), path).toBe(true);
  });

  it("names options that the command line has", () => {
    const cli = read("cli/lls.ts");
    const calls = readme.split("\n").filter((line) => /npx lls|npm start/.test(line));
    const options = calls.flatMap((line) => line.match(/--\w[\w-]*/g) ?? []);
    expect(options).toContain("--require-facts");
    for (const option of options) expect(cli).toContain(option);
  });

  it("names the exit codes", () => {
    const codes = [...readme.matchAll(/^\| (\d+) \|/gm)].map(([, code]) => Number(code));
    expect(codes).toEqual(Object.values(exitCodes));
  });

  it("shows what `lls plan` prints, the parts left out marked", async () => {
    const facts = join(root, "facts", "examples", "nacl-denies-media.json");
    const printed = formats.text(await plan(root, { stack: "dev", facts }), { color: false, width: 120 });
    const [excerpt] = blocks("text");
    for (const part of excerpt!.split(/^ *…\n/m)) expect(printed).toContain(part);
  });

  it("describes every key of a stack file as the schema does", () => {
    const [, table] = /^(\| Key \|.*\n(?:\|.*\n)+)/m.exec(readme)!;
    expect(table).toBe(configTable());
  });

  it("has an example that is examples/eks-component, which the type check covers", () => {
    expect(blocks("ts")[0]).toBe(
      `// index.ts\n${read("examples/eks-component/index.ts").replace("../../exports/eks", "nvcf-lls/eks")}`,
    );
  });

  it("has a table of every example", () => {
    const named = [...readme.matchAll(/^\| \[([\w-]+)\]\(examples\/([\w-]+)\/\) \|/gm)];
    for (const [, name, folder] of named) expect(name).toBe(folder);
    expect(named.map(([, name]) => name).sort()).toEqual(readdirSync(join(root, "examples")).sort());
  });
});

/** The table of config keys that follows from the schema. When the README's is stale, the failing test shows what to change. */
function configTable(): string {
  const { properties = {}, required = [] } = stackKeysSchema();
  const secrets = alwaysSecret.map((key) => row(key, "secret text", "–", secretDescriptions[key]));
  return [
    "| Key | Type | Default | Meaning | A change |",
    "|---|---|---|---|---|",
    ...rowsOf(properties, required, ""),
    ...secrets,
    "",
  ].join("\n");
}

function rowsOf(properties: Record<string, JsonSchema>, required: string[], prefix: string): string[] {
  return Object.entries(properties).flatMap(([key, schema]) => {
    const path = prefix + key;
    const fallback = required.includes(key) ? (prefix === "" ? "required" : "required there") : defaultOf(schema);
    const inner = schema.type === "array" ? (schema.items as JsonSchema) : schema;
    return [
      row(path, typeOf(schema), fallback, schema.description as string),
      ...rowsOf(inner.properties ?? {}, inner.required ?? [], schema.type === "array" ? `${path}[].` : `${path}.`),
    ];
  });
}

function row(key: string, type: string, fallback: string, description: string): string {
  const change = / ?A change ([^.]+)\./;
  const meaning = description.replace(change, "").replace(/[|<]/g, "\\$&"); // else the end of a cell, or HTML
  return `| ${[`\`${key}\``, type, fallback, meaning, change.exec(description)?.[1] ?? "–"].join(" | ")} |`;
}

function defaultOf({ default: value }: JsonSchema): string {
  if (value === undefined || JSON.stringify(value) === "{}") return "–";
  return `\`${JSON.stringify(value).replace(/^"(.*)"$/, "$1")}\``;
}

function typeOf(schema: JsonSchema): string {
  if (schema.enum) return (schema.enum as string[]).map((value) => `\`${value}\``).join(", ");
  if (schema.anyOf) {
    const types = (schema.anyOf as JsonSchema[]).map(({ type }) => type);
    return types.includes("integer") ? "whole number" : types.includes("boolean") ? "true or false" : "quantity";
  }
  if (schema.type === "array") return (schema.items as JsonSchema).properties ? "list of objects" : "list of text";
  if (schema.type !== "object") return "text";
  if (schema.properties) return "object";
  return (schema.additionalProperties as JsonSchema).type === "string" ? "map of text" : "map";
}
