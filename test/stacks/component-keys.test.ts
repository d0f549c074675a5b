import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { BadInput, type Problem } from "../../components/bad-input";
import type { AksFacts } from "../../discovery/aks/facts";
import { parseAksFacts } from "../../discovery/aks/facts-file";
import { selectAks } from "../../discovery/aks/select";
import { selectEks } from "../../discovery/eks/select";
import { aksDiscoveryRequest, aksLlsArgs } from "../../stacks/aks";
import { aksKeyOf, checkUnderKeys, eksKeyOf } from "../../stacks/component-keys";
import { parseStackConfig, type AksStackConfig, type EksStackConfig } from "../../stacks/config";
import { eksDiscoveryRequest, eksLlsArgs } from "../../stacks/eks";
import { alwaysSecret } from "../../stacks/schema";
import { stackKeysSchema, type JsonSchema } from "../../stacks/stack-file-schema";
import { factsOf } from "../discovery/eks/dev-facts";
import { runProgram } from "../run-program";
import { least, leastAks, source, type Config } from "./stack-file";

const aksFacts = parseAksFacts(
  readFileSync(join(__dirname, "..", "..", "facts", "aks-dev.json"), "utf8"),
  "aks-dev.json",
);
const { name: cluster, resourceGroup } = aksFacts.cluster;

/** The arguments that a stack makes. */
function eksArgs(): string[] {
  const config = parseStackConfig(source(least)) as EksStackConfig;
  const request = eksDiscoveryRequest(config, "nvcf-lls/dev");
  return Object.keys(eksLlsArgs(config, request, selectEks(factsOf("dev.json"), request)));
}

function aksArgs(): string[] {
  const config = parseStackConfig(source({ ...leastAks, cluster, resourceGroup })) as AksStackConfig;
  const request = aksDiscoveryRequest(config, "nvcf-lls/dev");
  const selection = selectAks(aksFacts, request);
  return Object.keys(aksLlsArgs(config, request, aksFacts, selection, () => undefined));
}

/** Whether a stack file has a key; indices count for nothing. */
function exists(key: string): boolean {
  if ((alwaysSecret as string[]).includes(key)) return true;
  let schema: JsonSchema | undefined = stackKeysSchema();
  for (const part of key.replace(/\[\d+\]/g, "").split(".")) schema = schema?.properties?.[part];
  return schema !== undefined;
}

describe("arguments of a component", () => {
  it.each([
    ["EksLls", eksArgs, eksKeyOf, ["vpcId", "network"]],
    ["AksLls", aksArgs, aksKeyOf, ["location", "nicNetworkSecurityGroups", "probeRules", "network"]],
  ])("have keys in a stack file, except those that only discovery knows: %s", (_, args, keyOf, discovered) => {
    expect(args().filter((argument) => !exists(keyOf(argument)))).toEqual(discovered);
  });

  it.each([
    ["proxyNodes[1].securityGroupId", "eks.proxyNodeSecurityGroupIds[1]"],
    ["workerNodes[0].key", "eks.workerNodeSecurityGroupIds[0]"],
    ["targets.autoScalingGroups[2].name", "eks.targets.autoScalingGroups[2]"],
    ["targets.targetGroupBinding.servicePort", "eks.targets.targetGroupBinding.servicePort"],
    ["egress.subnetCidrs[0]", "eks.egress"],
    ["addressing.elasticIp.retain", "eks.addressing.elasticIp.retain"],
    ["registryCredentials.username", "registryUsername"],
    ["registryCredentials", "registryPassword"],
    ["streamingProxy.memory", "streamingProxy.resources.memory"],
    ["streamingProxy.tolerations[0].key", "streamingProxy.tolerations[0].key"],
  ])("on EKS %s is %s", (path, key) => {
    expect(eksKeyOf(path)).toBe(key);
    expect(exists(key.replace(/(?<=tolerations).*/, ""))).toBe(true);
  });

  it.each([
    ["allowedSources[0]", "allowedCidrs[0]"],
    ["endpoint", "aks.endpoint"],
    ["endpointHost", "endpointHost"],
    ["pools", "aks.pools"],
    ["firewallAddresses[1]", "aks.frontDoor.addresses[1]"],
    ["subnetNetworkSecurityGroups[1].id", "aks.subnetNsgIds[1]"],
    ["publicIp.dnsLabel", "aks.publicIp.dnsLabel"],
    ["publicIp.clusterPrincipalId", "aks.publicIp.roleAssignment"],
    ["streamingProxy.cpu", "streamingProxy.resources.cpu"],
  ])("on AKS %s is %s", (path, key) => {
    expect(aksKeyOf(path)).toBe(key);
    expect(exists(key)).toBe(true);
  });
});

