import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { restartingKeys } from "../../cli/restarts";
import type { AksFacts } from "../../discovery/aks/facts";
import { parseAksFacts } from "../../discovery/aks/facts-file";
import type { EksFacts } from "../../discovery/eks/facts";
import { parseStackConfig } from "../../stacks/config";
import { stackKeysSchema, type JsonSchema } from "../../stacks/stack-file-schema";
import { runProgram } from "../run-program";
import { least, leastAks, source, type Config } from "../stacks/stack-file";

const facts = JSON.parse(readFileSync(join(__dirname, "..", "..", "facts", "dev.json"), "utf8")) as EksFacts;

/** Facts in which the other zone could hold the installation too, and the proxy's nodes have two labels. */
const bothZones: EksFacts = structuredClone(facts);
for (const pool of bothZones.network.nodePools) {
  pool.subnetIds = facts.network.subnets.map(({ id }) => id);
  if (pool.name === "compute") pool.labels = { ...pool.labels, tier: "media" };
}

/** Another value of each key than the dev stack has. Keys that only say what exists, or choose a cluster, are not among them. */
const changes: Record<string, Config> = {
  availabilityZone: { availabilityZone: "us-west-2b" },
  port: { port: 5005 },
  imageRegistry: { imageRegistry: "registry.example.com/nvcf" },
  endpointHost: { endpointHost: "stream.example.com" },
  allowedCidrs: { allowedCidrs: ["198.51.100.0/24"] },
  clients: { clients: ["198.51.100.0/24"] },
  tags: { tags: { team: "media" } },
  "streamingProxy.chart": { streamingProxy: { chart: "oci://registry.example.com/charts/gdn-streaming" } },
  "streamingProxy.chartVersion": { streamingProxy: { chartVersion: "3.0.1" } },
  "streamingProxy.imageTag": { streamingProxy: { imageTag: "3.0.3" } },
  "streamingProxy.resources": { streamingProxy: { resources: { cpu: "4", memory: "24Gi" } } },
  "streamingProxy.nodeSelector": { streamingProxy: { nodeSelector: { tier: "media" } } },
  "streamingProxy.tolerations": { streamingProxy: { tolerations: [{ key: "dedicated", operator: "Exists" }] } },
  "streamingProxy.extraValues": { streamingProxy: { extraValues: { podAnnotations: { team: "media" } } } },
  "streamingProxy.mediaPort": { streamingProxy: { mediaPort: 5004 } },
  "streamingProxy.externalTrafficPolicy": { streamingProxy: { externalTrafficPolicy: "Local" } },
  "streamingProxy.rollout": { streamingProxy: { rollout: "recreate" } },
  "eks.egress": { eks: { egress: "subnetCidrs" } },
  "eks.nodeRules": { eks: { nodeRules: "assume" } },
  "eks.deletionProtection": { eks: { deletionProtection: true } },
};

/** Inputs of the release under one configuration. */
async function release(facts: EksFacts | AksFacts, config: Config): Promise<string> {
  const { graph } = await runProgram(facts, config);
  const { inputs } = graph.resources.find(({ type }) => type === "kubernetes:helm.sh/v3:Release")!;
  return JSON.stringify(inputs);
}

function keysOf(config: Config): string[] {
  return restartingKeys(parseStackConfig(source(config)));
}

/** Whether an editor that knows the keys finds this one. */
function exists(key: string): boolean {
  let schema: JsonSchema | undefined = stackKeysSchema();
  for (const part of key.split(".")) schema = schema?.properties?.[part];
  return schema !== undefined;
}

describe("the keys that restart the proxy on EKS", () => {
  const keys = keysOf(least);

  it("all exist", () => {
    for (const key of keys) expect(exists(key), key).toBe(true);
    expect(Object.keys(changes)).toEqual(expect.arrayContaining(keys));
  });

  it.each(Object.entries(changes))("%s: reaches the release if and only if it is one of them", async (key, config) => {
    const changed = (await release(bothZones, config)) !== (await release(bothZones, {}));
    expect(changed).toBe(keys.includes(key));
  });
});

