import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ResourceGraph } from "../../graph/resource-graph";
import { closingLayers } from "../../policy/media-path/layers";
import { ownerOf } from "../../policy/media-path/owners";
import type { Rule, RuleFactory } from "../../policy/rule";
import { ruleFactories } from "../../policy/rules";
import { compliant, judged, violationsOf, type Edit } from "./edited-stack";
import { mistakes } from "./mistakes";

const rules: Rule[] = Object.values<RuleFactory>(ruleFactories).map((factory) => factory());

/** Rule -> the flows that are its own, as docs name them. */
const flowRules: Record<string, string[]> = {
  "eks-media-path-open": ["E1", "E1r", "E2", "E2r"],
  "eks-health-check-open": ["E3", "E3r"],
  "node-to-node-open": ["E4", "E5", "E6", "E7", "A1k", "A4"],
  "both-nsg-layers-open": ["A1", "A2", "A3", "A5"],
};

/** Layers that one rule leaves to another must not fall between them, whatever else is wrong. */
describe("several mistakes at once", () => {
  const stacks = [...new Set(mistakes.map(({ stack }) => stack))];

  it.each(stacks)(
    "%s: every layer that closes a flow is told by the rule that has it, and nothing else is",
    async (stack) => {
      const own = mistakes.filter((mistake) => mistake.stack === stack);
      const graph = await compliant(stack);
      fc.assert(
        fc.property(fc.shuffledSubarray(own, { minLength: 2, maxLength: 4 }), (several) => {
          const changed = structuredClone(graph);
          fc.pre(
            apply(
              changed,
              several.flatMap(({ edits }) => edits),
            ),
          );
          const judgedStack = judged(changed);
          const told = rules.filter((rule) => violationsOf(rule, judgedStack).length > 0).map(({ name }) => name);

          const expected = judgedStack.installations.flatMap(({ found, flows }) =>
            flows
              .filter(({ need, verdict }) => need === "required" && (verdict === "closed" || verdict === "partial"))
              .flatMap((flow) => closingLayers(flow).map((layer) => ownerOf(layer, flow, found) ?? ruleOf(flow.id))),
          );
          expect(told).toEqual(expect.arrayContaining([...new Set(expected)]));
          for (const name of Object.keys(flowRules)) expect(told.includes(name)).toBe(expected.includes(name));
          const unknown = judgedStack.installations.some(({ flows }) =>
            flows.some(({ verdict }) => verdict === "unknown"),
          );
          if (unknown) expect(told).not.toEqual([]);
        }),
        { numRuns: 100 },
      );
    },
  );
});

function ruleOf(flow: string): string {
  return Object.keys(flowRules).find((name) => flowRules[name]!.includes(flow))!;
}

/** False if one mistake removed what another changes. */
function apply(graph: ResourceGraph, edits: Edit[]): boolean {
  try {
    for (const edit of edits) edit(graph);
    return true;
  } catch {
    return false;
  }
}
