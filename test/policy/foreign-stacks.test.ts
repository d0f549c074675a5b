import { describe, expect, it } from "vitest";
import type { GivenInstallation } from "../../graph/lls-installations";
import type { ResourceGraph } from "../../graph/resource-graph";
import type { Rule, RuleFactory } from "../../policy/rule";
import { ruleFactories } from "../../policy/rules";
import { aksMistakes } from "./aks-mistakes";
import { compliantVariants } from "./compliant-variants";
import { compliant, edited, judged, violationsOf } from "./edited-stack";
import { eksMistakes } from "./eks-mistakes";
import { otherStyleMistakes } from "./other-style-mistakes";

const rules: Rule[] = Object.values<RuleFactory>(ruleFactories).map((factory) => factory());
const stacks = ["dev", "dev on terraform-groups", "aks-dev", "aks-pools"];

/** What a policy configuration says of a stack. */
interface Configured {
  given: GivenInstallation[];
  allowedRegistries: string[];
}

/** Takes our components out of a stack, as if somebody had written the same resources without them; answers what they said. */
function withoutComponents(graph: ResourceGraph): Configured {
  const isOurs = (type: string): boolean => type.startsWith("nvcf-lls:");
  const [component] = graph.resources.filter(({ outputs }) => outputs.network !== undefined);
  const release = graph.resources.find(({ type }) => type === "kubernetes:helm.sh/v3:Release")!;
  const { clients, mediaPort, nodePortFrom, nodePortTo, endpoint } = component!.inputs as any;
  const common = { name: release.name, clients, ...(mediaPort && { mediaPort }) };
  const facts: any = { network: component!.outputs.network };
  const root = graph.resources[0]!.urn;
  const proxy = graph.resources.find(({ type }) => type === "nvcf-lls:index:StreamingProxy")!;
  graph.resources = graph.resources.filter(({ type }) => !isOurs(type));
  for (const resource of graph.resources) if (resource.parent !== undefined) resource.parent = root;
  const given: GivenInstallation = component!.type.endsWith("EksLls")
    ? { ...common, cloud: "eks", facts }
    : { ...common, cloud: "aks", facts, endpoint, nodePorts: { from: nodePortFrom, to: nodePortTo } };
  return { given: [given], allowedRegistries: [proxy.inputs.imageRegistry as string] };
}

function told(graph: ResourceGraph, configured?: Configured): Record<string, string[]> {
  const stack = judged(graph, configured?.given, configured?.allowedRegistries);
  const reports = rules.map((rule) => [rule.name, violationsOf(rule, stack).map(({ message }) => message)] as const);
  return Object.fromEntries(reports.filter(([, messages]) => messages.length > 0));
}

describe("a stack that somebody wrote without our components", () => {
  it.each(stacks)("%s: without facts nothing is wrong, and what is not known is told", async (name) => {
    const graph = await compliant(name);
    withoutComponents(graph);
    const reports = told(graph);
    expect(Object.keys(reports)).toEqual(["media-path-known"]);
    expect(reports["media-path-known"]).toHaveLength(1);
  });

  it.each(stacks)("%s: with facts from the configuration it is judged in full", async (name) => {
    const graph = await compliant(name);
    expect(told(graph, withoutComponents(graph))).toEqual({});
  });

  it.each(compliantVariants)("$stack: $title (nothing is reported)", async ({ stack, edits }) => {
    const graph = await edited(stack, ...edits);
    expect(told(graph, withoutComponents(graph))).toEqual({});
  });

  it.each([...eksMistakes, ...aksMistakes, ...otherStyleMistakes])(
    "$stack: $title ($caughtBy alone)",
    async ({ stack, edits, caughtBy, withoutComponent }) => {
      const graph = await edited(stack, ...edits);
      expect(Object.keys(told(graph, withoutComponents(graph)))).toEqual(withoutComponent ?? [caughtBy]);
    },
  );
});
