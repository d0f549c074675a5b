import { describe, expect, it } from "vitest";
import { networkSecurityGroupsOf } from "../../graph/network-security-groups";
import { possibleGraphs } from "../../graph/possible-graphs";
import type { ResourceGraph } from "../../graph/resource-graph";
import { unknownValue as unknown } from "../../graph/unknown";
import type { AzureNetwork, NsgRuleFacts } from "../../reachability/azure/network";
import { group, groupId, openInstallation, rule } from "../reachability/azure/installation";
import { graphOf, type Short } from "./graph-of";

const nsg = "azure-native:network:NetworkSecurityGroup";
const nsgRule = "azure-native:network/v20240501:SecurityRule";

/** The rule that is open to everything, as Azure takes it. */
const written = {
  ...{ priority: 400, direction: "Inbound", access: "Allow", protocol: "Udp" },
  ...{ sourceAddressPrefix: "*", sourcePortRange: "*", destinationAddressPrefix: "*", destinationPortRange: "*" },
};
const plain = rule("media", 400);

function rulesOf(graph: ResourceGraph, network?: AzureNetwork): Record<string, NsgRuleFacts[]> {
  return Object.fromEntries(networkSecurityGroupsOf(graph, network).map(({ name, rules }) => [name, rules!]));
}

const inlineRule = (inputs: unknown): NsgRuleFacts =>
  rulesOf(graphOf({ type: nsg, name: "nodes", id: groupId("nodes"), inputs: { securityRules: [inputs] } })).nodes![0]!;

describe("of a rule that is not known altogether", () => {
  const cases: [string, Record<string, unknown>, Partial<NsgRuleFacts>][] = [
    ["nothing, if it is", {}, {}],
    ["the priority", { priority: unknown }, { priority: 0, undecided: ["priority"] }],
    ["the direction", { direction: unknown }, { undecided: ["inbound"] }],
    ["the direction, where it is none", { direction: "sideways" }, { undecided: ["inbound"] }],
    ["the access", { access: unknown }, { allow: false, undecided: ["allow"] }],
    ["the protocol", { protocol: unknown }, { protocol: "*", undecided: ["protocol"] }],
    ["the source", { sourceAddressPrefix: unknown }, { sources: [], undecided: ["sources"] }],
    ["the source, where it is secret", { sourceAddressPrefix: "[secret]" }, { sources: [], undecided: ["sources"] }],
    [
      "one of several sources",
      { sourceAddressPrefix: undefined, sourceAddressPrefixes: ["192.0.2.0/24", unknown] },
      { sources: ["192.0.2.0/24"], undecided: ["sources"] },
    ],
    [
      "the list of sources",
      { sourceAddressPrefix: undefined, sourceAddressPrefixes: unknown },
      { sources: [], undecided: ["sources"] },
    ],
    [
      "the application security group",
      { destinationAddressPrefix: undefined, destinationApplicationSecurityGroups: [{ id: "asg" }, { id: unknown }] },
      { destinations: [], destinationApplicationSecurityGroupIds: ["asg"], undecided: ["destinations"] },
    ],
    ["the source port", { sourcePortRange: unknown }, { sourcePorts: [], undecided: ["sourcePorts"] }],
    ["the port", { destinationPortRange: unknown }, { destinationPorts: [], undecided: ["destinationPorts"] }],
    ["nothing, if a port is a number", { destinationPortRange: 5004 }, { destinationPorts: ["5004"] }],
  ];
  it.each(cases)("%s is undecided, and everything else stands", (_, change, expected) => {
    expect(inlineRule({ name: "media", ...written, ...change })).toEqual({ ...plain, ...expected });
  });

  it("everything is undecided, where the rule or the list is not known", () => {
    const everything = ["priority", "inbound", "allow", "protocol", "sources", "sourcePorts", "destinations"];
    for (const securityRules of [[unknown], unknown]) {
      const graph = graphOf({ type: nsg, name: "nodes", id: groupId("nodes"), inputs: { securityRules } });
      expect(rulesOf(graph).nodes![0]!.undecided).toEqual([...everything, "destinationPorts"]);
    }
  });
});

