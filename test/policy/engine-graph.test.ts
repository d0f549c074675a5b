import { unknownCheckingProxy } from "@pulumi/policy";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { aksInstallations } from "../../graph/aks-installation";
import { eksInstallations } from "../../graph/eks-installation";
import { possibleGraphs } from "../../graph/possible-graphs";
import { secretPlaceholder, type GraphResource, type ResourceGraph } from "../../graph/resource-graph";
import { unknownValue } from "../../graph/unknown";
import { engineGraph, type EngineResource } from "../../policy/engine-graph";
import { plainValues } from "../../policy/plain-values";
import { judgeEks } from "../../reachability/aws/flows";
import { judgeAks } from "../../reachability/azure/flows";
import type { FlowVerdict } from "../../reachability/verdict";
import { exampleGraph, exampleStacks } from "../example-stack";
import { graphOf } from "../graph/graph-of";
import { stackPolicyResources } from "./stack-policy-resources";

/** What resource policies saw. */
const recordedOf = ({ resources }: ResourceGraph) =>
  new Map(resources.map(({ urn, inputs }) => [urn, plainValues(unknownCheckingProxy(inputs) as object)]));

const fromEngine = async (graph: ResourceGraph) => engineGraph(await stackPolicyResources(graph), recordedOf(graph));

/** What the engine cannot tell is left out, and the order is set aside. */
function told({ resources, ...graph }: ResourceGraph): ResourceGraph {
  const known = ({ provider, options, ...resource }: GraphResource): GraphResource => {
    const { protect, deleteBeforeReplace, ignoreChanges, aliases } = options;
    const given = Object.entries({ protect, deleteBeforeReplace, ignoreChanges, aliases });
    return {
      ...resource,
      ...(provider && { provider: provider.replace(/::[^:]*$/, `::${unknownValue}`) }),
      options: Object.fromEntries(given.filter(([, value]) => value !== undefined)),
    };
  };
  return { ...graph, resources: resources.map(known).sort((a, b) => (a.urn < b.urn ? -1 : 1)) };
}

const flowsOf = (graph: ResourceGraph): FlowVerdict[] => [
  ...eksInstallations(graph).flatMap(judgeEks),
  ...aksInstallations(graph).flatMap(judgeAks),
];
const verdictsOf = (graph: ResourceGraph) =>
  flowsOf(graph).map(({ id, from, to, verdict, layers }) => [id, from, to, verdict, layers.map((one) => one.verdict)]);

describe.each(exampleStacks)("the example stack %s", (stack) => {
  it("is the same graph from the engine as from a plan, once it is deployed and in a first preview", async () => {
    for (const preview of [false, true]) {
      const graph = await exampleGraph(stack, { preview });
      expect(told(await fromEngine(graph))).toEqual(told(graph));
    }
  });

  it("has the verdicts of its plan in a first preview", async () => {
    const { graphs } = possibleGraphs(await fromEngine(await exampleGraph(stack, { preview: true })));
    expect(graphs.map(({ graph }) => verdictsOf(graph))).toEqual([verdictsOf(await exampleGraph(stack))]);
    expect(verdictsOf(graphs[0]!.graph).flat(2)).toContain("open");
  });
});

describe("resources come in an order in which they can have been registered,", () => {
  it("the same every time, parents and dependencies first", async () => {
    const graph = await exampleGraph("dev", { preview: true });
    const handed = await stackPolicyResources(graph);
    const recorded = recordedOf(graph);
    const urns = engineGraph(handed, recorded).resources.map(({ urn }) => urn);
    fc.assert(
      fc.property(fc.shuffledSubarray(handed, { minLength: handed.length }), (shuffled) => {
        expect(engineGraph(shuffled, recorded).resources.map(({ urn }) => urn)).toEqual(urns);
      }),
      { numRuns: 20 },
    );
    const at = new Map(urns.map((urn, index) => [urn, index]));
    for (const { urn, parent = urns[0]!, dependencies } of graph.resources.slice(1)) {
      for (const before of [parent, ...dependencies]) expect(at.get(before)).toBeLessThan(at.get(urn)!);
    }
  });

  it("however long the chain is, and though it were a circle", () => {
    const rules = Array.from({ length: 20_000 }, (_, index) => engineResource(`rule-${index}`));
    rules.forEach((rule, index) => (rule.dependencies = [rules[(index + 1) % rules.length]!] as never));
    expect(engineGraph(rules, new Map()).resources).toHaveLength(rules.length);
  });
});

