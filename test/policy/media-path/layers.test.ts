import { describe, expect, it } from "vitest";
import { isOfFacts, kindOf } from "../../../policy/media-path/layers";
import type { LayerVerdict } from "../../../reachability/verdict";
import { compliantVariants } from "../compliant-variants";
import { compliant, edited, judged } from "../edited-stack";
import { mistakes } from "../mistakes";

/** The layers of the required flows of a stack. */
function layersOf(graph: Awaited<ReturnType<typeof compliant>>): LayerVerdict[] {
  return judged(graph).installations.flatMap(({ flows }) =>
    flows.filter(({ need }) => need === "required").flatMap(({ layers }) => layers),
  );
}

describe("every layer that reachability judges", () => {
  it.each([...mistakes, ...compliantVariants])("has a kind: $stack, $title", async ({ stack, edits }) => {
    const layers = layersOf(await edited(stack, ...edits));
    expect(layers.length).toBeGreaterThan(10);
    expect(layers.filter((layer) => kindOf(layer) === "other").map(({ name }) => name)).toEqual([]);
  });
});

it.each(["dev", "aks-dev"])("%s: without facts, just the layers that only facts decide are assumed", async (stack) => {
  const graph = await compliant(stack);
  const open = layersOf(graph);
  for (const { outputs } of graph.resources) delete outputs.network;
  const unknown = layersOf(graph).filter(({ verdict }) => verdict === "unknown");
  const ofFacts = new Set(unknown.filter(isOfFacts).map(kindOf));
  const others = new Set(unknown.filter((layer) => !isOfFacts(layer)).map(kindOf));
  expect(open.every(({ verdict }) => verdict === "open")).toBe(true);
  // What a node is wired to, facts say too; but a stack may: its groups are not assumed to be open.
  expect([[...ofFacts].sort(), [...others].sort()]).toEqual(
    stack === "dev"
      ? [
          ["blockPublicAccess", "internetRoute", "networkAcl"],
          ["securityGroups", "targets"],
        ]
      : [["adminRules", "nodeAddress", "returnRoute"], ["networkSecurityGroup"]],
  );
});
