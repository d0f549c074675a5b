import { describe, expect, it } from "vitest";
import { SimulatedCloud } from "../../simulator/cloud";
import { create, legal, seed, types, type Inputs, type TypeName } from "./fixture";

const clusterGroup = "sg-00000000000000001";

/** What is refused: title, error code, what is tried. */
type Refusal = [string, string, (cloud: SimulatedCloud) => unknown];

const make =
  (type: TypeName, inputs: Inputs, name = "it") =>
  (cloud: SimulatedCloud) =>
    create(cloud, type, name, inputs);

/** A load balancer and a target group. */
const path = (cloud: SimulatedCloud) => ({
  loadBalancer: create(cloud, "LoadBalancer", "nlb", legal.loadBalancer()),
  targetGroup: create(cloud, "TargetGroup", "tg", legal.targetGroup()),
});

const healthChecks: [string, Inputs][] = [
  ["interval too short", { interval: 4 }],
  ["interval too long", { interval: 301 }],
  ["timeout too short", { timeout: 1 }],
  ["timeout too long", { timeout: 121 }],
  ["too few healthy", { healthyThreshold: 1 }],
  ["too many unhealthy", { unhealthyThreshold: 11 }],
  ["UDP check", { protocol: "UDP" }],
  ["path without slash", { path: "v1/health" }],
  ["path too long", { path: `/${"x".repeat(1024)}` }],
  ["matcher outside of 200-599", { matcher: "100-399" }],
];

const names: [string, Inputs, string][] = [
  ["33 characters", { name: "x".repeat(33) }, "ValidationError"],
  ["underscore", { name: "rp_tg" }, "ValidationError"],
  ["hyphen at the end", { name: "rp-tg-" }, "ValidationError"],
  ["prefix internal-", { name: "internal-tg" }, "ValidationError"],
];

/** Elastic Load Balancing API, Tag. */
const wrongTags: [string, Record<string, string>][] = [
  ["a key with &", { "cost&center!": "a" }],
  ["a value with &", { cost: "a&b" }],
  ["an empty key", { "": "a" }],
  ["a key of 129 characters", { ["k".repeat(129)]: "a" }],
  ["a value of 257 characters", { cost: "v".repeat(257) }],
];

