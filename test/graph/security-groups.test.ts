import { describe, expect, it } from "vitest";
import type { GraphResource } from "../../graph/resource-graph";
import { securityGroupsOf } from "../../graph/security-groups";
import { StackIndex } from "../../graph/stack-index";
import { unknownValue } from "../../graph/unknown";
import type { AwsNetwork, SecurityGroupFacts, SecurityGroupRuleFacts } from "../../reachability/aws/network";
import { resource, stackOf } from "./foreign-stack";

const groupType = "aws:ec2/securityGroup:SecurityGroup";
const group = (inputs: object = {}, more: Partial<GraphResource> = {}) =>
  resource(groupType, more.name ?? "group", { ...inputs }, { id: "sg-1", ...more });
const older = (inputs: object, more: Partial<GraphResource> = {}) =>
  resource(
    "aws:ec2/securityGroupRule:SecurityGroupRule",
    more.name ?? "older",
    {
      ...{ type: "ingress", securityGroupId: "sg-1", protocol: "udp", fromPort: 1, toPort: 2, ...inputs },
    },
    more,
  );
const standalone = (inputs: object, more: Partial<GraphResource> = {}) =>
  resource(
    "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
    more.name ?? "rule",
    {
      ...{ securityGroupId: "sg-1", ipProtocol: "udp", fromPort: 1, toPort: 2, ...inputs },
    },
    more,
  );

const facts = (rules: SecurityGroupRuleFacts[] | undefined): AwsNetwork =>
  ({ securityGroups: [{ id: "sg-1", name: "existing", tags: {}, rules }] }) as unknown as AwsNetwork;
const rule = (id: string): SecurityGroupRuleFacts => ({
  ...{ id, egress: false, protocol: "tcp", fromPort: 22, toPort: 22, cidr: "192.0.2.0/24", tags: {} },
});

function groupOf(resources: GraphResource[], network?: AwsNetwork, id = "sg-1"): SecurityGroupFacts {
  return securityGroupsOf(new StackIndex(stackOf(...resources)))([id], network)[0]!;
}

/** The rules of the group as text: what, from or to whom; `?` where it is not known. */
function rulesOf(resources: GraphResource[], network?: AwsNetwork, id?: string): string[] {
  return groupOf(resources, network, id).rules!.map((one) => {
    const peer = one.undecided ? "?" : (one.cidr ?? one.referencedGroupId ?? one.prefixListId);
    return `${one.egress ? "out" : "in"} ${one.protocol} ${one.fromPort}-${one.toPort} ${peer}`;
  });
}

describe("a rule is read alike in every style", () => {
  it("with one peer", () => {
    const cases: [object, object, string][] = [
      [{ cidrIpv4: "192.0.2.0/24" }, { cidrBlocks: ["192.0.2.0/24"] }, "192.0.2.0/24"],
      [{ cidrIpv6: "2001:db8::/32" }, { ipv6CidrBlocks: ["2001:db8::/32"] }, "2001:db8::/32"],
      [{ prefixListId: "pl-1" }, { prefixListIds: ["pl-1"] }, "pl-1"],
      [{ referencedSecurityGroupId: "sg-2" }, { sourceSecurityGroupId: "sg-2" }, "sg-2"],
      [{ referencedSecurityGroupId: "sg-1" }, { self: true }, "sg-1"],
    ];
    for (const [own, olderPeer, expected] of cases) {
      const entry = { protocol: "udp", fromPort: 1, toPort: 2, ...olderPeer } as Record<string, unknown>;
      if (entry.sourceSecurityGroupId) entry.securityGroups = [entry.sourceSecurityGroupId];
      expect(rulesOf([standalone(own)])).toEqual([`in udp 1-2 ${expected}`]);
      expect(rulesOf([older(olderPeer)])).toEqual([`in udp 1-2 ${expected}`]);
      expect(rulesOf([group({ ingress: [entry] })])).toEqual([`in udp 1-2 ${expected}`]);
      expect(rulesOf([group({ egress: [entry] })])).toEqual([`out udp 1-2 ${expected}`]);
    }
  });

  it("with many, one rule for each, told apart by the peer; with none, nobody", () => {
    const peers = { cidrBlocks: ["192.0.2.0/25", "192.0.2.128/25"], ipv6CidrBlocks: ["::/0"], self: true };
    const expected = ["192.0.2.0/25", "192.0.2.128/25", "::/0", "sg-1"].map((peer) => `in udp 1-2 ${peer}`);
    expect(rulesOf([older(peers)])).toEqual(expected);
    expect(rulesOf([group({ ingress: [{ protocol: "udp", fromPort: 1, toPort: 2, ...peers }] })])).toEqual(expected);
    expect(groupOf([older(peers)]).rules!.map(({ id }) => id)).toContain("older (192.0.2.0/25)");
    expect(
      rulesOf([older({ cidrBlocks: [] }), group({ ingress: [{ protocol: "-1", fromPort: 0, toPort: 0 }] })]),
    ).toEqual([]);
  });

  it("with every word for all protocols, and ICMP by type and code", () => {
    const everything = { fromPort: undefined, toPort: undefined, cidrIpv4: "0.0.0.0/0" };
    for (const ipProtocol of ["-1", "all", -1]) {
      expect(rulesOf([standalone({ ...everything, ipProtocol })])).toEqual(["in -1 -1--1 0.0.0.0/0"]);
    }
    const icmp = { protocol: "icmp", fromPort: 3, toPort: "4", cidrBlocks: ["0.0.0.0/0"] };
    expect(rulesOf([older(icmp)])).toEqual(["in icmp 3-4 0.0.0.0/0"]);
  });

  it("in the direction that it is for", () => {
    expect(rulesOf([older({ type: "egress", cidrBlocks: ["0.0.0.0/0"] })])).toEqual(["out udp 1-2 0.0.0.0/0"]);
  });
});

