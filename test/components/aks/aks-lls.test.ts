import { Provider as AzureProvider } from "@pulumi/azure-native/provider";
import * as pulumi from "@pulumi/pulumi";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { AksEndpointKind, AksLls, AksNicMode, AksOwnership, NamespaceOwner, ProxyRollout } from "../../../components";
import type { GraphResource, ResourceGraph } from "../../../graph/resource-graph";
import {
  argsOf,
  cluster,
  graphOf,
  groupKeys,
  groups,
  network,
  password,
  plainVariant,
  sources,
  subscription,
  variantGraph,
} from "./installation";
import type { Variant } from "./installation";

const variants: fc.Arbitrary<Variant> = fc.record({
  endpoint: fc.constantFrom(...Object.values(AksEndpointKind)),
  nicMode: fc.constantFrom(...Object.values(AksNicMode)),
  nsgRules: fc.constantFrom(...Object.values(AksOwnership)),
  groups: fc.constantFrom(...(Object.keys(groupKeys) as (keyof typeof groupKeys)[])),
  address: fc.constantFrom("new" as const, "labelled" as const, "existing" as const),
  roleAssignment: fc.constantFrom(...Object.values(AksOwnership)),
  probe: fc.boolean(),
  sources: fc.constantFrom(...(Object.keys(sources) as (keyof typeof sources)[])),
  zone: fc.constantFrom(undefined, "1"),
  credentials: fc.boolean(),
  namespace: fc.constantFrom(...Object.values(NamespaceOwner)),
  rollout: fc.constantFrom(...Object.values(ProxyRollout)),
});

const types = {
  rule: "azure-native:network:SecurityRule",
  ip: "azure-native:network:PublicIPAddress",
  role: "azure-native:authorization:RoleAssignment",
  service: "kubernetes:core/v1:Service",
  release: "kubernetes:helm.sh/v3:Release",
  component: "nvcf-lls:index:AksLls",
  proxy: "nvcf-lls:index:StreamingProxy",
};

const balancedVariant: Variant = { ...plainVariant, endpoint: AksEndpointKind.LoadBalancer };
const isProvider = ({ type }: GraphResource) => type.startsWith("pulumi:providers:");
const ofType = (graph: ResourceGraph, type: string) => graph.resources.filter((resource) => resource.type === type);

/** A group as facts have it, without rules. */
const group = (id: string) => ({ id, name: id.split("/").at(-1)!, managed: false, rules: [] });

function only(graph: ResourceGraph, type: string): GraphResource {
  const found = ofType(graph, type);
  expect(found).toHaveLength(1);
  return found[0]!;
}

