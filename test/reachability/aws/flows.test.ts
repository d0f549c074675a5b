import { describe, expect, it } from "vitest";
import { judgeEks } from "../../../reachability/aws/flows";
import type { EksInstallation } from "../../../reachability/aws/installation";
import type { NetworkAclEntry } from "../../../reachability/aws/network";
import type { FlowVerdict, LayerVerdict } from "../../../reachability/verdict";
import { allowAll, entry, group, groupRule, openInstallation } from "../installation";

/** Verdicts by "id protocol", for flows that are not as in the open installation. */
function broken(change: (made: EksInstallation) => void): Record<string, string> {
  const made = openInstallation();
  change(made);
  const differing = judgeEks(made).filter(({ id, verdict }) => verdict !== (id === "E10" ? "closed" : "open"));
  return Object.fromEntries(
    differing.map(({ id, protocol, from, verdict }) => [keyOf({ id, protocol, from }), verdict]),
  );
}

const keyOf = ({ id, protocol, from }: Pick<FlowVerdict, "id" | "protocol" | "from">): string =>
  ["E4", "E7"].includes(id) ? `${id} ${id === "E4" ? protocol : from.split(" ")[0]}` : id;

/** The only layer of a flow that is not open. */
function culprit(change: (made: EksInstallation) => void, key: string): LayerVerdict {
  const made = openInstallation();
  change(made);
  const layers = judgeEks(made)
    .filter((flow) => keyOf(flow) === key)
    .flatMap((flow) => flow.layers.filter(({ verdict }) => verdict !== "open"));
  expect(layers).toHaveLength(1);
  return layers[0]!;
}

const setAcl = (made: EksInstallation, role: string, entries: NetworkAclEntry[]): void => {
  made.network!.networkAcls.find(({ id }) => id === `acl-${role}`)!.entries = entries;
};
const rulesOf = (made: EksInstallation, id: string) => made.securityGroups.find((one) => one.id === id)!;
const dropRule = (made: EksInstallation, id: string): void => {
  for (const one of made.securityGroups) one.rules = one.rules!.filter((rule) => rule.id !== id);
};

/** A gateway endpoint of S3. */
const s3Route = {
  target: "vpce-1",
  state: "active",
  prefixListId: "pl-1",
  prefixListName: "com.amazonaws.us-west-2.s3",
};

describe("an installation as the component makes it", () => {
  it("has every flow of the table, in its order, all open but the hairpin", () => {
    const flows = judgeEks(openInstallation());
    expect(
      flows.map(({ id, protocol, ports, need, verdict }) => [id, protocol, ports, need, verdict].join(" ")),
    ).toEqual([
      "E1 UDP 5004 required open",
      "E1r UDP 1024-65535 required open",
      "E2 UDP 30504 required open",
      "E2r UDP 1024-65535 required open",
      "E3 TCP 30800 required open",
      "E3r TCP 1024-65535 required open",
      "E4 UDP 5004 required open",
      "E4 TCP 8000 required open",
      "E5 TCP 8000 required open",
      "E6 UDP 3478 required open",
      "E7 UDP 6004 required open",
      "E7 UDP 47998-48020 required open",
      "E9 ICMP 3/4 advisory open",
      "E10 UDP 5004 advisory closed",
    ]);
  });

  it("names each layer in the order in which packets meet it", () => {
    const layers = Object.fromEntries(judgeEks(openInstallation()).map((flow) => [keyOf(flow), flow.layers]));
    expect(layers.E1!.map(({ name }) => name)).toEqual([
      "VPC Block Public Access",
      "route of subnet-nlb to an internet gateway, rtb-public",
      "network ACL acl-nlb of subnet-nlb, inbound",
      "security group sg-nlb of the load balancer, inbound",
    ]);
    expect(layers.E2!.map(({ name }) => name)).toEqual([
      "listener and target group",
      "targets in an enabled zone",
      "security group sg-nlb of the load balancer, outbound",
      "network ACL acl-nlb of subnet-nlb, outbound",
      "network ACL acl-proxy of subnet-proxy, inbound",
      "security group sg-proxy of the proxy node (compute), inbound",
    ]);
    expect(layers.E5!.map(({ name, rule }) => `${name}: ${rule}`)).toEqual([
      "security group sg-worker of the worker pod (gpu), outbound: sgr-worker-out",
      "network ACL acl-worker of subnet-worker, outbound: 100",
      "network ACL acl-proxy of subnet-proxy, inbound: 100",
      "security group sg-proxy of the proxy pod (compute), inbound: sgr-proxy-api",
      "network ACL acl-proxy of subnet-proxy, outbound: 100",
      "network ACL acl-worker of subnet-worker, inbound: 100",
    ]);
  });

  it("is judged the same twice and left as it was", () => {
    const made = openInstallation();
    expect(judgeEks(made)).toEqual(judgeEks(made));
    expect(made).toEqual(openInstallation());
  });
});

