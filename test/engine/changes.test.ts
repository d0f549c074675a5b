import { afterEach, expect, it } from "vitest";
import type { EngineRun } from "../../simulator/engine/simulated-stack";
import { describeEngine, differences, EngineStack, notOpen, type Facts, type Variant } from "./engine-stack";

/** A change of a stack file, or of the cluster, and what it may not touch. */
interface Change {
  name: string;
  stack: string;
  before?: Variant;
  after: Variant;
  /** The cluster as discovery finds it afterwards. */
  cluster?: (facts: any) => void;
  /** The cluster before. */
  clusterBefore?: (facts: any) => void;
  /** Types, by the end of the token, of which nothing may be replaced or deleted; `*` is every type. */
  keeps: string[];
}

const elasticIp = { eks: { addressing: { kind: "elasticIp" } } };
const otherRegistry = { imageRegistry: "registry.example.com/nvcf" };
const credentials = (password: string): Record<string, string> => ({
  registryUsername: "lls",
  registryPassword: password,
});

/** What clients, other teams and running sessions hold on to. */
const network = ["SecurityGroup", "LoadBalancer", "TargetGroup", "Listener", "Eip"];

const eks: Omit<Change, "stack">[] = [
  { name: "port", after: { config: { port: 443 } }, keeps: [...network, "Release"] },
  { name: "zone", after: { config: { availabilityZone: "us-west-2b" } }, keeps: ["SecurityGroup", "TargetGroup"] },
  {
    name: "zone, with an Elastic IP",
    before: { config: elasticIp },
    after: { config: { ...elasticIp, availabilityZone: "us-west-2b" } },
    keeps: ["SecurityGroup", "TargetGroup", "Eip"],
  },
  {
    name: "subnet",
    cluster: (facts) => (facts.network.subnets[2].routeTableId = "rtb-0a000000000000001"),
    after: { config: { eks: { subnetId: "subnet-0a000000000000003" } } },
    keeps: ["SecurityGroup", "TargetGroup"],
  },
  { name: "static address on", after: { config: elasticIp }, keeps: ["SecurityGroup", "TargetGroup"] },
  { name: "static address off", before: { config: elasticIp }, after: {}, keeps: ["SecurityGroup", "TargetGroup"] },
  {
    name: "targets by address",
    after: { config: { eks: { targets: { kind: "addresses", addresses: ["192.0.2.140", "192.0.2.152"] } } } },
    keeps: ["SecurityGroup", "LoadBalancer", "Release"],
  },
  {
    name: "targets by binding",
    after: {
      config: {
        eks: {
          targets: {
            kind: "targetGroupBinding",
            targetGroupBinding: { serviceName: "streaming-proxy", servicePort: 49100 },
          },
        },
      },
    },
    keeps: ["SecurityGroup", "LoadBalancer", "Release"],
  },
  { name: "egress by subnet", after: { config: { eks: { egress: "subnetCidrs" } } }, keeps: [...network, "Release"] },
  { name: "allowed CIDRs", after: { config: { allowedCidrs: ["203.0.113.0/24"] } }, keeps: [...network, "Release"] },
  { name: "one more pool", cluster: addComputePool, after: {}, keeps: ["*"] },
  { name: "one pool fewer", clusterBefore: addComputePool, after: {}, keeps: [...network, "Release"] },
];

const aks: Omit<Change, "stack">[] = [
  { name: "port", after: { config: { port: 443 } }, keeps: ["*"] },
  { name: "node port range", after: { config: { aks: { nodePortTo: 31499 } } }, keeps: ["*"] },
  {
    name: "priority",
    after: { config: { aks: { rulePriority: 410 } } },
    keeps: ["Service", "PublicIPAddress", "Release"],
  },
  { name: "allowed CIDRs", after: { config: { allowedCidrs: ["203.0.113.0/24"] } }, keeps: ["*"] },
  {
    name: "one pool fewer",
    cluster: withoutLastPool,
    after: {},
    keeps: ["Service", "PublicIPAddress", "Release"],
  },
  { name: "one more pool", clusterBefore: withoutLastPool, after: {}, keeps: ["*"] },
];

