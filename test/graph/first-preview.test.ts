import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { AksFacts } from "../../discovery/aks/facts";
import type { GivenAksInstallation } from "../../graph/given-installation";
import { llsInstallations } from "../../graph/lls-installations";
import { possibleGraphs } from "../../graph/possible-graphs";
import type { ResourceGraph } from "../../graph/resource-graph";
import { isUnknown, unknownValue } from "../../graph/unknown";
import { judgeEks } from "../../reachability/aws/flows";
import { judgeAks } from "../../reachability/azure/flows";
import type { FlowVerdict, Verdict } from "../../reachability/verdict";
import { variantGraph as aksGraph, plainVariant as plainAks } from "../components/aks/installation";
import { variantGraph as eksGraph, plainVariant as plainEks } from "../components/installation";
import { exampleGraph, exampleStacks } from "../example-stack";
import { change, set, type Edit } from "../policy/edited-stack";
import { aksStack } from "./aks-stack";
import { eksStack } from "./eks-stack";
import { withoutComponents } from "./foreign-stack";

// What can be told before anything is deployed is what is true of it then.

const facts = (stack: string) =>
  JSON.parse(readFileSync(join(__dirname, "..", "..", "facts", `${stack}.json`), "utf8")) as AksFacts;

/** What only facts say of programs of others on AKS. */
const given: GivenAksInstallation[] = [
  {
    ...{ cloud: "aks", name: "release" },
    facts: {
      network: {
        ...{ outboundType: "loadBalancer", virtualNetworkCidrs: ["10.0.0.0/16"], adminRules: [] },
        ...{ subnets: [], networkSecurityGroups: [], routeTables: [] },
        agentPools: ["compute", "gpu"].map((name) => ({
          ...{ name, labels: { agentpool: name }, availabilityZones: [], nicNetworkSecurityGroupIds: [] },
          ...{ applicationSecurityGroupIds: [], nodePublicIp: true, allowedHostPorts: [], vmSize: "", nodeCount: 1 },
        })),
      },
    },
  },
  { cloud: "aks", name: "lls-proxy-release", facts: { network: facts("aks-pools").network } },
];

const flowsOf = (graph: ResourceGraph): FlowVerdict[] =>
  llsInstallations(graph, given).flatMap(({ cloud, installation }) =>
    cloud === "eks" ? judgeEks(installation) : judgeAks(installation),
  );

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
      { numRuns: 8 },
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
      { numRuns: 8 },
    );
  });
});

/** Paths to everything in a value. */
function pathsIn(value: unknown, path: string[] = []): string[][] {
  if (typeof value !== "object" || value === null) return [path];
  return [path, ...Object.entries(value).flatMap(([key, inner]) => pathsIn(inner, [...path, key]))];
}