describe("verdicts", () => {
  const cases: [string, (made: EksInstallation) => void, Record<string, string>][] = [
    [
      "a network ACL that denies the media port",
      (made) => setAcl(made, "proxy", [entry(90, "in", "deny", "17", [30504, 30504]), ...allowAll]),
      { E2: "closed" },
    ],
    [
      "a way back for some client ports only",
      (made) =>
        setAcl(made, "nlb", [
          allowAll[0]!,
          entry(100, "out", "allow", "17", [30000, 61000]),
          entry(110, "out", "allow", "6"),
          entry(120, "out", "allow", "1"),
        ]),
      { E1r: "partial", E2r: "partial" },
    ],
    ["Block Public Access", (made) => (made.network!.blockPublicAccess!.mode = "block-ingress"), { E1: "closed" }],
    [
      "Block Public Access with an exclusion for egress only",
      (made) =>
        (made.network!.blockPublicAccess = {
          mode: "block-bidirectional",
          exclusions: [{ resourceId: "subnet-nlb", mode: "allow-egress" }],
        }),
      { E1: "closed" },
    ],
    [
      "Block Public Access with an exclusion of the VPC",
      (made) =>
        (made.network!.blockPublicAccess = {
          mode: "block-bidirectional",
          exclusions: [{ resourceId: "vpc-1", mode: "allow-bidirectional" }],
        }),
      {},
    ],
    [
      "an exclusion of the VPC where the mode of Block Public Access was not read",
      (made) =>
        (made.network!.blockPublicAccess = { exclusions: [{ resourceId: "vpc-1", mode: "allow-bidirectional" }] }),
      {},
    ],
    [
      "an exclusion of another VPC where the mode of Block Public Access was not read",
      (made) =>
        (made.network!.blockPublicAccess = { exclusions: [{ resourceId: "vpc-2", mode: "allow-bidirectional" }] }),
      { E1: "unknown" },
    ],
    [
      "a mode of Block Public Access to come",
      (made) => (made.network!.blockPublicAccess!.mode = "block-later"),
      { E1: "unknown" },
    ],
    ["node rules that name the VPC, not the load balancer", (made) => nameVpcInMediaRule(made), { E2: "closed" }],
    ["no rule for the health check", (made) => dropRule(made, "sgr-proxy-health"), { E3: "closed" }],
    ["no egress to the health check", (made) => dropRule(made, "sgr-nlb-to-health"), { E3: "closed" }],
    ["no rule for path MTU discovery", (made) => dropRule(made, "sgr-nlb-mtu"), { E9: "closed" }],
    [
      "node rules of terraform-aws-modules/eks, and none of ours",
      (made) => {
        const self = groupRule("sgr-self", "in", "tcp", [1025, 65535], "sg-proxy");
        rulesOf(made, "sg-proxy").rules = [self, ...rulesOf(made, "sg-proxy").rules!.filter(({ egress }) => egress)];
      },
      { E2: "closed", E3: "closed", "E4 UDP": "closed", E5: "closed", E6: "closed", "E7 worker": "closed" },
    ],
    [
      "a load balancer without security groups, nodes that admit the world",
      (made) => {
        made.loadBalancer.securityGroupIds = [];
        rulesOf(made, "sg-proxy").rules!.push(groupRule("sgr-any", "in", "-1", [0, 0], "0.0.0.0/0"));
      },
      {},
    ],
    [
      "a load balancer without security groups, nodes that admit its group",
      (made) => (made.loadBalancer.securityGroupIds = []),
      { E2: "closed", E3: "closed" },
    ],
    [
      "a group that was not read",
      (made) => delete rulesOf(made, "sg-proxy").rules,
      {
        E2: "unknown",
        E3: "unknown",
        "E4 UDP": "unknown",
        "E4 TCP": "unknown",
        E5: "unknown",
        E6: "unknown",
        "E7 worker": "unknown",
        "E7 proxy": "unknown",
      },
    ],
    [
      "a group that was read in part, where the known part suffices",
      (made) => (rulesOf(made, "sg-proxy").complete = false),
      {},
    ],
    ["no listener", (made) => delete made.listener, { E2: "closed", E3: "closed" }],
    ["a TCP listener", (made) => (made.listener!.protocol = "TCP"), { E2: "closed" }],
    ["a listener on another port", (made) => (made.listener!.port = 443), { E2: "closed" }],
    [
      "a target group of another protocol",
      (made) => (made.listener!.targetGroups[0]!.protocol = "TCP_UDP"),
      { E2: "closed" },
    ],
    ["targets on another port", (made) => (made.listener!.targetGroups[0]!.ports = [30505]), { E2: "closed" }],
    [
      "a second target group on another port",
      ({ listener }) =>
        listener!.targetGroups.push({ ...listener!.targetGroups[0]!, name: "old", ports: [30504, 30505] }),
      { E2: "closed" },
    ],
    [
      "a second target group with another health check",
      ({ listener }) => listener!.targetGroups.push({ ...listener!.targetGroups[0]!, healthCheckPorts: [80] }),
      { E3: "closed" },
    ],
    [
      "a listener that gives no target group a share",
      ({ listener }) => (listener!.targetGroups = []),
      { E2: "closed" },
    ],
    [
      "a second target group that was not read",
      ({ listener }) => (listener!.othersUnknown = true),
      { E2: "unknown", E3: "unknown" },
    ],
    [
      "a health check on another port",
      (made) => (made.listener!.targetGroups[0]!.healthCheckPorts = [80]),
      { E3: "closed" },
    ],
    ["a UDP health check", (made) => (made.listener!.targetGroups[0]!.healthCheckProtocol = "UDP"), { E3: "closed" }],
    ["no targets", (made) => (made.targetZones = []), { E2: "closed" }],
    ["targets of which the zone is not known", (made) => delete made.targetZones, { E2: "unknown" }],
    ["no route", (made) => (publicRoutes(made).length = 0), { E1: "closed", E1r: "closed", E2r: "closed" }],
    [
      "a route to a NAT gateway",
      (made) => (publicRoutes(made)[0]!.target = "nat-1"),
      { E1: "closed", E1r: "closed", E2r: "closed" },
    ],
    [
      "a blackhole",
      (made) => (publicRoutes(made)[0]!.state = "blackhole"),
      { E1: "closed", E1r: "closed", E2r: "closed" },
    ],
    [
      "a route to a firewall endpoint",
      (made) => (publicRoutes(made)[0]!.target = "vpce-1"),
      { E1: "unknown", E1r: "unknown", E2r: "unknown" },
    ],
    [
      "a longer prefix that leads half of the clients elsewhere",
      (made) => publicRoutes(made).push({ destination: "198.51.100.0/25", target: "tgw-1", state: "active" }),
      { E1: "partial", E1r: "partial", E2r: "partial" },
    ],
    ["a gateway endpoint", (made) => publicRoutes(made).push({ ...s3Route, destination: "198.51.100.0/25" }), {}],
    [
      "a gateway endpoint where nothing leads to an internet gateway",
      (made) => {
        const routes = publicRoutes(made);
        routes.splice(0, routes.length, { destination: "0.0.0.0/0", target: "nat-1", state: "active" });
        routes.push({ ...s3Route, destination: "198.51.100.0/25" });
      },
      { E1: "closed", E1r: "closed", E2r: "closed" },
    ],
    ...[
      undefined,
      "offices",
      "com.amazonaws.global.cloudfront.origin-facing",
      "com.amazonaws.us-west-2.s3.offices",
    ].map((prefixListName): [string, (made: EksInstallation) => void, Record<string, string>] => [
      `a firewall endpoint for a prefix list that no gateway endpoint has: ${prefixListName}`,
      (made) =>
        publicRoutes(made).push({
          destination: "198.51.100.0/25",
          target: "vpce-1",
          state: "active",
          prefixListId: "pl-1",
          prefixListName,
        }),
      { E1: "unknown", E1r: "unknown", E2r: "unknown" },
    ]),
    [
      "an edge route of the internet gateway to a firewall",
      (made) =>
        made.network!.routeTables.push({
          id: "rtb-edge",
          gatewayIds: ["igw-1"],
          routes: [
            { destination: "10.0.0.0/16", target: "local", state: "active" },
            { destination: "10.0.0.0/24", target: "vpce-1", state: "active" },
          ],
        }),
      { E1: "unknown" },
    ],
    [
      "an edge route table that leaves the subnet alone",
      (made) =>
        made.network!.routeTables.push({
          id: "rtb-edge",
          gatewayIds: ["igw-1"],
          routes: [
            { destination: "10.0.0.0/16", target: "local", state: "active" },
            { destination: "10.0.9.0/24", target: "vpce-1", state: "active" },
          ],
        }),
      {},
    ],
    [
      "a route from the proxy's subnet to the workers' through a firewall: their answers take it too",
      (made) => privateRoutes(made).push(local, { destination: "10.0.2.0/24", target: "eni-1", state: "active" }),
      { E5: "unknown", E6: "unknown", "E7 worker": "unknown", "E7 proxy": "unknown" },
    ],
    [
      "such a route into a blackhole",
      (made) => privateRoutes(made).push(local, { destination: "10.0.2.0/24", target: "eni-1", state: "blackhole" }),
      { E5: "closed", E6: "closed", "E7 worker": "closed", "E7 proxy": "closed" },
    ],
    [
      "a route from the load balancer's subnet to the nodes' through a firewall",
      (made) => publicRoutes(made).push({ destination: "10.0.1.0/24", target: "vpce-1", state: "active" }),
      { E2: "unknown", E3: "unknown", E9: "unknown" },
    ],
    [
      "a route that is less specific than the local one",
      (made) => privateRoutes(made).push(local, { destination: "10.0.0.0/8", target: "tgw-1", state: "active" }),
      {},
    ],
    [
      "an audience without an address of the internet",
      (made) => (made.clients = ["10.0.0.0/8", "192.168.0.0/16"]),
      { E1: "closed", E1r: "closed", E2: "closed", E2r: "closed" },
    ],
    [
      "pods of workers that may have groups of their own",
      (made) => (made.workerNodes[0]!.podSecurityGroups = true),
      { E5: "unknown", E6: "unknown", "E7 worker": "unknown", "E7 proxy": "unknown" },
    ],
    [
      "pods of the proxy that may have groups of their own: the nodes' NodePorts stay open",
      (made) => (made.proxyNodes[0]!.podSecurityGroups = true),
      Object.fromEntries(["E4 UDP", "E4 TCP", "E5", "E6", "E7 worker", "E7 proxy"].map((key) => [key, "unknown"])),
    ],
    [
      "GPU pools with the proxy nodes' group in one subnet: no network ACL in between",
      (made) => {
        made.workerNodes[0]!.subnetId = "subnet-proxy";
        setAcl(made, "worker", []);
      },
      {},
    ],
  ];

  it.each(cases)("%s", (_, change, expected) => {
    expect(broken(change)).toEqual(expected);
  });
});

