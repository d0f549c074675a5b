import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { secretPlaceholder, type GraphResource, type ResourceGraph } from "../../graph/resource-graph";
import { unknownValue } from "../../graph/unknown";
import type { Rule, RuleFactory } from "../../policy/rule";
import { mediaPathKnown } from "../../policy/rules/media-path-known";
import { ruleFactories } from "../../policy/rules";
import { aksStack } from "../graph/aks-stack";
import { eksStack } from "../graph/eks-stack";
import { aksMistakes } from "./aks-mistakes";
import { compliant, judged, violationsOf, type Edit } from "./edited-stack";
import { eksMistakes } from "./eks-mistakes";
import { otherStyleMistakes } from "./other-style-mistakes";

const rules: Rule[] = Object.values<RuleFactory>(ruleFactories).map((factory) => factory());
const stacks = ["dev", "dev on terraform-groups", "aks-dev", "aks-pools"];

/** A place in the inputs of a resource. */
interface Place {
  resource: number;
  path: (string | number)[];
}

/** Names of the rules that report something. */
function told(graph: ResourceGraph, among = rules): string[] {
  const stack = judged(graph);
  return among.filter((rule) => violationsOf(rule, stack).length > 0).map(({ name }) => name);
}

/** Arguments of our components that may be outputs of other resources; all others are checked before anything is registered. */
const componentInputs = /^(?:\w*[iI]d|value|host|imageRegistry)$/;

/** Every value in the inputs of a stack, on its own and as a part of another, that is not checked by a component of ours. */
function placesIn({ resources }: ResourceGraph): Place[] {
  const within = (value: unknown, path: Place["path"]): Place["path"][] => {
    const children = typeof value === "object" && value !== null ? Object.entries(value) : [];
    return [
      path,
      ...children.flatMap(([key, child]) => within(child, [...path, Array.isArray(value) ? Number(key) : key])),
    ];
  };
  const isUnchecked = ({ custom }: GraphResource, path: Place["path"]): boolean =>
    custom || componentInputs.test(String(path.at(-1)));
  return resources.flatMap(({ inputs, type }, resource) =>
    type.startsWith("pulumi:")
      ? []
      : within(inputs, [])
          .slice(1)
          .filter((path) => isUnchecked(resources[resource]!, path))
          .map((path) => ({ resource, path })),
  );
}

/** Puts a value into a place of inputs, and of outputs that mirror them. */
function put({ resource, path }: Place, value: unknown): Edit {
  return ({ resources }) => {
    const { inputs, outputs, custom } = resources[resource]!;
    for (const side of custom ? [inputs, outputs] : [inputs]) {
      const holder: any = path.slice(0, -1).reduce<any>((at, key) => at?.[key], side);
      if (holder === undefined) continue;
      if (value === undefined && !Array.isArray(holder)) delete holder[path.at(-1)!];
      else holder[path.at(-1)!] = structuredClone(value);
    }
  };
}

describe.each(stacks)("one value of %s", (name) => {
  it("that is not known or is secret is no violation: with its true value the stack complies", async () => {
    const graph = await compliant(name);
    const mandatory = rules.filter(({ level }) => level === "mandatory");
    const property = fc.property(fc.constantFrom(...placesIn(graph)), fc.boolean(), (place, secret) => {
      const changed = structuredClone(graph);
      put(place, secret ? secretPlaceholder : unknownValue)(changed);
      expect(told(changed, mandatory)).toEqual([]);
    });
    fc.assert(property, { numRuns: 80 });
  });

  it("that is not known hides no mistake of the media path: a rule reports it, or media-path-known what is not known", async () => {
    const own = [...eksMistakes, ...aksMistakes, ...otherStyleMistakes].filter(({ stack }) => stack === name);
    const graph = await compliant(name);
    const property = fc.property(fc.constantFrom(...own), fc.constantFrom(...placesIn(graph)), ({ edits }, place) => {
      const changed = structuredClone(graph);
      // First unknown: an edit that says a value makes it known.
      put(place, unknownValue)(changed);
      try {
        for (const edit of edits) edit(changed);
      } catch {
        fc.pre(false);
      }
      expect(told(changed)).not.toEqual([]);
    });
    fc.assert(property, { numRuns: 80 });
  });

  it("that is missing or malformed stops no rule", async () => {
    const graph = await compliant(name);
    // Components check their arguments themselves.
    const places = placesIn(graph).filter(({ resource }) => graph.resources[resource]!.custom);
    const values = [undefined, null, 7, -1, true, "", "media", [], {}, [[]], [null], { x: [{}] }];
    const property = fc.property(fc.constantFrom(...places), fc.constantFrom(...values), (place, value) => {
      const changed = structuredClone(graph);
      put(place, value)(changed);
      expect(() => told(changed)).not.toThrow();
    });
    fc.assert(property, { numRuns: 120 });
  });
});

