import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { restartingKeys } from "../../cli/restarts";
import type { EksFacts } from "../../discovery/eks/facts";
import { stackKeysSchema } from "../../stacks/stack-file-schema";
import { runProgram } from "../run-program";
import type { Config } from "../stacks/stack-file";

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
async function release(config: Config): Promise<string> {
  const { graph } = await runProgram(bothZones, config);
  const { inputs } = graph.resources.find(({ type }) => type === "kubernetes:helm.sh/v3:Release")!;
  return JSON.stringify(inputs);
}

describe("the keys that restart the proxy", () => {
  it("all exist", () => {
    const schema = JSON.stringify(stackKeysSchema());
    for (const key of restartingKeys) expect(schema).toContain(`"${key.split(".").at(-1)}"`);
    expect(Object.keys(changes)).toEqual(expect.arrayContaining(restartingKeys));
  });

  it.each(Object.entries(changes))("%s: reaches the release if and only if it is one of them", async (key, config) => {
    const changed = (await release(config)) !== (await release({}));
    expect(changed).toBe(restartingKeys.includes(key));
  });
});