const routesOf = (made: EksInstallation, table: string) =>
  made.network!.routeTables.find(({ id }) => id === table)!.routes;
const publicRoutes = (made: EksInstallation) => routesOf(made, "rtb-public");
const privateRoutes = (made: EksInstallation) => routesOf(made, "rtb-private");
const local = { destination: "10.0.0.0/16", target: "local", state: "active" };

function nameVpcInMediaRule(made: EksInstallation): void {
  dropRule(made, "sgr-proxy-media");
  rulesOf(made, "sg-proxy").rules!.push(groupRule("sgr-vpc", "in", "udp", [30504, 30504], "10.0.0.0/16"));
}

describe("reasons", () => {
  it("name the network ACL's rule, port and source", () => {
    const deny = entry(90, "in", "deny", "17", [30504, 30504]);
    expect(culprit((made) => setAcl(made, "proxy", [deny, ...allowAll]), "E2")).toEqual({
      name: "network ACL acl-proxy of subnet-proxy, inbound",
      verdict: "closed",
      rule: "90",
      missing: [{ sources: ["198.51.100.0/24"], destinations: [], ports: ["30504"], sourcePorts: [] }],
      code: "SUBNET_ACL_RESTRICTION",
      reason: "network ACL acl-proxy denies UDP 30504 from 0.0.0.0/0 with rule 90",
    });
  });

  it("list the client ports that are not answered", () => {
    const back = entry(100, "out", "allow", "17", [32768, 61000]);
    const others = [entry(110, "out", "allow", "17", [30504, 30504]), entry(120, "out", "allow", "6")];
    const layer = culprit((made) => setAcl(made, "nlb", [allowAll[0]!, back, ...others]), "E1r");
    expect(layer.verdict).toBe("partial");
    expect(layer.rule).toBe("100");
    expect(layer.missing[0]!.ports).toEqual(["1024-30503", "30505-32767", "61001-65535"]);
    expect(layer.reason).toContain("with rule 100");
    expect(layer.reason).toContain("UDP 1024-30503, 30505-32767, 61001-65535 to everything");
  });

  it("say that an NLB keeps the client's address", () => {
    const layer = culprit(nameVpcInMediaRule, "E2");
    expect(layer.code).toBe("ENI_SG_RULES_MISMATCH");
    expect(layer.reason).toBe(
      "sgr-vpc admits UDP 30504 only from 10.0.0.0/16, but the source is the browser: an NLB preserves client addresses for UDP",
    );
  });

  it.each([
    ["tcp", [30504, 30504], "sg-nlb", "sgr-near admits TCP 30504, not UDP"],
    ["udp", [30505, 30600], "sg-nlb", "sgr-near admits UDP 30505-30600, not UDP 30504"],
    ["udp", [30504, 30504], "sg-other", "sgr-near admits UDP 30504 only from sg-other, but"],
    ["udp", [0, 0], "10.0.0.0/16", "no rule of sg-proxy admits UDP 30504 from the load balancer"],
  ] as const)("tell the nearest miss: %s %j from %s", (protocol, range, peer, reason) => {
    const layer = culprit((made) => {
      const near = groupRule("sgr-near", "in", protocol, [...range], peer);
      rulesOf(made, "sg-proxy").rules = [near];
    }, "E2");
    expect(layer.reason).toContain(reason);
  });

  it("say why the groups of a pod are not known", () => {
    const layers = judgeEks({
      ...openInstallation(),
      proxyNodes: [{ ...openInstallation().proxyNodes[0]!, podSecurityGroups: true }],
    })
      .filter(({ id }) => id === "E4")
      .flatMap((flow) => flow.layers.map(({ reason }) => reason));
    expect(layers).toContain("a pod on compute may carry security groups of its own (SecurityGroupPolicy)");
  });

  it("list exactly the clients that are not admitted", () => {
    const layer = culprit((made) => (made.clients = ["0.0.0.0/0"]), "E1");
    expect(layer.verdict).toBe("partial");
    expect(layer.reason).toContain("UDP 5004 from everything but 198.51.100.0/24");
    expect(layer.missing).toEqual([
      {
        sources: [
          "1.0.0.0-9.255.255.255",
          "11.0.0.0-100.63.255.255",
          "100.128.0.0-126.255.255.255",
          "128.0.0.0-169.253.255.255",
          "169.255.0.0-172.15.255.255",
          "172.32.0.0-192.167.255.255",
          "192.169.0.0-198.51.99.255",
          "198.51.101.0-223.255.255.255",
        ],
        destinations: [],
        ports: ["5004"],
        sourcePorts: [],
      },
    ]);
  });

  it.each([
    ["crossing zones that are off", false, ["us-west-2b", "us-west-2c"], "ELBV2_NO_TARGETS_IN_AZ", "closed"],
    ["zones that AWS does not promise", true, ["us-west-2b"], null, "unknown"],
  ] as const)("carry the code of Reachability Analyzer: %s", (_, crossZone, targetZones, code, verdict) => {
    const layer = culprit((made) => {
      made.loadBalancer.crossZone = crossZone;
      made.targetZones = [...targetZones];
      made.network!.subnets.find(({ id }) => id === "subnet-proxy")!.availabilityZone = "us-west-2b";
    }, "E2");
    expect([layer.code, layer.verdict]).toEqual([code, verdict]);
  });
});

