import { describe, expect, it } from "vitest";
import { invisibleTo } from "../../graph/invisible";
import { possibleGraphs } from "../../graph/possible-graphs";
import type { ResourceGraph } from "../../graph/resource-graph";
import { unknownValue } from "../../graph/unknown";
import { eksStack, type EksStackChanges } from "./eks-stack";
import { flowsOf, only, verdictsOf } from "./foreign-stack";
import type { Reference, StackBuilder } from "./stack-builder";

// A program of somebody else, with whatever the AWS provider offers, before and after its first `up`.

const linked = (graph: ResourceGraph): ResourceGraph => possibleGraphs(graph).certain;

/** Verdicts of the required flows that are not open, the worst of each id; Block Public Access, which is the account's, aside. */
function broken(changes: EksStackChanges): Record<string, string> {
  const off = (stack: StackBuilder): void => {
    stack.add("aws:ec2/vpcBlockPublicAccessOptions:VpcBlockPublicAccessOptions", "account", {
      internetGatewayBlockMode: "off",
    });
    changes.more?.(stack);
  };
  const verdicts: Record<string, string> = {};
  for (const { id, need, verdict } of flowsOf(only(linked(eksStack({ ...changes, more: off }))))) {
    if (need === "required" && verdict !== "open" && verdicts[id] !== "closed") verdicts[id] = verdict;
  }
  return verdicts;
}

const nodes = ["launch templates", "cluster group", "auto scaling groups"] as const;
const targets = ["attachment", "traffic source", "of the group itself", "binding", "instance"] as const;
const ways = nodes.flatMap((by) =>
  targets.filter((way) => by !== "cluster group" || way !== "of the group itself").map((way) => [by, way] as const),
);

describe("a stack that makes everything itself is open", () => {
  it.each(ways)("with nodes of %s and targets by %s, also in its first preview", (by, way) => {
    const stack = { nodes: by, targets: way };
    expect(broken(stack)).toEqual({});
    expect(verdictsOf(only(linked(eksStack({ ...stack, preview: true }))))).toHaveLength(
      verdictsOf(only(eksStack(stack))).length,
    );
    expect(broken({ ...stack, preview: true })).toEqual({});
  });

  it("but for what no stack of an installation says, which is named", () => {
    const one = only(eksStack());
    expect(invisibleTo(one)).toEqual(["VPC Block Public Access"]);
    const unknown = flowsOf(one).filter(({ need, verdict }) => need === "required" && verdict !== "open");
    expect(unknown.map(({ id, verdict }) => `${id} ${verdict}`)).toEqual(["E1 unknown"]);
  });

  it.each([
    { what: "the VPC", inputs: { vpcId: "vpc" }, invisible: [] },
    { what: "the load balancer's subnet", inputs: { subnetId: "public" }, invisible: [] },
    { what: "another subnet", inputs: { subnetId: "proxy" }, invisible: ["VPC Block Public Access"] },
    {
      what: "the VPC, outwards only",
      inputs: { vpcId: "vpc" },
      mode: "allow-egress",
      invisible: ["VPC Block Public Access"],
    },
  ])(
    "by an exclusion of $what from Block Public Access, as far as it lets browsers in",
    ({ inputs, mode, invisible }) => {
      for (const preview of [false, true]) {
        const more = (stack: StackBuilder): void => {
          const [[property, name]] = Object.entries(inputs) as [[string, string]];
          stack.add("aws:ec2/vpcBlockPublicAccessExclusion:VpcBlockPublicAccessExclusion", "exclusion", {
            ...{ internetGatewayExclusionMode: mode ?? "allow-bidirectional", [property]: stack.ref(name) },
          });
        };
        const one = only(linked(eksStack({ preview, more })));
        expect(invisibleTo(one)).toEqual(invisible);
        const unknown = flowsOf(one).filter(({ need, verdict }) => need === "required" && verdict !== "open");
        expect(unknown.map(({ id, verdict }) => `${id} ${verdict}`)).toEqual(invisible.map(() => "E1 unknown"));
      }
    },
  );
});

