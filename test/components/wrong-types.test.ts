import * as pulumi from "@pulumi/pulumi";
import { describe, expect, it } from "vitest";
import { hasKnownKeys, installed, placesOf, propertiesOf, refusalOf, variants, type Property } from "./argument-places";

const anything: Record<string, unknown> = {
  text: "no value of anything",
  number: 70_000,
  fraction: 1.5,
  "no number": NaN,
  flag: true,
  list: ["x"],
  map: { x: "y" },
  function: () => "x",
  symbol: Symbol("x"),
  bigint: 5004n,
  date: new Date(0),
  Map: new Map([["x", "y"]]),
  Output: pulumi.output("x"),
  promise: Promise.resolve("x"),
};

/** Types of the schema -> the values above that are of it. */
const fitting: Record<string, string[]> = {
  string: ["text"],
  number: ["number", "fraction", "no number"],
  integer: ["number"],
  boolean: ["flag"],
  array: ["list"],
  object: ["map"],
};

/** The values that are not of a property's type. Maps and enumerations take none: each has keys or values of its own. */
function wrongFor(property: Property): [string, unknown][] {
  // A provider is any by its type, because no schema can have it.
  const taken = [...(fitting[property.type ?? ""] ?? []), ...(property.plain ? [] : ["Output", "promise"])];
  return Object.entries(anything).filter(([name]) => !taken.includes(name));
}

describe.each(variants)("$component $title refuses", (variant) => {
  const places = placesOf(variant);
  const inner = places.filter(({ path }) => path !== "");

  it("nothing of what is good", () => {
    expect(refusalOf(variant, variant.args)).toBeUndefined();
  });

  /** What is not refused with the path of its place. */
  const takenOf = (path: string, args: unknown, name: string): string[] => {
    const refusal = refusalOf(variant, args as object);
    if (refusal?.problems.some((problem) => problem.path.startsWith(path))) return [];
    return [`${path} = ${name}: ${refusal?.message ?? "taken"}`];
  };

  it("law: every value of another type, by the path of its property", () => {
    const taken = inner.flatMap(({ path, property, put }) =>
      wrongFor(property).flatMap(([name, value]) => takenOf(path, put(value), name)),
    );
    expect(taken).toEqual([]);
  });

  it("law: arguments that are no map", () => {
    for (const args of Object.values(anything)) expect(refusalOf(variant, args as object)).toBeDefined();
  });

  it("law: what is required and missing, by its path", () => {
    const required = inner.filter(({ path, property }) => path.endsWith("]") || !property.optional);
    const taken = required.flatMap(({ path, put }) =>
      [undefined, null].flatMap((nothing) => takenOf(path, put(nothing), String(nothing))),
    );
    expect(taken).toEqual([]);
  });

  it("law: a key that it does not have, wherever it stands, with the nearest one that it has", () => {
    for (const { path, property, value, put } of places.filter(hasKnownKeys)) {
      const [key] = Object.keys(path === "" ? variant.args : propertiesOf(property)!).sort();
      const problem = refusalOf(variant, put({ ...(value as object), [`${key}x`]: 1 }))?.problems.at(0);
      expect(problem, path).toEqual({
        path: path === "" ? `${key}x` : `${path}.${key}x`,
        reason: `is no argument; did you mean \`${key}\`?`,
      });
    }
  });

  it(
    "law: an Output that comes to a value of another type, by component and property",
    { timeout: 60_000 },
    async () => {
      const late = inner.filter(({ value, property }) => value !== undefined && !property.plain);
      expect(late.length).toBeGreaterThan(1);
      const taken: string[] = [];
      for (const { path, put, value, property } of late) {
        for (const wrong of [typeof value === "number" ? "x" : 7, ["x"], ...(property.optional ? [] : [null])]) {
          const outcome = await installed(variant, withKeys(put(pulumi.output(wrong)))).then(
            () => "taken",
            (error: Error) => error.message,
          );
          if (outcome.includes("'lls") && outcome.includes(`${path.split(".").at(-1)}: `)) continue;
          taken.push(`${path} = ${JSON.stringify(wrong)}: ${outcome}`);
        }
      }
      expect(taken).toEqual([]);
    },
  );
});

/** Gives every entry of a list the key that one needs whose id is not known yet. */
function withKeys(args: unknown): any {
  if (Array.isArray(args)) {
    return args
      .map((entry, index) => ({ value: withKeys(entry), index }))
      .map(({ value, index }) => keyed(value, index));
  }
  if (!isPlainMap(args)) return args;
  return Object.fromEntries(Object.entries(args).map(([key, value]) => [key, withKeys(value)]));
}

function keyed(entry: unknown, index: number): unknown {
  if (!isPlainMap(entry)) return entry;
  const id = entry.securityGroupId ?? entry.id ?? entry.name ?? entry.address;
  return pulumi.Output.isInstance(id) ? { ...entry, key: `key${index}` } : entry;
}

function isPlainMap(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}
