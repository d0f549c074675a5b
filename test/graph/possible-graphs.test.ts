import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { possibleGraphs, type PossibleGraphs } from "../../graph/possible-graphs";
import type { GraphResource, ResourceGraph } from "../../graph/resource-graph";
import { holdsUnknown, unknownValue as unknown } from "../../graph/unknown";
import { graphOf, type Short } from "./graph-of";

const group = "aws:ec2/securityGroup:SecurityGroup";
const rule = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule";
const balancer = "aws:lb/loadBalancer:LoadBalancer";
const template = "aws:ec2/launchTemplate:LaunchTemplate";
const nsg = "azure-native:network:NetworkSecurityGroup";
const nsgRule = "azure-native:network/v20240501:SecurityRule";

const named = ({ resources }: ResourceGraph, name: string): GraphResource =>
  resources.find((resource) => resource.name === name)!;
const inputs = ({ certain }: PossibleGraphs, name: string) => named(certain, name).inputs;
const link = (...resources: Short[]) => possibleGraphs(graphOf(...resources));

describe("a reference is resolved", () => {
  const cases: [string, Short[], string, Record<string, unknown>][] = [
    [
      "along its edge, to the resource of the right type",
      [
        { type: group, name: "nlb" },
        { type: "aws:ec2/vpc:Vpc", name: "main" },
        { type: rule, name: "in", inputs: { securityGroupId: unknown }, on: { securityGroupId: ["nlb", "main"] } },
      ],
      "in",
      { securityGroupId: "nlb (new)" },
    ],
    [
      "to the id that is known",
      [
        { type: group, name: "nlb", id: "sg-0aaa" },
        { type: rule, name: "in", inputs: { securityGroupId: unknown }, on: { securityGroupId: ["nlb"] } },
      ],
      "in",
      { securityGroupId: "sg-0aaa" },
    ],
    [
      "at every depth, beside what is known",
      [
        { type: "aws:lb/targetGroup:TargetGroup", name: "tg" },
        {
          ...{ type: "aws:lb/listener:Listener", name: "udp", on: { defaultActions: ["tg"] } },
          inputs: { port: 5004, defaultActions: [{ type: "forward", targetGroupArn: unknown }] },
        },
      ],
      "udp",
      { port: 5004, defaultActions: [{ type: "forward", targetGroupArn: "tg (new)" }] },
    ],
    [
      "as a set, whatever its order: as many groups as edges",
      [
        { type: group, name: "b" },
        { type: group, name: "a" },
        {
          ...{ type: balancer, name: "lb", on: { securityGroups: ["b", "a"] } },
          inputs: { securityGroups: [unknown, "sg-0aaa", unknown] },
        },
      ],
      "lb",
      { securityGroups: ["a (new)", "sg-0aaa", "b (new)"] },
    ],
    [
      "as a set that lacks nothing that is in it already",
      [
        { type: group, name: "a", id: "sg-0aaa" },
        { type: group, name: "b" },
        {
          ...{ type: balancer, name: "lb", on: { securityGroups: ["a", "b"] } },
          inputs: { securityGroups: ["sg-0aaa", unknown] },
        },
      ],
      "lb",
      { securityGroups: ["sg-0aaa", "b (new)"] },
    ],
    [
      "where not even the list is known",
      [
        { type: group, name: "a" },
        { type: balancer, name: "lb", inputs: { securityGroups: unknown }, on: { securityGroups: ["a"] } },
      ],
      "lb",
      { securityGroups: ["a (new)"] },
    ],
    [
      "where the object around it is not known",
      [
        { type: nsg, name: "nodes" },
        {
          ...{ type: "azure-native:network:Subnet", name: "subnet", on: { networkSecurityGroup: ["nodes"] } },
          inputs: { networkSecurityGroup: unknown },
        },
      ],
      "subnet",
      { networkSecurityGroup: { id: "nodes (new)" } },
    ],
    [
      "to what is made in a component, rather than what went into it",
      [
        { type: group, name: "given" },
        { type: "test:index:Component", name: "component", on: { group: ["given"] } },
        { type: "test:index:Component", name: "inner", parent: "component" },
        { type: group, name: "made", parent: "inner" },
        { type: rule, name: "in", inputs: { securityGroupId: unknown }, on: { securityGroupId: ["component"] } },
      ],
      "in",
      { securityGroupId: "made (new)" },
    ],
    [
      "through a component that makes none",
      [
        { type: group, name: "given" },
        { type: "test:index:Component", name: "component", on: { group: ["given"] } },
        { type: rule, name: "in", inputs: { securityGroupId: unknown }, on: { securityGroupId: ["component"] } },
      ],
      "in",
      { securityGroupId: "given (new)" },
    ],
    [
      "through a resource that holds it",
      [
        { type: group, name: "nodes" },
        {
          ...{ type: template, name: "template", on: { vpcSecurityGroupIds: ["nodes"] } },
          inputs: { vpcSecurityGroupIds: [unknown] },
        },
        { type: rule, name: "in", inputs: { securityGroupId: unknown }, on: { securityGroupId: ["template"] } },
      ],
      "in",
      { securityGroupId: "nodes (new)" },
    ],
    [
      "to the group that EKS makes for a cluster, not to those that the cluster was given",
      [
        { type: group, name: "extra" },
        {
          ...{ type: "aws:eks/cluster:Cluster", name: "cluster", on: { vpcConfig: ["extra"] } },
          inputs: { vpcConfig: { securityGroupIds: [unknown] } },
        },
        { type: rule, name: "in", inputs: { securityGroupId: unknown }, on: { securityGroupId: ["cluster"] } },
      ],
      "in",
      { securityGroupId: "cluster (new)" },
    ],
    [
      "on Azure by names: the group's, and its resource group's",
      [
        { type: "azure-native:resources:ResourceGroup", name: "rg" },
        {
          ...{ type: nsg, name: "nodes", on: { resourceGroupName: ["rg"] } },
          inputs: { resourceGroupName: unknown },
        },
        {
          ...{
            type: nsgRule,
            name: "media",
            on: { resourceGroupName: ["nodes"], networkSecurityGroupName: ["nodes"] },
          },
          inputs: { resourceGroupName: unknown, networkSecurityGroupName: unknown, priority: 400 },
        },
      ],
      "media",
      { resourceGroupName: "rg (new)", networkSecurityGroupName: "nodes (new)", priority: 400 },
    ],
    [
      "on Azure to a name that the program wrote",
      [
        { type: nsg, name: "nodes", inputs: { resourceGroupName: "network", networkSecurityGroupName: "nsg-nodes" } },
        {
          ...{
            type: nsgRule,
            name: "media",
            on: { resourceGroupName: ["nodes"], networkSecurityGroupName: ["nodes"] },
          },
          inputs: { resourceGroupName: unknown, networkSecurityGroupName: unknown },
        },
      ],
      "media",
      { resourceGroupName: "network", networkSecurityGroupName: "nsg-nodes" },
    ],
    [
      "in arguments of our components",
      [
        { type: group, name: "nodes" },
        {
          ...{ type: "nvcf-lls:index:EksLls", name: "lls", on: { proxyNodes: ["nodes"] } },
          inputs: { proxyNodes: [{ key: "nodes", securityGroupId: unknown }] },
        },
      ],
      "lls",
      { proxyNodes: [{ key: "nodes", securityGroupId: "nodes (new)" }] },
    ],
  ];

  it.each(cases)("%s", (_, resources, name, expected) => {
    const linked = link(...resources);
    expect(inputs(linked, name)).toEqual(expected);
    expect(linked).toMatchObject({ ambiguous: [], exhaustive: true, graphs: [{ picks: [] }] });
    expect(linked.graphs[0]!.graph).toBe(linked.certain);
  });

  it("and the resource carries what stands for it, where others look for it", () => {
    const { certain } = link(
      { type: group, name: "nlb" },
      { type: balancer, name: "lb", outputs: { arn: unknown, dnsName: unknown } },
      { type: nsg, name: "nodes" },
      { type: "aws:eks/cluster:Cluster", name: "cluster", outputs: { vpcConfig: { vpcId: "vpc-0aaa" } } },
      { type: "aws:eks/nodeGroup:NodeGroup", name: "pool", outputs: { resources: unknown } },
      { type: rule, name: "in" },
    );
    expect(named(certain, "nlb").id).toBe("nlb (new)");
    expect(named(certain, "lb").outputs).toEqual({ arn: "lb (new)", dnsName: unknown });
    expect(named(certain, "nodes")).toMatchObject({ id: "nodes (new)", outputs: { name: "nodes (new)" } });
    expect(named(certain, "cluster").outputs).toEqual({
      vpcConfig: { vpcId: "vpc-0aaa", clusterSecurityGroupId: "cluster (new)" },
    });
    expect(named(certain, "pool").outputs).toEqual({
      resources: [{ autoscalingGroups: [{ name: "pool (new)" }] }],
    });
    // Nothing refers to a rule by its id.
    expect(named(certain, "in")).not.toHaveProperty("id");
  });
});