describe("what is not known yet of a rule", () => {
  it.each([
    ["its ports", { fromPort: unknownValue, cidrIpv4: "0.0.0.0/0" }, "in udp -1--1 ?"],
    ["its protocol", { ipProtocol: unknownValue, cidrIpv4: "0.0.0.0/0" }, "in -1 1-2 ?"],
    ["its peer", { cidrIpv4: unknownValue }, "in udp 1-2 ?"],
    ["a peer that is no CIDR block", { cidrIpv4: "everybody" }, "in udp 1-2 ?"],
  ])("%s leaves it undecided", (_, inputs, expected) => {
    expect(rulesOf([standalone(inputs)])).toEqual([expected]);
  });

  it("one of its peers leaves the others", () => {
    expect(rulesOf([older({ cidrBlocks: ["192.0.2.0/24", unknownValue] })])).toEqual([
      "in udp 1-2 192.0.2.0/24",
      "in udp 1-2 ?",
    ]);
    expect(rulesOf([older({ cidrBlocks: unknownValue, self: unknownValue })])).toEqual([
      "in udp 1-2 ?",
      "in udp 1-2 ?",
    ]);
  });

  it("a whole list, an entry of it or a direction leaves that undecided", () => {
    expect(rulesOf([group({ ingress: unknownValue })])).toEqual(["in -1 -1--1 ?"]);
    expect(rulesOf([group({ egress: [unknownValue] })])).toEqual(["out -1 -1--1 ?"]);
    expect(rulesOf([older({ type: unknownValue, cidrBlocks: ["0.0.0.0/0"] })])).toEqual([
      "in udp 1-2 ?",
      "out udp 1-2 ?",
    ]);
  });

  it("whose it is makes it a rule of every group that it may be of, and undecided", () => {
    const anybodys = standalone({ securityGroupId: unknownValue, cidrIpv4: "0.0.0.0/0" });
    expect(rulesOf([anybodys])).toEqual(["in udp 1-2 ?"]);
    const [one, two] = [group(), group({}, { name: "other", id: "sg-2" })];
    const ofOne = { ...anybodys, propertyDependencies: { securityGroupId: [one.urn] } };
    expect(rulesOf([one, two, ofOne])).toEqual(["in udp 1-2 0.0.0.0/0"]);
    expect(rulesOf([one, two, ofOne], undefined, "sg-2")).toEqual([]);
    const ofBoth = { ...anybodys, propertyDependencies: { securityGroupId: [one.urn, two.urn] } };
    for (const id of ["sg-1", "sg-2"]) expect(rulesOf([one, two, ofBoth], undefined, id)).toEqual(["in udp 1-2 ?"]);
    expect(rulesOf([one, two, ofBoth], undefined, "sg-3")).toEqual([]);
  });
});

