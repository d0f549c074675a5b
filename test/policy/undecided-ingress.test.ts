import { describe, expect, it } from "vitest";
import { unknownValue } from "../../graph/unknown";
import { mediaPathKnown } from "../../policy/rules/media-path-known";
import { noWorldOpenPorts } from "../../policy/rules/no-world-open-ports";
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
} from "./edited-stack";

const world = "0.0.0.0/0";
const onBalancer = (inputs: object = {}): Edit =>
  addLike("lls-nlb-in-udp-media-0.0.0.0/0", "extra", (all) =>
    Object.assign(all, { ipProtocol: "tcp", fromPort: 443, toPort: 443, ...inputs }),
  );
const second: Edit = addLike("lls-nlb", "second", () => undefined);
const onAks = (inputs: object = {}): Edit => {
  return (graph) => {
    addLike(/nvcf-dev-aks-nodes-media$/, "extra", (all) =>
      Object.assign(all, {
        ...{ securityRuleName: "extra", priority: 300, protocol: "Tcp", destinationPortRange: "22" },
        ...inputs,
      }),
    )(graph);
    delete one(graph, "extra").id;
  };
};
const inline = (ingress: unknown): Edit => set("lls-nlb", { ingress });
const open = { protocol: "tcp", fromPort: 22, toPort: 22, cidrBlocks: [world] };
const known = async (stack: string, ...edits: Edit[]): Promise<string> =>
  violations(mediaPathKnown(), await edited(stack, ...edits))
    .map(({ message }) => message)
    .join("\n");

const olderRule = (inputs: object): Edit =>
  add({
    ...{ type: "aws:ec2/securityGroupRule:SecurityGroupRule", name: "older" },
    inputs: {
      type: "ingress",
      protocol: "tcp",
      fromPort: 22,
      toPort: 22,
      securityGroupId: "sg-0a000000000000001",
      ...inputs,
    },
  });
/** A rule that exists already, with what its prefix list holds. */
const inFacts = (prefixListId: string, prefixListCidrs: string[]): Edit =>
  changeNetwork((network) =>
    network.securityGroups[0].rules.push({
      ...{ id: "sgr-existing", egress: true, protocol: "tcp", fromPort: 443, toPort: 443, tags: {} },
      ...{ prefixListId, prefixListCidrs },
    }),
  );