const everywhere: Omit<Change, "stack">[] = [
  { name: "tags", after: { config: { tags: { team: "streaming" } } }, keeps: ["*"] },
  { name: "chart version", after: { config: { streamingProxy: { chartVersion: "3.0.1" } } }, keeps: ["*"] },
  {
    name: "rotated registry credentials",
    before: { config: otherRegistry, secrets: credentials("first-password") },
    after: { config: otherRegistry, secrets: credentials("second-password") },
    keeps: ["*"],
  },
];

const changes: Change[] = [
  ...[...eks, ...everywhere].map((change) => ({ ...change, stack: "dev" })),
  ...[...aks, ...everywhere].map((change) => ({ ...change, stack: "aks-pools" })),
];

let engine: EngineStack | undefined;
afterEach(() => engine?.remove());

describeEngine.each(changes)("$stack: $name", ({ stack, before = {}, after, cluster, clusterBefore, keeps }) => {
  it("previews the least that has to change, and applies it without a step that the clouds refuse", async () => {
    engine = EngineStack.fresh(stack);
    const test = engine;
    const old = inCluster(test, before, clusterBefore);
    const changed = inCluster(test, after, cluster);
    await test.with(old, async (run) => {
      expect((await run.up()).failure).toBeNull();
      expect(notOpen(await test.graph(run))).toEqual([]);
    });
    await test.with(changed, async (run) => {
      const preview = await run.preview();
      expect(preview.failure).toBeNull();
      const lines = linesOf(preview);
      expect(lines).not.toEqual([]);
      for (const type of keeps) expect(lines.filter(destroys(type))).toEqual([]);

      const up = await run.up();
      expect(up).toMatchObject({ failure: null, diagnostics: [] });
      expect(linesOf(up)).toEqual(lines);
      expect(notOpen(await test.graph(run))).toEqual([]);
      expect(await differences(run)).toEqual({ onlyInState: [], onlyInCloud: [] });
      expect((await run.preview()).steps).toEqual([]);
      expect(await run.destroy()).toMatchObject({ failure: null });
      expect([...run.journal.cloud.resources.keys()]).toEqual([]);
    });
  });
});

function inCluster(test: EngineStack, variant: Variant, edit: Change["cluster"]): Variant {
  const config = { ...variant.config };
  for (const key of ["aks", "eks", "streamingProxy"]) {
    const written = test.file.config[`${test.file.project}:${key}`];
    if (config[key] !== undefined && written !== undefined)
      config[key] = { ...JSON.parse(written), ...(config[key] as object) };
  }
  const facts: Facts = structuredClone(test.facts);
  edit?.(facts);
  return { ...variant, config, facts };
}

/** `update Type name: property, property`, sorted: the engine works on independent resources in any order. */
function linesOf({ steps }: EngineRun): string[] {
  const line = ({ operation, urn, type, diffs }: EngineRun["steps"][number]): string => {
    const shown = `${operation} ${type.slice(type.lastIndexOf(":") + 1)} ${urn.slice(urn.lastIndexOf("::") + 2)}`;
    return diffs.length === 0 ? shown : `${shown}: ${diffs.join(", ")}`;
  };
  return steps.map(line).sort();
}

function destroys(type: string): (line: string) => boolean {
  return (line) => {
    const [operation = "", kind] = line.split(" ");
    return /delete|replace/.test(operation) && (type === "*" || kind === type);
  };
}

function addComputePool(facts: any): void {
  const [compute] = facts.network.nodePools;
  const more = structuredClone(compute);
  more.name = "compute-more";
  more.autoScalingGroups[0].name = "eks-compute-more-0a000009";
  more.addresses = [];
  more.nodeCount = 0;
  facts.network.nodePools.push(more);
}

function withoutLastPool(facts: any): void {
  const { agentPools, networkSecurityGroups, subnets } = facts.network;
  agentPools.pop();
  subnets.pop();
  facts.network.networkSecurityGroups = networkSecurityGroups.filter(({ name }: any) => !/gpub/.test(name));
}