/** Every value of every input that a provider takes. */
function leavesOf(graph: ResourceGraph): { urn: string; path: string[] }[] {
  const judged = /^(?:aws|azure-native):|^kubernetes:(?:core\/v1:Service|elbv2)/;
  return graph.resources
    .filter(({ type }) => judged.test(type))
    .flatMap(({ urn, inputs }) => pathsIn(inputs).flatMap((path) => (path.length > 0 ? { urn, path } : [])));
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

const balancer = "aws:lb/loadBalancer:LoadBalancer";
const service = "kubernetes:core/v1:Service";
const annotate = (key: string, value: string): Edit =>
  change(service, ({ metadata }) => {
    metadata.annotations[`service.beta.kubernetes.io/azure-${key}`] = value;
  });

/** What else stacks may have, that opens or closes something. */
const otherwise: Record<string, Edit[]> = {
  dev: [
    set(balancer, { internal: true }),
    set(balancer, { enableCrossZoneLoadBalancing: true }),
    change(balancer, (inputs) => inputs.securityGroups.push("sg-0a000000000000001")),
    change(balancer, (inputs, resource) => {
      inputs.securityGroups = ["sg-0a000000000000001"];
      delete resource.propertyDependencies.securityGroups;
    }),
    change(balancer, (inputs) => inputs.subnets.push("subnet-0a000000000000002")),
    set("aws:lb/listener:Listener", { port: 5005 }),
    set(/^lls-nlb-in-udp-/, { cidrIpv4: "198.51.100.0/24" }),
    set("aws:lb/targetGroup:TargetGroup", { protocol: "TCP" }),
    set(/-in-udp-30504-/, { referencedSecurityGroupId: undefined, cidrIpv4: "10.0.0.0/8" }),
  ],
  "aks-dev": [
    set(/-media$/, { access: "Deny" }),
    set(/-media$/, { sourceAddressPrefix: "VirtualNetwork" }),
    set(/-media$/, { destinationPortRange: undefined, destinationPortRanges: ["30000-31999", "32000-32767"] }),
    change(/-media$/, (inputs) => (inputs.priority += 4000)),
  ],
  "aks-pools": [
    set(/-media$/, { access: "Deny" }),
    change(service, ({ spec }) => (spec.loadBalancerSourceRanges = ["198.51.100.0/24"])),
    change(service, ({ spec }) => (spec.externalTrafficPolicy = "Cluster")),
    annotate("allowed-ip-ranges", "198.51.100.0/24, 203.0.113.0/24"),
    annotate("allowed-service-tags", "AzureCloud"),
    annotate("disable-load-balancer-nsg-rule", "true"),
  ],
};

/** What verdicts are of, by name: our components in every example stack, and programs of others. */
const judgedStacks: Record<string, () => Promise<ResourceGraph[]>> = {
  ...Object.fromEntries(exampleStacks.map((stack) => [stack, async () => [await exampleGraph(stack)]])),
  "a program of others on EKS": async () => [
    eksStack(),
    eksStack({ nodes: "cluster group", targets: "traffic source" }),
    eksStack({ nodes: "auto scaling groups", targets: "of the group itself" }),
    eksStack({ targets: "instance" }),
    eksStack({ targets: "binding", without: ["media", "to-browsers"] }),
    eksStack({ without: ["health", "from-workers"] }),
    withoutComponents(await exampleGraph("dev")),
  ],
  "a program of others on AKS": async () => [
    aksStack(),
    aksStack({ subnets: "inline", rules: "inline" }),
    aksStack({ pools: "standalone", oneSubnet: true }),
    aksStack({ inputs: { rule: { access: "Deny" } }, rules: "inline" }),
    withoutComponents(await exampleGraph("aks-pools")),
  ],
};

describe.each(Object.entries(judgedStacks))("where values of %s are not known,", (stack, make) => {
  it("a verdict that is told is true: nothing is said to be open or closed that is not", async () => {
    const complete = await make();
    const edits = otherwise[stack] ?? [];
    const chosen = fc.record({
      which: fc.nat(complete.length - 1),
      edits: fc.subarray([...edits.keys()], { maxLength: Math.min(2, edits.length) }),
      removed: fc.array(fc.nat(), { maxLength: 2 }),
      hidden: fc.array(fc.nat(), { minLength: 1, maxLength: 4 }),
      hasEdges: fc.boolean(),
    });
    const seen = new Set<Verdict>();
    fc.assert(
      fc.property(chosen, ({ which, hidden, hasEdges, ...more }) => {
        const graph = structuredClone(complete[which]!);
        for (const index of more.edits) edits[index]!(graph);
        // With rules missing, there is something to be closed.
        const rules = graph.resources.filter(({ type }) => /Rule$/.test(type));
        const removed = rules.length > 0 ? more.removed.map((index) => rules[index % rules.length]) : [];
        graph.resources = graph.resources.filter((resource) => !removed.includes(resource));
        const all = leavesOf(graph);
        const leaves = all.length === 0 ? [] : hidden.map((index) => all[index % all.length]!);
        const truth = verdictById(graph);
        for (const { graph: possible } of possibleGraphs(hide(graph, leaves, hasEdges)).graphs) {
          for (const [id, told] of verdictById(possible)) {
            seen.add(told);
            expect(truths[told], `${id} is said to be ${told}`).toContain(truth.get(id) ?? told);
          }
        }
      }),
      { numRuns: 100 },
    );
    expect([...seen]).toEqual(expect.arrayContaining(["closed", "open", "unknown"]));
  });

  it("everything can be judged, whatever they are", async () => {
    const complete = await make();
    const chosen = fc.record({
      which: fc.nat(complete.length - 1),
      hidden: fc.array(fc.nat(), { minLength: 1, maxLength: 5 }),
    });
    fc.assert(
      fc.property(chosen, ({ which, hidden }) => {
        const graph = structuredClone(complete[which]!);
        const anything = graph.resources.flatMap(({ inputs, outputs }) =>
          [inputs, outputs].flatMap((root) => pathsIn(root).map((path) => ({ root, path }))),
        );
        for (const index of hidden) {
          const { root, path } = anything[index % anything.length]!;
          let at: any = root;
          for (const key of path.slice(0, -1)) at = at?.[key];
          if (path.length > 0 && typeof at === "object" && at !== null) at[path.at(-1)!] = unknownValue;
        }
        for (const possible of possibleGraphs(graph).graphs) {
          // An operator is never shown the marker.
          expect(JSON.stringify(flowsOf(possible.graph))).not.toContain(unknownValue);
        }
      }),
      { numRuns: 100 },
    );
  });
});
