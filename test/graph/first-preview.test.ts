import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { aksInstallations } from "../../graph/aks-installation";
import { eksInstallations } from "../../graph/eks-installation";
import { possibleGraphs } from "../../graph/possible-graphs";
import type { ResourceGraph } from "../../graph/resource-graph";
import { isUnknown, unknownValue } from "../../graph/unknown";
import { judgeEks } from "../../reachability/aws/flows";
import { judgeAks } from "../../reachability/azure/flows";
import type { FlowVerdict, Verdict } from "../../reachability/verdict";
import { variantGraph as aksGraph, plainVariant as plainAks } from "../components/aks/installation";
import { variantGraph as eksGraph, plainVariant as plainEks } from "../components/installation";
import { exampleGraph, exampleStacks } from "../example-stack";

// What can be told before anything is deployed is what is true of it then.

const flowsOf = (graph: ResourceGraph): FlowVerdict[] => [
  ...eksInstallations(graph).flatMap(judgeEks),
  ...aksInstallations(graph).flatMap(judgeAks),
];

/** The inputs by URN, with URNs in place of the ids, ARNs and names by which resources refer to each other. */
function inputsByUrn({ resources }: ResourceGraph): Map<string, unknown> {
  const urnOf = new Map<unknown, string>();
  for (const { urn, type, id, outputs } of resources) {
    // Ids of Kubernetes are names, which stand elsewhere too.
    if (!/^(?:aws|azure-native):/.test(type)) continue;
    for (const reference of [id, outputs.arn]) if (typeof reference === "string") urnOf.set(reference, urn);
  }
  const told = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(told);
    if (typeof value !== "object" || value === null) return urnOf.get(value) ?? value;
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, told(inner)]));
  };
  return new Map(resources.map(({ urn, inputs }) => [urn, told(inputs)]));
}

/** Paths at which something is told that is not so. */
function wrong(told: unknown, truth: unknown, path = ""): string[] {
  if (isUnknown(told)) return [];
  if (typeof told !== "object" || told === null) return told === truth ? [] : [`${path}: ${String(told)}`];
  const keys = new Set([...Object.keys(told), ...Object.keys(truth ?? {})]);
  return [...keys].flatMap((key) =>
    wrong(
      (told as Record<string, unknown>)[key],
      (truth as Record<string, unknown> | undefined)?.[key],
      `${path}.${key}`,
    ),
  );
}

function expectLinked(preview: ResourceGraph, full: ResourceGraph): void {
  const { certain, graphs, exhaustive } = possibleGraphs(preview);
  expect(exhaustive).toBe(true);
  expect(graphs).toHaveLength(1);
  const truth = inputsByUrn(full);
  for (const [urn, inputs] of inputsByUrn(certain)) expect(wrong(inputs, truth.get(urn), urn)).toEqual([]);
  // Nothing that decides a verdict stays unknown.
  const verdicts = (graph: ResourceGraph) =>
    flowsOf(graph).map(({ id, from, to, verdict, layers }) => [
      id,
      from,
      to,
      verdict,
      layers.map((one) => one.verdict),
    ]);
  expect(verdicts(certain)).toEqual(verdicts(full));
}

describe("a first preview has the verdicts of the plan:", () => {
  it.each(exampleStacks)("the example stack %s", async (stack) => {
    expectLinked(await exampleGraph(stack, { preview: true }), await exampleGraph(stack));
  });

  it("whatever is chosen on EKS", async () => {
    const variant = fc.record({
      targets: fc.constantFrom("autoScalingGroups", "targetGroupBinding", "addresses"),
      address: fc.constantFrom("dynamic", "new", "retained", "existing"),
      egress: fc.constantFrom("securityGroups", "subnetCidrs"),
      nodeRules: fc.constantFrom("create", "assume"),
      groups: fc.constantFrom("shared", "split", "many"),
    });
    await fc.assert(
      fc.asyncProperty(variant, async (chosen) => {
        const made = { ...plainEks, ...chosen };
        expectLinked(await eksGraph(made, { preview: true }), await eksGraph(made));
      }),
      { numRuns: 15 },
    );
  });

  it("whatever is chosen on AKS", async () => {
    const variant = fc.record({
      endpoint: fc.constantFrom("nodePorts", "loadBalancer", "both"),
      groups: fc.constantFrom("shared", "bare", "separate", "many"),
      address: fc.constantFrom("new", "labelled", "existing"),
      probe: fc.boolean(),
      sources: fc.constantFrom("internet", "one", "several", "firewall"),
    });
    await fc.assert(
      fc.asyncProperty(variant, async (chosen) => {
        const made = { ...plainAks, ...chosen };
        expectLinked(await aksGraph(made, { preview: true }), await aksGraph(made));
      }),
      { numRuns: 15 },
    );
  });
});

