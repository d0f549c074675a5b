import { describe, expect, it } from "vitest";
import { nsgRulePriority } from "../../../policy/rules/nsg-rule-priority";
import {
  add,
  addLike,
  changeNetwork,
  compliant,
  edited,
  firstPreview,
  makeUnknown,
  one,
  set,
  violations,
  type Edit,
} from "../edited-stack";

const rule = nsgRulePriority();
const managed = "lls-mc_nvcf-aks-dev_nvcf-aks-dev_westeurope/aks-agentpool-10000001-nsg-media";
const onSubnet = "lls-nvcf-network/nvcf-dev-aks-nodes-media";
const messages = async (...edits: Edit[]): Promise<string[]> =>
  violations(rule, await edited("aks-dev", ...edits)).map(({ message }) => message);

describe("nsg-rule-priority", () => {
  it.each(["dev", "aks-dev", "aks-pools"])("says nothing of %s", async (stack) => {
    expect(violations(rule, await compliant(stack))).toEqual([]);
  });

  it("names rule, group, the range and a free priority", async () => {
    const found = violations(rule, await edited("aks-dev", set(managed, { priority: 510 })));
    expect(found).toHaveLength(1);
    expect(found[0]!.urn).toContain(`::${managed}`);
    for (const part of ["allow-udp-nodeports-webrtc", "aks-agentpool-10000001-nsg", "510", "500-4096", "such as 400"])
      expect(found[0]!.message).toContain(part);
  });

  it.each([
    [100, 0],
    [499, 0],
    [500, 1],
    ["510", 1],
    [4096, 1],
  ])("on the group that AKS writes, priority %j: %i", async (priority, count) => {
    expect(await messages(set(managed, { priority }))).toHaveLength(count);
  });

  it("does not mind outbound rules, for which the controller takes no priority", async () => {
    expect(await messages(set(managed, { priority: 510, direction: "Outbound" }))).toEqual([]);
  });

  it("leaves groups that the controller does not write alone", async () => {
    expect(await messages(set(onSubnet, { priority: 510 }))).toEqual([]);
  });

  it("suggests a priority that no other rule of the group has, whoever wrote it", async () => {
    const takes400 = changeNetwork(({ networkSecurityGroups }) => (networkSecurityGroups[0].rules[0].priority = 400));
    const takes401 = addLike(managed, "other", (inputs) =>
      Object.assign(inputs, { securityRuleName: "other", priority: 401 }),
    );
    expect(await messages(set(managed, { priority: 510 }), takes400, takes401)).toEqual([
      expect.stringContaining("such as 402"),
    ]);
  });

  it("knows a node resource group without facts: by AKS's own name, by the cluster of the stack, by configuration", async () => {
    const unread = changeNetwork((network) => (network.networkSecurityGroups = []));
    const custom =
      (name: string): Edit =>
      (graph) => {
        set(managed, { priority: 510, resourceGroupName: name })(graph);
        delete one(graph, managed).id;
      };
    const cluster = add({
      type: "azure-native:containerservice/v20240901:ManagedCluster",
      name: "aks",
      inputs: { nodeResourceGroup: "own-nodes" },
    });
    expect(await messages(unread, set(managed, { priority: 510 }))).toHaveLength(1);
    expect(await messages(unread, custom("own-nodes"))).toEqual([]);
    expect(await messages(unread, custom("own-nodes"), cluster)).toHaveLength(1);
    const graph = await edited("aks-dev", unread, custom("own-nodes"));
    expect(violations(rule, graph, { nodeResourceGroups: ["OWN-nodes"] })).toHaveLength(1);
  });

  it("decides on a first preview", async () => {
    expect(await messages(set(managed, { priority: 510 }), firstPreview)).toHaveLength(1);
  });

  it.each<[string, Edit]>([
    ["priority", makeUnknown(managed, "priority")],
    ["direction", makeUnknown(managed, "direction")],
    ["no priority", set(managed, { priority: undefined })],
    ["no direction", set(managed, { direction: undefined })],
  ])("claims nothing of what is not known or not there: %s", async (_, edit) => {
    expect(await messages(set(managed, { priority: 510 }), edit)).toEqual([]);
  });

  it("says nothing of a stack without LLS", async () => {
    const graph = await edited("aks-dev", set(managed, { priority: 510 }));
    graph.resources = graph.resources.filter(({ urn }) => !urn.includes("nvcf-lls:index:"));
    expect(violations(rule, graph)).toEqual([]);
  });
});