const acl = (entries: object): ((stack: StackBuilder) => void) => {
  return (stack) => {
    const all = { protocol: "-1", ruleNo: 100, action: "allow", cidrBlock: "0.0.0.0/0", fromPort: 0, toPort: 0 };
    stack.add("aws:ec2/networkAcl:NetworkAcl", "acl", {
      ...{ vpcId: stack.ref("vpc"), subnetIds: [stack.ref("proxy")], ingress: [all], egress: [all], ...entries },
    });
  };
};
const noMedia = { protocol: "udp", ruleNo: 50, action: "deny", cidrBlock: "0.0.0.0/0", fromPort: 30000, toPort: 31000 };

const forward = (targetGroupArn: Reference): object => ({ type: "forward", targetGroupArn });
const shares = (...groups: [arn: Reference, weight: number][]): object => ({
  type: "forward",
  forward: { targetGroups: groups.map(([arn, weight]) => ({ arn, weight })) },
});

/** A listener that sends to a second target group too, which is like the first but for some inputs. */
function twoGroups(
  changes: object,
  actions = (first: Reference, second: Reference): object[] => [shares([first, 90], [second, 10])],
): EksStackChanges {
  const more = (stack: StackBuilder): void => {
    const healthCheck = { protocol: "HTTP", port: "30800", path: "/v1/health" };
    const group = { vpcId: stack.ref("vpc"), protocol: "UDP", port: 30504, healthCheck, ...changes };
    stack.add("aws:lb/targetGroup:TargetGroup", "tg-2", group, { arn: "arn-of-tg-2" });
    stack.add("aws:lb/listener:Listener", "listener", {
      ...{ loadBalancerArn: stack.ref("nlb", "arn-of-nlb"), protocol: "UDP", port: 5004 },
      defaultActions: actions(stack.ref("tg", "arn-of-tg"), stack.ref("tg-2", "arn-of-tg-2")),
    });
  };
  return { without: ["listener"], more };
}

const mistakes: [title: string, changes: EksStackChanges, expected: Record<string, string>][] = [
  ["no rule takes media at the nodes", { without: ["media"] }, { E2: "closed" }],
  ["no rule takes health checks", { without: ["health"] }, { E3: "closed" }],
  ["workers are let in nowhere", { without: ["from-workers"] }, { E5: "closed", E6: "closed", E7: "closed" }],
  [
    "the rule of the nodes names the VPC",
    { inputs: { media: { sourceSecurityGroupId: undefined, cidrBlocks: ["10.0.0.0/16"] } } },
    { E2: "closed" },
  ],
  ["TCP for UDP", { inputs: { media: { protocol: "tcp" } } }, { E2: "closed" }],
  [
    "the load balancer may send nothing to the nodes",
    { without: ["to-nodes", "to-browsers"] },
    { E2: "closed", E3: "closed" },
  ],
  [
    "the route table has no internet gateway",
    { inputs: { routes: { routes: [] } } },
    { E1: "closed", E1r: "closed", E2r: "closed" },
  ],
  ["the load balancer is internal", { inputs: { nlb: { internal: true } } }, { E1: "closed" }],
  ["a network ACL denies media", { more: acl({ ingress: [noMedia] }) }, { E2: "closed" }],
  ["a network ACL lets nobody answer", { more: acl({ egress: [] }) }, { E2r: "closed", E3r: "closed" }],
  [
    "a rule of its own denies media in a network ACL",
    {
      more: (stack) => {
        acl({ ingress: undefined })(stack);
        const { ruleNo, ...rule } = noMedia;
        const own = { networkAclId: stack.ref("acl"), ruleAction: "deny", egress: false, ...rule, ruleNumber: ruleNo };
        stack.add("aws:ec2/networkAclRule:NetworkAclRule", "acl-rule", own);
      },
    },
    { E2: "closed" },
  ],
  [
    "the VPC's default network ACL is taken over and left empty",
    {
      more: (stack) =>
        stack.add(
          "aws:ec2/defaultNetworkAcl:DefaultNetworkAcl",
          "default-acl",
          { defaultNetworkAclId: stack.ref("vpc", "acl-default") },
          { id: "acl-default" },
        ),
    },
    { E1: "closed", E2: "closed", E3: "closed" },
  ],
  ["a listener for TCP", { inputs: { listener: { protocol: "TCP" } } }, { E2: "closed" }],
  ["a target group a port off", { inputs: { tg: { port: 30505 } } }, { E2: "closed" }],
  [
    "targets that are registered a port off",
    { targets: "instance", inputs: { targets: { port: 30505 } } },
    { E2: "closed" },
  ],
  ["a second target group a port off", twoGroups({ port: 30505 }), { E2: "closed" }],
  ["a second target group of another protocol", twoGroups({ protocol: "TCP" }), { E2: "closed" }],
  ["a second target group that checks its own port", twoGroups({ healthCheck: { protocol: "TCP" } }), { E3: "closed" }],
  [
    "a second target group a port off, in an action of its own",
    twoGroups({ port: 30505 }, (first, second) => [forward(first), forward(second)]),
    { E2: "closed" },
  ],
  ["checks of the traffic port", { inputs: { tg: { healthCheck: { protocol: "TCP" } } } }, { E3: "closed" }],
  ["targets in a zone of their own", { inputs: { proxy: { availabilityZone: "us-west-2b" } } }, { E2: "closed" }],
  [
    "inline rules that take a standalone one away again",
    {
      inputs: { "proxy-sg": { ingress: [{ protocol: "tcp", fromPort: 22, toPort: 22, cidrBlocks: ["10.0.0.0/16"] }] } },
    },
    { E2: "closed", E3: "closed", E4: "closed", E5: "closed", E6: "closed", E7: "closed" },
  ],
];

