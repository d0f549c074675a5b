import { describe, expect, it } from "vitest";
import { adoptOnAks } from "../../adoption/aks/adopt";
import type { NsgRuleFacts } from "../../reachability/azure/network";
import { exampleGraph } from "../example-stack";

const subscription = "00000000-0000-0000-0000-000000000000";
const group = (resourceGroup: string, name: string, rules: Partial<NsgRuleFacts>[]) => ({
  id: `/subscriptions/${subscription}/resourceGroups/${resourceGroup}/providers/Microsoft.Network/networkSecurityGroups/${name}`,
  ...{ name, managed: false, rules: rules.map((rule) => ({ ...guides, ...rule })) },
});
const guides: NsgRuleFacts = {
  ...{ name: "allow-udp-nodeports-webrtc", priority: 510, inbound: true, allow: true, protocol: "Udp" },
  ...{ sources: ["Internet"], sourceApplicationSecurityGroupIds: [], sourcePorts: ["*"] },
  ...{ destinations: ["*"], destinationApplicationSecurityGroupIds: [], destinationPorts: ["30000-32767"] },
};
const ofNodes = (rules: Partial<NsgRuleFacts>[]) => group("nvcf-network", "nvcf-dev-aks-nodes", rules);

async function adopted(groups: ReturnType<typeof group>[], makesRules = true) {
  const graph = await exampleGraph("aks-dev");
  return adoptOnAks({ groups, graph, owner: "nvcf-lls/aks-dev", subscription, makesRules });
}

describe("rules of the guide's name", () => {
  it("are taken over on groups that the program opens, at whatever priority, and marked as the stack's", async () => {
    const { taken, marks, left } = await adopted([ofNodes([{}])]);
    const id = `${ofNodes([]).id}/securityRules/allow-udp-nodeports-webrtc`;
    expect(taken).toMatchObject([
      { id, title: "rule allow-udp-nodeports-webrtc (priority 510) of nvcf-dev-aks-nodes" },
    ]);
    expect(marks).toEqual([
      [
        ...["az", "network", "nsg", "rule", "update", "--ids", id],
        ...["--description", "nvcf-lls nvcf-lls/aks-dev", "--output", "none"],
      ],
    ]);
    expect(left).toEqual([]);
  });

  it("are left on groups that the program does not open", async () => {
    const { taken, left } = await adopted([group("elsewhere", "other", [{}])]);
    expect(taken).toEqual([]);
    expect(left).toMatchObject([{ remove: [expect.arrayContaining(["delete"])] }]);
  });

  it.each<[string, Partial<NsgRuleFacts>]>([
    ["of another name", { name: "allow-media" }],
    ["outbound", { inbound: false }],
    ["a denial", { allow: false }],
  ])("%s: it is nobody's business here", async (_, rule) => {
    expect(await adopted([ofNodes([rule])])).toEqual({ taken: [], keys: {}, marks: [], left: [] });
  });

  it("stay what the stack counts on, where it makes none", async () => {
    expect(await adopted([ofNodes([{}])], false)).toEqual({ taken: [], keys: {}, marks: [], left: [] });
  });
});
