import { describe, expect, it } from "vitest";
import { rulesOf } from "../../simulator/azure/group-rules";
import { SimulatedCloud, type SimulatedAksSeed } from "../../simulator/cloud";
import { aksSeed, create, legal, seed, types, urnOf, type Inputs, type TypeName } from "./fixture";

const managedGroup = {
  resourceGroupName: "MC_rg_dev_westeurope",
  networkSecurityGroupName: "aks-agentpool-00000000-nsg",
};
const unchanged = (): void => undefined;

const make =
  (type: TypeName, inputs: Inputs, name = "it") =>
  (cloud: SimulatedCloud) =>
    create(cloud, type, name, inputs);

/** Several sources or ports in place of the one. */
const several = ({ sources, ports }: { sources?: string[]; ports?: string[] }): Inputs => ({
  ...(sources && { sourceAddressPrefix: undefined, sourceAddressPrefixes: sources }),
  ...(ports && { destinationPortRange: undefined, destinationPortRanges: ports }),
});

/** A rule of someone in the group of the nodes' subnet. */
const existingRule = (change: Inputs) => (it: SimulatedAksSeed) =>
  void it.network.networkSecurityGroups
    .find(({ name }) => name === "assumed-nodes")!
    .rules!.push({
      ...{ name: "theirs", priority: 400, inbound: true, allow: false, protocol: "*" },
      ...{ sources: ["*"], sourcePorts: ["*"], destinations: ["*"], destinationPorts: ["*"] },
      ...{ sourceApplicationSecurityGroupIds: [], destinationApplicationSecurityGroupIds: [] },
      ...change,
    });

/** A Service at an address in the user's resource group. */
const namedService = (spec: Inputs = {}) =>
  legal.service(spec, {
    "service.beta.kubernetes.io/azure-load-balancer-resource-group": "RG",
    "service.beta.kubernetes.io/azure-pip-name": "ip",
  });

const principalId = "00000000-0000-0000-0000-000000000001";
const groupScope = "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/rg";
const role = (definition: string, scope: string): Inputs => ({
  principalId,
  scope,
  roleDefinitionId: `/providers/Microsoft.Authorization/roleDefinitions/${definition}`,
});
const networkContributor = "4d97b98b-1d8f-4787-a291-c67834d212e7";
const virtualMachineContributor = "9980e02c-c2be-4d73-94e8-173b1dc7cf3c";
const reader = "acdd72a7-3385-48ef-bd42-f606fba81ae7";