const aksFacts = parseAksFacts(
  readFileSync(join(__dirname, "..", "..", "facts", "aks-dev.json"), "utf8"),
  "aks-dev.json",
);
/** Facts in which the proxy's nodes have two labels. */
const twoLabels: AksFacts = structuredClone(aksFacts);
for (const pool of twoLabels.network.agentPools) {
  if (pool.name === "compute") pool.labels = { ...pool.labels, tier: "media" };
}

const proxyChanges = Object.fromEntries(Object.entries(changes).filter(([key]) => key.startsWith("streamingProxy.")));
const mediaPort = { mediaPort: 49100 };
const address = { resourceGroup: "net" };
const balanced = { endpoint: "loadBalancer", publicIp: address };
const nodes = { nodeAddress: "nodes.example.com" };
const host = { endpointHost: "stream.example.com" };

/** Stacks on AKS, each with another value of keys than it has: what is added to the stack, or put in place of its key `aks`. */
const aksStacks: Record<string, { stack: Config; changes: Record<string, Config> }> = {
  NodePorts: {
    stack: { aks: nodes },
    changes: {
      availabilityZone: { availabilityZone: "1" },
      "aks.endpoint": { aks: balanced, streamingProxy: mediaPort },
      "aks.nodeAddress": { aks: { nodeAddress: "others.example.com" } },
      "aks.nodePortTo": { aks: { ...nodes, nodePortTo: 30999 } },
      "aks.rulePriority": { aks: { ...nodes, rulePriority: 300 } },
      endpointHost: { aks: {}, ...host },
      ...proxyChanges,
    },
  },
  "a load balancer": {
    stack: { aks: balanced, streamingProxy: mediaPort },
    changes: {
      port: { port: 443 },
      allowedCidrs: { allowedCidrs: ["203.0.113.0/24"] },
      endpointHost: host,
      "aks.endpoint": { aks: nodes },
      "aks.publicIp.dnsLabel": { aks: { ...balanced, publicIp: { ...address, dnsLabel: "stream" } } },
      "aks.publicIp.resourceGroup": { aks: { ...balanced, publicIp: { resourceGroup: "other" } } },
      "aks.healthCheckNodePort": { aks: { ...balanced, healthCheckNodePort: 32000 } },
    },
  },
  "a labelled load balancer": {
    stack: { aks: { ...balanced, publicIp: { ...address, dnsLabel: "stream" } }, streamingProxy: mediaPort },
    changes: {
      "aks.publicIp.dnsLabel": { aks: balanced },
      "aks.publicIp.resourceGroup": { aks: { ...balanced, publicIp: { resourceGroup: "other", dnsLabel: "stream" } } },
    },
  },
  "a load balancer of another name": {
    stack: { aks: balanced, streamingProxy: mediaPort, ...host },
    changes: {
      port: { port: 443 },
      "aks.publicIp.dnsLabel": { aks: { ...balanced, publicIp: { ...address, dnsLabel: "stream" } } },
      "aks.publicIp.resourceGroup": { aks: { ...balanced, publicIp: { resourceGroup: "other" } } },
    },
  },
};

describe.each(Object.entries(aksStacks))("the keys that restart the proxy on AKS, with %s", (_, { stack, changes }) => {
  const keys = keysOf({ ...leastAks, ...stack });

  it("all exist", () => {
    for (const key of keys) expect(exists(key), key).toBe(true);
  });

  it.each(Object.entries(changes))("%s: reaches the release if and only if it is one of them", async (key, change) => {
    const { streamingProxy: proxy } = stack;
    const changed = {
      ...stack,
      ...change,
      streamingProxy: { ...(proxy as Config), ...(change.streamingProxy as Config) },
    };
    const reaches = (await release(twoLabels, changed)) !== (await release(twoLabels, stack));
    expect(reaches).toBe(keys.includes(key));
  });
});