it("what a stack knows better than its component is told once, with what else the component finds", () => {
  const told = (path: string): Problem => ({ path, reason: "by the component" });
  const check = (): never => {
    throw new BadInput("AksLls 'lls'", [told("publicIp.clusterPrincipalId"), told("rulePriority")]);
  };
  const own: Problem = { path: "aks.publicIp.roleAssignment", reason: "by the stack" };
  const wanted = new BadInput("Stack dev", [own, { ...told("rulePriority"), path: "aks.rulePriority" }]);
  expect(() => checkUnderKeys("Stack dev", aksKeyOf, check, [own])).toThrow(wanted.message);
  expect(() => checkUnderKeys("Stack dev", aksKeyOf, () => undefined, [own])).toThrow("Stack dev: 1 problem\n");
  expect(() => checkUnderKeys("Stack dev", aksKeyOf, () => undefined)).not.toThrow();
});

describe("what only the cluster shows to be wrong", () => {
  const mediaPort = { streamingProxy: { mediaPort: 49100 } };
  const balanced = (publicIp: Config, aks: Config = {}): Config => ({
    ...mediaPort,
    aks: { endpoint: "loadBalancer", publicIp, ...aks },
  });
  const elsewhere =
    "/subscriptions/00000000-0000-0000-0000-00000000000b/resourceGroups/net/providers/Microsoft.Network/publicIPAddresses/ip";
  const withoutIdentity: AksFacts = { ...aksFacts, cluster: { ...aksFacts.cluster, principalId: "" } };
  const { nodeResourceGroup } = aksFacts.cluster;

  it.each<[string, AksFacts, Config, string, RegExp]>([
    [
      "a public IP in another subscription",
      aksFacts,
      { ...balanced({ id: elsewhere }), endpointHost: "stream.example.com" },
      "aks.publicIp.id",
      /must be in the cluster's subscription, 00000000-0000-0000-0000-000000000000/,
    ],
    [
      "a cluster with a service principal",
      withoutIdentity,
      balanced({ resourceGroup: "net" }),
      "aks.publicIp.roleAssignment",
      /service principal.*set assume and give it the two roles yourself/,
    ],
    [
      "a public IP in the node resource group",
      aksFacts,
      balanced({ resourceGroup: nodeResourceGroup }),
      "aks.publicIp.resourceGroup",
      /is the node resource group/,
    ],
    [
      "a probe at the proxy's own NodePort",
      aksFacts,
      balanced({ resourceGroup: "net" }, { healthCheckNodePort: 30800 }),
      "aks.healthCheckNodePort",
      /NodePort of the proxy itself/,
    ],
    [
      "a public address of the firewall",
      aksFacts,
      { aks: { nodeAddress: "n.example.com", frontDoor: { kind: "firewall", addresses: ["203.0.113.4"] } } },
      "aks.frontDoor.addresses[0]",
      /must be private/,
    ],
  ])(
    "%s is told under its key, in the words of other problems of the stack",
    async (_, facts, config, path, reason) => {
      const error: unknown = await runProgram(facts, config).catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(BadInput);
      const { problems, message } = error as BadInput;
      expect(problems).toEqual([expect.objectContaining({ path, reason: expect.stringMatching(reason) as string })]);
      expect(message).toMatch(/^Stack dev: 1 problem\n/);
    },
  );

  it("a service principal is no matter where somebody else gives the rights", async () => {
    const config = balanced({ resourceGroup: "net", roleAssignment: "assume" });
    const error: unknown = await runProgram(withoutIdentity, config).catch((thrown: unknown) => thrown);
    expect(error).not.toBeInstanceOf(BadInput);
  });
});