const refusals: Refusal[] = [
  ...wrongTags.flatMap(([title, tags]): Refusal[] => [
    [`load balancer with ${title} in its tags`, "ValidationError", make("LoadBalancer", legal.loadBalancer({ tags }))],
    [`target group with ${title} in its tags`, "ValidationError", make("TargetGroup", legal.targetGroup({ tags }))],
    [
      `listener with ${title} in its tags`,
      "ValidationError",
      (cloud) => {
        const balancer = create(cloud, "LoadBalancer", "nlb", legal.loadBalancer());
        const group = create(cloud, "TargetGroup", "tg", legal.targetGroup());
        create(cloud, "Listener", "udp", legal.listener(balancer, group, { tags }));
      },
    ],
  ]),
  ...[{ tags: { cost: "a&b" } }, JSON.stringify({ tags: { cost: "a&b" } })].map((defaultTags): Refusal => [
    `target group with wrong default tags of the provider, as ${typeof defaultTags}`,
    "ValidationError",
    (cloud) => {
      cloud.configure("tagging", { defaultTags });
      create(cloud, "TargetGroup", "tg", legal.targetGroup(), "tagging");
    },
  ]),
  ...healthChecks.map(([title, healthCheck]): Refusal => [
    `health check: ${title}`,
    "ValidationError",
    make("TargetGroup", legal.targetGroup({ healthCheck })),
  ]),
  ...names.flatMap(([title, change, code]): Refusal[] => [
    [`load balancer name: ${title}`, code, make("LoadBalancer", legal.loadBalancer(change))],
    [`target group name: ${title}`, code, make("TargetGroup", legal.targetGroup(change))],
  ]),
  [
    "logical name that leaves no room for 7 hex digits",
    "InvalidName",
    make("TargetGroup", legal.targetGroup(), "x".repeat(25)),
  ],
  [
    "second load balancer of a name",
    "DuplicateLoadBalancerName",
    (cloud) => {
      create(cloud, "LoadBalancer", "a", legal.loadBalancer({ name: "rp" }));
      create(cloud, "LoadBalancer", "b", legal.loadBalancer({ name: "rp" }));
    },
  ],
  [
    "second target group of a name",
    "DuplicateTargetGroupName",
    (cloud) => {
      create(cloud, "TargetGroup", "a", legal.targetGroup({ name: "rp" }));
      create(cloud, "TargetGroup", "b", legal.targetGroup({ name: "rp" }));
    },
  ],
  [
    "client addresses not preserved for UDP",
    "InvalidConfigurationRequest",
    make("TargetGroup", legal.targetGroup({ preserveClientIp: "false" })),
  ],
  ["target group in an unknown VPC", "ValidationError", make("TargetGroup", legal.targetGroup({ vpcId: "vpc-1" }))],
  ["target group port 0", "ValidationError", make("TargetGroup", legal.targetGroup({ port: 0 }))],

  [
    "application load balancer",
    "NotSimulated",
    make("LoadBalancer", legal.loadBalancer({ loadBalancerType: "application" })),
  ],
  ["unknown subnet", "SubnetNotFound", make("LoadBalancer", legal.loadBalancer({ subnets: ["subnet-1"] }))],
  ["no subnet", "ValidationError", make("LoadBalancer", legal.loadBalancer({ subnets: [] }))],
  [
    "subnets and mappings",
    "ValidationError",
    make("LoadBalancer", legal.loadBalancer({ subnetMappings: [{ subnetId: "subnet-00000000000000001" }] })),
  ],
  [
    "two subnets of a zone",
    "InvalidConfigurationRequest",
    make("LoadBalancer", legal.loadBalancer({ subnets: ["subnet-00000000000000001", "subnet-00000000000000003"] })),
  ],
  [
    "unknown security group of a load balancer",
    "InvalidSecurityGroup",
    make("LoadBalancer", legal.loadBalancer({ securityGroups: ["sg-1"] })),
  ],
  [
    "six security groups",
    "SecurityGroupsPerInterfaceLimitExceeded",
    (cloud) => {
      const groups = [1, 2, 3, 4, 5, 6].map((index) => create(cloud, "SecurityGroup", `g${index}`, {}).id);
      create(cloud, "LoadBalancer", "nlb", legal.loadBalancer({ securityGroups: groups }));
    },
  ],
  [
    "security groups for a load balancer made without",
    "InvalidConfigurationRequest",
    (cloud) => {
      const { id } = create(cloud, "LoadBalancer", "nlb", legal.loadBalancer());
      cloud.update(types.LoadBalancer, id, legal.loadBalancer({ securityGroups: [clusterGroup] }));
    },
  ],
  [
    "taking all security groups away",
    "InvalidConfigurationRequest",
    (cloud) => {
      const { id } = create(cloud, "LoadBalancer", "nlb", legal.loadBalancer({ securityGroups: [clusterGroup] }));
      cloud.update(types.LoadBalancer, id, legal.loadBalancer());
    },
  ],
  [
    "deletion of a protected load balancer",
    "OperationNotPermitted",
    (cloud) => {
      const { id } = create(cloud, "LoadBalancer", "nlb", legal.loadBalancer({ enableDeletionProtection: true }));
      cloud.delete(types.LoadBalancer, id);
    },
  ],
  [
    "an allocation in use",
    "ResourceInUse",
    (cloud) => {
      const { id: allocationId } = create(cloud, "Eip", "eip", {});
      const inputs = {
        loadBalancerType: "network",
        subnetMappings: [{ subnetId: "subnet-00000000000000001", allocationId }],
      };
      create(cloud, "LoadBalancer", "a", inputs);
      create(cloud, "LoadBalancer", "b", inputs);
    },
  ],
  [
    "release of an address in use",
    "InvalidIPAddress.InUse",
    (cloud) => {
      const { id: allocationId } = create(cloud, "Eip", "eip", {});
      create(cloud, "LoadBalancer", "a", {
        loadBalancerType: "network",
        subnetMappings: [{ subnetId: "subnet-00000000000000001", allocationId }],
      });
      cloud.delete(types.Eip, allocationId);
    },
  ],

  [
    "listener of an unknown load balancer",
    "LoadBalancerNotFound",
    (cloud) => {
      const { targetGroup } = path(cloud);
      create(cloud, "Listener", "l", { ...legal.listener(targetGroup, targetGroup) });
    },
  ],
  [
    "listener to an unknown target group",
    "TargetGroupNotFound",
    (cloud) => {
      const { loadBalancer } = path(cloud);
      create(cloud, "Listener", "l", legal.listener(loadBalancer, loadBalancer));
    },
  ],
  [
    "listener that forwards nowhere",
    "ValidationError",
    (cloud) => {
      const { loadBalancer, targetGroup } = path(cloud);
      create(cloud, "Listener", "l", legal.listener(loadBalancer, targetGroup, { defaultActions: [] }));
    },
  ],
  [
    "listener on port 70000",
    "ValidationError",
    (cloud) => {
      const { loadBalancer, targetGroup } = path(cloud);
      create(cloud, "Listener", "l", legal.listener(loadBalancer, targetGroup, { port: 70000 }));
    },
  ],
  [
    "listener protocol HTTP",
    "UnsupportedProtocol",
    (cloud) => {
      const { loadBalancer, targetGroup } = path(cloud);
      create(cloud, "Listener", "l", legal.listener(loadBalancer, targetGroup, { protocol: "HTTP" }));
    },
  ],
  [
    "TCP listener to a UDP target group",
    "IncompatibleProtocols",
    (cloud) => {
      const { loadBalancer, targetGroup } = path(cloud);
      create(cloud, "Listener", "l", legal.listener(loadBalancer, targetGroup, { protocol: "TCP" }));
    },
  ],
  [
    "second listener on a port",
    "DuplicateListener",
    (cloud) => {
      const { loadBalancer, targetGroup } = path(cloud);
      create(cloud, "Listener", "a", legal.listener(loadBalancer, targetGroup));
      create(cloud, "Listener", "b", legal.listener(loadBalancer, targetGroup));
    },
  ],
  [
    "a target group at a second load balancer",
    "TargetGroupAssociationLimit",
    (cloud) => {
      const { loadBalancer, targetGroup } = path(cloud);
      const second = create(cloud, "LoadBalancer", "second", legal.loadBalancer());
      create(cloud, "Listener", "a", legal.listener(loadBalancer, targetGroup));
      create(cloud, "Listener", "b", legal.listener(second, targetGroup));
    },
  ],
  [
    "deletion of a target group in use",
    "ResourceInUse",
    (cloud) => {
      const { loadBalancer, targetGroup } = path(cloud);
      create(cloud, "Listener", "a", legal.listener(loadBalancer, targetGroup));
      cloud.delete(types.TargetGroup, targetGroup.id);
    },
  ],

  [
    "a public address as target",
    "InvalidTarget",
    (cloud) => {
      const { id } = create(cloud, "TargetGroup", "tg", legal.targetGroup({ targetType: "ip" }));
      create(cloud, "TargetAttachment", "t", { targetGroupArn: id, targetId: "203.0.113.5" });
    },
  ],
  [
    "an address as target of type instance",
    "InvalidTarget",
    (cloud) => {
      const { id } = create(cloud, "TargetGroup", "tg", legal.targetGroup());
      create(cloud, "TargetAttachment", "t", { targetGroupArn: id, targetId: "192.0.2.140" });
    },
  ],
  [
    "target of an unknown group",
    "TargetGroupNotFound",
    make("TargetAttachment", { targetGroupArn: "arn", targetId: "192.0.2.140" }),
  ],
  [
    "an unknown Auto Scaling group",
    "ValidationError",
    (cloud) => {
      const { id } = create(cloud, "TargetGroup", "tg", legal.targetGroup());
      create(cloud, "Attachment", "a", { autoscalingGroupName: "nodes", lbTargetGroupArn: id });
    },
  ],
  [
    "an Auto Scaling group at targets of type ip",
    "ValidationError",
    (cloud) => {
      const { id } = create(cloud, "TargetGroup", "tg", legal.targetGroup({ targetType: "ip" }));
      create(cloud, "Attachment", "a", { autoscalingGroupName: "eks-assumed-compute", lbTargetGroupArn: id });
    },
  ],

  ["security group in an unknown VPC", "InvalidVpcID.NotFound", make("SecurityGroup", { vpcId: "vpc-1" })],
  ["security group named sg-", "InvalidParameterValue", make("SecurityGroup", { name: "sg-nlb" })],
  [
    "description with an apostrophe",
    "InvalidParameterValue",
    make("SecurityGroup", { description: "the NLB's group" }),
  ],
  ["name of an existing group", "InvalidGroup.Duplicate", make("SecurityGroup", { name: `assumed-${clusterGroup}` })],
  [
    "second group of a name",
    "InvalidGroup.Duplicate",
    (cloud) => {
      create(cloud, "SecurityGroup", "a", { name: "rp" });
      create(cloud, "SecurityGroup", "b", { name: "rp" });
    },
  ],
  [
    "deletion of a group that a load balancer has",
    "DependencyViolation",
    (cloud) => {
      const { id } = create(cloud, "SecurityGroup", "g", {});
      create(cloud, "LoadBalancer", "nlb", legal.loadBalancer({ securityGroups: [id] }));
      cloud.delete(types.SecurityGroup, id);
    },
  ],
  [
    "deletion of a group that a rule names",
    "DependencyViolation",
    (cloud) => {
      const { id } = create(cloud, "SecurityGroup", "g", {});
      create(cloud, "IngressRule", "r", legal.rule({ cidrIpv4: undefined, referencedSecurityGroupId: id }));
      cloud.delete(types.SecurityGroup, id);
    },
  ],

  ["rule of an unknown group", "InvalidGroup.NotFound", make("IngressRule", legal.rule({ securityGroupId: "sg-1" }))],
  [
    "rule for an unknown group",
    "InvalidGroup.NotFound",
    make("EgressRule", legal.rule({ cidrIpv4: undefined, referencedSecurityGroupId: "sg-1" })),
  ],
  ["rule without a peer", "InvalidParameterValue", make("IngressRule", legal.rule({ cidrIpv4: undefined }))],
  [
    "rule with two peers",
    "InvalidParameterValue",
    make("IngressRule", legal.rule({ referencedSecurityGroupId: clusterGroup })),
  ],
  ["rule with ports upside down", "InvalidParameterValue", make("IngressRule", legal.rule({ toPort: 1 }))],
  [
    "rule description with a newline",
    "InvalidParameterValue",
    make("IngressRule", legal.rule({ description: "a\nb" })),
  ],
  [
    "the same rule twice, written differently",
    "InvalidPermission.Duplicate",
    (cloud) => {
      create(cloud, "IngressRule", "a", legal.rule());
      create(cloud, "IngressRule", "b", legal.rule({ ipProtocol: "17", description: "again", tags: { a: "b" } }));
    },
  ],
  [
    "a rule that exists",
    "InvalidPermission.Duplicate",
    make("EgressRule", { securityGroupId: clusterGroup, ipProtocol: "-1", cidrIpv4: "0.0.0.0/0" }),
  ],
  [
    "change of a rule into another",
    "InvalidPermission.Duplicate",
    (cloud) => {
      create(cloud, "IngressRule", "a", legal.rule());
      const { id } = create(cloud, "IngressRule", "b", legal.rule({ toPort: 30505 }));
      cloud.update(types.IngressRule, id, legal.rule());
    },
  ],
];