it("network ACLs that let everything through close nothing, however they are written", () => {
  expect(broken({ more: acl({}) })).toEqual({});
  const standalone = (stack: StackBuilder): void => {
    acl({ ingress: undefined, egress: undefined })(stack);
    for (const egress of [true, false]) {
      stack.add("aws:ec2/networkAclRule:NetworkAclRule", `acl-rule-${egress}`, {
        ...{ networkAclId: stack.ref("acl"), egress, ruleNumber: 100, ruleAction: "allow", protocol: -1 },
        cidrBlock: "0.0.0.0/0",
      });
    }
  };
  expect(broken({ more: standalone })).toEqual({});
  expect(broken({ more: standalone, preview: true })).toEqual({});
});

describe("of several target groups", () => {
  it("all are right, or the wrong one gets nothing: nothing is closed", () => {
    for (const preview of [false, true]) expect(broken({ ...twoGroups({}), preview })).toEqual({});
    expect(broken(twoGroups({ port: 30505 }, (first, second) => [shares([first, 100], [second, 0])]))).toEqual({});
  });

  it("one that nobody describes leaves the flows unknown", () => {
    const elsewhere = twoGroups({}, (first, second) => [
      shares([first, 50], [second, 50]),
      { type: "forward", targetGroupArn: "arn:aws:elasticloadbalancing:us-west-2:123456789012:targetgroup/other/1" },
    ]);
    expect(broken(elsewhere)).toEqual({ E2: "unknown", E3: "unknown" });
  });

  it("one of which not all is known hides no mistake in another", () => {
    expect(broken(twoGroups({ port: unknownValue }))).toEqual({ E2: "unknown", E3: "unknown" });
    const inputs = { tg: { port: 30505 } };
    expect(broken({ ...twoGroups({ port: unknownValue }), inputs })).toMatchObject({ E2: "closed", E3: "unknown" });
  });

  it("targets that are registered on the NodePort are right, whatever the port of the group", () => {
    const inputs = { targets: { port: 30504 }, tg: { port: 80 } };
    for (const preview of [false, true]) expect(broken({ targets: "instance", inputs, preview })).toEqual({});
    // The AWS Load Balancer Controller registers the Service's own NodePort.
    expect(broken({ targets: "binding", inputs: { tg: { port: 80 } } })).toEqual({});
    // Pods take media on a port of their own, past every NodePort.
    expect(broken({ targets: "binding", inputs: { tg: { targetType: "ip" } } })).toMatchObject({ E2: "unknown" });
  });

  it("targets on the traffic port are checked there", () => {
    const inputs = { targets: { port: 30800 }, tg: { port: 30504, healthCheck: { protocol: "HTTP" } } };
    expect(broken({ targets: "instance", inputs })).toMatchObject({ E2: "closed" });
    expect(broken({ targets: "instance", inputs })).not.toHaveProperty("E3");
  });
});

