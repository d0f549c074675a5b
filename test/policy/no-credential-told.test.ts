import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import type { ResourceGraph } from "../../graph/resource-graph";
import { checkRule } from "../../policy/check-rule";
import type { Rule, RuleFactory } from "../../policy/rule";
import { ruleFactories } from "../../policy/rules";
import { credentials, wrappings } from "./credentials";
import { edited, judged } from "./edited-stack";
import { mistakes } from "./mistakes";

const rules: Rule[] = Object.values<RuleFactory>(ruleFactories).map((factory) => factory());
const seeds = Object.values(credentials).flatMap((credential) =>
  Object.values(wrappings).map((wrap) => ({ credential, text: wrap(credential) })),
);

/** Where a text stands in a graph: in inputs, outputs and names; not in what holds the graph together. */
type Path = (string | number)[];

function textsIn(graph: ResourceGraph): Path[] {
  const within = (value: unknown, path: Path): Path[] => {
    if (typeof value === "string") return [path];
    if (typeof value !== "object" || value === null) return [];
    return Object.entries(value).flatMap(([key, child]) => within(child, [...path, key]));
  };
  return graph.resources.flatMap(({ inputs, outputs }, index) => [
    ["resources", index, "name"],
    ...within(inputs, ["resources", index, "inputs"]),
    ...within(outputs, ["resources", index, "outputs"]),
  ]);
}

function put(graph: ResourceGraph, path: Path, text: string): void {
  const holder: any = path.slice(0, -1).reduce<any>((at, key) => at[key], graph);
  holder[path.at(-1)!] = text;
}

/** Everything that all rules say. */
function told(graph: ResourceGraph): string[] {
  const messages: string[] = [];
  let stack: ReturnType<typeof judged> | undefined;
  for (const rule of rules) {
    checkRule(
      rule,
      () => (stack ??= judged(graph)),
      rule.defaults as object,
      "urn",
      (_, message) => messages.push(message),
    );
  }
  return messages;
}

describe("a credential in any place of a stack", () => {
  let graphs: ResourceGraph[];
  beforeAll(async () => {
    graphs = await Promise.all(mistakes.map(({ stack, edits }) => edited(stack, ...edits)));
  });

  it("is in no message of any rule, whatever else is wrong", () => {
    const drawn = fc.record({
      index: fc.nat(mistakes.length - 1),
      place: fc.nat(),
      seed: fc.constantFrom(...seeds),
    });
    fc.assert(
      fc.property(drawn, ({ index, place, seed: { credential, text } }) => {
        const graph = structuredClone(graphs[index]!);
        const places = textsIn(graph);
        put(graph, places[place % places.length]!, text);
        for (const message of told(graph)) {
          expect(message).not.toContain(credential);
          expect(message).not.toContain(text.trim());
          expect(message).not.toContain("hunter2");
        }
      }),
      { numRuns: 150 },
    );
  });

  it("is found by the sweep: rules do repeat names", () => {
    const graph = structuredClone(graphs[mistakes.findIndex(({ caughtBy }) => caughtBy === "nsg-rule-priority")]!);
    for (const { inputs } of graph.resources) if ("securityRuleName" in inputs) inputs.securityRuleName = "a-name";
    expect(told(graph).join()).toContain("a-name");
    for (const { inputs } of graph.resources)
      if ("securityRuleName" in inputs) inputs.securityRuleName = credentials["NGC API key"];
    expect(told(graph).join()).toContain("[credential]");
  });
});