/** What is refused: title, error code, what the cluster is like, what is tried. */
const refusals: [string, string, (seed: SimulatedAksSeed) => void, (cloud: SimulatedCloud) => unknown][] = [
  ...(
    [
      ["priority 99", { priority: 99 }, "SecurityRuleInvalidPriority"],
      ["priority 4097", { priority: 4097 }, "SecurityRuleInvalidPriority"],
      ["a broken priority", { priority: 400.5 }, "SecurityRuleInvalidPriority"],
      ["an unknown direction", { direction: "In" }, "InvalidRequestContent"],
      ["a protocol in upper case", { protocol: "UDP" }, "InvalidRequestContent"],
      ["an unknown access", { access: "Permit" }, "InvalidRequestContent"],
      ["a description of 141 characters", { description: "x".repeat(141) }, "InvalidRequestContent"],
      ["no source", { sourceAddressPrefix: undefined }, "SecurityRuleParameterMissing"],
      ["no destination port", { destinationPortRange: undefined }, "SecurityRuleParameterMissing"],
      ["no destination", { destinationAddressPrefix: undefined }, "SecurityRuleParameterMissing"],
      [
        "an empty list of sources",
        { sourceAddressPrefix: undefined, sourceAddressPrefixes: [] },
        "SecurityRuleParameterMissing",
      ],
      ["one port and several", { destinationPortRanges: ["1"] }, "SecurityRuleParametersUnsupportedForPortRanges"],
      [
        "one source and several",
        { sourceAddressPrefixes: ["192.0.2.0/24"] },
        "SecurityRuleParametersUnsupportedForPortRanges",
      ],
      [
        "a source and a group of sources",
        { sourceApplicationSecurityGroups: [{ id: "asg" }] },
        "SecurityRuleParametersUnsupportedForPortRanges",
      ],
      ["a reversed range", { destinationPortRange: "32767-30000" }, "SecurityRuleInvalidPortRange"],
      ["port 65536", { destinationPortRange: "65536" }, "SecurityRuleInvalidPortRange"],
      ["ports that overlap", several({ ports: ["30000-30504", "30504-32767"] }), "SecurityRuleInvalidPortRange"],
      ["a port twice", several({ ports: ["5004", "5004"] }), "SecurityRuleInvalidPortRange"],
      [
        "sources that overlap",
        several({ sources: ["198.51.100.0/24", "198.51.100.7"] }),
        "OverlappingSubnetsNotPermittedInSecurityRule",
      ],
      [
        "a service tag among several sources",
        several({ sources: ["198.51.100.0/24", "Internet"] }),
        "SecurityRuleParameterContainsUnsupportedValue",
      ],
      [
        "IPv4 and IPv6 sources",
        several({ sources: ["198.51.100.0/24", "2001:db8::/32"] }),
        "ResourceCannotContainAddressPrefixesFromDifferentAddressFamilies",
      ],
      ["an unknown service tag", { sourceAddressPrefix: "Internets" }, "SecurityRuleInvalidAddressPrefix"],
      ["host bits", { sourceAddressPrefix: "198.51.100.7/24" }, "SecurityRuleInvalidAddressPrefix"],
      ["an illegal destination", { destinationAddressPrefix: "10.0.0.300" }, "SecurityRuleInvalidAddressPrefix"],
      ["a name with a space", { securityRuleName: "a b" }, "InvalidResourceName"],
      ["a name of 81 characters", { securityRuleName: "a".repeat(81) }, "InvalidResourceName"],
      ["a group that does not exist", { networkSecurityGroupName: "other" }, "ParentResourceNotFound"],
      ["a group of another resource group", { resourceGroupName: "other" }, "ParentResourceNotFound"],
      [
        "no destination in the group that the controller writes",
        { ...managedGroup, destinationAddressPrefix: undefined },
        "RuleDropped",
      ],
    ] as [string, Inputs, string][]
  ).map(([title, change, code]): (typeof refusals)[number] => [
    `a rule with ${title}`,
    code,
    unchanged,
    make("SecurityRule", legal.securityRule(change)),
  ]),
  ["a priority that someone has", "SecurityRuleConflict", existingRule({}), make("SecurityRule", legal.securityRule())],
  [
    "a name that someone has, in other letters",
    "AlreadyExists",
    existingRule({ priority: 500 }),
    make("SecurityRule", legal.securityRule({ securityRuleName: "THEIRS" })),
  ],
  [
    "two rules of one priority",
    "SecurityRuleConflict",
    unchanged,
    (cloud) => {
      create(cloud, "SecurityRule", "a", legal.securityRule());
      create(cloud, "SecurityRule", "b", legal.securityRule());
    },
  ],
  [
    "two rules of one name",
    "AlreadyExists",
    unchanged,
    (cloud) => {
      create(cloud, "SecurityRule", "a", legal.securityRule({ securityRuleName: "lls" }));
      create(cloud, "SecurityRule", "b", legal.securityRule({ securityRuleName: "lls", priority: 401 }));
    },
  ],
  [
    "a change to a priority that another rule has",
    "SecurityRuleConflict",
    unchanged,
    (cloud) => {
      create(cloud, "SecurityRule", "a", legal.securityRule());
      const { id } = create(cloud, "SecurityRule", "b", legal.securityRule({ priority: 401 }));
      cloud.update(types.SecurityRule, id, legal.securityRule());
    },
  ],
  [
    "a rule on the priority that the cloud controller took",
    "SecurityRuleConflict",
    unchanged,
    (cloud) => {
      create(cloud, "Service", "s", legal.service());
      create(cloud, "SecurityRule", "r", legal.securityRule({ ...managedGroup, priority: 500 }));
    },
  ],
  [
    "a rule in a locked node resource group",
    "DenyAssignmentAuthorizationFailed",
    ({ cluster }) => void (cluster.restrictionLevel = "ReadOnly"),
    make("SecurityRule", legal.securityRule(managedGroup)),
  ],
  [
    "a public IP in the node resource group of AKS Automatic",
    "DenyAssignmentAuthorizationFailed",
    ({ cluster }) => void (cluster.sku = "Automatic"),
    make("PublicIp", legal.publicIp({ resourceGroupName: "mc_rg_dev_westeurope" })),
  ],
  [
    "a Standard address that is dynamic",
    "PublicIPAddressAllocationMethodNotSupported",
    unchanged,
    make("PublicIp", legal.publicIp({ publicIPAllocationMethod: "Dynamic" })),
  ],
  [
    "a DNS label in upper case",
    "InvalidDomainNameLabel",
    unchanged,
    make("PublicIp", legal.publicIp({ dnsSettings: { domainNameLabel: "Stream" } })),
  ],
  [
    "a DNS label that is taken",
    "DnsRecordInUse",
    unchanged,
    (cloud) => {
      const dnsSettings = { domainNameLabel: "stream" };
      create(cloud, "PublicIp", "a", legal.publicIp({ dnsSettings }));
      create(cloud, "PublicIp", "b", legal.publicIp({ dnsSettings, publicIpAddressName: "other" }));
    },
  ],
  [
    "a role assignment that exists",
    "RoleAssignmentExists",
    unchanged,
    (cloud) => {
      create(cloud, "RoleAssignment", "a", role(reader, groupScope));
      create(cloud, "RoleAssignment", "b", role(reader, groupScope));
    },
  ],
  [
    "a role assignment whose name is no UUID",
    "InvalidRoleAssignmentId",
    unchanged,
    make("RoleAssignment", { ...role(reader, groupScope), roleAssignmentName: "join" }),
  ],
  ["a Service at an address that there is not", "PublicIPNotFound", unchanged, make("Service", namedService())],
  [
    "a Service at a Basic address",
    "PublicIPAndLBSkuDoNotMatch",
    unchanged,
    (cloud) => {
      create(cloud, "PublicIp", "ip", legal.publicIp({ sku: { name: "Basic" } }));
      create(cloud, "Service", "s", namedService());
    },
  ],
  [
    "a Service at an address that the cluster may not join",
    "LinkedAuthorizationFailed",
    unchanged,
    (cloud) => {
      const { id } = create(cloud, "PublicIp", "ip", legal.publicIp());
      create(cloud, "RoleAssignment", "read", role(reader, groupScope));
      create(cloud, "RoleAssignment", "other", role(reader, id));
      create(cloud, "Service", "s", namedService());
    },
  ],
  [
    "a Service at an address in a resource group that the cluster may not list",
    "LinkedAuthorizationFailed",
    unchanged,
    (cloud) => {
      const { id } = create(cloud, "PublicIp", "ip", legal.publicIp());
      create(cloud, "RoleAssignment", "join", role(virtualMachineContributor, id));
      create(cloud, "Service", "s", namedService());
    },
  ],
  [
    "the deletion of the address that a Service has",
    "PublicIPAddressCannotBeDeleted",
    (it) => void (it.joinableIds = [groupScope]),
    (cloud) => {
      const { id } = create(cloud, "PublicIp", "ip", legal.publicIp());
      create(cloud, "Service", "s", namedService());
      cloud.delete(types.PublicIp, id);
    },
  ],
  [
    "a health check port without Local",
    "Invalid",
    unchanged,
    make("Service", legal.service({ healthCheckNodePort: 32000 })),
  ],
  [
    "a health check port outside the range",
    "InvalidNodePort",
    unchanged,
    make("Service", legal.service({ healthCheckNodePort: 10256, externalTrafficPolicy: "Local" })),
  ],
  [
    "a NodePort of the proxy as health check port",
    "NodePortAllocated",
    unchanged,
    (cloud) => {
      create(cloud, "Release", "r", release());
      create(cloud, "Service", "s", legal.service({ healthCheckNodePort: 30800, externalTrafficPolicy: "Local" }));
    },
  ],
  [
    "a proxy in a zone that its nodes are not in",
    "FailedScheduling",
    unchanged,
    make("Release", release({ availabilityZones: { enabled: true, zones: ["westeurope-1"] } })),
  ],
];

