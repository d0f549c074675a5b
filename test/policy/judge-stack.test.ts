import { describe, expect, it } from "vitest";
import { linkGraph } from "../../graph/linked-graph";
import { mostGraphs } from "../../graph/possible-graphs";
import type { ResourceGraph } from "../../graph/resource-graph";
import { judgeStack } from "../../policy/judge-stack";
import type { Rule, RuleFactory } from "../../policy/rule";
import { ruleFactories } from "../../policy/rules";
import type { Verdict } from "../../reachability/verdict";
import { resource, stackOf } from "../graph/foreign-stack";
import { add, compliant, edited, firstPreview, makeUnknown, violationsOf, type Edit } from "./edited-stack";

const rules: Rule[] = Object.values<RuleFactory>(ruleFactories).map((factory) => factory());

/** What all rules report, by rule. */
function reported(graph: ResourceGraph): Record<string, string> {
  const stack = judgeStack(graph);
  const reports = rules.map((rule) => {
    const messages = violationsOf(rule, stack).map(({ message }) => message);
    return [rule.name, messages.join("\n")] as const;
  });
  return Object.fromEntries(reports.filter(([, text]) => text !== ""));
}

/** The worst verdict of each required flow. */
function verdicts(graph: ResourceGraph): Record<string, Verdict[]> {
  const flows = judgeStack(graph).installations.flatMap((one) => one.flows);
  const ids = new Set(flows.filter(({ need }) => need === "required").map(({ id }) => id));
  return Object.fromEntries(
    [...ids].map((id) => [
      id,
      [...new Set(flows.filter((flow) => flow.id === id).map(({ verdict }) => verdict))].sort(),
    ]),
  );
}

const group = "aws:ec2/securityGroup:SecurityGroup";
const mediaIn = "lls-nlb-in-udp-media-0.0.0.0/0";

/** Security groups of something else. */
const others = (count: number): Edit[] =>
  Array.from({ length: count }, (_, index) =>
    add({ type: group, name: `other-${index}`, inputs: { description: "x" } }),
  );

/** In a first preview: which group has the rule, the load balancer's or another one. */
const ofOneOfTwoGroups: Edit[] = [
  ...others(1),
  firstPreview,
  makeUnknown(mediaIn, "securityGroupId", "lls-nlb", "other-0"),
];

describe("a stack is judged", () => {
  it("when a rule asks, and once", async () => {
    const stack = judgeStack(await compliant("dev"));
    expect(stack.graph).toBe(stack.graph);
    expect(stack.installations).toBe(stack.installations);
    expect(stack.installations).toHaveLength(1);
  });

  it("also where there is nothing in it", () => {
    const stack = judgeStack(stackOf());
    expect(stack).toMatchObject({ installations: [], unjudged: [] });
    expect(reported(stackOf())).toEqual({});
  });
});

describe("references with several ways", () => {
  it("leave a flow unknown that depends on them, and no other", async () => {
    const certain = verdicts(await edited("dev", firstPreview));
    const graph = await edited("dev", ...ofOneOfTwoGroups);
    expect(verdicts(graph)).toEqual({ ...certain, E1: ["unknown"] });
  });

  it("are told as what is not known, with their ways, and violate nothing", async () => {
    const reports = reported(await edited("dev", ...ofOneOfTwoGroups));
    expect(Object.keys(reports)).toEqual(["media-path-known"]);
    for (const words of ["unknown: E1", `\`securityGroupId\` of ${mediaIn}`, "lls-nlb (new)", "other-0 (new)"]) {
      expect(reports["media-path-known"]).toContain(words);
    }
  });

  it("decide nothing where the verdict is the same in all ways", async () => {
    const closed: Edit = (graph) => {
      graph.resources.find(({ name }) => name === mediaIn)!.inputs.fromPort = 5005;
      graph.resources.find(({ name }) => name === mediaIn)!.inputs.toPort = 5005;
    };
    const graph = await edited("dev", ...ofOneOfTwoGroups, closed);
    expect(verdicts(graph)).toMatchObject({ E1: ["closed"] });
    expect(Object.keys(reported(graph))).toContain("eks-media-path-open");
  });

  it("decide among themselves, however many others the stack has that concern no installation", async () => {
    const rules = Array.from({ length: 20 }, (_, index): Edit[] => [
      add({
        type: "aws:ec2/securityGroupRule:SecurityGroupRule",
        name: `a-rule-${index}`,
        inputs: { type: "ingress" },
      }),
      makeUnknown(`a-rule-${index}`, "securityGroupId", "other-1", "other-2"),
      makeUnknown(`a-rule-${index}`, "sourceSecurityGroupId", "other-1", "other-2"),
    ]).flat();
    // Whichever of the two it is: it is not the load balancer's.
    const wrongPeer = makeUnknown(/-in-udp-30504-nlb$/, "referencedSecurityGroupId", "other-0", "other-3");
    const graph = await edited("dev", ...others(4), firstPreview, ...rules, wrongPeer);
    expect(verdicts(graph)).toMatchObject({ E1: ["open"], E2: ["closed"] });
    const { ambiguous } = linkGraph(graph);
    expect(ambiguous.length).toBeGreaterThan(40);
  });

  it("stay unknown where there are more ways than can be judged", async () => {
    const count = mostGraphs + 1;
    const names = Array.from({ length: count }, (_, index) => `other-${index}`);
    const graph = await edited(
      "dev",
      ...others(count),
      firstPreview,
      makeUnknown(mediaIn, "securityGroupId", "lls-nlb", ...names),
    );
    expect(verdicts(graph)).toMatchObject({ E1: ["unknown"], E2: ["open"] });
    expect(Object.keys(reported(graph))).toEqual(["media-path-known"]);
  });
});

describe("a release that cannot be judged", () => {
  const release = resource("kubernetes:helm.sh/v3:Release", "gdn-streaming", {
    chart: "oci://123456789012.dkr.ecr.us-west-2.amazonaws.com/nvcf/gdn-streaming",
  });

  it("is told, with what to do, unless it is to be left alone", () => {
    expect(reported(stackOf(release))["media-path-known"]).toMatch(/^Release gdn-streaming .*configuration/);
    const { mediaPathKnown } = ruleFactories;
    const config = { ignoreInstallations: ["gdn-streaming"] };
    expect(violationsOf(mediaPathKnown(), judgeStack(stackOf(release)), config)).toEqual([]);
  });

  it("is told beside the resources that nobody reads: they may be its own", () => {
    const balancer = resource("aws-native:elasticloadbalancingv2:LoadBalancer", "nlb");
    expect(reported(stackOf(release, balancer))["unsupported-providers"]).toContain("nlb");
    expect(reported(stackOf(balancer))).toEqual({});
  });
});
