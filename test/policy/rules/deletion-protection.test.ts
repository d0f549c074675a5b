import { describe, expect, it } from "vitest";
import type { GraphResource } from "../../../graph/resource-graph";
import { deletionProtection } from "../../../policy/rules/deletion-protection";
import {
  add,
  change,
  compliant,
  edited,
  firstPreview,
  makeUnknown,
  one,
  set,
  violations,
  type Edit,
} from "../edited-stack";

const rule = deletionProtection();
const inProduction: Edit = (graph) => (graph.stack = "prod");
const messages = async (stack: string, ...edits: Edit[]): Promise<string[]> =>
  violations(rule, await edited(stack, inProduction, ...edits)).map(({ message }) => message);
const eip: Edit = add({
  type: "aws:ec2/eip:Eip",
  name: "lls-eip",
  id: "eipalloc-0a000000000000009",
  inputs: { domain: "vpc" },
  outputs: { allocationId: "eipalloc-0a000000000000009", publicIp: "203.0.113.9" },
});
const protectedLoadBalancer = set("lls-lb", { enableDeletionProtection: true });
const withEip: Edit = (graph) => {
  protectedLoadBalancer(graph);
  eip(graph);
  set("lls-lb", { subnetMappings: [{ subnetId: "subnet-1", allocationId: "eipalloc-0a000000000000009" }] })(graph);
};
const option =
  (which: string, options: GraphResource["options"]): Edit =>
  (graph) =>
    void Object.assign(one(graph, which).options, options);

describe("deletion-protection", () => {
  it.each(["dev", "aks-dev", "aks-pools"])("says nothing of %s, which is no production", async (stack) => {
    expect(violations(rule, await compliant(stack))).toEqual([]);
  });

  it("reports a load balancer that can be deleted", async () => {
    const found = violations(rule, await edited("dev", inProduction));
    expect(found).toEqual([
      { urn: expect.stringContaining("::lls-lb"), message: expect.stringContaining("has no deletion protection") },
    ]);
  });

  it.each([true, "true"])("takes one that cannot: %j", async (enableDeletionProtection) => {
    expect(await messages("dev", set("lls-lb", { enableDeletionProtection }))).toEqual([]);
  });

  it.each([false, undefined, null, "false"])("reports %j", async (enableDeletionProtection) => {
    expect(await messages("dev", set("lls-lb", { enableDeletionProtection }))).toHaveLength(1);
  });

  it("claims nothing of what is not known", async () => {
    expect(await messages("dev", makeUnknown("lls-lb", "enableDeletionProtection"))).toEqual([]);
  });

  it("reports the Elastic IP that the load balancer takes, wherever the program made it", async () => {
    expect(await messages("dev", withEip)).toEqual([
      expect.stringContaining("Address lls-eip of production stack prod"),
    ]);
  });

  it("advises only what policies see inside the engine too", async () => {
    expect((await messages("dev", withEip)).join()).toContain("resource option protect.");
    expect(`${(await messages("dev", withEip)).join()} ${rule.remediationSteps}`).not.toContain("retainOnDelete");
  });

  it("finds it in a first preview by the edge", async () => {
    const edge: Edit = (graph) => makeUnknown("lls-lb", "subnetMappings", "lls-eip")(graph);
    expect(await messages("dev", withEip, firstPreview, edge)).toHaveLength(1);
  });

  it.each<[string, Edit]>([
    ["protect", option("lls-eip", { protect: true })],
    ["retainOnDelete", option("lls-eip", { retainOnDelete: true })],
    [
      "the component's input retain",
      change(
        "nvcf-lls:index:EksLls",
        (inputs) => (inputs.addressing = { kind: "elasticIp", elasticIp: { retain: true } }),
      ),
    ],
  ])("takes an address with %s", async (_, edit) => {
    expect(await messages("dev", withEip, edit)).toEqual([]);
  });

  it("leaves addresses of others alone", async () => {
    expect(await messages("dev", protectedLoadBalancer, eip)).toEqual([]);
  });

  it("reports the public IP of the Service, and takes a protected one", async () => {
    expect(await messages("aks-pools")).toEqual([expect.stringContaining("Address lls-ip of production stack prod")]);
    expect(await messages("aks-pools", option("lls-ip", { protect: true }))).toEqual([]);
  });

  it("finds a public IP of the program by the name that the Service has", async () => {
    const own = add({
      type: "azure-native:network:PublicIPAddress",
      name: "own",
      inputs: { publicIpAddressName: "edge" },
    });
    const named = change(
      "lls-service",
      ({ metadata }) => (metadata.annotations["service.beta.kubernetes.io/azure-pip-name"] = "edge"),
    );
    const ours = option("lls-ip", { protect: true });
    expect(await messages("aks-pools", ours, own)).toEqual([]);
    expect(await messages("aks-pools", ours, own, named)).toEqual([expect.stringContaining("Address own")]);
  });

  it("has nothing to protect where browsers send to the nodes", async () => {
    expect(await messages("aks-dev")).toEqual([]);
  });

  it.each([
    ["prod", true],
    ["Production", true],
    ["eks-prod-1", true],
    ["eu.live", true],
    ["org_prd", true],
    ["preprod", false],
    ["product", false],
    ["dev", false],
    ["delivery", false],
  ])("by default %s is production: %s", async (stack, isProduction) => {
    const graph = await edited("dev", (all) => (all.stack = stack));
    expect(violations(rule, graph)).toHaveLength(isProduction ? 1 : 0);
  });

  it("takes other names from its configuration, and says which is malformed", async () => {
    const graph = await edited("dev", (all) => (all.stack = "customer-7"));
    expect(violations(rule, graph, { productionStacks: ["^customer-"] })).toHaveLength(1);
    expect(violations(rule, graph, { productionStacks: ["^x"] })).toEqual([]);
    const found = violations(rule, graph, { productionStacks: ["(", "^customer-"] });
    expect(found.map(({ message }) => message)).toEqual([
      expect.stringContaining("must be regular expressions, not ("),
      expect.stringContaining("has no deletion protection"),
    ]);
  });

  it("says nothing of a stack without LLS", async () => {
    const graph = await edited("dev", inProduction, withEip);
    graph.resources = graph.resources.filter(({ urn }) => !urn.includes("nvcf-lls:index:"));
    expect(violations(rule, graph)).toEqual([]);
  });
});