function release(values: Inputs = {}): Inputs {
  const { values: all } = legal.release();
  return legal.release({ values: { ...all, availabilityZones: { enabled: false }, ...values } });
}

describe("Azure refuses", () => {
  it.each(refusals)("%s: %s", (_title, code, change, attempt) => {
    const cloud = new SimulatedCloud(aksSeed(change));
    expect(() => attempt(cloud)).toThrow(expect.objectContaining({ name: "CloudError", code }));
  });
});

describe("Azure accepts", () => {
  it("a rule in each direction and in each group with the same priority", () => {
    const cloud = new SimulatedCloud(aksSeed());
    create(cloud, "SecurityRule", "in", legal.securityRule());
    create(cloud, "SecurityRule", "out", legal.securityRule({ direction: "Outbound" }));
    create(cloud, "SecurityRule", "managed", legal.securityRule(managedGroup));
    expect([...cloud.resources.keys()][0]).toMatch(
      /\/networkSecurityGroups\/assumed-nodes\/securityRules\/in[0-9a-f]{8}$/,
    );
  });

  it("a rule that the facts show as made by the same stack, and not that of another", () => {
    const withRuleOf = (owner: string) =>
      new SimulatedCloud(aksSeed(existingRule({ name: "lls", description: `nvcf-lls ${owner} media` })));
    const rule = legal.securityRule({ securityRuleName: "lls" });
    expect(create(withRuleOf("test/dev"), "SecurityRule", "r", rule).outputs.name).toBe("lls");
    expect(() => create(withRuleOf("test/dev2"), "SecurityRule", "r", rule)).toThrow(/^AlreadyExists/);
  });

  it("the proxy in the zone of its nodes, and anywhere if it is not pinned", () => {
    const zones = { enabled: true, zones: ["westeurope-1"] };
    const zoned = new SimulatedCloud(
      aksSeed(({ network }) => network.agentPools.forEach((pool) => (pool.availabilityZones = ["1"]))),
    );
    expect(create(zoned, "Release", "r", release({ availabilityZones: zones })).id).toBe("default/gdn-streaming");
    expect(create(new SimulatedCloud(aksSeed()), "Release", "r", release()).id).toBe("default/gdn-streaming");
  });

  it.each([
    ["a wide role on the resource group", [[networkContributor, groupScope]]],
    [
      "two narrow roles",
      [
        [virtualMachineContributor, `${groupScope}/providers/Microsoft.Network/publicIPAddresses/ip`],
        [reader, groupScope],
      ],
    ],
  ])("a Service at an address that the cluster may use: %s", (_title, roles) => {
    const cloud = new SimulatedCloud(aksSeed());
    const { outputs } = create(cloud, "PublicIp", "ip", legal.publicIp());
    roles.forEach(([definition, scope], index) =>
      create(cloud, "RoleAssignment", `r${index}`, role(definition!, scope!)),
    );
    const { status } = create(cloud, "Service", "s", namedService()).outputs;
    expect(status).toEqual({ loadBalancer: { ingress: [{ ip: outputs.ipAddress }] } });
  });

  it("a Service at an existing address, on the stack's word", () => {
    const id = `${groupScope}/providers/Microsoft.Network/publicIPAddresses/ip`;
    const cloud = new SimulatedCloud(aksSeed((it) => Object.assign(it, { publicIpIds: [id], joinableIds: [id] })));
    expect(create(cloud, "Service", "s", namedService()).id).toBe("default/media");
  });

  it("knows nothing of AWS, nor AWS of Azure", () => {
    expect(() => create(new SimulatedCloud(aksSeed()), "SecurityGroup", "g", {})).toThrow(/no AWS here/);
    expect(() => create(new SimulatedCloud(seed()), "SecurityRule", "r", legal.securityRule())).toThrow(
      /no Azure here/,
    );
  });
});