describe("AWS refuses", () => {
  it.each(refusals)("%s: %s", (_title, code, attempt) => {
    const cloud = new SimulatedCloud(seed());
    expect(() => attempt(cloud)).toThrow(expect.objectContaining({ name: "CloudError", code }));
  });

  it("a load balancer in a subnet with 7 free addresses, and takes one with 8", () => {
    const cloudWithFree = (count: number) =>
      new SimulatedCloud(
        seed(({ network }) => void network.subnets.forEach((subnet) => (subnet.availableAddresses = count))),
      );
    expect(() => create(cloudWithFree(7), "LoadBalancer", "nlb", legal.loadBalancer())).toThrow(
      /InvalidSubnet: .* 7 free/,
    );
    expect(create(cloudWithFree(8), "LoadBalancer", "nlb", legal.loadBalancer()).id).toContain(
      ":loadbalancer/net/nlb-",
    );
  });

  it("the 61st rule of a direction and address family, those of the seed included", () => {
    const cloud = new SimulatedCloud(seed());
    const fill = (type: TypeName, count: number, change: Inputs = {}) => {
      for (let port = 1; port <= count; port++)
        create(
          cloud,
          type,
          `${type}${JSON.stringify(change)}${port}`,
          legal.rule({ fromPort: port, toPort: port, ...change }),
        );
    };
    fill("IngressRule", 59); // the seed has one
    expect(() => fill("IngressRule", 1, { ipProtocol: "tcp" })).toThrow(/^RulesPerSecurityGroupLimitExceeded/);
    fill("EgressRule", 59);
    fill("IngressRule", 59, { cidrIpv4: undefined, cidrIpv6: "2001:db8::/32" });
    expect(() => fill("IngressRule", 1, { cidrIpv4: undefined, referencedSecurityGroupId: clusterGroup })).toThrow(
      /^RulesPerSecurityGroupLimitExceeded/,
    );
  });
});

