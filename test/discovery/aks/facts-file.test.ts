import { readdirSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { AksFacts } from "../../../discovery/aks/facts";
import { checkAksFactsMatch, parseAksFacts, writeAksFacts } from "../../../discovery/aks/facts-file";
import { factsOf, factsText, problemsOf } from "./aks-facts";
import { requestOf } from "./requests";

const folder = join(__dirname, "..", "..", "..", "facts");
const aksFiles = (path: string): string[] =>
  readdirSync(join(folder, path)).filter((file) => /^aks-.*\.json$/.test(file));
const files = [...aksFiles("."), ...aksFiles("examples").map((file) => `examples/${file}`)];

describe("committed facts", () => {
  it.each(files)("%s is as lls facts writes it", (file) => {
    const { recordedAt, ...facts } = parseAksFacts(factsText(file), file);
    expect(writeAksFacts(facts, recordedAt)).toBe(factsText(file));
  });

  it.each(files)("%s is of one of the example stacks", (file) => {
    const name = /pools|uncovered/.test(file) ? "nvcf-aks-pools" : "nvcf-aks-dev";
    const request = requestOf({ cluster: name, resourceGroup: name });
    expect(problemsOf(() => checkAksFactsMatch(factsOf(file), request, file))).toEqual([]);
  });

  it.each(files)("%s names nothing that is not there", (file) => {
    const { subnets, networkSecurityGroups, routeTables, agentPools } = factsOf(file).network;
    const known = new Set(["", ...[...subnets, ...networkSecurityGroups, ...routeTables].map(({ id }) => id)]);
    const named = [
      ...subnets.flatMap(({ networkSecurityGroupId, routeTableId }) => [networkSecurityGroupId, routeTableId]),
      ...agentPools.flatMap((pool) => [pool.subnetId, ...(pool.nicNetworkSecurityGroupIds ?? [])]),
    ];
    expect(named.filter((id) => id === undefined || !known.has(id))).toEqual([]);
  });

  it("are all in the table of examples", () => {
    const listed = [...factsTable().matchAll(/^\| (aks-\S+\.json) /gm)].map(([, file]) => file);
    expect([...listed].sort()).toEqual(aksFiles("examples").sort());
  });
});

function factsTable(): string {
  return factsText(join("examples", "README.md"));
}

describe("law: what is written is what is read", () => {
  const text = fc.string({ minLength: 1, maxLength: 8 });
  const texts = fc.array(text, { maxLength: 2 });
  const some = <T>(item: fc.Arbitrary<T>) => fc.array(item, { maxLength: 2 });
  const someById = <T extends { id: unknown }>(item: fc.Arbitrary<T>) =>
    fc.uniqueArray(item, { maxLength: 3, selector: ({ id }) => id });
  const cidr = fc.constantFrom("192.0.2.0/24", "0.0.0.0/0", "2001:db8::/32");
  const port = fc.integer({ min: 0, max: 65535 });
  const id = (type: string) =>
    fc
      .stringMatching(/^[a-z0-9-]{1,8}$/)
      .map((name) => `/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/${type}/${name}`);
  const nsg = id("networkSecurityGroups");
  const subnetId = id("virtualNetworks").map((vnet) => `${vnet}/subnets/nodes`);
  const asgIds = some(id("applicationSecurityGroups"));
  const range = fc.tuple(port, port).map(([a, b]) => `${Math.min(a, b)}-${Math.max(a, b)}`);
  const ports = some(fc.oneof(fc.constant("*"), port.map(String), range));
  const ends = { sources: texts, sourcePorts: ports, destinations: texts, destinationPorts: ports };
  const optional = <T extends object>(
    required: { [K in keyof T]: fc.Arbitrary<T[K]> },
    more: Record<string, fc.Arbitrary<unknown>>,
  ) => fc.tuple(fc.record(required), fc.record(more, { requiredKeys: [] })).map(([a, b]) => ({ ...a, ...b }));
  const rule = optional(
    {
      name: text,
      priority: fc.integer({ min: 100, max: 4096 }),
      inbound: fc.boolean(),
      allow: fc.boolean(),
      protocol: fc.constantFrom("Tcp", "Udp", "*"),
      ...ends,
      sourceApplicationSecurityGroupIds: asgIds,
      destinationApplicationSecurityGroupIds: asgIds,
    },
    { description: text },
  );
  const rules = fc.uniqueArray(rule, {
    maxLength: 2,
    comparator: (a, b) =>
      a.name.toLowerCase() === b.name.toLowerCase() || (a.inbound === b.inbound && a.priority === b.priority),
  });
  const hostPorts = fc.tuple(port, port).map(([a, b]) => ({ from: Math.min(a, b), to: Math.max(a, b) }));
  const pool = optional(
    {
      name: text,
      labels: fc.dictionary(fc.stringMatching(/^[a-z]{1,4}$/), text, { maxKeys: 2 }),
      availabilityZones: some(fc.constantFrom("1", "2", "3")),
      applicationSecurityGroupIds: asgIds,
      nodePublicIp: fc.boolean(),
      allowedHostPorts: some(
        fc.tuple(hostPorts, fc.constantFrom("UDP", "TCP")).map(([pair, protocol]) => ({ ...pair, protocol })),
      ),
      vmSize: text,
      nodeCount: fc.nat(9),
    },
    { subnetId, nicNetworkSecurityGroupIds: some(nsg) },
  );
  const route = optional({ name: text, destination: text, nextHopType: text }, { nextHopAddress: text });
  const network = optional(
    {
      outboundType: text,
      subnets: someById(
        optional(
          { id: subnetId, cidrs: some(cidr) },
          {
            networkSecurityGroupId: fc.oneof(nsg, fc.constant("")),
            routeTableId: fc.oneof(id("routeTables"), fc.constant("")),
          },
        ),
      ),
      networkSecurityGroups: someById(optional({ id: nsg, name: text, managed: fc.boolean() }, { rules })),
      routeTables: someById(fc.record({ id: id("routeTables"), name: text, routes: some(route) })),
      agentPools: fc.uniqueArray(pool, { maxLength: 2, selector: ({ name }) => name }),
    },
    {
      virtualNetworkCidrs: some(cidr),
      podCidrs: some(cidr),
      adminRules: some(
        fc.record({
          name: text,
          priority: fc.integer({ min: 1, max: 4096 }),
          inbound: fc.boolean(),
          access: fc.constantFrom("Allow", "AlwaysAllow", "Deny"),
          protocol: fc.constantFrom("Tcp", "Udp", "Any"),
          ...ends,
        }),
      ),
    },
  );
  const facts = optional(
    {
      formatVersion: fc.constant(1 as const),
      cloud: fc.constant("aks" as const),
      subscription: fc.constant("00000000-0000-0000-0000-000000000000"),
      location: text,
      cluster: optional(
        {
          name: text,
          resourceGroup: text,
          nodeResourceGroup: text,
          restrictionLevel: text,
          sku: text,
          endpoint: fc.constant("https://example.com:443"),
          entraId: fc.boolean(),
          certificateAuthority: fc.constantFrom("", "RVhBTVBMRQ=="),
          version: text,
          principalId: fc.constantFrom("", "00000000-0000-0000-0000-000000000001"),
        },
        { privateEndpoint: fc.constant("https://private.example.com:443") },
      ),
      network,
    },
    { warnings: texts },
  ) as unknown as fc.Arbitrary<AksFacts>;
  /** The same where what is named is there: with any spelling of its id. */
  const consistent = fc.tuple(facts, fc.infiniteStream(fc.nat(3))).map(([made, numbers]) => {
    const pick = (list: { id: string }[]): string => {
      const number = numbers.next().value as number;
      const { id = "" } = list[number % Math.max(list.length, 1)] ?? {};
      return number === 3 ? id.toUpperCase() : id;
    };
    const { subnets, agentPools, networkSecurityGroups, routeTables } = made.network;
    for (const subnet of subnets) {
      if (subnet.networkSecurityGroupId) subnet.networkSecurityGroupId = pick(networkSecurityGroups);
      if (subnet.routeTableId) subnet.routeTableId = pick(routeTables);
    }
    for (const { nicNetworkSecurityGroupIds: ids = [] } of agentPools) {
      ids.splice(0, ids.length, ...ids.map(() => pick(networkSecurityGroups)).filter(Boolean));
    }
    return made;
  });
  const day = fc.date({ noInvalidDate: true, min: new Date(0), max: new Date("2100-01-01") });

  it("for any facts and any day", () => {
    fc.assert(
      fc.property(consistent, day, (given, recordedAt) => {
        const written = writeAksFacts(given, recordedAt.toISOString());
        expect(parseAksFacts(written, "facts.json")).toEqual({ ...given, recordedAt: recordedAt.toISOString() });
      }),
    );
  });
});

describe("a field", () => {
  const firstRules = (facts: any): any[] => facts.network.networkSecurityGroups[0].rules;
  const changed = (change: (facts: any) => void) => {
    const facts: unknown = JSON.parse(factsText("aks-dev.json"));
    change(facts);
    return problemsOf(() => parseAksFacts(JSON.stringify(facts), "facts.json"));
  };

  it.each<[string, (facts: any) => void, string, string]>([
    ["missing", (f) => delete f.subscription, "subscription", "is missing"],
    ["missing, deep", (f) => delete f.network.agentPools[1].vmSize, "network.agentPools[1].vmSize", "is missing"],
    ["unknown", (f) => (f.network.colour = "red"), "network.colour", "is not a field"],
    [
      "of another version, whatever else is wrong",
      (f) => Object.assign(f, { formatVersion: 2, cluster: {} }),
      "formatVersion",
      "must be 1",
    ],
    [
      "of another cloud, whatever else is wrong",
      (f) => Object.assign(f, { cloud: "eks", network: {} }),
      "cloud",
      "name another facts file",
    ],
    ["no time", (f) => (f.recordedAt = "today"), "recordedAt", "must be a point in time such as 2026-01-15T09:00:00Z"],
    [
      "no address",
      (f) => (f.cluster.privateEndpoint = "private.example.com"),
      "cluster.privateEndpoint",
      "must be an address that begins with https://",
    ],
    ["no subscription", (f) => (f.subscription = "prod"), "subscription", "must be the id of a subscription"],
    [
      "a pool that is there twice",
      (f) => (f.network.agentPools[1].name = f.network.agentPools[0].name),
      "network.agentPools[1]",
      "has the name of entry 0",
    ],
    [
      "a group that is there twice, in another case",
      (f) => {
        const [group] = f.network.networkSecurityGroups;
        f.network.networkSecurityGroups.push({ ...group, id: group.id.toUpperCase() });
      },
      "network.networkSecurityGroups[2]",
      "has the id of entry 0",
    ],
    [
      "a rule whose priority another inbound one has",
      (f) => firstRules(f).push({ ...firstRules(f)[0], name: "other" }),
      "network.networkSecurityGroups[0].rules[1]",
      "has the direction and priority of entry 0",
    ],
    [
      "a rule whose name another one has",
      (f) => firstRules(f).push({ ...firstRules(f)[0], name: firstRules(f)[0].name.toUpperCase(), inbound: false }),
      "network.networkSecurityGroups[0].rules[1]",
      "has the name of entry 0",
    ],
    ...["443-", "9-8", "0-65536", "x", "-1"].map((ports): [string, (facts: any) => void, string, string] => [
      `no range of ports: ${ports}`,
      (f) => (firstRules(f)[0].destinationPorts = [ports]),
      "network.networkSecurityGroups[0].rules[0].destinationPorts[0]",
      "must be a port, a range such as 30000-32767, or *",
    ]),
    [
      "host ports that end before they begin",
      (f) => (f.network.agentPools[0].allowedHostPorts = [{ from: 2, to: 1, protocol: "UDP" }]),
      "network.agentPools[0].allowedHostPorts[0]",
      "must not have from above to",
    ],
    [
      "a subnet's group that is not there",
      (f) => (f.network.subnets[0].networkSecurityGroupId += "-old"),
      "network.subnets[0].networkSecurityGroupId",
      "is not in networkSecurityGroups; record it anew",
    ],
    [
      "an interface's group that is not there",
      (f) => (f.network.agentPools[1].nicNetworkSecurityGroupIds[0] += "-old"),
      "network.agentPools[1].nicNetworkSecurityGroupIds[0]",
      "is not in networkSecurityGroups; record it anew",
    ],
    [
      "a route table that is not there",
      (f) =>
        (f.network.subnets[0].routeTableId = f.network.subnets[0].id.replace(/virtualNetworks.*/, "routeTables/old")),
      "network.subnets[0].routeTableId",
      "is not in routeTables; record it anew",
    ],
    ["no address block", (f) => (f.network.subnets[0].cidrs = ["192.0.2.0"]), "network.subnets[0].cidrs[0]", "CIDR"],
    ["no id", (f) => (f.network.subnets[0].id = "nodes"), "network.subnets[0].id", "virtualNetworks/…/subnets/…"],
    [
      "with a priority that no rule has",
      (f) => (f.network.networkSecurityGroups[0].rules[0].priority = 65000),
      "network.networkSecurityGroups[0].rules[0].priority",
      "4096",
    ],
  ])("%s", (_, change, path, reason) => {
    const problems = changed(change);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatchObject({ path, reason: expect.stringContaining(reason) as string });
  });
});

it("facts of another cluster or resource group are an error that names both; case does not matter to Azure", () => {
  const check = (more: object) =>
    problemsOf(() => checkAksFactsMatch(factsOf("aks-dev.json"), requestOf(more), "file"));
  expect(check({ cluster: "NVCF-aks-DEV", resourceGroup: "NVCF-AKS-DEV" })).toEqual([]);
  expect(check({ cluster: "another", resourceGroup: "elsewhere" })).toEqual([
    { path: "cluster.name", value: "nvcf-aks-dev", reason: expect.stringContaining("another") as string },
    { path: "cluster.resourceGroup", value: "nvcf-aks-dev", reason: expect.stringContaining("elsewhere") as string },
  ]);
});