// Pinned to the zone of the nodes, by labels that somebody wrote.
const pinned = (labels: object, zone: string) => ({
  env: { lbPort: 5004 },
  image: { repository: "registry.example.com/streaming-proxy", tag: "3.0.2" },
  ...{ nodeSelector: labels, availabilityZones: { enabled: true, zones: [zone] } },
});
const foreign: [title: string, graph: ResourceGraph][] = [true, false].flatMap((preview) => {
  const when = preview ? "in a first preview" : "once it is deployed";
  const release = (values: object) => ({ values, version: "3.0.0", chart: "oci://registry.example.com/gdn-streaming" });
  const onEks = pinned({ "node-type": "compute" }, "us-west-2a");
  const onAks = { ...pinned({ "node-type": "compute" }, "westeurope-1"), env: { lbPort: 30504 } };
  const pool = { enableNodePublicIP: true, vnetSubnetID: "/subnets/nodes", mode: "System" };
  const profiles = [
    { ...pool, name: "compute", nodeLabels: { "node-type": "compute" }, availabilityZones: ["1"] },
    { ...pool, name: "gpu", nodeLabels: { "nvcf.nvidia.com/workload": "gpu" }, availabilityZones: ["1"] },
  ];
  return [
    [`on EKS ${when}`, eksStack({ preview, inputs: { release: release(onEks) } })],
    [
      `on AKS ${when}`,
      aksStack({ preview, inputs: { aks: { agentPoolProfiles: profiles }, release: release(onAks) } }),
    ],
  ];
});

describe("what is not known of an agent pool is named:", () => {
  const named = (values: Record<string, unknown>): string => {
    const [, graph] = foreign[1]!;
    const changed = structuredClone(graph);
    const { inputs } = changed.resources.find(({ name }) => name === "aks")!;
    Object.assign((inputs.agentPoolProfiles as object[])[0]!, values);
    return violationsOf(mediaPathKnown(), judged(changed))
      .map(({ message }) => message)
      .join();
  };

  it.each([
    ["its zones", { availabilityZones: unknownValue }, "zones and labels of the nodes of agent pool compute"],
    ["one of its zones", { availabilityZones: [unknownValue] }, "zones and labels of the nodes of agent pool compute"],
    ["its labels", { nodeLabels: unknownValue }, "zones and labels of the nodes of agent pool compute"],
    [
      "whether it has addresses",
      { enableNodePublicIP: unknownValue },
      "public addresses of the nodes of agent pool compute",
    ],
  ])("%s", (_, values, words) => {
    expect(named({})).not.toContain(words);
    expect(named(values)).toContain(words);
  });
});

describe.each(foreign)("one value of a stack of somebody else, %s,", (_, graph) => {
  const mandatory = rules.filter(({ level }) => level === "mandatory");

  it.each([unknownValue, secretPlaceholder])("that cannot be read is no violation: %s", (hidden) => {
    expect(told(structuredClone(graph), mandatory)).toEqual([]);
    for (const place of placesIn(graph)) {
      const changed = structuredClone(graph);
      put(place, hidden)(changed);
      const { name } = graph.resources[place.resource]!;
      expect([name, ...place.path, ...told(changed, mandatory)]).toEqual([name, ...place.path]);
    }
  });

  it("that is missing or malformed stops no rule", () => {
    const values = [undefined, null, 7, "", "media", [], {}, [null]];
    const property = fc.property(fc.constantFrom(...placesIn(graph)), fc.constantFrom(...values), (place, value) => {
      const changed = structuredClone(graph);
      put(place, value)(changed);
      expect(() => told(changed)).not.toThrow();
    });
    fc.assert(property, { numRuns: 120 });
  });
});
