import { describe, expect, it } from "vitest";
import type { ResourceGraph } from "../../../graph/resource-graph";
import { unknownValue } from "../../../graph/unknown";
import { noWorldOpenAdminPorts } from "../../../policy/rules/no-world-open-admin-ports";
import {
  add,
  addLike,
  changeNetwork,
  compliant,
  edited,
  firstPreview,
  makeUnknown,
  one,
  violations,
  type Edit,
} from "../edited-stack";

const rule = noWorldOpenAdminPorts();
const world = "0.0.0.0/0";
const group = (ingress: unknown, name = "bastion"): Edit =>
  add({ type: "aws:ec2/securityGroup:SecurityGroup", name, inputs: { ingress } });
const open = (fromPort: number, toPort = fromPort, more = {}) => ({
  protocol: "tcp",
  fromPort,
  toPort,
  cidrBlocks: [world],
  ...more,
});
const nsg = (...rules: object[]): Edit =>
  add({
    ...{ type: "azure-native:network:NetworkSecurityGroup", name: "bastion" },
    inputs: {
      ...{ networkSecurityGroupName: "bastion-nsg", resourceGroupName: "bastion" },
      securityRules: rules.map((one, index) => ({
        ...{ name: `rule-${index}`, priority: 300 + index, direction: "Inbound", access: "Allow", protocol: "Tcp" },
        ...{
          sourceAddressPrefix: "Internet",
          sourcePortRange: "*",
          destinationAddressPrefix: "*",
          destinationPortRange: "22",
        },
        ...one,
      })),
    },
  });
const existing = (fromPort: number, more = {}): Edit =>
  changeNetwork(({ securityGroups: [first] }) =>
    first.rules.push({
      id: "sgr-x",
      egress: false,
      protocol: "tcp",
      fromPort,
      toPort: fromPort,
      cidr: world,
      tags: {},
      ...more,
    }),
  );
const messages = async (stack: string, edits: Edit[], config = {}): Promise<string[]> =>
  violations(rule, await edited(stack, ...edits), config).map(({ message }) => message);
/** A stack with nothing of LLS in it. */
const without = (...edits: Edit[]): ResourceGraph => {
  const root: any = {
    urn: "urn:root",
    type: "pulumi:pulumi:Stack",
    name: "other-dev",
    custom: false,
    inputs: {},
    outputs: {},
  };
  const graph: ResourceGraph = { project: "other", stack: "dev", resources: [root] };
  for (const edit of edits) edit(graph);
  return graph;
};