describe("a rule with a prefix list", () => {
  const list = (prefixListName: string | undefined, prefixListCidrs: string[] | undefined) =>
    seed(({ network }) => {
      const rule = { egress: false, protocol: "tcp", fromPort: 1, toPort: 1, tags: {}, prefixListId: "pl-1" };
      network.securityGroups[0]!.rules!.push({ id: "sgr-list", ...rule, prefixListName, prefixListCidrs });
    });
  const entries = (count: number) => Array.from({ length: count }, (_, index) => `192.0.2.${index}/32`);
  // The seed has one more rule.
  it.each<[title: string, room: boolean, ...list: Parameters<typeof list>]>([
    ["58 entries", true, "offices", entries(58)],
    ["59 entries", false, "offices", entries(59)],
    ["59 entries of IPv6", true, "offices", entries(59).map((_, index) => `2001:db8::${index}/128`)],
    ["59 entries of AWS, which has weights of its own", true, "com.amazonaws.us-west-2.s3", entries(59)],
    ["59 entries of nobody knows whom", true, undefined, entries(59)],
    ["unread entries", true, "offices", undefined],
  ])("counts for at least its entries: %s", (_title, room, name, cidrs) => {
    const cloud = new SimulatedCloud(list(name, cidrs));
    const add = () => create(cloud, "IngressRule", "one", legal.rule());
    if (room) expect(add().id).toMatch(/^sgr-/);
    else expect(add).toThrow(/^RulesPerSecurityGroupLimitExceeded/);
  });
});