describe("the audience", () => {
  it("that is empty is the reason itself, and noted", () => {
    const made = openInstallation();
    made.clients = ["192.168.0.0/16"];
    const { layers, notes } = judgeEks(made)[0]!;
    expect(new Set(layers.map(({ reason }) => reason))).toEqual(new Set(["the audience is empty"]));
    expect(notes).toEqual(["The audience is empty: 192.168.0.0/16 holds no address of the internet."]);
  });

  it("leaves out the VPC's own addresses, also public ones", () => {
    const made = openInstallation();
    made.network!.vpcCidrs.push("203.0.113.0/24");
    made.clients.push("203.0.113.0/25");
    expect(judgeEks(made).find(({ id }) => id === "E1")!.verdict).toBe("open");
  });
});

describe("round trips", () => {
  /** In from one half of the clients, back to the other. */
  const halves = (made: EksInstallation, inRole: string, outRole: string): void => {
    const everywhere = { in: [...allowAll], out: [...allowAll] };
    const narrow = (direction: "in" | "out", cidr: string): NetworkAclEntry[] => [
      entry(50, direction, "allow", "-1", undefined, cidr),
      entry(60, direction, "allow", "-1", undefined, "10.0.0.0/8"),
      entry(70, direction, "deny", "-1"),
      ...everywhere[direction],
    ];
    const entries = new Map<string, NetworkAclEntry[]>();
    const add = (role: string, more: NetworkAclEntry[]): void => {
      entries.set(role, [...(entries.get(role) ?? []), ...more]);
    };
    add(inRole, narrow("in", "198.51.100.0/25"));
    add(outRole, narrow("out", "198.51.100.128/25"));
    for (const [role, list] of entries) setAcl(made, role, list);
  };

  it("are closed if those who may enter and those who may be answered are disjoint", () => {
    const made = openInstallation();
    halves(made, "nlb", "nlb");
    const flow = judgeEks(made).find(({ id }) => id === "E1r")!;
    expect(flow.verdict).toBe("closed");
    expect(flow.layers.map(({ verdict }) => verdict)).toEqual(["partial", "open", "closed"]);
    expect(flow.layers.at(-1)).toMatchObject({ name: "round trip", rule: null, code: null });
    expect(flow.layers.at(-1)!.reason).toContain("198.51.100.0/25");
    expect(flow.layers.at(-1)!.reason).toContain("198.51.100.128/25");
    expect(judgeEks(made).find(({ id }) => id === "E1")!.verdict).toBe("partial");
  });

  it("are closed across the load balancer too", () => {
    const made = openInstallation();
    halves(made, "nlb", "proxy");
    const verdicts = Object.fromEntries(judgeEks(made).map((flow) => [keyOf(flow), flow]));
    expect(verdicts.E1!.verdict).toBe("partial");
    expect(verdicts.E1r!.verdict).toBe("open");
    expect(verdicts.E2!.verdict).toBe("open");
    expect(verdicts.E2r!.verdict).toBe("closed");
    expect(verdicts.E2r!.layers.at(-1)!.name).toBe("round trip");
  });

  it("inside the VPC are closed by a last layer of the same flow", () => {
    const made = openInstallation();
    setAcl(made, "proxy", [
      entry(50, "in", "allow", "-1", undefined, "10.0.2.0/25"),
      entry(60, "out", "allow", "-1", undefined, "10.0.2.128/25"),
    ]);
    const flow = judgeEks(made).find(({ id }) => id === "E5")!;
    expect(flow.verdict).toBe("closed");
    expect(flow.layers.at(-1)!.name).toBe("round trip");
  });
});