describe("every installation", () => {
  it("has children with parents, providers, tags and names, no plain secret, and the same URNs in a preview", async () => {
    await fc.assert(
      fc.asyncProperty(variants, async (variant) => {
        const graph = await variantGraph(variant);
        const made = graph.resources.filter((resource) => resource.parent !== undefined && !isProvider(resource));
        const component = only(graph, types.component);
        const parents = [component.urn, only(graph, types.proxy).urn];
        for (const resource of made.filter((other) => other !== component)) expect(parents).toContain(resource.parent);
        for (const { type, provider, custom } of made) {
          if (!custom) continue;
          const wanted = graph.resources.find((other) => other.type === `pulumi:providers:${type.split(":")[0]}`)!;
          expect(provider?.startsWith(`${wanted.urn}::`)).toBe(true);
        }
        for (const { inputs } of ofType(graph, types.ip)) {
          expect(inputs.tags).toEqual({
            "lls:cluster": cluster,
            "lls:managed-by": "customer",
            "lls:provisioner": "pulumi",
            "lls:stack": "streaming/test",
            "lls:purpose": "streaming-traffic",
            Project: "nvcf",
            Name: "prod_eu-lls-ip",
            team: "streaming",
          });
        }
        expect(new Set(made.map(({ urn }) => urn)).size).toBe(made.length);

        const text = JSON.stringify(graph);
        expect(text).not.toContain(password);
        expect(text).not.toContain(Buffer.from(`$oauthtoken:${password}`).toString("base64"));

        const preview = await variantGraph(variant, { preview: true });
        expect(preview.resources.map(({ urn }) => urn).sort()).toEqual(graph.resources.map(({ urn }) => urn).sort());
      }),
      { numRuns: 15, seed: 4 },
    );
  });

  it("writes rules that are complete and legal, one at a time in a group, and all of them before the proxy and the Service", async () => {
    await fc.assert(
      fc.asyncProperty(variants, async (variant) => {
        const graph = await variantGraph(variant);
        const rules = ofType(graph, types.rule);
        const groupOf = ({ inputs }: GraphResource) =>
          `${String(inputs.resourceGroupName)}/${String(inputs.networkSecurityGroupName)}`;
        const writers = [...rules, ...ofType(graph, types.service)];
        rules.forEach((rule, index) => {
          const { inputs } = rule;
          expect(inputs).toMatchObject({ access: "Allow", direction: "Inbound", sourcePortRange: "*" });
          expect(inputs.destinationAddressPrefix).toBe("*");
          for (const property of ["sourceAddressPrefix", "destinationPortRange"]) {
            const plural = inputs[property.replace("Prefix", "Prefixes").replace("Range", "Ranges")];
            expect([typeof inputs[property], typeof plural].sort()).toEqual(
              Array.isArray(plural) ? ["object", "undefined"] : ["string", "undefined"],
            );
            if (Array.isArray(plural)) expect(plural.length).toBeGreaterThan(1);
          }
          expect(`${String(inputs.description)} `).toMatch(/^nvcf-lls streaming\/test /);
          expect(String(inputs.description).length).toBeLessThanOrEqual(140);
          const fromBrowsers = inputs.sourceAddressPrefix !== "AzureLoadBalancer";
          expect(inputs.protocol).toBe(fromBrowsers ? "Udp" : "Tcp");
          for (const later of writers.slice(index + 1)) {
            const together = later.type === types.service || groupOf(later) === groupOf(rule);
            if (together) expect(later.dependencies).toContain(rule.urn);
          }
          expect(only(graph, types.release).dependencies).toContain(rule.urn);
        });
      }),
      { numRuns: 25, seed: 5 },
    );
  });
});

const golden: Record<string, Variant> = {
  "aks-node-ports": plainVariant,
  "aks-load-balancer": { ...balancedVariant, address: "labelled", probe: true, sources: "several", zone: undefined },
  "aks-both": {
    ...plainVariant,
    endpoint: AksEndpointKind.Both,
    groups: "many",
    address: "existing",
    roleAssignment: AksOwnership.Assume,
    credentials: true,
    namespace: NamespaceOwner.Existing,
  },
  "aks-allowed-host-ports": {
    ...plainVariant,
    nicMode: AksNicMode.AllowedHostPorts,
    sources: "firewall",
    rollout: ProxyRollout.Recreate,
  },
};

describe("the resources of", () => {
  it.each(Object.entries(golden))("%s are the reviewed ones", async (name, variant) => {
    const graph = await variantGraph(variant);
    const reviewed = graph.resources
      .filter((resource) => resource.urn.includes("nvcf-lls:index:"))
      // The aliases are the SDK's: every version of the API that it ever had.
      .map(({ urn, inputs, options, dependencies }) => ({
        urn,
        inputs,
        options: { ...options, aliases: undefined },
        dependencies,
      }))
      .sort((a, b) => (a.urn < b.urn ? -1 : 1));
    await expect(`${JSON.stringify(reviewed, null, 2)}\n`).toMatchFileSnapshot(`../../golden/components/${name}.json`);
  });
});

