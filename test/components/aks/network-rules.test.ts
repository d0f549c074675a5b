import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { AksEndpointKind, AksNicMode, AksOwnership, type AksLlsArgs } from "../../../components";
import { networkRules, type NetworkRule } from "../../../components/aks/network-rules";
import { aksSettings } from "../../../components/aks/settings";
import { groupId } from "./installation";

interface Choice {
  subnets: string[];
  nics: string[];
  endpoint: AksEndpointKind;
  nicMode: AksNicMode;
  nsgRules: AksOwnership;
  port: number;
  range: [number, number];
  probed: string[];
  sources?: string[];
  firewall?: string;
}

const names = fc.uniqueArray(fc.constantFrom("a", "b", "c", "d"), { maxLength: 4 });
const choice: fc.Arbitrary<Choice> = fc.record({
  subnets: names,
  nics: names,
  endpoint: fc.constantFrom(...Object.values(AksEndpointKind)),
  nicMode: fc.constantFrom(...Object.values(AksNicMode)),
  nsgRules: fc.constantFrom(...Object.values(AksOwnership)),
  port: fc.constantFrom(5004, 30504, 65535),
  range: fc.constantFrom<[number, number]>([30000, 32767], [30504, 30504], [30000, 30999]),
  probed: names,
  sources: fc.constantFrom(undefined, ["Internet"], ["198.51.100.0/24"], ["203.0.113.0/24", "198.51.100.0/24"]),
  firewall: fc.constantFrom(undefined, "192.0.2.4", "192.0.2.64/26"),
});

function rulesOf(choice: Choice): NetworkRule[] {
  const group = (name: string) => ({ id: groupId("network", name) });
  const args: AksLlsArgs = {
    cluster: "prod",
    location: "westeurope",
    imageRegistry: "example.azurecr.io",
    endpoint: choice.endpoint,
    nicMode: choice.nicMode,
    nsgRules: choice.nsgRules,
    port: choice.port,
    nodePortFrom: choice.range[0],
    nodePortTo: choice.range[1],
    subnetNetworkSecurityGroups: choice.subnets.map(group),
    nicNetworkSecurityGroups: choice.nics.map(group),
    probeRules: choice.probed.filter((name) => choice.subnets.includes(name)),
    allowedSources: choice.sources,
    firewallAddresses: choice.firewall === undefined ? undefined : [choice.firewall],
  };
  return networkRules(aksSettings("AksLls 'lls'", args));
}

/** Rules as an operator writes them down: `group priority protocol source port`, a line for each source and port. */
function lines(rules: NetworkRule[]): string[] {
  return rules
    .flatMap(({ group, priority, protocol, sources, ports }) =>
      sources.flatMap((source) => ports.map((port) => `${group.key} ${priority} ${protocol} ${source} ${port}`)),
    )
    .sort();
}

/** What the documentation asks for, written out without the code under test. */
function wanted(choice: Choice): string[] {
  if (choice.nsgRules === "assume") return [];
  const all = new Set<string>();
  const firewall = choice.firewall === "192.0.2.4" ? "192.0.2.4/32" : choice.firewall;
  const open = (group: string, ports: string) => {
    for (const source of firewall ? [firewall] : (choice.sources ?? ["Internet"])) {
      all.add(`${group} 400 Udp ${source} ${ports}`);
    }
  };
  const [from, to] = choice.range;
  const range = from === to ? `${from}` : `${from}-${to}`;
  const inRange = from <= choice.port && choice.port <= to;
  const direct = choice.endpoint === "nodePorts" || choice.endpoint === "both";
  const balanced = choice.endpoint === "loadBalancer" || choice.endpoint === "both";
  // AKS or the cloud controller opens what is on interfaces, so a shared group too.
  const leftToAks = choice.nicMode === "allowedHostPorts" || choice.endpoint === "loadBalancer" ? choice.nics : [];
  for (const group of choice.subnets.filter((name) => !leftToAks.includes(name))) {
    if (direct) open(group, range);
    if (balanced && !(direct && inRange)) open(group, `${choice.port}`);
    if (choice.probed.includes(group)) all.add(`${group} 401 Tcp AzureLoadBalancer 32504`);
  }
  for (const group of choice.nics.filter((name) => !leftToAks.includes(name))) {
    open(group, range);
    if (balanced && !inRange) open(group, `${choice.port}`);
  }
  return [...all].sort();
}

describe("network rules", () => {
  it("give every group of both layers exactly what its endpoint needs, each once", () => {
    fc.assert(
      fc.property(choice, (chosen) => {
        expect(lines(rulesOf(chosen))).toEqual(wanted(chosen));
      }),
    );
  });

  it("are at most two in a group, of different name and priority", () => {
    fc.assert(
      fc.property(choice, (chosen) => {
        const rules = rulesOf(chosen);
        for (const property of ["name", "priority"] as const) {
          const keys = rules.map((rule) => `${rule.group.key} ${rule[property]}`);
          expect(new Set(keys).size).toBe(keys.length);
        }
      }),
    );
  });
});