describe("a group", () => {
  const everybody = { protocol: "-1", fromPort: 0, toPort: 0, cidrBlocks: ["0.0.0.0/0"] };

  it("that the stack makes lets nothing out unless it says so, and is known whole", () => {
    expect(groupOf([group()])).toMatchObject({ rules: [], complete: true });
    expect(groupOf([group()], facts([rule("sgr-of-facts")])).rules).toEqual([]);
  });

  it("with an inline list has no other rules of that direction, and of the other all", () => {
    const resources = [older({ self: true }), older({ type: "egress", self: true }, { name: "out" })];
    expect(rulesOf([group({ ingress: [everybody] }), ...resources])).toEqual([
      "in -1 0-0 0.0.0.0/0",
      "out udp 1-2 sg-1",
    ]);
    expect(rulesOf([group({ ingress: [] }), ...resources])).toEqual(["out udp 1-2 sg-1"]);
    expect(
      rulesOf([group({ ingress: [everybody] }, { options: { ignoreChanges: ["ingress"] } }), ...resources]),
    ).toHaveLength(3);
  });

  it("of the VPC that the stack takes over has its inline rules and no others", () => {
    const adopted = resource(
      "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup",
      "default",
      { ingress: [everybody] },
      { id: "sg-1" },
    );
    expect(rulesOf([adopted, older({ self: true }), older({ type: "egress", self: true }, { name: "out" })])).toEqual([
      "in -1 0-0 0.0.0.0/0",
    ]);
  });

  it("that exists keeps the rules of facts, but for the stack's own, which are as they will be", () => {
    const known = facts([rule("sgr-of-others"), rule("sgr-ours"), rule("sgr-older")]);
    const ours = standalone({ cidrIpv4: "198.51.100.0/24" }, { id: "sgr-ours" });
    const oldOne = older({ self: true }, { id: "sgrule-1", outputs: { securityGroupRuleId: "sgr-older" } });
    expect(groupOf([ours, oldOne], known)).toMatchObject({ name: "existing", complete: true });
    expect(groupOf([ours, oldOne], known).rules!.map(({ id }) => id)).toEqual(["sgr-of-others", "rule", "older"]);
    expect(groupOf([ours], facts(undefined)).complete).toBe(false);
    expect(groupOf([ours]).complete).toBe(false);
  });

  it("of which no inputs were recorded has what its outputs say besides the stack's own rules", () => {
    const inline = { protocol: "tcp", fromPort: 22, toPort: 22, cidrBlocks: ["192.0.2.0/24"] };
    const unrecorded = group({ ingress: [inline] }, { standIn: "unrecorded" });
    expect(rulesOf([unrecorded, standalone({ cidrIpv4: "198.51.100.0/24" })])).toEqual([
      "in tcp 22-22 192.0.2.0/24",
      "in udp 1-2 198.51.100.0/24",
    ]);
  });

  it("that is only read is judged by facts and the stack's own rules: outputs are no list that closes", () => {
    const inline = { protocol: "tcp", fromPort: 22, toPort: 22, cidrBlocks: ["192.0.2.0/24"] };
    for (const type of [groupType, "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup"]) {
      const read = group({ ingress: [inline], egress: [inline] }, { type, standIn: "read" });
      const added = standalone({ cidrIpv4: "198.51.100.0/24" });
      expect(rulesOf([read, added])).toEqual(["in udp 1-2 198.51.100.0/24"]);
      expect(groupOf([read, added]).complete).toBe(false);
      expect(rulesOf([read, added], facts([rule("sgr-other")]))).toEqual([
        "in tcp 22-22 192.0.2.0/24",
        "in udp 1-2 198.51.100.0/24",
      ]);
      expect(groupOf([read, added], facts([])).complete).toBe(true);
    }
  });

  it("that EKS makes for a cluster of the stack lets its members reach each other and everybody, unless facts say otherwise", () => {
    const outputs = { vpcConfig: { clusterSecurityGroupId: "sg-1" } };
    const cluster = resource("aws:eks/cluster:Cluster", "eks", {}, { outputs });
    expect(rulesOf([cluster, standalone({ cidrIpv4: "0.0.0.0/0" })])).toEqual([
      "in -1 -1--1 sg-1",
      "out -1 -1--1 0.0.0.0/0",
      "out -1 -1--1 ::/0",
      "in udp 1-2 0.0.0.0/0",
    ]);
    expect(rulesOf([cluster], facts([rule("sgr")]))).toEqual(["in tcp 22-22 192.0.2.0/24"]);
  });
});