describe("no-world-open-admin-ports", () => {
  it.each(["dev", "dev on terraform-groups", "aks-dev", "aks-pools"])("says nothing of %s", async (stack) => {
    expect(violations(rule, await compliant(stack))).toEqual([]);
  });

  it("names rule, group, ports and the remedy, and nothing of LLS in a stack without it", () => {
    const found = violations(rule, without(group([open(22)])));
    expect(found).toEqual([
      {
        urn: expect.stringContaining("::bastion"),
        message:
          "Rule bastion.ingress[0] of security group bastion opens TCP 22 to the whole internet. " +
          "Limit it to the addresses of those who administer, or remove it.",
      },
    ]);
  });

  it.each([22, 3389, 6443, 10250, 8000, 30800, 30000, 31234, 32767])("knows TCP %i", (port) => {
    expect(violations(rule, without(group([open(port)])))).toHaveLength(1);
    expect(violations(rule, without(group([open(port, port, { protocol: "udp" })])))).toEqual([]);
    expect(violations(rule, without(nsg({ destinationPortRange: `${port}` })))).toHaveLength(1);
    expect(violations(rule, without(nsg({ destinationPortRange: `${port}`, protocol: "Udp" })))).toEqual([]);
  });

  it.each([80, 443, 8080, 29999, 32768])("leaves TCP %i to who serves it", (port) => {
    expect(violations(rule, without(group([open(port)]), nsg({ destinationPortRange: `${port}` })))).toEqual([]);
  });

  it("names of a wide rule the administration ports alone", () => {
    const [{ message = "" } = {}] = violations(rule, without(group([open(0, 65535)])));
    expect(message).toContain("opens TCP 22, 3389, 6443, 8000 and 2 more to");
    const [all] = violations(rule, without(group([open(0, 0, { protocol: "-1" })])));
    expect(all!.message).toContain("opens TCP 22, 3389");
  });

  it("leaves the stack's own rules on the media path to no-world-open-ports", async () => {
    const onPath = addLike("lls-nlb-in-udp-media-0.0.0.0/0", "extra", (inputs) =>
      Object.assign(inputs, { ipProtocol: "tcp", fromPort: 22, toPort: 22 }),
    );
    expect(await messages("dev", [onPath])).toEqual([]);
  });

  it("judges the same stack's rules elsewhere, beside LLS", async () => {
    expect(await messages("dev", [group([open(22)])])).toHaveLength(1);
    expect(await messages("aks-dev", [nsg({})])).toEqual([
      expect.stringContaining("network security group bastion-nsg"),
    ]);
  });

  it("judges rules that exist already on the media path, at the installation", async () => {
    const found = violations(rule, await edited("dev", existing(22)));
    expect(found).toHaveLength(1);
    expect(found[0]!.urn).toContain("EksLls::lls");
    expect(found[0]!.message).toContain("Rule sgr-x of security group sg-0a000000000000001 opens");
    expect(await messages("dev", [existing(443)])).toEqual([]);
    expect(
      await messages("dev", [existing(22, { cidr: undefined, prefixListId: "pl-1", prefixListCidrs: [world] })]),
    ).toHaveLength(1);
    expect(await messages("dev", [existing(22, { egress: true })])).toEqual([]);
  });

  it("does the same on Azure, where a deny above counts", async () => {
    const add = (more: object): Edit =>
      changeNetwork(({ networkSecurityGroups }) => {
        const [{ rules }] = networkSecurityGroups;
        rules.push({ ...rules[0], name: "ssh", priority: 300, destinationPorts: ["22"], destinations: ["*"], ...more });
      });
    expect(await messages("aks-dev", [add({})])).toEqual([
      expect.stringContaining("Rule ssh of network security group aks-agentpool"),
    ]);
    expect(await messages("aks-dev", [add({ sources: ["203.0.113.0/24"] })])).toEqual([]);
    expect(await messages("aks-dev", [add({}), add({ name: "no-ssh", priority: 200, allow: false })])).toEqual([]);
  });

  it("leaves existing groups alone that are not on the media path", async () => {
    const elsewhere = changeNetwork(({ securityGroups }) =>
      securityGroups.push({
        id: "sg-0b",
        name: "x",
        tags: {},
        rules: [{ id: "sgr-y", egress: false, protocol: "tcp", fromPort: 22, toPort: 22, cidr: world, tags: {} }],
      }),
    );
    expect(await messages("dev", [elsewhere])).toEqual([]);
  });

  it("does not count a rule of the stack a second time, because facts have it too", async () => {
    const own: Edit = (graph) => {
      existing(22)(graph);
      add({ type: "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule", name: "own", id: "sgr-x", inputs: {} })(
        graph,
      );
    };
    expect(await messages("dev", [own])).toEqual([]);
  });

  it("judges a rule of which it is not known to which of two groups it belongs", async () => {
    const ambiguous: Edit = (graph) => {
      addLike("lls-nlb", "second", () => undefined)(graph);
      addLike("lls-nlb-in-udp-media-0.0.0.0/0", "extra", (inputs) =>
        Object.assign(inputs, { ipProtocol: "tcp", fromPort: 22, toPort: 22 }),
      )(graph);
      makeUnknown("extra", "securityGroupId", "lls-nlb", "second")(graph);
    };
    const [message = ""] = await messages("dev", [ambiguous]);
    expect(message).toMatch(/Rule extra of security group \S+ or \S+ opens TCP 22/);
  });

  it("judges a rule whose group nothing says", async () => {
    const aws = add({
      ...{ type: "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule", name: "extra" },
      inputs: { securityGroupId: unknownValue, ipProtocol: "tcp", fromPort: 22, toPort: 22, cidrIpv4: world },
    });
    expect(await messages("dev", [aws])).toEqual([expect.stringContaining("security group that is not known yet")]);
    const azure: Edit = (graph) => {
      addLike(/nvcf-dev-aks-nodes-media$/, "extra", (inputs) =>
        Object.assign(inputs, {
          securityRuleName: "extra",
          priority: 300,
          protocol: "Tcp",
          destinationPortRange: "22",
        }),
      )(graph);
      delete one(graph, "extra").id;
      makeUnknown("extra", "networkSecurityGroupName")(graph);
    };
    expect(await messages("aks-dev", [azure])).toEqual([expect.stringContaining("that is not known yet")]);
  });

  it("decides on a first preview", async () => {
    expect(await messages("dev", [group([open(22)]), firstPreview])).toHaveLength(1);
  });

  it.each([
    unknownValue,
    [unknownValue],
    [open(22, 22, { cidrBlocks: unknownValue })],
    [open(22, 22, { fromPort: unknownValue })],
    "x",
    [null],
  ])("claims nothing of what is not known or malformed: %j", (ingress) => {
    expect(violations(rule, without(group(ingress)))).toEqual([]);
  });

  it("takes no configuration by which nothing would be the world", () => {
    const { properties = {} } = rule.configSchema ?? {};
    for (const [property, cidr] of [
      ["worldIpv4Prefix", { cidrBlocks: [world] }],
      ["worldIpv6Prefix", { cidrBlocks: [], ipv6CidrBlocks: ["::/0"] }],
    ] as const) {
      const least = properties[property]!.minimum as number;
      for (let prefix = 0; prefix <= least; prefix++) {
        expect(violations(rule, without(group([open(22, 22, cidr)])), { [property]: prefix })).toHaveLength(1);
      }
    }
  });

  it("takes other ports from its configuration, and never allows the proxy's API", () => {
    const report = (port: number, config: object) => violations(rule, without(group([open(port)])), config).length;
    expect(report(5432, { adminPorts: ["tcp/5432"] })).toBe(1);
    expect(report(22, { adminPorts: ["tcp/5432"] })).toBe(0);
    expect(report(22, { allowedPorts: ["tcp/22"] })).toBe(0);
    expect(report(31000, { allowedPorts: ["tcp/31000-31999"] })).toBe(0);
    expect(report(8000, { allowedPorts: ["tcp/8000"] })).toBe(1);
    expect(report(30800, { allowedPorts: ["tcp/30000-32767"] })).toBe(1);
    for (const port of [8000, 30800]) {
      for (const adminPorts of [["tcp/5432"], []]) expect(report(port, { adminPorts })).toBe(1);
    }
  });
});