describe("a reference stays unknown", () => {
  const cases: [string, Short[]][] = [
    ["where no edge says anything", []],
    ["where its edge leads to nothing of the kind", [{ type: "aws:ec2/eip:Eip", name: "other" }]],
    [
      "where it comes out of a resource that may make what the stack does not show",
      [{ type: "aws:cloudformation/stack:Stack", name: "other" }],
    ],
    ["where its edge leads out of the stack", []],
  ];
  it.each(cases)("%s", (title, others) => {
    const on = title.includes("out of the stack")
      ? ["urn:pulumi:dev::test::a:b:C::gone"]
      : others.map(({ name }) => name);
    const linked = link(...others, {
      ...{ type: rule, name: "in", inputs: { securityGroupId: unknown, fromPort: unknown } },
      on: { securityGroupId: on },
    });
    expect(inputs(linked, "in")).toEqual({ securityGroupId: unknown, fromPort: unknown });
    expect(linked.ambiguous).toEqual([]);
  });

  it("if what is around it is not known, and may say more", () => {
    const linked = link(
      { type: "aws:ec2/subnet:Subnet", name: "subnet" },
      { type: balancer, name: "lb", inputs: { subnetMappings: [unknown] }, on: { subnetMappings: ["subnet"] } },
    );
    expect(inputs(linked, "lb")).toEqual({ subnetMappings: [unknown] });
  });

  it("if it is none: ports and addresses do, whatever they depend on", () => {
    const linked = link(
      { type: group, name: "nlb" },
      {
        ...{ type: rule, name: "in", on: { securityGroupId: ["nlb"], fromPort: ["nlb"], cidrIpv4: ["nlb"] } },
        inputs: { securityGroupId: unknown, fromPort: unknown, cidrIpv4: unknown },
      },
    );
    expect(inputs(linked, "in")).toEqual({ securityGroupId: "nlb (new)", fromPort: unknown, cidrIpv4: unknown });
  });
});

