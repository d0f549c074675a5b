import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { parseAksFacts } from "../../discovery/aks/facts-file";
import { parseEksFacts } from "../../discovery/eks/facts-file";
import { problemsOf } from "./aks/aks-facts";

const wrongValues: unknown[] = ["", "x y", -5, 1.5, 1e9, true, null, [], {}, [""]];

it.each([
  ["aks-dev.json", parseAksFacts],
  ["dev.json", parseEksFacts],
])("law: whatever is wrong in %s is told in words of this program", (file, parse) => {
  const facts: unknown = JSON.parse(readFileSync(join(__dirname, "..", "..", "facts", file), "utf8"));
  const reasons = pathsIn(facts).flatMap((path) =>
    wrongValues.flatMap((value) => problemsOf(() => parse(JSON.stringify(replaced(facts, path, value)), file))),
  );
  expect(reasons.length).toBeGreaterThan(500);
  // The library's own begin with Invalid, Too small, Unrecognized key.
  const own = /^(?:must (?:not )?(?:be|have) |is (?:missing|not )|has )/;
  expect([...new Set(reasons.map(({ reason }) => reason))].filter((reason) => !own.test(reason))).toEqual([]);
});

function pathsIn(value: unknown): string[][] {
  if (typeof value !== "object" || value === null) return [[]];
  return [[], ...Object.entries(value).flatMap(([key, field]) => pathsIn(field).map((path) => [key, ...path]))];
}

function replaced(value: any, [key, ...path]: string[], by: unknown): unknown {
  if (key === undefined) return by;
  const copy = Array.isArray(value) ? [...(value as unknown[])] : { ...value };
  copy[key] = replaced(value[key], path, by);
  return copy;
}