describe("AWS accepts", () => {
  it("what the guide does", () => {
    const cloud = new SimulatedCloud(seed());
    const healthCheck = {
      protocol: "HTTP",
      port: "30800",
      path: "/v1/health",
      interval: 30,
      timeout: 6,
      healthyThreshold: 5,
      unhealthyThreshold: 2,
      matcher: "200-399",
    };
    const targetGroup = create(cloud, "TargetGroup", "tg", legal.targetGroup({ targetType: "ip", healthCheck }));
    const loadBalancer = create(cloud, "LoadBalancer", "nlb", legal.loadBalancer({ securityGroups: [clusterGroup] }));
    const listener = create(cloud, "Listener", "l", legal.listener(loadBalancer, targetGroup));
    create(cloud, "TargetAttachment", "t", { targetGroupArn: targetGroup.id, targetId: "192.0.2.140", port: 30504 });
    expect(loadBalancer.outputs.dnsName).toMatch(/^nlb-[0-9a-f]{7}-[0-9a-f]{16}\.elb\.us-west-2\.amazonaws\.com$/);
    expect(listener.id).toMatch(/^arn:aws:elasticloadbalancing:us-west-2:123456789012:listener\/net\/nlb-/);
    expect(cloud.resources.size).toBe(4);
  });

  it("two listeners of one load balancer that share a target group, and a listener that changes its port", () => {
    const cloud = new SimulatedCloud(seed());
    const { loadBalancer, targetGroup } = path(cloud);
    const first = create(cloud, "Listener", "a", legal.listener(loadBalancer, targetGroup));
    create(cloud, "Listener", "b", legal.listener(loadBalancer, targetGroup, { port: 5005 }));
    expect(cloud.update(types.Listener, first.id, legal.listener(loadBalancer, targetGroup, { port: 5006 })).id).toBe(
      first.id,
    );
    create(cloud, "Listener", "c", legal.listener(loadBalancer, targetGroup));
    expect(cloud.users(targetGroup.id)).toHaveLength(3);
  });

  it("a rule that facts show as made by the same stack", () => {
    const tags = { "lls:stack": "nvcf-lls/dev" };
    const rule = {
      id: "sgr-1",
      egress: false,
      protocol: "udp",
      fromPort: 30504,
      toPort: 30504,
      cidr: "198.51.100.0/24",
    };
    const deployed = () =>
      new SimulatedCloud(seed(({ network }) => network.securityGroups[0]!.rules!.push({ ...rule, tags })));
    expect(create(deployed(), "IngressRule", "r", legal.rule({ tags })).id).toMatch(/^sgr-[0-9a-f]{17}$/);
    expect(() => create(deployed(), "IngressRule", "r", legal.rule())).toThrow(/sgr-1/);
  });

  it.each([
    ["of the same stack for the same cluster", {}, true],
    ["of another stack", { "lls:stack": "nvcf-lls/prod" }, false],
    ["of the same stack for another cluster", { "lls:cluster": "other" }, false],
    ["of a user", { "lls:stack": undefined }, false],
  ])("a load balancer in a short subnet only where facts show rules %s", (_, more, accepted) => {
    const tags = { "lls:stack": "nvcf-lls/dev", "lls:cluster": "dev" };
    const seeded = JSON.parse(JSON.stringify({ ...tags, ...more })) as Record<string, string>;
    const rule = { id: "sgr-1", egress: false, protocol: "udp", fromPort: 30504, toPort: 30504 };
    const cloud = new SimulatedCloud(
      seed(({ network }) => {
        network.subnets.forEach((subnet) => (subnet.availableAddresses = 7));
        network.securityGroups[0]!.rules!.push({ ...rule, tags: seeded });
      }),
    );
    const attempt = () => create(cloud, "LoadBalancer", "nlb", legal.loadBalancer({ tags }));
    if (accepted) expect(attempt().id).toContain(":loadbalancer/net/nlb-");
    else expect(attempt).toThrow(/^InvalidSubnet/);
  });

  it("another set of groups on a load balancer that has some", () => {
    const cloud = new SimulatedCloud(seed());
    const group = create(cloud, "SecurityGroup", "g", {});
    const { id } = create(cloud, "LoadBalancer", "nlb", legal.loadBalancer({ securityGroups: [group.id] }));
    cloud.update(types.LoadBalancer, id, legal.loadBalancer({ securityGroups: [clusterGroup] }));
    cloud.delete(types.SecurityGroup, group.id);
    expect([...cloud.resources.keys()]).toEqual([id]);
  });

  it("a replacement beside what it replaces, under another name", () => {
    const cloud = new SimulatedCloud(seed());
    const before = create(cloud, "TargetGroup", "tg", legal.targetGroup());
    const after = create(cloud, "TargetGroup", "tg", legal.targetGroup({ port: 30505 }));
    expect(after.id).not.toBe(before.id);
    cloud.delete(types.TargetGroup, before.id);
    expect([...cloud.resources.values()]).toEqual([after]);
  });

  it("the deletion of what is gone already", () => {
    const cloud = new SimulatedCloud(seed());
    const { loadBalancer, targetGroup } = path(cloud);
    create(cloud, "Listener", "l", legal.listener(loadBalancer, targetGroup));
    cloud.delete(types.LoadBalancer, loadBalancer.id); // takes its listeners along
    cloud.delete(types.LoadBalancer, loadBalancer.id);
    expect([...cloud.resources.keys()]).toEqual([targetGroup.id]);
  });

  it("an Auto Scaling group with ELB health checks, but the cloud warns", () => {
    const cloud = new SimulatedCloud(
      seed(({ network }) => void (network.nodePools[0]!.autoScalingGroups[0]!.healthCheckType = "ELB")),
    );
    const { id } = create(cloud, "TargetGroup", "tg", legal.targetGroup());
    const attachment = create(cloud, "Attachment", "a", {
      autoscalingGroupName: "eks-assumed-compute",
      lbTargetGroupArn: id,
    });
    expect(cloud.warnings).toMatchObject([{ urn: attachment.urn, code: "ElbHealthCheck" }]);
  });
});