describe("a reference that edges leave several ways", () => {
  it("is each of them in a graph of its own: inline rules share their edges", () => {
    const { certain, graphs, ambiguous, exhaustive } = link(
      { type: group, name: "a" },
      { type: group, name: "b" },
      {
        ...{ type: group, name: "nodes", on: { ingress: ["a", "b"] } },
        inputs: {
          ingress: [
            { fromPort: 1, securityGroups: [unknown] },
            { fromPort: 2, securityGroups: [unknown] },
          ],
        },
      },
    );
    const groupsIn = (graph: ResourceGraph) =>
      (named(graph, "nodes").inputs.ingress as { securityGroups: string[] }[]).map((one) => one.securityGroups[0]);
    expect(groupsIn(certain)).toEqual([unknown, unknown]);
    expect(graphs.map(({ graph }) => groupsIn(graph))).toEqual([
      ["a (new)", "a (new)"],
      ["a (new)", "b (new)"],
      ["b (new)", "a (new)"],
      ["b (new)", "b (new)"],
    ]);
    expect(graphs.map(({ picks }) => picks)).toEqual(graphs.map(({ graph }) => groupsIn(graph)));
    const { urn } = named(certain, "nodes");
    expect(ambiguous).toEqual([
      { urn, property: "ingress[0].securityGroups[0]", ways: ["a (new)", "b (new)"] },
      { urn, property: "ingress[1].securityGroups[0]", ways: ["a (new)", "b (new)"] },
    ]);
    expect(exhaustive).toBe(true);
  });

  it("may be something that the graph does not have, if a resource on the way may make it", () => {
    const { graphs } = link(
      { type: group, name: "a" },
      { type: "aws:cloudformation/stack:Stack", name: "other", on: { parameters: ["a"] } },
      { type: rule, name: "in", inputs: { securityGroupId: unknown }, on: { securityGroupId: ["other"] } },
    );
    expect(graphs.map(({ graph }) => named(graph, "in").inputs.securityGroupId)).toEqual([unknown, "a (new)"]);
    expect(graphs.map(({ picks }) => picks[0])).toEqual(["something that is not known yet", "a (new)"]);
  });

  it("is any part of a set with fewer places than edges", () => {
    const { graphs } = link(...["a", "b", "c"].map((name) => ({ type: group, name })), {
      ...{ type: balancer, name: "lb", on: { securityGroups: ["a", "b", "c"] } },
      inputs: { securityGroups: [unknown, unknown] },
    });
    expect(graphs.map(({ picks }) => picks[0])).toEqual([
      "a (new) and b (new)",
      "a (new) and c (new)",
      "b (new) and c (new)",
    ]);
  });

  it("is any part of a list of unknown length", () => {
    const { graphs } = link(...["a", "b"].map((name) => ({ type: group, name })), {
      type: balancer,
      name: "lb",
      inputs: { securityGroups: unknown },
      on: { securityGroups: ["a", "b"] },
    });
    expect(graphs.map(({ graph }) => named(graph, "lb").inputs.securityGroups)).toEqual([
      ["a (new)", "b (new)"],
      ["a (new)"],
      ["b (new)"],
    ]);
  });

  it("stays unknown beyond the limit, those with the fewest ways first", () => {
    const groups = Array.from({ length: 5 }, (_, index) => ({ type: group, name: `g${index}` }));
    const one = (name: string, on: string[]): Short => ({
      ...{ type: rule, name, inputs: { securityGroupId: unknown }, on: { securityGroupId: on } },
    });
    const graph = graphOf(
      ...groups,
      one("many", ["g0", "g1", "g2", "g3", "g4"]),
      one("three", ["g0", "g1", "g2"]),
      one("two", ["g0", "g1"]),
    );
    const { graphs, exhaustive, ambiguous } = possibleGraphs(graph, 7);
    expect(graphs).toHaveLength(6);
    expect(exhaustive).toBe(false);
    const [many, three, two] = ambiguous.map(({ ways }) => ways.length);
    expect([many, three, two]).toEqual([5, 3, 2]);
    for (const { graph: possible, picks } of graphs) {
      expect(named(possible, "many").inputs.securityGroupId).toBe(unknown);
      expect(picks[0]).toBeUndefined();
      expect(named(possible, "three").inputs.securityGroupId).toBe(picks[1]);
      expect(named(possible, "two").inputs.securityGroupId).toBe(picks[2]);
    }
  });

  it("never costs more than the limit, however many ways there are", () => {
    const groups = Array.from({ length: 40 }, (_, index) => ({ type: group, name: `g${index}` }));
    const started = process.cpuUsage().user;
    const { graphs, exhaustive } = link(...groups, {
      ...{ type: balancer, name: "lb", on: { securityGroups: groups.map(({ name }) => name) } },
      inputs: { securityGroups: Array.from({ length: 20 }, () => unknown) },
    });
    expect(graphs).toHaveLength(1);
    expect(exhaustive).toBe(false);
    expect(process.cpuUsage().user - started).toBeLessThan(2_000_000);
  });
});