describe("a provider of another subscription", () => {
  const other = "00000000-0000-0000-0000-00000000000b";
  const elsewhere = (id: string) => id.replace(/subscriptions\/[^/]+/, `subscriptions/${other}`);
  /** A cluster whose subnet's group lies there, beside a group that is called like the managed one. */
  const cloud = () => {
    const made = new SimulatedCloud(
      aksSeed(({ network, cluster }) => {
        const [managed, own] = ["aks-agentpool", "assumed-nodes"].map((name) =>
          network.networkSecurityGroups.find((group) => group.name.startsWith(name))!,
        );
        own!.id = elsewhere(own!.id);
        network.networkSecurityGroups.push({ ...managed!, id: elsewhere(managed!.id), managed: false });
        cluster.restrictionLevel = "ReadOnly";
      }),
    );
    made.configure("other", { subscriptionId: other });
    return made;
  };
  const rule = legal.securityRule();

  it("writes to the groups of that subscription, and no other provider does", () => {
    expect(create(cloud(), "SecurityRule", "r", rule, "other").id).toContain(`/subscriptions/${other}/`);
    for (const provider of ["own", ""])
      expect(() => create(cloud(), "SecurityRule", "r", rule, provider)).toThrow(/^ParentResourceNotFound/);
    const here = new SimulatedCloud(aksSeed());
    here.configure("other", { subscriptionId: other });
    expect(() => create(here, "SecurityRule", "r", rule, "other")).toThrow(/^ParentResourceNotFound/);
  });

  it("meets no lock of the node resource group in a group of that name", () => {
    const inputs = legal.securityRule(managedGroup);
    expect(() => create(cloud(), "SecurityRule", "r", inputs)).toThrow(/^DenyAssignmentAuthorizationFailed/);
    expect(create(cloud(), "SecurityRule", "r", inputs, "other").id).toContain(other);
  });
});