describe("what a program only reads closes nothing", () => {
  /** As the engine shows what a program reads with `get`: nobody told its inputs, and its outputs say what is there now. */
  const reading = (changes: EksStackChanges, ...names: string[]): EksStackChanges => ({
    ...changes,
    more: (stack) => {
      changes.more?.(stack);
      for (const one of stack.graph().resources) if (names.includes(one.name)) one.standIn = "read";
    },
  });
  const ssh = { protocol: "tcp", fromPort: 22, toPort: 22, cidrBlocks: ["10.0.0.0/16"] };

  it("a security group: the stack's own rules open, and of the others nothing is known", () => {
    const changes = { inputs: { "nlb-sg": { ingress: [ssh] } } };
    expect(broken(changes)).toMatchObject({ E1: "closed" });
    expect(broken(reading(changes, "nlb-sg"))).toEqual({});
    expect(broken(reading({ ...changes, without: ["browsers"] }, "nlb-sg"))).toEqual({ E1: "unknown" });
  });

  it("a network ACL: nothing is known of its entries", () => {
    const verdicts = broken(reading({ more: acl({ ingress: [noMedia] }) }, "acl"));
    expect(verdicts).toMatchObject({ E2: "unknown" });
    expect(Object.values(verdicts)).not.toContain("closed");
  });
});

describe("what is not known closes nothing", () => {
  it("a network ACL for subnets that nothing tells: no subnet is taken to have the VPC's default one", () => {
    const verdicts = broken({ more: acl({ subnetIds: unknownValue }) });
    expect(new Set(Object.values(verdicts))).toEqual(new Set(["unknown"]));
    expect(verdicts).toMatchObject({ E1: "unknown", E2: "unknown" });
  });

  it("groups of a launch template that nothing tells", () => {
    for (const list of [unknownValue, [unknownValue]]) {
      const changes = { inputs: { "proxy-template": { vpcSecurityGroupIds: list } } };
      expect(broken(changes)).toMatchObject({ E2: "unknown", E3: "unknown", E5: "unknown" });
      expect(Object.values(broken(changes))).not.toContain("closed");
      expect(invisibleTo(only(eksStack(changes)))).toContain("security groups of the nodes of proxy");
    }
  });
});

it("the proxy's pods are where the release is pinned to, targets where the load balancer is", () => {
  const both = { availabilityZone: "us-west-2b", cidrBlock: "10.0.9.0/24" };
  const more = (stack: StackBuilder): void => {
    stack.add("aws:ec2/subnet:Subnet", "proxy-b", { vpcId: stack.ref("vpc"), ...both });
    stack.add("aws:eks/nodeGroup:NodeGroup", "proxy-b-nodes", {
      ...{ clusterName: "nvcf", nodeGroupName: "proxy-b", subnetIds: [stack.ref("proxy-b")] },
      ...{ labels: { "node-type": "compute" }, launchTemplate: { id: stack.ref("proxy-template") } },
    });
  };
  const placed = (zones: string[]) => {
    const values = { nodeSelector: { "node-type": "compute" }, availabilityZones: { enabled: true, zones } };
    const one = only(eksStack({ more, inputs: { release: { values } } }));
    if (one.cloud !== "eks") throw new Error(one.cloud);
    return one.installation.proxyNodes.map(({ pools, node, pods }) => [pools.join(), node, pods]);
  };
  expect(placed(["us-west-2a"])).toEqual([["proxy", true, true]]);
  expect(placed(["us-west-2b"])).toEqual([
    ["proxy", true, false],
    ["proxy-b", false, true],
  ]);
});