const mapping = (allocationId?: string) => ({
  subnetMappings: [{ subnetId: "subnet-1", ...(allocationId && { allocationId }) }],
});

const replacements: [string, TypeName, Inputs, Inputs, string[]][] = [
  ["another port", "TargetGroup", { port: 1 }, { port: 2 }, ["port"]],
  ["another health check", "TargetGroup", { healthCheck: { path: "/" } }, { healthCheck: { path: "/v1" } }, []],
  ["another listener port", "Listener", { port: 1 }, { port: 2 }, []],
  ["another load balancer", "Listener", { loadBalancerArn: "a" }, { loadBalancerArn: "b" }, ["loadBalancerArn"]],
  ["first groups", "LoadBalancer", { subnets: [] }, { subnets: [], securityGroups: ["a"] }, ["securityGroups"]],
  ["no more groups", "LoadBalancer", { subnets: [], securityGroups: ["a"] }, { subnets: [] }, ["securityGroups"]],
  ["other groups", "LoadBalancer", { subnets: [], securityGroups: ["a"] }, { subnets: [], securityGroups: ["b"] }, []],
  ["one more subnet", "LoadBalancer", { subnets: ["a"] }, { subnets: ["a", "b"] }, []],
  ["another subnet", "LoadBalancer", { subnets: ["a"] }, { subnets: ["b"] }, ["subnets"]],
  ["one subnet less", "LoadBalancer", { subnets: ["a", "b"] }, { subnets: ["a"] }, ["subnets"]],
  ["subnets in another order", "LoadBalancer", { subnets: ["a", "b"] }, { subnets: ["b", "a"] }, []],
  ["another Elastic IP", "LoadBalancer", mapping("eipalloc-1"), mapping("eipalloc-2"), ["subnetMappings"]],
  ["an Elastic IP at last", "LoadBalancer", { subnets: ["subnet-1"] }, mapping("eipalloc-1"), ["subnetMappings"]],
  ["no Elastic IP any more: not noticed", "LoadBalancer", mapping("eipalloc-1"), { subnets: ["subnet-1"] }, []],
  ["another description", "SecurityGroup", { description: "a" }, { description: "b" }, ["description"]],
  ["other tags", "SecurityGroup", { tags: {} }, { tags: { a: "b" } }, []],
  ["another rule port", "IngressRule", legal.rule(), legal.rule({ toPort: 30505 }), []],
  [
    "another kind of peer",
    "IngressRule",
    legal.rule(),
    legal.rule({ cidrIpv4: undefined, referencedSecurityGroupId: "sg-1" }),
    ["cidrIpv4", "referencedSecurityGroupId"],
  ],
  [
    "another namespace",
    "Secret",
    { metadata: { name: "a", namespace: "a" } },
    { metadata: { name: "a", namespace: "b" } },
    ["metadata"],
  ],
];

describe("a change replaces", () => {
  it.each(replacements)("%s of %s", (_title, type, before, after, expected) => {
    expect(new SimulatedCloud(seed()).replacements(types[type], before, after)).toEqual(expected);
  });
});
