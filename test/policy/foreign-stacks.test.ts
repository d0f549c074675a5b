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

  it.each(compliantVariants)(
    "$stack: $title (with facts alone: nothing mandatory is reported)",
    async ({ stack, edits }) => {
      const graph = await edited(stack, ...edits);
      expect(mandatory(told(graph, factsAlone(graph)))).toEqual([]);
    },
  );

  it.each([...eksMistakes, ...aksMistakes, ...otherStyleMistakes])(
    "$stack: $title (with facts alone)",
    async ({ stack, title, edits, caughtBy, withoutComponent }) => {
      const graph = await edited(stack, ...edits);
      const names = Object.keys(told(graph, factsAlone(graph)));
      expect(names).toEqual(withFactsAlone[`${stack}: ${title}`] ?? withoutComponent ?? [caughtBy]);
    },
  );
});

const levels = new Map(rules.map(({ name, level }) => [name, level]));

function mandatory(reports: Record<string, string[]>): string[] {
  return Object.keys(reports).filter((name) => levels.get(name) === "mandatory");
}

/** Takes our components out, and says nothing of the installation but what discovery reads: the rest has to be inferred. */
function factsAlone(graph: ResourceGraph): Configured {
  const { given, allowedRegistries } = withoutComponents(graph);
  return {
    given: given.map(({ name, cloud, facts }) => ({ name, cloud, facts }) as GivenInstallation),
    allowedRegistries,
  };
}

/** Mistakes that are told otherwise where nothing but facts is given, by what is missing. */
const withFactsAlone: Record<string, string[]> = {
  // `clients`: the audience is whom the rules let in.
  "dev: a part of the audience is not let in": [],
  "dev: a prefix list with entries inside lacks a part of the audience": [],
  "dev: a prefix list with entries of their own lacks a part of the audience": [],
  "aks-pools: the Service takes packets from an office only": [],
  // `nodePorts`: only the one that browsers are told has to be open, and of the others it is told that they are not.
  "aks-dev: the range is a port short": ["media-path-known"],
  "aks-dev: a foreign rule above ours denies a part of the range": ["media-path-known"],
  "aks-dev: an inline rule of Azure is a port short": ["media-path-known"],
  // `nodePorts`: no range is too narrow, but the rules do not open the NodePort that browsers are told.
  "aks-dev: the range does not hold the NodePort that browsers are told": ["both-nsg-layers-open"],
  // `endpoint`: with a Service in front, NodePorts of the workers are none that browsers send to.
  "aks-pools: the group of one pool is forgotten": [],
  // `mediaPort`: the container port of the proxy is in no resource.
  "aks-pools: the Service leads to another container port": [],
};

it("what is told otherwise with facts alone is a mistake of the matrix", () => {
  const all = [...eksMistakes, ...aksMistakes, ...otherStyleMistakes].map(({ stack, title }) => `${stack}: ${title}`);
  expect(all).toEqual(expect.arrayContaining(Object.keys(withFactsAlone)));
});