/** A stack of groups, rules and a load balancer in full, and as a first preview shows it: without ids, with edges. */
interface Stack {
  full: ResourceGraph;
  preview: ResourceGraph;
}

const shuffled = <T>(items: T[], order: number[]): T[] =>
  items
    .map((item, index) => ({ item, at: order[index % order.length]! }))
    .sort((a, b) => a.at - b.at)
    .map(({ item }) => item);

const names = fc.uniqueArray(fc.oneof(fc.constantFrom("a", "a (new)", "b", "urn::a"), fc.string({ minLength: 1 })), {
  minLength: 2,
  maxLength: 4,
});

const stacks: fc.Arbitrary<Stack> = fc
  .record({
    names,
    existing: fc.array(fc.boolean(), { minLength: 4, maxLength: 4 }),
    rules: fc.array(fc.tuple(fc.nat(), fc.nat()), { maxLength: 4 }),
    inline: fc.array(fc.nat(), { maxLength: 3 }),
    attached: fc.array(fc.nat(), { maxLength: 3 }),
  })
  .map(({ names: given, existing, rules, inline, attached }) => {
    const groups = given.map((name, index) => ({ name, id: `sg-${index}`, isKnown: existing[index]! }));
    const at = (index: number) => groups[index % groups.length]!;
    const build = (isFull: boolean): ResourceGraph => {
      const idOf = ({ id, isKnown }: (typeof groups)[number]): string => (isFull || isKnown ? id : unknown);
      const edges = (...found: (typeof groups)[number][]) => [...new Set(found.map(({ name }) => name))];
      const members = [...new Set(attached.map(at))];
      return graphOf(
        ...groups.map((one): Short => ({
          ...{ type: group, name: one.name, ...((isFull || one.isKnown) && { id: one.id }) },
        })),
        {
          ...{ type: group, name: "inline of all", id: "sg-inline", on: { ingress: edges(...inline.map(at)) } },
          inputs: { ingress: inline.map((one) => ({ fromPort: one, securityGroups: [idOf(at(one))] })) },
        },
        ...rules.map(([owner, peer], index): Short => ({
          ...{ type: rule, name: `rule ${index} of all` },
          inputs: { securityGroupId: idOf(at(owner)), referencedSecurityGroupId: idOf(at(peer)) },
          on: { securityGroupId: edges(at(owner)), referencedSecurityGroupId: edges(at(peer)) },
        })),
        {
          ...{ type: balancer, name: "balancer of all", on: { securityGroups: edges(...members) } },
          inputs: { securityGroups: members.map(idOf) },
        },
      );
    };
    return { full: build(true), preview: build(false) };
  });

