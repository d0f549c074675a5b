import { readdirSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { BadInput, type Problem } from "../../../components/bad-input";
import type { EksFacts } from "../../../discovery/eks/facts";
import { checkFactsMatch, parseEksFacts, writeEksFacts } from "../../../discovery/eks/facts-file";
import { factsOf, factsText } from "./dev-facts";
import { requestOf } from "./requests";

const examples = readdirSync(join(__dirname, "..", "..", "..", "facts", "examples")).filter((f) =>
  /^(?!aks-).*\.json$/.test(f),
);
const files = ["dev.json", ...examples.map((file) => `examples/${file}`)];

function devList(name: string): unknown[] {
  return (factsOf("dev.json").network as unknown as Record<string, unknown[]>)[name]!;
}

function problemsOf(run: () => unknown): Problem[] {
  try {
    run();
  } catch (error) {
    if (error instanceof BadInput) return error.problems;
    throw error;
  }
  return [];
}

describe("committed facts", () => {
  it.each(files)("%s is as lls facts writes it", (file) => {
    const { recordedAt, ...facts } = parseEksFacts(factsText(file), file);
    expect(writeEksFacts(facts, recordedAt)).toBe(factsText(file));
  });

  it.each(files)("%s is of the dev stack", (file) => {
    expect(problemsOf(() => checkFactsMatch(factsOf(file), requestOf(), file))).toEqual([]);
  });
});

describe("law: what is written is what is read", () => {
  const text = fc.string({ minLength: 1, maxLength: 8 });
  const texts = fc.array(text, { maxLength: 2 });
  const tags = fc.dictionary(
    fc.string({ maxLength: 4 }).filter((key) => key !== "__proto__"),
    text,
    { maxKeys: 2 },
  );
  const some = <T>(item: fc.Arbitrary<T>) => fc.array(item, { maxLength: 2 });
  /** As AWS has them: no id stands twice in a list. */
  const byId = <T extends { id: string }>(item: fc.Arbitrary<T>) =>
    fc.uniqueArray(item, { maxLength: 2, selector: ({ id }) => id });
  const cidr = fc.constantFrom("192.0.2.0/24", "0.0.0.0/0", "2001:db8::/32");
  const port = fc.integer({ min: 0, max: 65535 });
  const peer = fc.oneof(
    fc.record({ cidr }),
    fc.record({ referencedGroupId: text }),
    fc.record({ prefixListId: text, prefixListName: text, prefixListCidrs: some(cidr) }),
  );
  const range = fc.tuple(port, port).map(([a, b]) => [Math.min(a, b), Math.max(a, b)] as const);
  const rule = fc
    .tuple(
      fc.record({ id: text, egress: fc.boolean(), protocol: fc.constantFrom("tcp", "-1", "50"), tags }),
      range,
      peer,
      fc.record({ description: text }, { requiredKeys: [] }),
    )
    .map(([base, [fromPort, toPort], ...more]) => ({ ...base, fromPort, toPort, ...more[0], ...more[1] }));
  const entry = fc
    .tuple(
      range,
      fc.record(
        {
          ruleNumber: fc.integer({ min: 1, max: 32766 }),
          egress: fc.boolean(),
          allow: fc.boolean(),
          protocol: fc.constantFrom("-1", "17"),
          cidr,
          icmpType: fc.integer({ min: -1, max: 255 }),
          icmpCode: fc.integer({ min: -1, max: 255 }),
        },
        { requiredKeys: ["ruleNumber", "egress", "allow", "protocol", "cidr"] },
      ),
    )
    .map(([[fromPort, toPort], rest]) => ({ ...rest, fromPort, toPort }));
  const entries = fc.uniqueArray(entry, {
    maxLength: 2,
    selector: ({ egress, ruleNumber }) => `${egress} ${ruleNumber}`,
  });
  const subnet = fc.record(
    {
      id: text,
      availabilityZone: text,
      cidr: fc.constant("192.0.2.0/26"),
      ipv6Cidrs: some(fc.constant("2001:db8::/64")),
      networkAclId: text,
      routeTableId: text,
      availableAddresses: fc.nat(250),
      name: text,
    },
    { requiredKeys: ["id", "availabilityZone", "cidr", "ipv6Cidrs"] },
  );
  const pool = fc.record(
    {
      name: text,
      kind: fc.constantFrom("managedNodeGroup", "autoScalingGroup", "instances"),
      labels: tags,
      subnetIds: texts,
      instanceTypes: texts,
      nodeCount: fc.nat(9),
      autoScalingGroups: some(
        fc.record({ name: text, healthCheckType: fc.constantFrom("EC2", "EC2,ELB") }, { requiredKeys: ["name"] }),
      ),
      interfaces: fc.array(fc.record({ subnetId: text, securityGroupIds: texts, primary: fc.boolean() }), {
        minLength: 1,
        maxLength: 2,
      }),
      podSecurityGroups: fc.boolean(),
      addresses: some(fc.record({ address: fc.ipV4(), subnetId: text })),
    },
    { requiredKeys: ["name", "kind", "subnetIds", "instanceTypes", "nodeCount", "autoScalingGroups", "addresses"] },
  );
  const route = fc.record(
    { destination: cidr, target: text, state: text, prefixListId: text, prefixListName: text },
    { requiredKeys: ["destination", "target", "state"] },
  );
  const exclusion = fc.record({ resourceId: text, mode: fc.constantFrom("allow-bidirectional", "allow-egress") });
  const network = fc.record(
    {
      vpcId: text,
      vpcCidrs: some(cidr),
      blockPublicAccess: fc.record({ mode: fc.constantFrom("off", "block-ingress"), exclusions: some(exclusion) }),
      subnets: byId(subnet),
      networkAcls: byId(fc.record({ id: text, entries })),
      routeTables: byId(fc.record({ id: text, gatewayIds: texts, routes: some(route) })),
      securityGroups: byId(
        fc.record({ id: text, name: text, tags, rules: some(rule) }, { requiredKeys: ["id", "name", "tags"] }),
      ),
      nodePools: fc.uniqueArray(pool, { maxLength: 2, selector: ({ kind, name }) => `${kind} ${name}` }),
    },
    { requiredKeys: ["vpcId", "vpcCidrs", "subnets", "networkAcls", "routeTables", "securityGroups", "nodePools"] },
  );
  const facts: fc.Arbitrary<EksFacts> = fc.record(
    {
      formatVersion: fc.constant(1 as const),
      cloud: fc.constant("eks" as const),
      account: fc.constant("123456789012"),
      region: text,
      cluster: fc.record(
        {
          name: text,
          endpoint: fc.constant("https://example.com"),
          certificateAuthority: fc.constant("RVhBTVBMRQ=="),
          version: text,
          clusterSecurityGroupId: text,
          autoMode: fc.boolean(),
          ipFamily: fc.constantFrom("ipv4", "ipv6"),
        },
        { requiredKeys: ["name", "endpoint", "certificateAuthority", "version", "clusterSecurityGroupId", "autoMode"] },
      ),
      network,
      warnings: texts,
    },
    { requiredKeys: ["formatVersion", "cloud", "account", "region", "cluster", "network"] },
  );
  const day = fc.date({ noInvalidDate: true, min: new Date(0), max: new Date("2100-01-01") });

  it("for any facts and any day", () => {
    fc.assert(
      fc.property(facts, day, (given, recordedAt) => {
        const written = writeEksFacts(given, recordedAt.toISOString());
        expect(parseEksFacts(written, "facts.json")).toEqual({ ...given, recordedAt: recordedAt.toISOString() });
      }),
    );
  });
});

it("a byte order mark before the facts is no matter", () => {
  const text = factsText("dev.json");
  expect(parseEksFacts(`\uFEFF${text}`, "facts.json")).toEqual(parseEksFacts(text, "facts.json"));
});

describe("a file that is not JSON", () => {
  it.each([
    ["", "is not JSON"],
    ["no", "is not JSON"],
    ['{\n  "account": 1,\n  oops\n}\n'.padEnd(400), "is not JSON (line 3)"],
  ])("is one error: %j", (text, reason) => {
    expect(problemsOf(() => parseEksFacts(text, "facts.json"))).toEqual([
      { path: "file", reason: expect.stringContaining(reason) as string },
    ]);
  });
});

describe("a field", () => {
  const changed = (change: (facts: any) => void) => {
    const facts: unknown = JSON.parse(factsText("dev.json"));
    change(facts);
    return problemsOf(() => parseEksFacts(JSON.stringify(facts), "facts.json"));
  };

  it.each<[string, (facts: any) => void, string, string]>([
    ["missing", (f) => delete f.account, "account", "is missing"],
    ["missing, deep", (f) => delete f.network.subnets[2].cidr, "network.subnets[2].cidr", "is missing"],
    ["unknown", (f) => (f.network.colour = "red"), "network.colour", "is not a field"],
    ["unknown, deep", (f) => (f.network.nodePools[0].nodes = 3), "network.nodePools[0].nodes", "is not a field"],
    ["of another kind", (f) => (f.cluster.autoMode = "no"), "cluster.autoMode", "must be true or false"],
    ["of another version", (f) => (f.formatVersion = 2), "formatVersion", "must be 1"],
    ["of another cloud", (f) => (f.cloud = "aks"), "cloud", "must be eks"],
    ["no address block", (f) => (f.network.subnets[0].cidr = "10.0.0.0"), "network.subnets[0].cidr", "IPv4 CIDR"],
    [
      "an empty list of interfaces, which every node has",
      (f) => (f.network.nodePools[0].interfaces = []),
      "network.nodePools[0].interfaces",
      "absent where none was read",
    ],
    [
      "a health check type in other letters",
      (f) => (f.network.nodePools[0].autoScalingGroups[0].healthCheckType = "elb"),
      "network.nodePools[0].autoScalingGroups[0].healthCheckType",
      "must be EC2, ELB",
    ],
    [
      "a protocol that does not exist",
      (f) => (f.network.securityGroups[0].rules[0].protocol = "foo"),
      "network.securityGroups[0].rules[0].protocol",
      "must be tcp, udp",
    ],
    [
      "a range that is reversed",
      (f) => Object.assign(f.network.networkAcls[0].entries[0], { protocol: "17", fromPort: 6000, toPort: 1000 }),
      "network.networkAcls[0].entries[0]",
      "fromPort above toPort",
    ],
    [
      "a rule number twice",
      (f) => f.network.networkAcls[0].entries.push(f.network.networkAcls[0].entries[0]),
      "network.networkAcls[0].entries[2]",
      "has the direction and number of entry 0",
    ],
    ...["subnets", "networkAcls", "routeTables", "securityGroups"].map(
      (list): [string, (f: any) => void, string, string] => [
        `an id twice: ${list}`,
        (f) => f.network[list].push(f.network[list][0]),
        `network.${list}[${devList(list).length}]`,
        "has the id of entry 0",
      ],
    ),
    [
      "a pool twice",
      (f) => f.network.nodePools.push(f.network.nodePools[1]),
      "network.nodePools[2]",
      "has the kind and name of entry 1",
    ],
    [
      "a range of a security group that is reversed",
      (f) => Object.assign(f.network.securityGroups[0].rules[0], { protocol: "udp", fromPort: 2, toPort: 1 }),
      "network.securityGroups[0].rules[0]",
      "fromPort above toPort",
    ],
    [
      "a protocol number that does not exist",
      (f) => (f.network.networkAcls[0].entries[0].protocol = "256"),
      "network.networkAcls[0].entries[0].protocol",
      "IANA protocol number",
    ],
    ["host bits", (f) => (f.network.vpcCidrs = ["192.0.2.1/24"]), "network.vpcCidrs[0]", "write 192.0.2.0/24"],
    [
      "host bits of IPv6",
      (f) => (f.network.subnets[0].ipv6Cidrs = ["2001:db8::1/64"]),
      "network.subnets[0].ipv6Cidrs[0]",
      "write 2001:db8::/64",
    ],
    ["text for a list", (f) => (f.network.subnets = ""), "network.subnets", "must be a list"],
    ["a list for an object", (f) => (f.cluster = []), "cluster", "must be an object"],
    ["text for a number", (f) => (f.network.nodePools[0].nodeCount = "2"), "network.nodePools[0].nodeCount", "whole"],
    ["a fraction", (f) => (f.network.nodePools[0].nodeCount = 0.5), "network.nodePools[0].nodeCount", "whole number"],
    ["too small", (f) => (f.network.nodePools[0].nodeCount = -1), "network.nodePools[0].nodeCount", "at least 0"],
    ["an empty text", (f) => (f.region = ""), "region", "must not be empty"],
    ["no day", (f) => (f.recordedAt = "yesterday"), "recordedAt", "such as 2026-01-15T09:00:00Z"],
    ["no address", (f) => (f.cluster.endpoint = "http://a.example.com"), "cluster.endpoint", "https://"],
    ["no certificate", (f) => (f.cluster.certificateAuthority = "?"), "cluster.certificateAuthority", "base64"],
    [
      "of none of the kinds there are",
      (f) => (f.network.nodePools[0].kind = "fargate"),
      "network.nodePools[0].kind",
      "must be managedNodeGroup or autoScalingGroup or instances",
    ],
    [
      "without a peer",
      (f) => delete f.network.securityGroups[0].rules[0].referencedGroupId,
      "network.securityGroups[0].rules[0]",
      "exactly one of",
    ],
  ])("%s", (_, change, path, reason) => {
    const problems = changed(change);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatchObject({ path, reason: expect.stringContaining(reason) as string });
  });

  it("need not describe what it names, because that may not have been read", () => {
    const problems = changed(({ network }) =>
      Object.assign(network, { subnets: [], networkAcls: [], routeTables: [] }),
    );
    expect(problems).toEqual([]);
  });

  it("contradicting another is told together with one that is wrong", () => {
    const problems = changed(({ network }) => network.subnets.push(null, { ...network.subnets[0], name: 7 }));
    expect(problems.map(({ path }) => path).sort()).toEqual([
      "network.subnets[4]",
      "network.subnets[5]",
      "network.subnets[5].name",
    ]);
  });

  it("wrong here and there is all in one error", () => {
    const problems = changed((f) => {
      delete f.account;
      f.network.vpcId = 7;
      f.more = true;
    });
    expect(problems.map(({ path, value }) => [path, value])).toEqual([
      ["account", undefined],
      ["network.vpcId", 7],
      ["more", undefined],
    ]);
  });

  it.each([["null"], ["[]"], ['"facts"']])("of no object at all: %s", (text) => {
    expect(problemsOf(() => parseEksFacts(text, "facts.json")).map(({ path }) => path)).toEqual(["file"]);
  });
});

it("facts of another cluster or region are an error that names both", () => {
  const request = requestOf({ cluster: "another", region: "eu-west-1" });
  const problems = problemsOf(() => checkFactsMatch(factsOf("dev.json"), request, "dev.json"));
  expect(problems).toEqual([
    { path: "cluster.name", value: "nvcf-dev", reason: expect.stringContaining("another") as string },
    { path: "region", value: "us-west-2", reason: expect.stringContaining("eu-west-1") as string },
  ]);
});
