import { describe, expect, it } from "vitest";
import { unsupportedProviders } from "../../../policy/rules/unsupported-providers";
import { add, compliant, edited, firstPreview, violations, type Edit } from "../edited-stack";

const rule = unsupportedProviders();
const foreign = (type: string, name = "foreign"): Edit => add({ type, name, inputs: {} });
const messages = async (stack: string, ...edits: Edit[]): Promise<string[]> =>
  violations(rule, await edited(stack, ...edits)).map(({ message }) => message);

describe("unsupported-providers", () => {
  it.each(["dev", "aks-dev", "aks-pools"])("says nothing of %s", async (stack) => {
    expect(violations(rule, await compliant(stack))).toEqual([]);
  });

  it.each([
    ["dev", "aws-native:ec2:SecurityGroup", "aws-native", "security group", "the provider aws,"],
    ["dev", "aws-native:elasticloadbalancingv2:Listener", "aws-native", "listener", "the provider aws,"],
    [
      "aks-dev",
      "azure:network/networkSecurityRule:NetworkSecurityRule",
      "azure",
      "network security group",
      "azure-native",
    ],
    ["aks-pools", "azure:lb/rule:Rule", "azure", "load balancer", "azure-native"],
  ])("in %s names a %s, what it may decide, and what to use instead", async (stack, type, ...parts) => {
    const found = violations(rule, await edited(stack, foreign(type)));
    expect(found).toHaveLength(1);
    expect(found[0]!.urn).toContain("::foreign");
    for (const part of ["foreign", ...parts]) expect(found[0]!.message).toContain(part);
  });

  it("says the same of many resources once", async () => {
    const many = Array.from({ length: 9 }, (_, index) => foreign("aws-native:ec2:SecurityGroup", `group-${index}`));
    expect(await messages("dev", ...many)).toEqual([
      expect.stringContaining("group-0, group-1, group-2, group-3 and 5 more"),
    ]);
    expect(await messages("dev", ...many, foreign("aws-native:ec2:NetworkAcl"))).toHaveLength(2);
  });

  it.each([
    ["what is not on the media path", "dev", "aws-native:s3:Bucket"],
    ["resources of the other cloud", "dev", "azure:network/subnet:Subnet"],
    ["resources of the other cloud", "aks-dev", "aws-native:ec2:Subnet"],
  ])("leaves alone %s", async (_, stack, type) => {
    expect(await messages(stack, foreign(type))).toEqual([]);
  });

  it("decides on a first preview, and where nothing is written", async () => {
    expect(await messages("dev", foreign("aws-native:ec2:SecurityGroup"), firstPreview)).toHaveLength(1);
  });

  it("says nothing of a stack without LLS", async () => {
    const graph = await edited("dev", foreign("aws-native:ec2:SecurityGroup"));
    graph.resources = graph.resources.filter(({ urn }) => !urn.includes("nvcf-lls:index:"));
    expect(violations(rule, graph)).toEqual([]);
  });

  it.each([
    [1, { protocol: "UDP", port: 30504 }],
    [1, { protocol: "TCP_UDP", port: 30504 }],
    [1, { protocol: "UDP", port: 30505, healthCheckPort: "30800" }],
    [1, { protocol: "TCP", port: 30504 }],
    [0, { protocol: "TCP", port: 30800, healthCheckPort: "30800" }],
    [0, { protocol: "UDP", port: 53 }],
    [0, {}],
  ])("takes a target group for a sign of LLS, or not, where nothing else is: %i, %j", async (count, inputs) => {
    const group = add({ type: "aws-native:elasticloadbalancingv2:TargetGroup", name: "media", inputs });
    const graph = await edited("dev", group);
    graph.resources = graph.resources.filter(({ name }) => name === "media");
    expect(violations(rule, graph)).toHaveLength(count);
  });
});
