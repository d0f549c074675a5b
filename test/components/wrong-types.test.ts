import * as pulumi from "@pulumi/pulumi";
import { describe, expect, it } from "vitest";
import type { ResourceGraph } from "../../graph/resource-graph";
import { anything, notKnown } from "../anything";
import {
  type Args,
  hasKnownKeys,
  installed,
  placesOf,
  propertiesOf,
  refusalOf,
  variants,
  type Place,
  type Property,
} from "./argument-places";

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

  it("law: arguments that are no map, by what they are", () => {
    const told = Object.entries(anything).flatMap(([name, args]) =>
      name === "map" ? [] : [[name, refusalOf(variant, args as object)!.problems]],
    );
    const must = (value: unknown) => [{ path: "args", reason: "must be a map of keys to values", value }];
    expect(Object.fromEntries(told)).toEqual({
      text: must(anything.text),
      number: must(70_000),
      fraction: must(1.5),
      "no number": must("NaN"),
      flag: must(true),
      list: must("a list"),
      function: must("of type function"),
      symbol: must("of type symbol"),
      bigint: must("of type bigint"),
      date: must("an instance of Date"),
      Map: must("an instance of Map"),
      Output: [{ path: "args", reason: notKnown }],
      promise: [{ path: "args", reason: notKnown }],
    });
  });

  it("law: an Output where the value has to be known, with the remedy", () => {
    const plain = [...inner, ...inner.flatMap(entryOf)].filter(({ property }) => property.plain);
    const told = plain.flatMap(({ path, put }) =>
      [anything.Output, anything.promise].map((value) => {
        const problems = refusalOf(variant, put(value))?.problems ?? [];
        return `${path}: ${problems.find((problem) => problem.path === path)?.reason}`;
      }),
    );
    expect(told.some((line) => line.endsWith(`: ${notKnown}`))).toBe(true);
    expect(told.filter((line) => !line.endsWith(`: ${notKnown}`) && !line.includes(": must be absent"))).toEqual([]);
  });

  it("law: nothing as null otherwise than as undefined", async () => {
    const optional = inner.filter(({ path, property }) => property.optional && !path.endsWith("]"));
    for (const { path, put } of optional)
      expect(refusalOf(variant, put(null))?.problems, path).toEqual(refusalOf(variant, put(undefined))?.problems);

    const paths = optional.map(({ path }) => path);
    const outer = paths.filter((path) => !path.includes("."));
    // What is absent hides what is in it.
    const innermost = paths.filter((path) => !inner.some((other) => /^[.[]/.test(afterOf(path, other.path))));
    for (const absent of [outer, innermost]) {
      const without = (nothing: null | undefined): Args =>
        absent.reduce((args, path) => {
          const fewer = withAt(args, path.split(/[.[\]]+/), nothing) as Args;
          return refusalOf(variant, fewer) ? args : fewer;
        }, variant.args);
      expect(without(null)).not.toEqual(without(undefined));
      expect(madeIn(await installed(variant, without(null)))).toEqual(
        madeIn(await installed(variant, without(undefined))),
      );
    }
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

/** The place of an entry in a map whose keys are free; none of any other. */
function entryOf({ path, property, put }: Place): Place[] {
  const { additionalProperties: entry } = property;
  return entry ? [{ path: `${path}.a`, property: entry, value: "b", put: (value) => put({ a: value }) }] : [];
}

/** What a path has after another that it begins with; nothing if it begins otherwise. */
function afterOf(beginning: string, path: string): string {
  return path.startsWith(beginning) ? path.slice(beginning.length) : "";
}

/** Arguments with another value at a path. */
function withAt(args: unknown, [key, ...rest]: string[], value: unknown): unknown {
  if (key === undefined) return value;
  if (Array.isArray(args))
    return args.map((entry, index) => (String(index) === key ? withAt(entry, rest, value) : entry));
  return { ...(args as Args), [key]: withAt((args as Args | undefined)?.[key], rest, value) };
}

/** Resources and inputs; the SDK keeps a null that was given, and providers take it for nothing. */
function madeIn({ resources }: ResourceGraph): unknown {
  const text = JSON.stringify(resources, (_, value: unknown) => value ?? undefined);
  return JSON.parse(text);
}

it("says of credentials what is wrong with them, and not the value", () => {
  const variant = variants.find(({ component }) => component === "StreamingProxy")!;
  const reasonsOf = (registryCredentials: object) =>
    refusalOf(variant, { ...variant.args, registryCredentials })!.problems;
  expect(reasonsOf({ username: 1, password: " x" })).toEqual([
    { path: "registryCredentials.username", reason: "must be text, not empty, without white space at its ends" },
    { path: "registryCredentials.password", reason: "must be text, not empty, without white space at its ends" },
  ]);
  expect(reasonsOf({ password: "b" })).toMatchObject([{ reason: expect.stringMatching(/^is required, and must/) }]);
});

it.each(["EksLls", "AksLls"])("%s: what other languages call facts leads to the argument network", (component) => {
  const variant = variants.find((one) => one.component === component)!;
  expect(refusalOf(variant, { ...variant.args, facts: "{}" })?.problems).toEqual([
    { path: "facts", reason: expect.stringMatching(/^is no argument; give `network`, .*recorded(Eks|Aks)/) },
  ]);
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