it.each([
  ["ports side by side", several({ ports: ["30000-30503", "30504-32767", "5004"] })],
  ["sources side by side", several({ sources: ["198.51.100.0/25", "198.51.100.128/25", "192.0.2.1"] })],
  ["a service tag of a region, in other letters", { sourceAddressPrefix: "azurecloud.WestEurope" }],
  ["a service tag with a dot", { sourceAddressPrefix: "AzureFrontDoor.Backend" }],
  ["one address of IPv6", { sourceAddressPrefix: "2001:db8::1" }],
])("a rule with %s is legal", (_, change) => {
  const cloud = new SimulatedCloud(aksSeed());
  expect(create(cloud, "SecurityRule", "r", legal.securityRule(change)).id).toContain("/securityRules/");
});

describe("the cloud controller", () => {
  const prefix = "service.beta.kubernetes.io/azure";
  const groupOf = (cloud: SimulatedCloud, managed: boolean) =>
    cloud.azure.seeds[0]!.network.networkSecurityGroups.find((group) => group.managed === managed)!;
  const rules = (cloud: SimulatedCloud, managed = true) =>
    rulesOf(cloud, groupOf(cloud, managed), urnOf("Service", "s"));

  it("opens the managed group for the service's port, and takes the rule away with the Service", () => {
    const cloud = new SimulatedCloud(aksSeed());
    create(cloud, "Service", "s", legal.service({ loadBalancerSourceRanges: ["198.51.100.0/24"] }));
    expect(rules(cloud)).toMatchObject([
      {
        name: expect.stringMatching(/^k8s-azure-lb_allow_IPv4_[0-9a-f]{32}$/),
        priority: 500,
        inbound: true,
        allow: true,
        sources: ["198.51.100.0/24"],
        destinations: [expect.stringMatching(/^203\.0\.113\.\d+$/)],
        destinationPorts: ["5004"],
      },
    ]);
    expect(rules(cloud, false)).toEqual([]);
    cloud.delete(types.Service, "default/media");
    expect(rules(cloud)).toEqual([]);
    create(cloud, "SecurityRule", "r", legal.securityRule({ ...managedGroup, priority: 500 }));
  });

  it("opens one group, though the nodes stand behind several", () => {
    const seed = aksSeed();
    const { networkSecurityGroups, agentPools } = seed.network;
    const [first] = networkSecurityGroups.filter((group) => group.managed);
    const second = { ...first!, id: `${first!.id}-2`, name: `${first!.name}-2` };
    networkSecurityGroups.push(second);
    agentPools[1]!.nicNetworkSecurityGroupIds = [second.id];
    const cloud = new SimulatedCloud(seed);
    create(cloud, "Service", "s", legal.service());
    const written = [first!, second].map((group) => rulesOf(cloud, group, urnOf("Service", "s")).length);
    expect(written).toEqual([1, 0]);
  });

  it("takes the first priority from 500 that nobody has", () => {
    const cloud = new SimulatedCloud(aksSeed());
    for (const priority of [400, 500, 501, 503])
      create(cloud, "SecurityRule", `r${priority}`, legal.securityRule({ ...managedGroup, priority }));
    create(cloud, "SecurityRule", "out", legal.securityRule({ ...managedGroup, priority: 502, direction: "Outbound" }));
    create(cloud, "Service", "s", legal.service());
    expect(rules(cloud).at(-1)).toMatchObject({ priority: 502, sources: ["Internet"] });
  });

  it("writes one rule for each protocol, for the ports that packets arrive at", () => {
    const ports = [
      { port: 5004, protocol: "UDP", nodePort: 31004 },
      { port: 8443, nodePort: 31443 },
      { port: 8080, protocol: "TCP", nodePort: 31080 },
    ];
    const written = (annotations: Record<string, string>) => {
      const cloud = new SimulatedCloud(aksSeed());
      create(cloud, "Service", "s", legal.service({ ports }, annotations));
      return rules(cloud).map(({ priority, protocol, destinationPorts }) => [priority, protocol, destinationPorts]);
    };
    expect(written({})).toEqual([
      [500, "Udp", ["5004"]],
      [501, "Tcp", ["8443", "8080"]],
    ]);
    expect(written({ [`${prefix}-disable-load-balancer-floating-ip`]: "true" })).toEqual([
      [500, "Udp", ["31004"]],
      [501, "Tcp", ["31443", "31080"]],
    ]);
  });

  it("lets in whom annotations name, each service tag by a rule of its own", () => {
    const cloud = new SimulatedCloud(aksSeed());
    const annotations = {
      [`${prefix}-allowed-service-tags`]: "AzureFrontDoor.Backend, AzureCloud",
      [`${prefix}-allowed-ip-ranges`]: "198.51.100.0/24,203.0.113.0/24",
    };
    create(cloud, "Service", "s", legal.service({}, annotations));
    expect(rules(cloud).map(({ priority, sources }) => [priority, sources])).toEqual([
      [500, ["AzureFrontDoor.Backend"]],
      [501, ["AzureCloud"]],
      [502, ["198.51.100.0/24", "203.0.113.0/24"]],
    ]);
  });

  it.each<[string, Inputs, Record<string, string>]>([
    [
      "packets would go to a NodePort that it has not",
      { allocateLoadBalancerNodePorts: false },
      { [`${prefix}-disable-load-balancer-floating-ip`]: "true" },
    ],
    [
      "ranges are given in both ways",
      { loadBalancerSourceRanges: ["198.51.100.0/24"] },
      { [`${prefix}-allowed-ip-ranges`]: "198.51.100.0/24" },
    ],
  ])("leaves a Service pending where %s", (_, spec, annotations) => {
    const cloud = new SimulatedCloud(aksSeed());
    expect(() => create(cloud, "Service", "s", legal.service(spec, annotations))).toThrow(/^SyncLoadBalancerFailed/);
  });

  it("writes no rule if it is told not to", () => {
    const cloud = new SimulatedCloud(aksSeed());
    const noRule = { "service.beta.kubernetes.io/azure-disable-load-balancer-nsg-rule": "true" };
    create(cloud, "Service", "s", legal.service({}, noRule));
    expect(rules(cloud)).toEqual([]);
  });

  it("leaves Services of other types alone", () => {
    const cloud = new SimulatedCloud(aksSeed());
    const { outputs } = create(cloud, "Service", "s", legal.service({ type: "NodePort" }));
    expect(outputs.status).toBeUndefined();
    expect(rules(cloud)).toEqual([]);
  });
});