/** What verdicts depend on, with the resources' own names in place of ids; sets are sorted. */
function shapeOf(graph: ResourceGraph): unknown {
  const nameOf = new Map(graph.resources.map(({ id, urn }) => [id, urn]));
  const told = (value: unknown): unknown => {
    if (typeof value === "string") return nameOf.get(value) ?? value;
    if (Array.isArray(value)) return value.map(told);
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, told(inner)]));
  };
  return Object.fromEntries(
    graph.resources.map(({ urn, type, inputs: found }) => {
      const shape = told(found) as Record<string, unknown>;
      return [urn, type === balancer ? { groups: (shape.securityGroups as string[]).sort() } : shape];
    }),
  );
}

describe("linking the preview of a random stack", () => {
  it("gives the stack itself, but for the names of ids: for certain what has an edge of its own, and among others the rest", () => {
    fc.assert(
      fc.property(stacks, ({ full, preview }) => {
        const { graphs, exhaustive, ambiguous } = possibleGraphs(preview);
        const shapes = graphs.map(({ graph }) => JSON.stringify(shapeOf(graph)));
        if (exhaustive) expect(shapes).toContain(JSON.stringify(shapeOf(full)));
        for (const { property } of ambiguous) expect(property).toMatch(/^ingress/);
        for (const { graph } of exhaustive ? graphs : []) expect(holdsUnknown(graph)).toBe(false);
      }),
    );
  });

  it("gives symbols that no two resources share, and that are no id of another", () => {
    fc.assert(
      fc.property(stacks, ({ preview }) => {
        const { certain } = possibleGraphs(preview);
        const ids = certain.resources.flatMap(({ id }) => id ?? []);
        expect(new Set(ids).size).toBe(ids.length);
      }),
    );
  });

  it("gives the same whatever the order of the resources", () => {
    fc.assert(
      fc.property(stacks, fc.array(fc.nat(), { minLength: 3, maxLength: 9 }), ({ preview }, order) => {
        const byUrn = (one: ResourceGraph) => [...one.resources].sort((a, b) => (a.urn < b.urn ? -1 : 1));
        const told = ({ certain, graphs, ambiguous, exhaustive }: PossibleGraphs) => ({
          ...{ ambiguous, exhaustive, certain: byUrn(certain) },
          graphs: graphs.map(({ graph, picks }) => ({ picks, graph: byUrn(graph) })),
        });
        const other = possibleGraphs({ ...preview, resources: shuffled(preview.resources, order) }, 5);
        expect(told(other)).toEqual(told(possibleGraphs(preview, 5)));
      }),
    );
  });

  it("changes nothing that is known, and no graph that it is given", () => {
    fc.assert(
      fc.property(stacks, ({ full, preview }) => {
        const before = structuredClone(preview);
        possibleGraphs(preview);
        expect(preview).toEqual(before);
        expect(possibleGraphs(full).certain.resources.map(({ inputs: found }) => found)).toEqual(
          full.resources.map(({ inputs: found }) => found),
        );
      }),
    );
  });
});

it("two resources of one name have different symbols", () => {
  const twice = (parent: string): Short => ({
    type: group,
    name: "nodes",
    urn: `urn:pulumi:dev::test::${parent}$${group}::nodes`,
  });
  const { certain } = link(twice("a:b:C"), twice("a:b:D"));
  expect(new Set(certain.resources.map(({ id }) => id)).size).toBe(2);
});