describe("inbound rules of which not all is known", () => {
  it("are named where only the group is not known, with what they open", async () => {
    const edits = [onBalancer(), second, makeUnknown("extra", "securityGroupId", "lls-nlb", "second")];
    expect(await known("dev", ...edits)).toContain(
      "whether rule extra opens TCP 443 to the whole internet, which `securityGroupId` of extra decides",
    );
    expect(await known("dev", onBalancer(), makeUnknown("extra", "securityGroupId"))).toContain(
      "`securityGroupId` of extra decides",
    );
  });

  it.each<[string, Edit[], string]>([
    ["sender", [onBalancer({ fromPort: 22, toPort: 22 }), makeUnknown("extra", "cidrIpv4")], "`cidrIpv4` of extra"],
    ["first port", [onBalancer(), makeUnknown("extra", "fromPort")], "`fromPort` of extra"],
    ["protocol", [onBalancer(), makeUnknown("extra", "ipProtocol")], "`ipProtocol` of extra"],
    [
      "port and group",
      [onBalancer(), makeUnknown("extra", "fromPort"), makeUnknown("extra", "securityGroupId")],
      "`securityGroupId` of extra, `fromPort` of extra",
    ],
    ["inline rules", [inline(unknownValue)], "`ingress` of security group lls-nlb"],
    ["an inline rule", [inline([unknownValue])], "`ingress[0]` of security group lls-nlb"],
    [
      "senders of an inline rule",
      [inline([{ ...open, cidrBlocks: ["192.0.2.0/24", unknownValue] }])],
      "`ingress[0].cidrBlocks` of security group lls-nlb",
    ],
  ])("are named on EKS: %s", async (_, edits, named) => {
    expect(await known("dev", ...edits)).toMatch(/whether rule \S+ opens what must not be open to the whole internet/);
    expect(await known("dev", ...edits)).toContain(`which ${named} decides`);
    expect(violations(noWorldOpenPorts(), await edited("dev", ...edits))).toEqual([]);
  });

  const listed = { cidrIpv4: undefined, prefixListId: "pl-0a000000000000001" };
  const list = (entries: unknown, id = listed.prefixListId): Edit =>
    add({ type: "aws:ec2/managedPrefixList:ManagedPrefixList", name: "list", id, inputs: { entries } });
  const entry = (cidr: unknown): Edit =>
    add({
      type: "aws:ec2/managedPrefixListEntry:ManagedPrefixListEntry",
      name: "entry",
      inputs: { prefixListId: listed.prefixListId, cidr },
    });
  const office = { cidr: "192.0.2.0/24" };

  it.each<[string, Edit[], boolean]>([
    ["a prefix list that nobody says", [onBalancer(listed)], true],
    ["one of the older style", [olderRule({ prefixListIds: [listed.prefixListId] })], true],
    ["one of an inline rule", [inline([{ ...open, cidrBlocks: [], prefixListIds: [listed.prefixListId] }])], true],
    [
      "one of the stack with entries that are not known",
      [list([office, { cidr: unknownValue }]), onBalancer(listed)],
      true,
    ],
    [
      "one of the stack with an entry of its own that is not known",
      [list([office]), entry(unknownValue), onBalancer(listed)],
      true,
    ],
    ["one of the stack whose entries are another stack's", [list(undefined), onBalancer(listed)], true],
    ["one of the stack for an office", [list([office]), onBalancer(listed)], false],
    [
      "one of the stack for an office, by an entry of its own",
      [list(undefined), entry(office.cidr), onBalancer(listed)],
      false,
    ],
    ["one that facts say", [inFacts(listed.prefixListId, [office.cidr]), onBalancer(listed)], false],
    [
      "one for media that nobody says",
      [onBalancer({ ...listed, ipProtocol: "udp", fromPort: 5004, toPort: 5004 })],
      false,
    ],
  ])("of a prefix list are named if it may hold anybody: %s", async (_, edits, isNamed) => {
    const message = await known("dev", ...edits);
    expect(message.includes(`which the content of prefix list ${listed.prefixListId}`)).toBe(isNamed);
    expect(violations(noWorldOpenPorts(), await edited("dev", ...edits))).toEqual([]);
  });

  it.each<[string, string]>([
    ["networkSecurityGroupName", "opens TCP 22 to"],
    ["sourceAddressPrefix", "opens what must not be open to"],
    ["destinationPortRange", "opens what must not be open to"],
    ["protocol", "opens what must not be open to"],
    ["access", "opens what must not be open to"],
    ["direction", "opens what must not be open to"],
  ])("are named on AKS: %s", async (property, opens) => {
    const message = await known("aks-dev", onAks(), makeUnknown("extra", property));
    expect(message).toContain(`whether rule extra ${opens}`);
    expect(message).toContain(`which \`${property}\` of extra decides`);
  });

  it.each<[string, string, Edit[]]>([
    [
      "a rule that opens only media, wherever it is",
      "dev",
      [
        onBalancer({ ipProtocol: "udp", fromPort: 5004, toPort: 5004 }),
        second,
        makeUnknown("extra", "securityGroupId", "lls-nlb", "second"),
      ],
    ],
    ["a rule for a network", "dev", [onBalancer({ cidrIpv4: "198.51.100.0/24" }), makeUnknown("extra", "fromPort")]],
    ["a rule for a group", "dev", [onBalancer({ cidrIpv4: undefined, referencedSecurityGroupId: unknownValue })]],
    [
      "a rule of another group",
      "dev",
      [onBalancer({ securityGroupId: "sg-0b000000000000001" }), makeUnknown("extra", "cidrIpv4")],
    ],
    [
      "a rule outbound",
      "dev",
      [
        add({
          type: "aws:ec2/securityGroupRule:SecurityGroupRule",
          name: "extra",
          inputs: {
            type: "egress",
            protocol: "tcp",
            fromPort: 22,
            toPort: 22,
            securityGroupId: unknownValue,
            cidrBlocks: [world],
          },
        }),
      ],
    ],
    ["a rule of which all is known", "dev", [onBalancer()]],
    ["a deny", "aks-dev", [onAks({ access: "Deny" }), makeUnknown("extra", "networkSecurityGroupName")]],
    [
      "a rule for the virtual network",
      "aks-dev",
      [onAks({ sourceAddressPrefix: "VirtualNetwork" }), makeUnknown("extra", "destinationPortRange")],
    ],
    [
      "a rule of a group of another name",
      "aks-dev",
      [onAks({ networkSecurityGroupName: "other" }), makeUnknown("extra", "sourceAddressPrefix")],
    ],
  ])("are not named where it does not matter: %s", async (_, stack, edits) => {
    expect(await known(stack, ...edits)).not.toContain("whether rule extra");
  });

  it.each(["dev", "dev on terraform-groups", "aks-dev", "aks-pools"])("has nothing to name in %s", async (stack) => {
    expect(violations(mediaPathKnown(), await compliant(stack))).toEqual([]);
    expect(await known(stack, firstPreview)).not.toContain("to the whole internet");
  });
});