describe("AksLls", () => {
  it.each([
    [AksEndpointKind.NodePorts, "new", "30504", "stream.example.com"],
    [AksEndpointKind.LoadBalancer, "labelled", "5004", "streaming.westeurope.cloudapp.azure.com"],
    [AksEndpointKind.Both, "existing", "5004", "stream.example.com"],
  ] as const)(
    "with endpoint %s and a %s address tells browsers one port and host",
    async (endpoint, address, port, host) => {
      const graph = await variantGraph({ ...plainVariant, endpoint, address });
      expect(only(graph, types.release).inputs.values).toMatchObject({ env: { lbPort: port, lbDns: host } });
      expect(only(graph, types.component).outputs).toMatchObject({ endpointHost: host, endpointPort: Number(port) });
    },
  );

  it("without a DNS label tells browsers the address", async () => {
    const graph = await variantGraph(balancedVariant);
    const { ipAddress } = only(graph, types.ip).outputs;
    expect(ipAddress).toMatch(/^203\.0\.113\./);
    expect(only(graph, types.release).inputs.values).toMatchObject({ env: { lbDns: ipAddress } });
    expect(only(graph, types.component).outputs.publicIpAddress).toBe(ipAddress);
  });

  it("gives one port to group, Service and proxy", async () => {
    const args = { ...argsOf({ ...balancedVariant, endpoint: AksEndpointKind.Both }), port: 6000 };
    const graph = await graphOf((providers) => new AksLls("lls", args, { providers }));
    const ranges = ofType(graph, types.rule).map(({ inputs }) => inputs.destinationPortRanges);
    expect(ranges).toEqual(Array(2).fill(["6000", "30000-32767"]));
    expect((only(graph, types.service).inputs.spec as { ports: unknown }).ports).toEqual([
      { name: "media", protocol: "UDP", port: 6000, targetPort: 5004 },
    ]);
    expect(only(graph, types.release).inputs.values).toMatchObject({ env: { lbPort: "6000" } });
  });

  it.each([
    ["1", { enabled: true, zones: ["westeurope-1"] }],
    [undefined, { enabled: false, zones: [] }],
  ])("in zone %s pins the proxy as the node label has it", async (zone, availabilityZones) => {
    const graph = await variantGraph({ ...plainVariant, zone });
    expect(only(graph, types.release).inputs.values).toMatchObject({ availabilityZones });
  });

  it("makes the Service after the rights to the address; neither it nor the proxy waits for the other", async () => {
    const graph = await variantGraph(balancedVariant);
    const { dependencies } = only(graph, types.service);
    const release = only(graph, types.release);
    for (const { urn } of ofType(graph, types.role)) expect(dependencies).toContain(urn);
    expect(dependencies).not.toContain(release.urn);
    expect(release.dependencies).not.toContain(only(graph, types.service).urn);
  });

  it("gives the cluster's identity no more than to join the address and to read its resource group", async () => {
    const graph = await variantGraph(balancedVariant);
    const assigned = ofType(graph, types.role).map(({ inputs }) => [
      String(inputs.roleDefinitionId).split("/").at(-1),
      inputs.scope,
    ]);
    const resourceGroup = "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/addresses";
    expect(assigned).toEqual([
      ["9980e02c-c2be-4d73-94e8-173b1dc7cf3c", ofType(graph, types.ip)[0]!.id],
      ["acdd72a7-3385-48ef-bd42-f606fba81ae7", resourceGroup],
    ]);
  });

  it("assigns nothing where the rights are assumed, and owns no address that exists", async () => {
    const graph = await variantGraph({ ...balancedVariant, address: "existing", roleAssignment: AksOwnership.Assume });
    expect([...ofType(graph, types.role), ...ofType(graph, types.ip)]).toEqual([]);
    expect((only(graph, types.service).inputs.metadata as { annotations: unknown }).annotations).toEqual({
      "nvcf-lls/stack": "streaming/test",
      "service.beta.kubernetes.io/azure-load-balancer-resource-group": "addresses",
      "service.beta.kubernetes.io/azure-pip-name": "streaming",
    });
  });

  describe("in another subscription", () => {
    const other = "00000000-0000-0000-0000-00000000000b";
    const elsewhere = (id: string) => id.replace(subscription, other);
    const [subnets, nics] = [groups.nodes!, groups["aks-agentpool-12345678-nsg"]!];
    const more = { network: { ...network, networkSecurityGroups: [group(elsewhere(subnets)), group(nics)] } };
    const networkProvider = () => new AzureProvider("network", { subscriptionId: other });

    it.each([
      ["known", (id: string) => id],
      ["an Output", (id: string) => pulumi.output(id)],
    ])("makes the rule of a group with the provider that is given for it; its id is %s", async (_title, wrapped) => {
      const graph = await graphOf(
        (providers) => {
          const found = { id: wrapped(elsewhere(subnets)), key: "nodes", provider: networkProvider() };
          const args = { ...argsOf(plainVariant), subnetNetworkSecurityGroups: [found] };
          new AksLls("lls", args, { providers });
        },
        { more },
      );
      const made = ofType(graph, types.rule).map(({ id, provider }) => [provider?.split("::").at(-2), id]);
      expect(made.sort()).toEqual([
        ["azure", `${nics}/securityRules/allow-udp-nodeports-webrtc`],
        ["network", `${elsewhere(subnets)}/securityRules/allow-udp-nodeports-webrtc`],
      ]);
      expect(only(graph, types.component).inputs.subnetNetworkSecurityGroups).toEqual([
        { id: elsewhere(subnets), key: "nodes" },
      ]);
    });

    it("never takes a group of the same names in the provider's own one for the group that is meant", async () => {
      const both = [group(elsewhere(subnets)), group(subnets), group(nics)];
      const run = (provider?: () => AzureProvider) =>
        graphOf(
          (providers) => {
            const found = { id: pulumi.output(elsewhere(subnets)), key: "nodes", provider: provider?.() };
            new AksLls("lls", { ...argsOf(plainVariant), subnetNetworkSecurityGroups: [found] }, { providers });
          },
          { more: { network: { ...network, networkSecurityGroups: both } } },
        );
      await expect(run()).rejects.toThrow(
        `'lls': 1 problem\n  subnetNetworkSecurityGroups[0].provider: must be an azure-native provider of subscription ${other}: the rule was made in`,
      );
      expect(ofType(await run(networkProvider), types.rule)).toHaveLength(2);
    });
  });

  it("makes no rule where all are assumed, and everything else as ever", async () => {
    const types = async (nsgRules: AksOwnership) =>
      (await variantGraph({ ...plainVariant, endpoint: AksEndpointKind.Both, nsgRules })).resources.map(
        ({ urn }) => urn,
      );
    const created = await types(AksOwnership.Create);
    const assumed = await types(AksOwnership.Assume);
    expect(created.filter((urn) => urn.includes("SecurityRule")).length).toBeGreaterThan(1);
    expect(assumed).toEqual(created.filter((urn) => !urn.includes("SecurityRule")));
  });

  it("replaces rules delete-first, because two cannot have the same priority", async () => {
    for (const { options } of ofType(await variantGraph(plainVariant), types.rule)) {
      expect(options.deleteBeforeReplace).toBe(true);
    }
  });

  it("keeps its URNs when groups come in another order or under another id with the same key", async () => {
    const args = argsOf({ ...plainVariant, groups: "many" });
    const urns = async (subnetNetworkSecurityGroups: typeof args.subnetNetworkSecurityGroups) => {
      const changed = { ...args, subnetNetworkSecurityGroups };
      const graph = await graphOf((providers) => new AksLls("lls", changed, { providers }));
      return graph.resources.map(({ urn }) => urn).sort();
    };
    const [nodes, workers] = args.subnetNetworkSecurityGroups as [{ id: string }, { id: string }];
    expect(await urns([workers, nodes])).toEqual(await urns([nodes, workers]));
    expect(await urns([{ ...workers, key: "a" }])).toEqual(await urns([{ ...nodes, key: "a" }]));
  });

  it.each(["a".repeat(100), "prod_eu/流 1"])("takes the component name %j", async (name) => {
    const graph = await graphOf((providers) => new AksLls(name, argsOf(balancedVariant), { providers }));
    expect(only(graph, types.ip).name.length).toBeLessThanOrEqual(24);
  });

  it("tells the operator how to verify, rule by rule", async () => {
    const graph = await variantGraph(balancedVariant);
    const commands = only(graph, types.component).outputs.verify as string[];
    expect(commands.slice(2)).toEqual([
      "kubectl --namespace gdn-streaming get service streaming-proxy-public --output wide",
      `az network nsg rule show --ids ${String(only(graph, types.rule).id)} --output table`,
    ]);
  });

  it("registers facts as an output, and never as an input", async () => {
    const args = { ...argsOf(plainVariant), network };
    const graph = await graphOf((providers) => new AksLls("lls", args, { providers }));
    const { inputs, outputs } = only(graph, types.component);
    expect(outputs.network).toEqual(network);
    expect(inputs).not.toHaveProperty("network");
  });
});