function engineResource(name: string, more: Partial<EngineResource> = {}): EngineResource {
  const type = more.type ?? "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule";
  const provider = {
    type: "pulumi:providers:aws",
    urn: "urn:pulumi:dev::test::pulumi:providers:aws::default",
    name: "default",
    props: {},
  };
  return {
    ...{ type, name, urn: `urn:pulumi:dev::test::${type}::${name}`, props: {}, provider },
    opts: { protect: false, ignoreChanges: [], aliases: [] } as unknown as EngineResource["opts"],
    dependencies: [],
    propertyDependencies: {},
    ...more,
  };
}

const one = (resource: EngineResource, recorded: Record<string, unknown> | undefined = undefined): GraphResource =>
  engineGraph([resource], new Map(recorded && [[resource.urn, recorded]])).resources[0]!;

describe("a resource", () => {
  it("is read leaf by leaf: what is not known hides nothing beside it", () => {
    // Sentinels of the engine for text, numbers and lists (@pulumi/policy, proxy.ts).
    const [text, number, list] = [
      "04da6b54-80e4-46f7-96ec-b56ff0331ba9",
      "3eeb2bf0-c639-47a8-9e75-3b44932eb421",
      "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",
    ];
    const props = { id: text, ingress: [{ fromPort: number, protocol: "udp", cidrBlocks: list }, text], egress: list };
    const { id, outputs, inputs } = one(engineResource("group", { props: unknownCheckingProxy(props) as object }));
    expect(id).toBeUndefined();
    expect(outputs).toEqual({
      ingress: [{ fromPort: unknownValue, protocol: "udp", cidrBlocks: unknownValue }, unknownValue],
      egress: unknownValue,
    });
    expect(inputs).toEqual(outputs);
    const group = engineResource("group", { props: unknownCheckingProxy(props) as object });
    expect(one(group).standIn).toBe("unrecorded");
    const { resources } = engineGraph([group], new Map([["urn:another", {}]]));
    expect(resources[0]).toMatchObject({ inputs: outputs, standIn: "read" });
  });

  it("has the inputs that were recorded, and its own id beside its outputs", () => {
    const resource = engineResource("group", { props: { id: "sg-0aaa", arn: "arn" } });
    expect(one(resource, { description: "given" })).not.toHaveProperty("standIn");
    expect(one(resource, { description: "given" })).toMatchObject({
      ...{ id: "sg-0aaa", custom: true, inputs: { description: "given" }, outputs: { arn: "arn" } },
    });
  });

  it("that is a component keeps an output that it calls id", () => {
    const component = engineResource("lls", { type: "team:index:App", provider: undefined, props: { id: "mine" } });
    const read = one(component, { size: 1 });
    expect(read).toMatchObject({ custom: false, inputs: { size: 1 }, outputs: { id: "mine" } });
    expect(read).not.toHaveProperty("id");
  });

  it("has an explicit provider, and none where the engine made one", () => {
    const provider = {
      type: "pulumi:providers:aws",
      urn: "urn:pulumi:dev::test::pulumi:providers:aws::west",
      name: "west",
      props: {},
    };
    expect(one(engineResource("group", { provider })).provider).toBe(`${provider.urn}::${unknownValue}`);
    expect(one(engineResource("group"))).not.toHaveProperty("provider");
    expect(
      engineGraph([engineResource("default_7_48_0", { type: provider.type, provider: undefined })], new Map())
        .resources,
    ).toEqual([]);
  });

  it("has the options that were given", () => {
    const opts = { protect: true, ignoreChanges: ["tags"], aliases: ["urn:old"], deleteBeforeReplace: false };
    const resource = engineResource("group", { opts: opts as unknown as EngineResource["opts"] });
    expect(one(resource).options).toEqual(opts);
    expect(one(engineResource("group")).options).toEqual({});
  });

  it("shows secrets that the SDK has opened: only a plan tells which values are secret", async () => {
    const graph = graphOf({
      ...{ type: "kubernetes:core/v1:Secret", name: "pull" },
      outputs: { data: { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", value: "opened" } },
    });
    const { resources } = engineGraph(await stackPolicyResources(graph), new Map());
    expect(resources[0]!.outputs.data).toBe("opened");
    expect(JSON.stringify(resources)).not.toContain(secretPlaceholder);
  });
});

it("an empty stack is an empty graph", () => {
  expect(engineGraph([], new Map()).resources).toEqual([]);
});
