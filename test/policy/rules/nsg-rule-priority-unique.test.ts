import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { nsgRulePriorityUnique } from "../../../policy/rules/nsg-rule-priority-unique";
import {
  add,
  addLike,
  compliant,
  edited,
  firstPreview,
  makeUnknown,
  one,
  set,
  violations,
  type Edit,
} from "../edited-stack";

const rule = nsgRulePriorityUnique();
const media = "lls-nvcf-network/nvcf-dev-aks-nodes-media";
const again =
  (changes: object): Edit =>
  (graph) => {
    addLike(media, "other", (inputs) => Object.assign(inputs, { securityRuleName: "other", ...changes }))(graph);
    // Without an id the names tell whose it is.
    delete one(graph, "other").id;
  };
const messages = async (...edits: Edit[]): Promise<string[]> =>
  violations(rule, await edited("aks-dev", ...edits)).map(({ message }) => message);
const group = (securityRules: unknown): Edit =>
  add({
    type: "azure-native:network:NetworkSecurityGroup",
    name: "own",
    inputs: { networkSecurityGroupName: "own-nsg", resourceGroupName: "own-group", securityRules },
  });
const inline = (name: string, priority: unknown) => ({
  ...{ name, priority, direction: "Inbound", access: "Deny", protocol: "*", sourceAddressPrefix: "203.0.113.0/24" },
  ...{ sourcePortRange: "*", destinationAddressPrefix: "*", destinationPortRange: "443" },
});

describe("nsg-rule-priority-unique", () => {
  it.each(["dev", "aks-dev", "aks-pools"])("says nothing of %s", async (stack) => {
    expect(violations(rule, await compliant(stack))).toEqual([]);
  });

  it("reports a rule on the priority of one that exists already", async () => {
    const found = violations(rule, await edited("aks-dev", set(media, { priority: 200 })));
    expect(found).toHaveLength(1);
    expect(found[0]!.urn).toContain(`::${media}`);
    for (const part of ["inbound priority 200", "allow-https has there already", "nvcf-dev-aks-nodes", "such as 400"])
      expect(found[0]!.message).toContain(part);
  });

  it("reports two rules of the stack once, with both names, whatever their order", async () => {
    const graph = await edited("aks-dev", again({}));
    const found = violations(rule, graph);
    expect(found).toHaveLength(1);
    for (const part of ["allow-udp-nodeports-webrtc", "rule other", "(SecurityRuleConflict)"]) {
      expect(found[0]!.message.toLowerCase()).toContain(part.toLowerCase());
    }
    graph.resources.reverse();
    expect(violations(rule, graph)).toEqual(found);
  });

  it.each<[string, object]>([
    ["another priority", { priority: 402 }],
    ["another direction", { direction: "Outbound" }],
    ["another group", { networkSecurityGroupName: "third" }],
    ["another resource group", { resourceGroupName: "third" }],
    ["the same name, which replaces", { securityRuleName: "ALLOW-udp-nodeports-webrtc" }],
  ])("takes %s", async (_, changes) => {
    expect(await messages(again(changes))).toEqual([]);
  });

  it.each<[string, object]>([
    ["letters of the group", { networkSecurityGroupName: "NVCF-dev-aks-nodes" }],
    ["letters of the direction", { direction: "inbound" }],
    ["a priority as text", { priority: "400" }],
    ["access", { access: "Deny" }],
  ])("is not misled by %s", async (_, changes) => {
    expect(await messages(again(changes))).toHaveLength(1);
  });

  it("reads inline rules, and rules that are added to the same group", async () => {
    const added = again({ networkSecurityGroupName: "own-nsg", resourceGroupName: "own-group", priority: 300 });
    expect(await messages(group([inline("a", 300), inline("b", 300)]))).toHaveLength(1);
    expect(await messages(group([inline("a", 300), inline("b", 301)]))).toEqual([]);
    expect(await messages(group([inline("a", 300)]), added)).toEqual([
      expect.stringContaining("which rule a (own) has"),
    ]);
    expect(await messages(group([inline("other", 300)]), added)).toEqual([]);
  });

  it("reads what others added to a group of the stack, unless the stack writes the list", async () => {
    const ofStack = (securityRules?: unknown): Edit =>
      add({
        type: "azure-native:network:NetworkSecurityGroup",
        name: "nodes",
        inputs: {
          ...{ networkSecurityGroupName: "nvcf-dev-aks-nodes", resourceGroupName: "nvcf-network" },
          ...(securityRules !== undefined && { securityRules }),
        },
      });
    const taken = set(media, { priority: 200 });
    expect(await messages(taken, ofStack())).toEqual([expect.stringContaining("allow-https has there already")]);
    expect(await messages(taken, ofStack(null))).toHaveLength(1);
    expect(await messages(taken, ofStack([]))).toEqual([]);
  });

  it("reports as many as are too many, whatever the order", async () => {
    const priorities = fc.array(fc.integer({ min: 100, max: 105 }), { maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(priorities, async (list) => {
        const rules = list.map((priority, index) => inline(`rule-${index}`, priority));
        expect(await messages(group(rules))).toHaveLength(list.length - new Set(list).size);
      }),
      { numRuns: 50 },
    );
  });

  it("tells groups of one name in two subscriptions apart", async () => {
    const other = again({});
    const elsewhere: Edit = (graph) => {
      const resource = graph.resources.find(({ name }) => name === "other")!;
      resource.id =
        "/subscriptions/11111111-1111-1111-1111-111111111111/resourceGroups/nvcf-network/providers/Microsoft.Network/networkSecurityGroups/nvcf-dev-aks-nodes/securityRules/other";
    };
    expect(await messages(other)).toHaveLength(1);
    expect(await messages(other, elsewhere)).toEqual([]);
  });

  it("decides on a first preview", async () => {
    expect(await messages(again({}), firstPreview)).toHaveLength(1);
    expect(await messages(set(media, { priority: 200 }), firstPreview)).toHaveLength(1);
  });

  it.each<[string, Edit]>([
    ["priority", makeUnknown("other", "priority")],
    ["direction", makeUnknown("other", "direction")],
    ["group", makeUnknown("other", "networkSecurityGroupName")],
    ["no priority", set("other", { priority: undefined })],
  ])("claims nothing of what is not known or not there: %s", async (_, edit) => {
    expect(await messages(again({}), edit)).toEqual([]);
  });

  it.each([[{}], ["x"], [[null, 1, "x", {}]]])("does not mind malformed inline rules: %j", async (rules) => {
    expect(await messages(group(rules))).toEqual([]);
  });

  it("says nothing of a stack without LLS", async () => {
    const graph = await edited("aks-dev", again({}));
    graph.resources = graph.resources.filter(({ urn }) => !urn.includes("nvcf-lls:index:"));
    expect(violations(rule, graph)).toEqual([]);
  });
});
