import { afterEach, expect, it } from "vitest";
import { credentials, otherRegistry } from "./changes";
import { hostPorts, inCluster, readyIp, withReadyIp, type ClusterEdit } from "./cluster-edits";
import { describeEngine, EngineStack, notOpen, recordedFacts, type Variant } from "./engine-stack";

interface Standing {
  title: string;
  stack: string;
  variant: Variant;
  cluster?: ClusterEdit;
}

const kubeconfig = (endpoint: string) =>
  JSON.stringify({
    clusters: [{ name: "c", cluster: { server: endpoint } }],
    contexts: [{ name: "c", context: { cluster: "c", user: "u" } }],
    "current-context": "c",
    users: [{ name: "u", user: { token: "a-token" } }],
  });
const balanced = { streamingProxy: { mediaPort: 49100 } };

/** Installations that the example stacks are not, each with what no other has. */
const standing: Standing[] = [
  { title: "an Elastic IP", stack: "dev", variant: { config: { eks: { addressing: { kind: "elasticIp" } } } } },
  {
    title: "fixed addresses, egress by subnet and a pull secret",
    stack: "dev",
    variant: {
      config: { ...otherRegistry, eks: { egress: "subnetCidrs", targets: { kind: "addresses" } } },
      secrets: credentials("a-password"),
    },
  },
  {
    title: "a binding, a proxy that makes way, and tags",
    stack: "dev",
    variant: {
      config: {
        tags: { team: "streaming" },
        streamingProxy: { rollout: "recreate" },
        eks: {
          targets: {
            kind: "targetGroupBinding",
            targetGroupBinding: { serviceName: "streaming-proxy", servicePort: 49100 },
          },
        },
      },
    },
  },
  {
    title: "secret chart values and a kubeconfig",
    stack: "dev",
    variant: {
      secrets: {
        kubeconfig: kubeconfig(recordedFacts("dev").cluster.endpoint),
        streamingProxy: JSON.stringify({ extraValues: { podAnnotations: { owner: "a-secret" } } }),
      },
    },
  },
  {
    title: "a load balancer without a DNS label",
    stack: "aks-dev",
    variant: {
      config: {
        ...balanced,
        aks: { endpoint: "loadBalancer", nodeAddress: undefined, publicIp: { resourceGroup: "nvcf-network" } },
      },
    },
  },
  {
    title: "allowed host ports, and no zone",
    stack: "aks-dev",
    variant: { config: { availabilityZone: undefined, aks: { nicMode: "allowedHostPorts" } } },
    cluster: hostPorts,
  },
  {
    title: "a public IP of the network team, and several senders",
    stack: "aks-pools",
    variant: {
      config: {
        endpointHost: "stream.example.com",
        allowedCidrs: ["203.0.113.0/24", "198.51.100.0/24"],
        aks: { publicIp: { id: readyIp } },
      },
    },
    cluster: withReadyIp,
  },
];

let engine: EngineStack | undefined;
afterEach(() => engine?.remove());

describeEngine("what discovery finds of our own", () => {
  it.each(standing)("changes nothing, twice: $stack with $title", async ({ stack, variant, cluster }) => {
    engine = EngineStack.fresh(stack);
    const made = inCluster(engine, variant, cluster);
    await engine.with(made, async (run) => expect(await run.up()).toMatchObject({ failure: null, diagnostics: [] }));
    // Another process, another day.
    await engine.with(made, async (run) => {
      for (const again of [await run.preview(), await run.preview(), await run.up(), await run.refresh()]) {
        expect(again).toMatchObject({ steps: [], diagnostics: [], failure: null });
      }
    });
  });

  it.each([
    // The nodes of dev share a group, within which the cluster opens everything.
    ["dev", { eks: { nodeRules: "assume" } }, ["E2", "E3"]],
    ["aks-dev", { aks: { nsgRules: "assume" } }, ["A1"]],
  ])("opens no verdict of %s once the stack does not make it any more", async (stack, config, flows) => {
    engine = EngineStack.fresh(stack);
    const test = engine;
    await engine.with({}, async (run) => expect(await run.up()).toMatchObject({ failure: null }));
    await engine.with(inCluster(engine, { config }), async (run) => {
      // Discovery saw the rules that this run then deletes.
      const up = await run.up();
      expect(up).toMatchObject({ failure: null, diagnostics: [] });
      expect(up.steps.filter(({ operation, type }) => operation === "delete" && /Rule$/.test(type))).not.toEqual([]);
      const closed = notOpen(await test.graph(run));
      expect([...new Set(closed)].sort()).toEqual(flows.map((flow) => `${flow} closed`));
    });
  });
});