describe("what happens at the same time", () => {
  const rule = (cloud: SimulatedCloud, name: string, priority: number, after: string[], group: Inputs = {}) =>
    create(cloud, "SecurityRule", name, legal.securityRule({ ...group, priority }), "", after);
  const busy = expect.objectContaining({ code: "RetryableErrorDueToAnotherOperation" }) as Error;

  it("is refused for two rules of one group, not for rules that follow each other, however far apart", () => {
    const cloud = new SimulatedCloud(aksSeed());
    const first = rule(cloud, "a", 400, []);
    expect(() => rule(cloud, "b", 401, [])).toThrow(busy);
    const namespace = create(cloud, "Namespace", "n", {}, "", [first.urn]);
    rule(cloud, "b", 401, [namespace.urn]);
    rule(cloud, "other", 400, [], managedGroup);
    expect(cloud.resources.size).toBe(4);
  });

  it("is refused for a rule and the Service for which the controller writes the same group", () => {
    const cloud = new SimulatedCloud(aksSeed());
    const { urn } = rule(cloud, "a", 400, [], managedGroup);
    expect(() => create(cloud, "Service", "s", legal.service(), "", [])).toThrow(busy);
    const service = create(cloud, "Service", "s", legal.service(), "", [urn]);
    expect(() => rule(cloud, "b", 401, [urn], managedGroup)).toThrow(busy);
    rule(cloud, "b", 401, [service.urn, urn], managedGroup);
  });

  it("is refused for changes too, where the program no longer makes one wait for the other", () => {
    const cloud = new SimulatedCloud(aksSeed());
    const first = rule(cloud, "a", 400, [], managedGroup);
    const second = rule(cloud, "b", 401, [first.urn], managedGroup);
    const service = create(cloud, "Service", "s", legal.service(), "", [second.urn]);
    const changed = legal.securityRule({ ...managedGroup, priority: 402 });
    const changeSecond = (after?: string[]) => cloud.update(types.SecurityRule, second.id, changed, "", after);

    expect(() => changeSecond([])).toThrow(busy);
    expect(() => cloud.update(types.Service, service.id, legal.service(), "", [])).toThrow(busy);
    for (const after of [undefined, [first.urn]]) expect(changeSecond(after).inputs.priority).toBe(402);
    // What the others wait for is written before them, whatever it waits for itself.
    cloud.update(types.SecurityRule, first.id, legal.securityRule(managedGroup), "", []);
  });

  it("leaves a Service pending that does not wait for its rights", () => {
    const cloud = new SimulatedCloud(aksSeed());
    create(cloud, "PublicIp", "ip", legal.publicIp());
    const { urn } = create(cloud, "RoleAssignment", "r", role(networkContributor, groupScope));
    expect(() => create(cloud, "Service", "s", namedService(), "", [])).toThrow(
      /does not wait for urn:.*::r, which gives/,
    );
    expect(create(cloud, "Service", "s", namedService(), "", [urn]).urn).toBe(urnOf("Service", "s"));
  });

  it.each([
    ["is refused for a release that waits for the Service of its own pods", {}, {}, /^ServiceNotReady/],
    ["not if Pulumi does not wait for that Service", {}, { "pulumi.com/skipAwait": "true" }, undefined],
    ["not if the Service is for other pods", { selector: { app: "other" } }, {}, undefined],
  ])("%s", (_title, spec, annotations, refused) => {
    const cloud = new SimulatedCloud(aksSeed());
    const inputs = legal.service({ type: "ClusterIP", selector: { app: "streaming-proxy" }, ...spec }, annotations);
    const { urn } = create(cloud, "Service", "s", inputs, "", []);
    const attempt = () => create(cloud, "Release", "r", release(), "", [urn]);
    if (refused) expect(attempt).toThrow(refused);
    else expect(attempt().id).toBe("default/gdn-streaming");
  });
});