it("an internal load balancer is closed to browsers", () => {
  expect(broken((made) => (made.loadBalancer.internal = true))).toEqual({ E1: "closed" });
  expect(culprit((made) => (made.loadBalancer.internal = true), "E1").reason).toMatch(/internal.*internet-facing/);
});

describe("what is not known", () => {
  it("without facts leaves unknown all that depends on them", () => {
    const made = openInstallation();
    delete made.network;
    const flows = judgeEks(made);
    // Within one subnet, and by references alone, nothing has to be read.
    const known = flows.filter(({ verdict }) => verdict !== "unknown").map(({ id, verdict }) => `${id} ${verdict}`);
    expect(known).toEqual(["E4 open", "E4 open", "E10 closed"]);
    const layers = flows.find(({ id }) => id === "E1")!.layers;
    expect(layers.map(({ verdict }) => verdict)).toEqual(["unknown", "unknown", "unknown", "open"]);
    expect(layers[0]!.reason).toBe("VPC Block Public Access was not read");
    expect(layers[2]!.reason).toBe("the network ACL of subnet-nlb was not read");
  });

  it("of the nodes is said, and no flow is left out", () => {
    const made = openInstallation();
    made.proxyNodes = [];
    made.workerNodes = [];
    const flows = judgeEks(made);
    expect(flows).toHaveLength(14);
    const needNodes = flows.filter(({ id }) => !["E1", "E1r", "E10"].includes(id));
    expect(new Set(needNodes.map(({ verdict }) => verdict))).toEqual(new Set(["unknown"]));
    for (const { layers } of needNodes) {
      expect(layers.map(({ reason }) => reason).join()).toMatch(
        /of the unknown (proxy|worker) (node|pod) (is|are) not known/,
      );
    }
  });

  it("of a load balancer that another program makes leaves its groups, listener and health check unknown", () => {
    const elsewhere = (made: EksInstallation): void => {
      made.loadBalancer = { subnetIds: ["subnet-nlb"], crossZone: false };
      delete made.listener;
      made.listenerUnknown = true;
    };
    const unknown = { E1: "unknown", E2: "unknown", E3: "unknown", E9: "unknown" };
    expect(broken(elsewhere)).toMatchObject(unknown);
    // What closes the path for certain is said all the same: a rule for addresses only, and not the clients'.
    expect(broken((made) => (elsewhere(made), nameVpcInMediaRule(made)))).toMatchObject({ ...unknown, E2: "closed" });
  });

  it("of a subnet's addresses does not turn a rule for a part of the VPC into open or closed", () => {
    const made = openInstallation();
    made.workerNodes[0]!.subnetId = "subnet-unread";
    rulesOf(made, "sg-proxy").rules = [groupRule("sgr-cidr", "in", "tcp", [8000, 8000], "10.0.2.0/24")];
    const layer = judgeEks(made)
      .find(({ id }) => id === "E5")!
      .layers.find(({ name }) => name.startsWith("security group sg-proxy"))!;
    expect(layer.verdict).toBe("unknown");
    expect(layer.reason).toBe("the addresses of the worker pod (gpu) are not known");
  });

  it("of a subnet's addresses does not turn a network ACL for a part of the VPC into open or closed", () => {
    const made = openInstallation();
    made.workerNodes[0]!.subnetId = "subnet-unread";
    setAcl(made, "proxy", [entry(100, "in", "allow", "-1", undefined, "10.0.2.0/24"), allowAll[1]!]);
    const layer = judgeEks(made)
      .find(({ id }) => id === "E5")!
      .layers.find(({ name }) => name === "network ACL acl-proxy of subnet-proxy, inbound")!;
    expect(layer.verdict).toBe("unknown");
    expect(layer.reason).toContain("the addresses of the worker pod (gpu) are not known");
  });

  it("of externalTrafficPolicy and container port is noted", () => {
    const made = openInstallation();
    delete made.externalTrafficPolicy;
    delete made.ports.media;
    const [udp, tcp] = judgeEks(made).filter(({ id }) => id === "E4");
    expect(udp).toMatchObject({ ports: "1024-65535", verdict: "partial" });
    expect(udp!.notes).toHaveLength(2);
    expect(tcp!.notes).toHaveLength(1);
  });

  it("does not matter with externalTrafficPolicy Local: nothing is forwarded", () => {
    const made = openInstallation();
    made.externalTrafficPolicy = "Local";
    expect(judgeEks(made).filter(({ id }) => id === "E4")).toEqual([]);
  });
});