describe("a mistake closes", () => {
  it.each(mistakes)("%s", (_, changes, expected) => {
    expect(broken(changes)).toMatchObject(expected);
    expect(broken({ ...changes, preview: true })).toMatchObject(expected);
  });
});

describe("the audience that nobody names", () => {
  const from = (...cidrBlocks: string[]): EksStackChanges => ({ inputs: { browsers: { cidrBlocks } } });
  const clientsOf = (changes: EksStackChanges): string[] => only(eksStack(changes)).installation.clients;

  it("is whoever the load balancer lets in", () => {
    expect(clientsOf(from("203.0.113.0/24", "198.51.100.0/24"))).toEqual(["198.51.100.0/24", "203.0.113.0/24"]);
    expect(broken(from("198.51.100.0/24"))).toEqual({});
  });

  it("is not the administrator whom a rule for every protocol lets in besides, unless there is no other rule", () => {
    const admin =
      (protocol: string) =>
      (stack: StackBuilder): unknown =>
        stack.add("aws:ec2/securityGroupRule:SecurityGroupRule", "admin", {
          ...{ type: "ingress", securityGroupId: stack.ref("nlb-sg"), protocol, fromPort: 0, toPort: 0 },
          cidrBlocks: ["198.51.100.7/32"],
        });
    const office = { cidrBlocks: ["203.0.113.0/24"] };
    // Nodes that admit browsers by address admit no administrator.
    const inputs = { browsers: office, media: { sourceSecurityGroupId: undefined, ...office } };
    for (const protocol of ["-1", "all"]) {
      expect(clientsOf({ inputs, more: admin(protocol) })).toEqual(["203.0.113.0/24"]);
      expect(broken({ inputs, more: admin(protocol) })).toEqual({});
      expect(clientsOf({ without: ["browsers"], more: admin(protocol) })).toEqual(["198.51.100.7/32"]);
    }
  });

  it("is everybody where it lets in nobody of the internet, and then it is closed", () => {
    for (const changes of [from("10.0.0.0/16"), from(), { without: ["browsers"] }]) {
      expect(clientsOf(changes)).toEqual(["0.0.0.0/0"]);
      expect(broken(changes)).toMatchObject({ E1: "closed" });
    }
  });
});

describe("what nobody says is named", () => {
  const invisible = (...names: string[]) => {
    const graph = eksStack();
    const others = graph.resources.filter(({ name }) => !names.includes(name));
    return invisibleTo(only({ ...graph, resources: others }));
  };

  it.each<[string, string[], string[]]>([
    ["the groups of nodes", ["proxy-template"], ["security groups of the nodes of proxy"]],
    ["a subnet", ["public"], ["zone, addresses, network ACL and routes of id-of-public"]],
    [
      "the VPC, with its default network ACL",
      ["vpc"],
      ["public", "proxy", "gpu"].map((name) => `network ACL of id-of-${name}`),
    ],
    ["the load balancer's route", ["association"], ["route of id-of-public to an internet gateway"]],
    ["the nodes of workers", ["gpu-nodes"], ["nodes that run workers"]],
    ["the targets", ["targets"], ["targets of the load balancer and their zones"]],
    ["the rules of a group", ["gpu-sg"], ["rules of id-of-gpu-sg besides those of this stack"]],
    ["the load balancer", ["nlb"], ["subnets of the load balancer", "security groups of the load balancer"]],
    ["the listener", ["listener"], ["listener and target group of the media"]],
  ])("%s", (_, names, expected) => {
    expect(invisible(...names)).toEqual(expect.arrayContaining(expected));
  });
});
