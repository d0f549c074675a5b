import { describe, expect, it } from "vitest";
import { unknownValue } from "../../../graph/unknown";
import { noWorldOpenPorts } from "../../../policy/rules/no-world-open-ports";
import {
  add,
  addLike,
  change,
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

const rule = noWorldOpenPorts();
const nodeGroup = "sg-0a000000000000001";
const world = "0.0.0.0/0";
const ingress = (inputs: object): Edit =>
  add({
    type: "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
    name: "extra",
    inputs: { securityGroupId: nodeGroup, ipProtocol: "tcp", fromPort: 22, toPort: 22, cidrIpv4: world, ...inputs },
  });
const older = (inputs: object): Edit =>
  add({
    type: "aws:ec2/securityGroupRule:SecurityGroupRule",
    name: "extra",
    inputs: {
      ...{
        securityGroupId: nodeGroup,
        type: "ingress",
        protocol: "tcp",
        fromPort: 22,
        toPort: 22,
        cidrBlocks: [world],
      },
      ...inputs,
    },
  });
/** On the group of the load balancer, which the stack makes. */
const inline = (...rules: object[]): Edit =>
  set("lls-nlb", {
    ingress: rules.map((one) => ({ protocol: "tcp", fromPort: 22, toPort: 22, cidrBlocks: [world], ...one })),
  });
const nsg =
  (inputs: object, name = "extra"): Edit =>
  (graph) => {
    addLike(/nvcf-dev-aks-nodes-media$/, name, (all, resource) => {
      delete resource.id;
      Object.assign(
        all,
        { securityRuleName: name, priority: 300, protocol: "Tcp", destinationPortRange: "22" },
        inputs,
      );
    })(graph);
    delete one(graph, name).id;
  };
const messages = async (stack: string, edits: Edit[], config = {}): Promise<string[]> =>
  violations(rule, await edited(stack, ...edits), config).map(({ message }) => message);

describe("no-world-open-ports", () => {
  it.each(["dev", "dev on terraform-groups", "aks-dev", "aks-pools"])("says nothing of %s", async (stack) => {
    expect(violations(rule, await compliant(stack))).toEqual([]);
  });

  it("names installation, rule, group, layer, ports, what may be open and the remedy", async () => {
    const found = violations(rule, await edited("dev", ingress({ fromPort: 8000, toPort: 8001 })));
    expect(found).toHaveLength(1);
    expect(found[0]!.urn).toContain("::extra");
    expect(found[0]!.message).toBe(
      `Installation lls: rule extra of security group ${nodeGroup} (nodes) opens TCP 8000-8001 to the whole internet. ` +
        "Only UDP 30504, ICMP 3/4, ICMPv6 2 may be open to it there. Limit the rule to the addresses that need it, or remove it.",
    );
  });

  it("names the layer of a network security group too", async () => {
    expect(await messages("aks-dev", [nsg({})])).toEqual([
      "Installation lls: rule extra of network security group nvcf-dev-aks-nodes (subnet NSG) opens TCP 22 to the whole internet. " +
        "Only UDP 30000-32767, ICMP may be open to it there. Limit the rule to the addresses that need it, or remove it.",
    ]);
  });

  it.each<[string, Edit, string]>([
    ["IPv6", ingress({ cidrIpv4: undefined, cidrIpv6: "::/0" }), "TCP 22"],
    ["half the world", ingress({ cidrIpv4: "128.0.0.0/1" }), "TCP 22"],
    ["every protocol", ingress({ ipProtocol: "-1", fromPort: undefined, toPort: undefined }), "every other protocol"],
    ["every protocol: around the media port", ingress({ ipProtocol: "-1" }), "UDP 0-30503, 30505-65535"],
    [
      "a range around the media port",
      ingress({ ipProtocol: "udp", fromPort: 30000, toPort: 32767 }),
      "UDP 30000-30503, 30505-32767",
    ],
    ["the port of the listener on nodes", ingress({ ipProtocol: "udp", fromPort: 5004, toPort: 5004 }), "UDP 5004"],
    ["all of ICMP", ingress({ ipProtocol: "icmp", fromPort: -1, toPort: -1 }), "ICMP 0/0-3/3, 3/5-255/255"],
    ["ping", ingress({ ipProtocol: "icmp", fromPort: 8, toPort: -1 }), "ICMP 8/0-8/255"],
    ["a protocol by number", ingress({ ipProtocol: "47" }), "protocol 47"],
    ["the older resource", older({}), "TCP 22"],
    ["the older resource, all protocols", older({ protocol: "all" }), "every TCP port"],
    ["one of several blocks", older({ cidrBlocks: ["192.0.2.0/24", world] }), "TCP 22"],
    ["halves in one rule", older({ cidrBlocks: ["0.0.0.0/1", "128.0.0.0/1"] }), "TCP 22"],
    ["an inline rule", inline({}), "rule lls-nlb.ingress[0] of security group lls-nlb (load balancer) opens TCP 22"],
    ["an inline rule of IPv6", inline({ cidrBlocks: [], ipv6CidrBlocks: ["::/0"] }), "TCP 22"],
    ["health checks from everywhere", inline({ fromPort: 30800, toPort: 30800 }), "TCP 30800"],
    ["the NodePort on the load balancer", inline({ protocol: "udp", fromPort: 30504, toPort: 30504 }), "UDP 30504"],
  ])("on EKS reports %s", async (_, edit, part) => {
    expect(await messages("dev", [edit])).toEqual([expect.stringContaining(part)]);
  });

  it.each<[string, Edit]>([
    ["the media port on nodes", ingress({ ipProtocol: "udp", fromPort: 30504, toPort: 30504 })],
    ["fragmentation needed", ingress({ ipProtocol: "icmp", fromPort: 3, toPort: 4 })],
    [
      "packet too big",
      ingress({ ipProtocol: "icmpv6", fromPort: 2, toPort: -1, cidrIpv4: undefined, cidrIpv6: "::/0" }),
    ],
    [
      "packet too big, code 0",
      ingress({ ipProtocol: "58", fromPort: 2, toPort: 0, cidrIpv4: undefined, cidrIpv6: "::/0" }),
    ],
    ["a network", ingress({ cidrIpv4: "198.51.100.0/24" })],
    ["the largest network there is", ingress({ cidrIpv4: "17.0.0.0/8" })],
    ["private addresses", ingress({ cidrIpv4: "10.0.0.0/8" })],
    ["a group", ingress({ cidrIpv4: undefined, referencedSecurityGroupId: nodeGroup })],
    [
      "outbound",
      add({
        type: "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule",
        name: "out",
        inputs: { securityGroupId: nodeGroup, ipProtocol: "-1", cidrIpv4: world },
      }),
    ],
    ["outbound of the older resource", older({ type: "egress", protocol: "-1" })],
    ["outbound inline", set("lls-nlb", { egress: [{ protocol: "-1", fromPort: 0, toPort: 0, cidrBlocks: [world] }] })],
    ["a group elsewhere", ingress({ securityGroupId: "sg-0b000000000000001" })],
    [
      "ports that exist already",
      changeNetwork(({ securityGroups: [group] }) =>
        group.rules.push({
          id: "sgr-x",
          egress: false,
          protocol: "tcp",
          fromPort: 22,
          toPort: 22,
          cidr: world,
          tags: {},
        }),
      ),
    ],
    ["a prefix list that nobody read", ingress({ cidrIpv4: undefined, prefixListId: "pl-0a000000000000001" })],
  ])("on EKS leaves alone: %s", async (_, edit) => {
    expect(await messages("dev", [edit])).toEqual([]);
  });

  it("takes the ports of further listeners for media", async () => {
    const listener = addLike("lls-listener", "turn", (inputs) => (inputs.port = 3478));
    const open = addLike("lls-nlb-in-udp-media-0.0.0.0/0", "turn-in", (inputs) =>
      Object.assign(inputs, { fromPort: 3478, toPort: 3478 }),
    );
    expect(await messages("dev", [open])).toEqual([expect.stringContaining("UDP 3478")]);
    expect(await messages("dev", [open, listener])).toEqual([]);
  });

  it("reads prefix lists that the stack makes, also before they have an id", async () => {
    const list = (entries: unknown, id?: string): Edit =>
      add({
        type: "aws:ec2/managedPrefixList:ManagedPrefixList",
        name: "list",
        inputs: { entries },
        ...(id && { id }),
      });
    const byId = ingress({ cidrIpv4: undefined, prefixListId: "pl-1" });
    expect(await messages("dev", [list([{ cidr: world }], "pl-1"), byId])).toHaveLength(1);
    expect(await messages("dev", [list([{ cidr: "192.0.2.0/24" }, { cidr: unknownValue }, {}], "pl-1"), byId])).toEqual(
      [],
    );
    expect(
      await messages("dev", [list([{ cidr: world }]), byId, makeUnknown("extra", "prefixListId", "list")]),
    ).toHaveLength(1);
    const entry = add({
      type: "aws:ec2/managedPrefixListEntry:ManagedPrefixListEntry",
      name: "entry",
      inputs: { prefixListId: "pl-1", cidr: world },
    });
    expect(await messages("dev", [list(undefined, "pl-1"), entry, byId])).toHaveLength(1);
  });

  it("adds up rules of one group in different styles, and blames each", async () => {
    const half = ingress({ cidrIpv4: "0.0.0.0/1" });
    const other = addLike("extra", "other", (inputs) => (inputs.cidrIpv4 = "128.0.0.0/1"));
    const small = addLike("extra", "other", (inputs) => (inputs.cidrIpv4 = "192.0.2.0/24"));
    const eighth = ingress({ cidrIpv4: "8.0.0.0/8" });
    const ninth = addLike("extra", "other", (inputs) => (inputs.cidrIpv4 = "9.0.0.0/8"));
    expect(await messages("dev", [half, other])).toHaveLength(2);
    expect(await messages("dev", [half, small])).toHaveLength(1);
    expect(await messages("dev", [eighth, small])).toEqual([
      expect.stringContaining("together with other"),
      expect.stringContaining("together with extra"),
    ]);
    expect(await messages("dev", [eighth, ninth])).toHaveLength(2);
    expect(await messages("dev", [eighth])).toEqual([]);
  });

  it.each<[string, Edit, string]>([
    ["a service tag", nsg({}), "TCP 22"],
    ["the star", nsg({ sourceAddressPrefix: "*" }), "TCP 22"],
    ["Any", nsg({ sourceAddressPrefix: "Any" }), "TCP 22"],
    ["Any as protocol", nsg({ protocol: "Any" }), "TCP 22, UDP 22, every other protocol"],
    ["a block", nsg({ sourceAddressPrefix: "0.0.0.0/0" }), "TCP 22"],
    ["halves", nsg({ sourceAddressPrefix: undefined, sourceAddressPrefixes: ["0.0.0.0/1", "128.0.0.0/1"] }), "TCP 22"],
    ["IPv6", nsg({ sourceAddressPrefix: "::/0" }), "TCP 22"],
    [
      "several ports",
      nsg({ destinationPortRange: undefined, destinationPortRanges: ["22", "443-444"] }),
      "TCP 22, 443-444",
    ],
    ["TCP NodePorts", nsg({ destinationPortRange: "30000-32767" }), "TCP 30000-32767"],
    ["a wider range of UDP", nsg({ protocol: "Udp", destinationPortRange: "29999-40000" }), "UDP 29999, 32768-40000"],
    [
      "every protocol and port",
      nsg({ protocol: "*", destinationPortRange: "*" }),
      "every TCP port, UDP 0-29999, 32768-65535, every other protocol",
    ],
    ["a single destination", nsg({ destinationAddressPrefix: "192.0.2.4" }), "TCP 22"],
    [
      "an application security group behind",
      nsg({ destinationAddressPrefix: undefined, destinationApplicationSecurityGroups: [{ id: "asg" }] }),
      "TCP 22",
    ],
    [
      "letters",
      nsg({
        networkSecurityGroupName: "NVCF-DEV-aks-nodes",
        protocol: "tcp",
        direction: "inbound",
        access: "allow",
        sourceAddressPrefix: "internet",
      }),
      "TCP 22",
    ],
    [
      "the interfaces' group",
      nsg({
        networkSecurityGroupName: "aks-agentpool-10000001-nsg",
        resourceGroupName: "MC_nvcf-aks-dev_nvcf-aks-dev_westeurope",
      }),
      "(NIC NSG)",
    ],
    [
      "a deny that is too narrow",
      (graph) =>
        [nsg({}), nsg({ access: "Deny", priority: 200, sourceAddressPrefix: "0.0.0.0/1" }, "deny")].forEach((edit) =>
          edit(graph),
        ),
      "TCP 22",
    ],
    [
      "a deny below",
      (graph) => [nsg({}), nsg({ access: "Deny", priority: 301 }, "deny")].forEach((edit) => edit(graph)),
      "TCP 22",
    ],
    [
      "a deny of UDP",
      (graph) =>
        [nsg({}), nsg({ access: "Deny", priority: 200, protocol: "Udp" }, "deny")].forEach((edit) => edit(graph)),
      "TCP 22",
    ],
    [
      "what a deny leaves",
      (graph) =>
        [nsg({ destinationPortRange: "20-30" }), nsg({ access: "Deny", priority: 200 }, "deny")].forEach((edit) =>
          edit(graph),
        ),
      "TCP 20-21, 23-30",
    ],
  ])("on AKS reports %s", async (_, edit, part) => {
    expect(await messages("aks-dev", [edit])).toEqual([expect.stringContaining(part)]);
  });

  it.each<[string, Edit]>([
    ["a part of the media range", nsg({ protocol: "Udp", destinationPortRange: "31000-31999" })],
    ["ICMP, of which Azure names no single messages", nsg({ protocol: "Icmp", destinationPortRange: "*" })],
    ["a network", nsg({ sourceAddressPrefix: "198.51.100.0/24" })],
    ["the virtual network", nsg({ sourceAddressPrefix: "VirtualNetwork" })],
    ["the load balancer's probe", nsg({ sourceAddressPrefix: "AzureLoadBalancer" })],
    [
      "members of an application security group",
      nsg({ sourceAddressPrefix: undefined, sourceApplicationSecurityGroups: [{ id: "asg" }] }),
    ],
    ["outbound", nsg({ direction: "Outbound", destinationPortRange: "*" })],
    ["a deny", nsg({ access: "Deny" })],
    ["a group elsewhere", nsg({ networkSecurityGroupName: "other" })],
    [
      "what a deny above takes",
      (graph) =>
        [nsg({}), nsg({ access: "Deny", priority: 200, protocol: "*", destinationPortRange: "*" }, "deny")].forEach(
          (edit) => edit(graph),
        ),
    ],
    [
      "what a deny that exists already takes",
      (graph) => {
        nsg({})(graph);
        changeNetwork(({ networkSecurityGroups }) =>
          networkSecurityGroups.forEach(({ rules }: any) =>
            rules.push({
              ...rules[0],
              name: "no-ssh",
              allow: false,
              priority: 150,
              destinationPorts: ["20-25"],
              destinations: ["*"],
            }),
          ),
        )(graph);
      },
    ],
  ])("on AKS leaves alone: %s", async (_, edit) => {
    expect(await messages("aks-dev", [edit])).toEqual([]);
  });

  it("takes the load balancer's port for media, where there is one", async () => {
    const open = (name: RegExp): Edit =>
      addLike(name, "extra", (inputs, resource) => {
        delete resource.id;
        delete inputs.destinationPortRanges;
        Object.assign(inputs, { securityRuleName: "extra", priority: 300, destinationPortRange: "5004" });
      });
    expect(await messages("aks-pools", [open(/nvcf-pools-compute-media$/)])).toEqual([]);
    expect(await messages("aks-dev", [open(/nvcf-dev-aks-nodes-media$/)])).toEqual([
      expect.stringContaining("UDP 5004"),
    ]);
  });

  it("reads a network security group of the stack that has its rules inside", async () => {
    const id =
      "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/nvcf-network/providers/Microsoft.Network/networkSecurityGroups/nvcf-dev-aks-nodes";
    const group = (securityRules: object[]): Edit =>
      add({
        type: "azure-native:network:NetworkSecurityGroup",
        name: "own",
        id,
        inputs: { networkSecurityGroupName: "nvcf-dev-aks-nodes", resourceGroupName: "nvcf-network", securityRules },
      });
    const ssh = {
      name: "ssh",
      priority: 300,
      direction: "Inbound",
      access: "Allow",
      protocol: "Tcp",
      sourceAddressPrefix: "*",
      sourcePortRange: "*",
      destinationAddressPrefix: "*",
      destinationPortRange: "22",
    };
    expect(await messages("aks-dev", [group([ssh])])).toEqual([
      expect.stringContaining("rule ssh of network security group nvcf-dev-aks-nodes"),
    ]);
    expect(await messages("aks-dev", [group([{ ...ssh, priority: 200, access: "Deny", name: "no" }, ssh])])).toEqual(
      [],
    );
  });

  it("decides on a first preview, by edges where ids are not known", async () => {
    const onBalancer: Edit[] = [ingress({}), makeUnknown("extra", "securityGroupId", "lls-nlb")];
    expect(await messages("dev", onBalancer)).toEqual([
      expect.stringContaining("security group lls-nlb (load balancer)"),
    ]);
    expect(await messages("aks-dev", [nsg({}), firstPreview])).toHaveLength(1);
    expect(await messages("dev", [ingress({}), firstPreview])).toHaveLength(1);
  });

  it("leaves a rule of one of two groups to no-world-open-admin-ports, unless both are on the path", async () => {
    const second =
      (used: boolean): Edit =>
      (graph) => {
        addLike("lls-nlb", "second", () => undefined)(graph);
        if (used) change("lls-lb", ({ securityGroups }) => securityGroups.push(one(graph, "second").id))(graph);
        ingress({})(graph);
        makeUnknown("extra", "securityGroupId", "lls-nlb", "second")(graph);
      };
    expect(await messages("dev", [second(false)])).toEqual([]);
    expect(await messages("dev", [second(true)])).toHaveLength(1);
  });

  it.each<[string, Edit[]]>([
    ["source", [ingress({}), makeUnknown("extra", "cidrIpv4")]],
    ["protocol", [ingress({}), makeUnknown("extra", "ipProtocol")]],
    ["ports", [ingress({}), makeUnknown("extra", "fromPort")]],
    ["group, without an edge", [ingress({}), makeUnknown("extra", "securityGroupId")]],
    ["inline rules", [makeUnknown("lls-nlb", "ingress")]],
    ["an entry", [inline({ cidrBlocks: unknownValue })]],
    ["no protocol", [ingress({ ipProtocol: undefined })]],
    ["no source", [ingress({ cidrIpv4: undefined })]],
    ["no source of an inline rule", [inline({ cidrBlocks: undefined })]],
    ["nonsense", [set("lls-nlb", { ingress: ["x", null, { cidrBlocks: "y" }] })]],
    ["no block", [ingress({ cidrIpv4: "everyone" })]],
  ])("on EKS claims nothing of what is not known or not there: %s", async (_, edits) => {
    expect(await messages("dev", edits)).toEqual([]);
  });

  it.each<[string, Edit]>([
    ["source", makeUnknown("extra", "sourceAddressPrefix")],
    ["protocol", makeUnknown("extra", "protocol")],
    ["access", makeUnknown("extra", "access")],
    ["direction", makeUnknown("extra", "direction")],
    ["ports", makeUnknown("extra", "destinationPortRange")],
    ["no ports", set("extra", { destinationPortRange: undefined })],
    ["no source", set("extra", { sourceAddressPrefix: undefined })],
    ["no port", set("extra", { destinationPortRange: "ssh" })],
    ["no protocol", set("extra", { protocol: "Carrier pigeon" })],
    ["a tag that nobody knows", set("extra", { sourceAddressPrefix: "AzureCloud" })],
  ])("on AKS claims nothing of what is not known or not there: %s", async (_, edit) => {
    expect(await messages("aks-dev", [nsg({}), edit])).toEqual([]);
  });

  it("allows what its configuration allows, and the proxy's API never", async () => {
    const turn = ingress({ ipProtocol: "udp", fromPort: 3478, toPort: 3478 });
    expect(await messages("dev", [turn], { allowedPorts: ["udp/3478"] })).toEqual([]);
    expect(await messages("dev", [turn], { allowedPorts: ["tcp/3478"] })).toHaveLength(1);
    for (const port of [8000, 30800]) {
      const api = ingress({ fromPort: port, toPort: port });
      expect(await messages("dev", [api], { allowedPorts: [`tcp/${port}`, "tcp/0-65535"] })).toEqual([
        expect.stringContaining(`TCP ${port} to`),
      ]);
    }
  });

  it("takes another size of the world from its configuration", async () => {
    const office = ingress({ cidrIpv4: "198.51.100.0/24" });
    expect(await messages("dev", [office], { worldIpv4Prefix: 25 })).toHaveLength(1);
    const most = ingress({ cidrIpv4: "0.0.0.0/1" });
    expect(await messages("dev", [most], { worldIpv4Prefix: 1 })).toEqual([]);
    for (const worldIpv4Prefix of [0, 1]) {
      expect(await messages("dev", [ingress({})], { worldIpv4Prefix })).toHaveLength(1);
    }
    for (const worldIpv6Prefix of [0, 2, 3, 4]) {
      const everyone = ingress({ cidrIpv4: undefined, cidrIpv6: "::/0" });
      expect(await messages("dev", [everyone], { worldIpv6Prefix })).toHaveLength(1);
    }
  });

  it("says nothing of a stack without LLS", async () => {
    const graph = await edited("dev", ingress({}));
    graph.resources = graph.resources.filter(({ urn }) => !urn.includes("nvcf-lls:index:"));
    expect(violations(rule, graph)).toEqual([]);
  });
});
