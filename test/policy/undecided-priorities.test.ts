import { describe, expect, it } from "vitest";
import { unknownValue } from "../../graph/unknown";
import { mediaPathKnown } from "../../policy/rules/media-path-known";
import { nsgRulePriority } from "../../policy/rules/nsg-rule-priority";
import { nsgRulePriorityUnique } from "../../policy/rules/nsg-rule-priority-unique";
import { add, addLike, edited, makeUnknown, one, set, violations, type Edit } from "./edited-stack";

const onSubnet = "lls-nvcf-network/nvcf-dev-aks-nodes-media";
const managed = "lls-mc_nvcf-aks-dev_nvcf-aks-dev_westeurope/aks-agentpool-10000001-nsg-media";
const message = async (...edits: Edit[]): Promise<string> =>
  violations(mediaPathKnown(), await edited("aks-dev", ...edits))
    .map((violation) => violation.message)
    .join("\n");
/** A deny for one network, beside a rule of the stack: it closes nothing, and opens nothing. */
const beside = (like: string, inputs: object = {}): Edit => {
  return (graph) => {
    addLike(like, "extra", (all) =>
      Object.assign(all, {
        ...{ securityRuleName: "extra", priority: 300, access: "Deny", sourceAddressPrefix: "203.0.113.0/24" },
        ...inputs,
      }),
    )(graph);
    // Without an id the names tell whose it is.
    delete one(graph, "extra").id;
  };
};

describe("priorities of which not all is known", () => {
  it.each<[string, Edit[], string]>([
    [
      "a priority",
      [beside(onSubnet), makeUnknown("extra", "priority")],
      "whether the priority of rule extra is free, which `priority` of extra decides",
    ],
    [
      "a priority on the group that AKS writes",
      [beside(managed), makeUnknown("extra", "priority")],
      "whether the priority of rule extra is free and is outside 500-4096, which `priority` of extra decides",
    ],
    [
      "a direction",
      [beside(onSubnet, { priority: 400 }), makeUnknown("extra", "direction")],
      "which `direction` of extra decides",
    ],
    [
      "a group",
      [beside(onSubnet, { priority: 400 }), makeUnknown("extra", "networkSecurityGroupName")],
      "which `networkSecurityGroupName` of extra decides",
    ],
    [
      "a group that may be the one that AKS writes",
      [
        beside(onSubnet, { priority: 600 }),
        makeUnknown("extra", "networkSecurityGroupName"),
        makeUnknown("extra", "resourceGroupName"),
      ],
      "is outside 500-4096, which `networkSecurityGroupName` of extra, `resourceGroupName` of extra decides",
    ],
    [
      "an inline rule",
      [
        add({
          type: "azure-native:network:NetworkSecurityGroup",
          name: "own",
          inputs: {
            networkSecurityGroupName: "own-nsg",
            resourceGroupName: "own-group",
            securityRules: [inline("a", 300), inline("b", unknownValue)],
          },
        }),
      ],
      "whether the priority of rule b is free, which `securityRules[1].priority` of own decides",
    ],
  ])("are named, and no rule claims anything of them: %s", async (_, edits, named) => {
    expect(await message(...edits)).toContain(named);
    const graph = await edited("aks-dev", ...edits);
    for (const rule of [nsgRulePriority(), nsgRulePriorityUnique()]) expect(violations(rule, graph)).toEqual([]);
  });

  it.each<[string, Edit[]]>([
    [
      "the group, of a priority that no group has",
      [beside(onSubnet, { priority: 301 }), makeUnknown("extra", "networkSecurityGroupName")],
    ],
    [
      "the direction, of a priority that nobody has in either",
      [beside(onSubnet, { priority: 301 }), makeUnknown("extra", "direction")],
    ],
    ["the ports", [beside(onSubnet), makeUnknown("extra", "destinationPortRange")]],
    ["nothing: the priority is not given", [beside(onSubnet), set("extra", { priority: undefined })]],
    [
      "the priority in a group of its own",
      [beside(onSubnet, { networkSecurityGroupName: "third" }), makeUnknown("extra", "priority")],
    ],
  ])("are not named where they change nothing: %s", async (_, edits) => {
    expect(await message(...edits)).not.toContain("the priority of rule extra");
  });
});

function inline(name: string, priority: unknown): object {
  return {
    ...{ name, priority, direction: "Inbound", access: "Deny", protocol: "*", sourceAddressPrefix: "203.0.113.0/24" },
    ...{ sourcePortRange: "*", destinationAddressPrefix: "*", destinationPortRange: "443" },
  };
}