describe("distinct wirings", () => {
  it("are judged one by one, equal ones once", () => {
    const made = openInstallation();
    const [gpu] = made.workerNodes;
    made.workerNodes = [
      gpu!,
      { ...gpu!, pools: ["gpu-spot"] },
      { ...gpu!, pools: ["gpu-2"], securityGroupIds: ["sg-2"] },
    ];
    made.securityGroups.push(group("sg-2", [groupRule("sgr-2-out", "out", "-1", [0, 0], "0.0.0.0/0")]));
    const verdicts = judgeEks(made)
      .filter(({ id }) => id === "E5")
      .map(({ from, verdict }) => `${from}: ${verdict}`);
    expect(verdicts).toEqual(["worker pod (gpu, gpu-spot): open", "worker pod (gpu-2): closed"]);
  });

  it("of one pool are told apart by subnet and groups", () => {
    const made = openInstallation();
    const [gpu] = made.workerNodes;
    made.workerNodes = [gpu!, { ...gpu!, securityGroupIds: ["sg-2"] }, { ...gpu!, subnetId: "subnet-proxy" }];
    const senders = judgeEks(made)
      .filter(({ id }) => id === "E5")
      .map(({ from }) => from);
    expect(senders).toEqual([
      "worker pod (gpu in subnet-worker with sg-worker)",
      "worker pod (gpu in subnet-worker with sg-2)",
      "worker pod (gpu in subnet-proxy)",
    ]);
  });

  it("of proxy nodes outside the load balancer's zone are no targets, but forwarded to", () => {
    const made = openInstallation();
    const network = made.network!;
    network.subnets.push({
      ...network.subnets[1]!,
      id: "subnet-far",
      availabilityZone: "us-west-2b",
      cidr: "10.0.9.0/24",
    });
    made.proxyNodes.push({ ...made.proxyNodes[0]!, pools: ["far"], subnetId: "subnet-far" });
    made.targetZones = ["us-west-2a", "us-west-2b"];
    const flows = judgeEks(made);
    expect(flows.filter(({ id }) => id === "E2").map(({ to }) => to)).toEqual(["proxy node (compute)"]);
    expect(flows.filter(({ id, protocol }) => id === "E4" && protocol === "UDP")).toHaveLength(4);
    made.loadBalancer.crossZone = true;
    made.loadBalancer.subnetIds.push("subnet-far");
    expect(judgeEks(made).filter(({ id }) => id === "E2")).toHaveLength(4);
  });

  it("that only carry pods are no targets", () => {
    const made = openInstallation();
    made.proxyNodes.push({ ...made.proxyNodes[0]!, securityGroupIds: ["sg-pods"], node: false });
    made.securityGroups.push(group("sg-pods", []));
    const flows = judgeEks(made);
    expect(flows.filter(({ id }) => id === "E2")).toHaveLength(1);
    expect(flows.filter(({ id }) => id === "E6").map(({ verdict }) => verdict)).toEqual(["open", "closed"]);
    const noRules = flows.filter(({ id }) => id === "E6")[1]!.layers.find(({ verdict }) => verdict === "closed")!;
    expect(noRules.code).toBe("SG_HAS_NO_RULES");
  });
});