describe("a rule of its own belongs to", () => {
  const facts = (...names: string[]): AzureNetwork => ({
    ...openInstallation().network,
    networkSecurityGroups: names.map((name) => group(name, [])),
  });
  const media = (more: Partial<Short> = {}): Short => ({
    ...{ type: nsgRule, name: "media", ...more },
    inputs: { ...written, networkSecurityGroupName: "nsg-a", resourceGroupName: "RG-Network", ...more.inputs },
  });
  const made = (name: string, more: Partial<Short> = {}): Short => ({ type: nsg, name, ...more });

  it("the discovered group of its names, and to no other", () => {
    expect(rulesOf(graphOf(media()), facts("nsg-a", "nsg-b"))).toEqual({ "nsg-a": [plain] });
    expect(rulesOf(graphOf(media({ inputs: { resourceGroupName: "other" } })), facts("nsg-a"))).toEqual({});
  });

  it("the group of its own subscription, where its provider says which", () => {
    const azure = (subscriptionId: string): Short => ({
      ...{ type: "pulumi:providers:azure-native", name: "azure", inputs: { subscriptionId } },
    });
    const provider = "urn:pulumi:dev::test::pulumi:providers:azure-native::azure::id";
    const own = "00000000-0000-0000-0000-000000000000";
    expect(rulesOf(graphOf(azure(own), media({ provider })), facts("nsg-a"))).toEqual({ "nsg-a": [plain] });
    expect(rulesOf(graphOf(azure(own.replace("0", "1")), media({ provider })), facts("nsg-a"))).toEqual({});
  });

  it("the group that the stack makes, before either has an id", () => {
    const names = { networkSecurityGroupName: unknown, resourceGroupName: unknown };
    const graph = graphOf(
      { type: "azure-native:resources:ResourceGroup", name: "rg" },
      ...["a", "b"].map((name) =>
        made(name, { inputs: { resourceGroupName: unknown }, on: { resourceGroupName: ["rg"] } }),
      ),
      media({ inputs: names, on: { networkSecurityGroupName: ["b"], resourceGroupName: ["rg"] } }),
    );
    expect(rulesOf(possibleGraphs(graph).certain, facts("nsg-a"))).toEqual({ "a (new)": [], "b (new)": [plain] });
  });

  it("perhaps every group that it may be of, and takes the place of nothing for certain", () => {
    const graph = graphOf(media({ inputs: { networkSecurityGroupName: unknown } }));
    const network = facts("nsg-a", "nsg-b");
    network.networkSecurityGroups[1]!.rules = [rule("Media", 300), rule("other", 200)];
    const perhaps: NsgRuleFacts = { ...plain, undecided: ["group"] };
    expect(rulesOf(graph, network)).toEqual({
      "nsg-a": [perhaps],
      "nsg-b": [{ ...rule("Media", 300), undecided: ["group"] }, rule("other", 200), perhaps],
    });
    expect(
      rulesOf(graph, { ...network, networkSecurityGroups: [group("nsg-a", [], { id: groupId("nsg-a", "mc") })] }),
    ).toEqual({});
  });

  it("a group only where it is certain: then it replaces one of its name", () => {
    const network = facts("nsg-a");
    network.networkSecurityGroups[0]!.rules = [rule("MEDIA", 300), rule("other", 200)];
    expect(rulesOf(graphOf(media()), network)).toEqual({ "nsg-a": [rule("other", 200), plain] });
  });
});

describe("a group that the stack makes and that exists already", () => {
  const known = rule("corp-deny", 100, { allow: false });
  const network: AzureNetwork = {
    ...openInstallation().network,
    networkSecurityGroups: [group("nodes", [known, rule("MEDIA", 300)])],
  };
  const made = (inputs: Record<string, unknown> = {}): Short => ({
    ...{ type: nsg, name: "nodes", id: groupId("nodes"), inputs },
  });
  const media: Short = {
    ...{ type: nsgRule, name: "media", id: `${groupId("nodes")}/securityRules/media`, inputs: written },
  };

  it("keeps what others added to it, where the stack writes no list; a rule of its own stands in place of what was read", () => {
    expect(rulesOf(graphOf(made()), network)).toEqual({ nodes: [known, rule("MEDIA", 300)] });
    for (const securityRules of [undefined, null]) {
      expect(rulesOf(graphOf(made({ securityRules }), media), network)).toEqual({ nodes: [known, plain] });
    }
  });

  it("has what the stack writes and nothing else, where it writes a list", () => {
    expect(rulesOf(graphOf(made({ securityRules: [] }), media), network)).toEqual({ nodes: [plain] });
    expect(rulesOf(graphOf(made({ securityRules: [{ name: "media", ...written }] })), network)).toEqual({
      nodes: [plain],
    });
  });

  it("keeps what was read where nobody told what the stack writes, and without that is left out: outputs are no list", () => {
    const read = { ...made({ securityRules: [{ name: "media", ...written }] }), standIn: "read" as const };
    expect(rulesOf(graphOf(read, media), network)).toEqual({ nodes: [known, plain] });
    expect(rulesOf(graphOf(read, media))).toEqual({});
  });

  it("is left out where its rules were not read, and no list is written: what stands above the stack's is not known", () => {
    const unread = { ...network, networkSecurityGroups: [{ ...group("nodes", []), rules: undefined }] };
    expect(rulesOf(graphOf(made(), media), unread)).toEqual({});
    expect(rulesOf(graphOf(made({ securityRules: [] }), media), unread)).toEqual({ nodes: [plain] });
  });
});