/** Every value of every input that a provider takes. */
function leavesOf(graph: ResourceGraph): { urn: string; path: string[] }[] {
  const paths = (value: unknown, path: string[]): string[][] => [
    path,
    ...(typeof value === "object" && value !== null
      ? Object.entries(value).flatMap(([key, inner]) => paths(inner, [...path, key]))
      : []),
  ];
  const judged = /^(?:aws|azure-native):|^kubernetes:(?:core\/v1:Service|elbv2)/;
  return graph.resources
    .filter(({ type }) => judged.test(type))
    .flatMap(({ urn, inputs }) =>
      Object.entries(inputs).flatMap(([key, value]) => paths(value, [key]).map((path) => ({ urn, path }))),
    );
}

/** Makes values unknown: outputs of resources of the stack, or, without edges, of something that nobody can follow. */
function hide(graph: ResourceGraph, leaves: { urn: string; path: string[] }[], hasEdges: boolean): ResourceGraph {
  const hidden = structuredClone(graph);
  for (const { urn, path } of leaves) {
    const resource = hidden.resources.find((one) => one.urn === urn);
    if (!hasEdges) delete resource?.propertyDependencies[path[0]!];
    let at: any = resource?.inputs;
    for (const key of path.slice(0, -1)) at = at?.[key];
    if (typeof at === "object" && at !== null) at[path.at(-1)!] = unknownValue;
  }
  return hidden;
}

/** What is certain of the flows of each id, if each is one of these verdicts. */
function worst(verdicts: readonly Verdict[]): Verdict {
  return (["closed", "partial", "unknown"] as const).find((one) => verdicts.includes(one)) ?? "open";
}

function verdictById(graph: ResourceGraph): Map<string, Verdict> {
  const byId = new Map<string, Verdict[]>();
  for (const { id, verdict } of flowsOf(graph)) byId.set(id, [...(byId.get(id) ?? []), verdict]);
  return new Map([...byId].map(([id, verdicts]) => [id, worst(verdicts)]));
}

/** Verdicts that can be the truth behind a verdict. */
const truths: Record<Verdict, Verdict[]> = {
  open: ["open"],
  closed: ["closed"],
  partial: ["partial", "closed"],
  unknown: ["open", "closed", "partial", "unknown"],
};

describe.each(exampleStacks)("where values of %s are not known,", (stack) => {
  it("a verdict that is told is true: nothing is said to be open or closed that is not", async () => {
    const complete = await exampleGraph(stack);
    const leaves = leavesOf(complete);
    expect(leaves.length).toBeGreaterThan(20);
    const rules = complete.resources.filter(({ type }) => /Rule$/.test(type)).map(({ urn }) => urn);
    fc.assert(
      fc.property(
        fc.subarray(leaves, { minLength: 1, maxLength: 4 }),
        fc.subarray(rules, { maxLength: 2 }),
        fc.boolean(),
        (chosen, removed, hasEdges) => {
          // With rules missing, there is something to be closed.
          const graph = {
            ...complete,
            resources: complete.resources.filter(({ urn }) => !removed.includes(urn)),
          };
          const truth = verdictById(graph);
          for (const { graph: possible } of possibleGraphs(hide(graph, chosen, hasEdges)).graphs) {
            for (const [id, told] of verdictById(possible)) {
              expect(truths[told], `${id} is said to be ${told}`).toContain(truth.get(id));
            }
          }
        },
      ),
      { numRuns: 100 },
    );
  });
});
