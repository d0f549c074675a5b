import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { GivenEksInstallation } from "../../graph/given-installation";
import { recognisedInstallations } from "../../graph/lls-installations";
import type { ResourceGraph } from "../../graph/resource-graph";
import type { AwsNetwork } from "../../reachability/aws/network";
import { compliant } from "../policy/edited-stack";
import { only, verdictsOf, withoutComponents } from "./foreign-stack";
import { styles } from "./rule-styles";

// Whoever wrote the rules, and however: what they admit decides.

const exact = Object.keys(styles).filter((name) => !name.includes("wider"));
const isRule = (type: string): boolean => /^aws:vpc\/securityGroup/.test(type);

const networkOf = ({ resources }: ResourceGraph): AwsNetwork =>
  resources.find(({ outputs }) => outputs.network)!.outputs.network as AwsNetwork;

function given(network: AwsNetwork): GivenEksInstallation {
  return { cloud: "eks", name: "lls-proxy-release", facts: { network } };
}

/** Removes the rules of these positions. */
function without(graph: ResourceGraph, positions: readonly number[]): ResourceGraph {
  const rules = graph.resources.filter(({ type }) => isRule(type));
  const gone = new Set(positions.map((position) => rules[position % rules.length]));
  return { ...graph, resources: graph.resources.filter((one) => !gone.has(one)) };
}

const stacks = ["dev", "dev on separate-gpu-group", "dev on terraform-groups"];

describe.each(stacks)("the rules of %s", (stack) => {
  it.each(Object.entries(styles))("written as %s: the verdicts are our component's", async (_, style) => {
    const graph = await compliant(stack);
    const network = networkOf(graph);
    const ours = verdictsOf(only(graph));
    const foreign = withoutComponents(graph);
    style(foreign, network);
    expect(verdictsOf(only(foreign, given(network)))).toEqual(ours);
  });

  it("written in any style that admits the same, some removed: the verdicts are our component's without these", async () => {
    const graph = await compliant(stack);
    const network = networkOf(graph);
    const seen = new Set<string>();
    fc.assert(
      fc.property(fc.constantFrom(...exact), fc.array(fc.nat(), { minLength: 1, maxLength: 4 }), (name, positions) => {
        const less = without(structuredClone(graph), positions);
        // Nobody says who the browsers are but the rules, which are gone.
        const { clients } = only(graph).installation;
        const ours = verdictsOf(only(less));
        const foreign = withoutComponents(less);
        styles[name]!(foreign, network);
        expect(verdictsOf(only(foreign, { ...given(network), clients }))).toEqual(ours);
        for (const verdict of ours) seen.add(verdict.split(" ").at(-1)!);
      }),
      { numRuns: 40, seed: 5 },
    );
    expect(seen).toContain("closed");
  });
});

it("without the wrapper nothing is said of nodes that no facts and no resources know, and nothing is called closed", async () => {
  const { installations } = recognisedInstallations(withoutComponents(await compliant("dev")));
  const verdicts = installations.flatMap(verdictsOf).filter((verdict) => !verdict.startsWith("E10"));
  expect(new Set(verdicts.map((verdict) => verdict.split(" ").at(-1)))).toEqual(new Set(["unknown"]));
});