describe("a change replaces", () => {
  it.each<[string, TypeName, Inputs, Inputs, string[]]>([
    [
      "another group",
      "SecurityRule",
      { networkSecurityGroupName: "a" },
      { networkSecurityGroupName: "b" },
      ["networkSecurityGroupName"],
    ],
    ["another name", "SecurityRule", { securityRuleName: "a" }, { securityRuleName: "b" }, ["securityRuleName"]],
    ["another priority", "SecurityRule", { priority: 400 }, { priority: 401 }, []],
    [
      "another resource group",
      "PublicIp",
      { resourceGroupName: "a" },
      { resourceGroupName: "b" },
      ["resourceGroupName"],
    ],
    ["another label", "PublicIp", { dnsSettings: {} }, { dnsSettings: { domainNameLabel: "a" } }, []],
    ["another scope", "RoleAssignment", { scope: "a" }, { scope: "b" }, ["scope"]],
    ["another port", "Service", legal.service(), legal.service({ ports: [] }), []],
  ])("%s of %s", (_title, type, before, after, expected) => {
    expect(new SimulatedCloud(aksSeed()).replacements(types[type], before, after)).toEqual(expected);
  });
});

describe("provider functions", () => {
  const ask = (name: string, args: Inputs) =>
    new SimulatedCloud(aksSeed()).invoke(`azure-native:containerservice:${name}`, args);
  const named = { resourceGroupName: "RG", resourceName: "dev" };

  it("describe the cluster of the seed", () => {
    expect(ask("getManagedCluster", named)).toMatchObject({
      nodeResourceGroup: "MC_rg_dev_westeurope",
      agentPoolProfiles: [
        { name: "compute", enableNodePublicIP: true },
        { name: "gpu", nodeLabels: { "nvcf.nvidia.com/workload": "gpu" } },
      ],
    });
  });

  it("tell its certificate authority inside a kubeconfig", () => {
    const [{ value }] = ask("listManagedClusterUserCredentials", named).kubeconfigs as [{ value: string }];
    const { clusters } = JSON.parse(Buffer.from(value, "base64").toString()) as { clusters: { cluster: Inputs }[] };
    expect(clusters[0]!.cluster["certificate-authority-data"]).toBe(aksSeed().cluster.certificateAuthority);
  });

  it("tell the names of a private cluster; its kubeconfig has the private one, unless the other is asked for", () => {
    const seed = aksSeed();
    const privateEndpoint = "https://private.example.com:443";
    const cloud = new SimulatedCloud({ ...seed, cluster: { ...seed.cluster, privateEndpoint } });
    const asked = (name: string, args: Inputs = {}) =>
      cloud.invoke(`azure-native:containerservice:${name}`, { ...named, ...args });
    const serverIn = ({ kubeconfigs }: Inputs): unknown =>
      JSON.parse(Buffer.from(kubeconfigs[0].value as string, "base64").toString()).clusters[0].cluster.server;
    const fqdn = new URL(seed.cluster.endpoint).hostname;
    expect(asked("getManagedCluster")).toMatchObject({ fqdn, privateFQDN: "private.example.com" });
    expect(serverIn(asked("listManagedClusterUserCredentials"))).toBe(privateEndpoint);
    expect(serverIn(asked("listManagedClusterUserCredentials", { serverFqdn: "public" }))).toBe(seed.cluster.endpoint);
  });

  it.each(["getManagedCluster", "listManagedClusterUserCredentials"])("%s knows no other cluster", (name) => {
    expect(() => ask(name, { ...named, resourceName: "other" })).toThrow(/^ResourceNotFound/);
    expect(() => ask(name, { ...named, resourceGroupName: "other" })).toThrow(/^ResourceNotFound/);
  });
});
