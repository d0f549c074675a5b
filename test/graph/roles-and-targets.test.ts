import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { EksFacts } from "../../discovery/eks/facts";
import { eksInstallations } from "../../graph/eks-installation";
import type { GraphResource } from "../../graph/resource-graph";
import { judgeEks } from "../../reachability/aws/flows";
import type { NodePoolFacts } from "../../reachability/aws/network";
import type { FlowVerdict } from "../../reachability/verdict";
import { runProgram, type Ran } from "../run-program";
import type { Config } from "../stacks/stack-file";

// From facts and config to who is judged: a node that is forgotten is a hop that nobody proves.

const dev = readFileSync(join(__dirname, "..", "..", "facts", "dev.json"), "utf8");

function devFacts(change: (facts: EksFacts, pool: (name: string) => NodePoolFacts) => void = () => {}): EksFacts {
  const facts = JSON.parse(dev) as EksFacts;
  change(facts, (name) => facts.network.nodePools.find((pool) => pool.name === name)!);
  return facts;
}

function flowsOf({ graph }: Ran): FlowVerdict[] {
  return eksInstallations(graph).flatMap(judgeEks);
}

const judged = async (facts: EksFacts, config: Config = {}) => flowsOf(await runProgram(facts, config));
const verdicts = (flows: FlowVerdict[], id: string) => flows.filter((flow) => flow.id === id).map((f) => f.verdict);

/** A pool whose labels AWS does not know, as Karpenter's, with a group of its own that has no rules. */
function addKarpenterPool(facts: EksFacts, like: NodePoolFacts, groupId = "sg-0a000000000000077"): void {
  const interfaces = like.interfaces!.map((nic) => ({ ...nic, securityGroupIds: [groupId] }));
  const pool: NodePoolFacts = { ...like, name: "karpenter", kind: "instances", autoScalingGroups: [], interfaces };
  delete pool.labels;
  facts.network.nodePools.push({ ...pool, addresses: [] });
  if (!facts.network.securityGroups.some(({ id }) => id === groupId)) {
    facts.network.securityGroups.push({ id: groupId, name: groupId, tags: {}, rules: [] });
  }
}

describe("a pool whose labels AWS does not know", () => {
  it("leaves the workers' flows unknown where its groups are closed, and says how to settle it", async () => {
    const flows = await judged(devFacts((facts, pool) => addKarpenterPool(facts, pool("gpu"))));
    for (const id of ["E5", "E6", "E7"]) expect(verdicts(flows, id)).toContain("unknown");
    for (const id of ["E5", "E6", "E7"]) expect(verdicts(flows, id)).not.toContain("closed");
    const doubtful = flows.find(({ id, verdict }) => id === "E5" && verdict === "unknown")!;
    expect(doubtful.from).toContain("karpenter");
    expect(doubtful.notes.join()).toMatch(
      /whether karpenter has a worker pod is not known.*eks\.workerNodeSecurityGroupIds/,
    );
  });

  it("does no harm where its groups are open too", async () => {
    const cluster = "sg-0a000000000000001";
    const flows = await judged(devFacts((facts, pool) => addKarpenterPool(facts, pool("gpu"), cluster)));
    const required = flows.filter(({ need }) => need === "required");
    expect(new Set(required.map(({ verdict }) => verdict))).toEqual(new Set(["open"]));
  });

  it("is a worker for certain if it carries a group that the config names, and gets its rules", async () => {
    const facts = devFacts((changed, pool) => addKarpenterPool(changed, pool("gpu")));
    const eks = { workerNodeSecurityGroupIds: ["sg-0a000000000000001", "sg-0a000000000000077"] };
    const ran = await runProgram(facts, { eks });
    const flows = flowsOf(ran);
    // The pool's group lets workers receive, but its owner lets them send nothing.
    expect(verdicts(flows, "E5")).toContain("closed");
    expect(ran.graph.resources.some(({ name }) => name.startsWith("lls-sg-0a000000000000077-in-udp-47998"))).toBe(true);
  });

  it("is never taken for the only worker", async () => {
    const facts = devFacts((changed, pool) => {
      addKarpenterPool(changed, pool("gpu"));
      changed.network.nodePools = changed.network.nodePools.filter(({ name }) => name !== "gpu");
    });
    await expect(judged(facts)).rejects.toThrow(/eks\.workerNodeSelector.*karpenter \(labels not known\)/s);
  });
});

it("well-known labels in a node selector, which AWS does not list, rule no pool out", async () => {
  const streamingProxy = { nodeSelector: { "node-type": "compute", "kubernetes.io/arch": "amd64" } };
  const { graph } = await runProgram(devFacts(), { streamingProxy });
  const [installation] = eksInstallations(graph);
  expect(installation!.proxyNodes.flatMap(({ pools }) => pools)).toContain("compute");
});

describe("a target", () => {
  /** Runs the dev stack and then hands other targets to the graph, as a program of a team's own could register. */
  async function withTargets(change: (attachment: GraphResource) => void, facts = devFacts()): Promise<FlowVerdict[]> {
    const ran = await runProgram(facts);
    const attachment = ran.graph.resources.find(({ type }) => type === "aws:autoscaling/attachment:Attachment")!;
    change(attachment);
    return flowsOf(ran);
  }

  it("that cannot run the proxy is judged with its own groups", async () => {
    const facts = JSON.parse(
      readFileSync(join(__dirname, "..", "..", "facts", "examples", "separate-gpu-group.json"), "utf8"),
    ) as EksFacts;
    const flows = await withTargets((attachment) => {
      attachment.inputs.autoscalingGroupName = "eks-gpu-0a000002";
    }, facts);
    expect(verdicts(flows, "E2")).toEqual(["closed"]);
    expect(flows.find(({ id }) => id === "E2")!.to).toContain("gpu");
  });

  it("that facts know nothing of leaves the media path unknown", async () => {
    const flows = await withTargets((attachment) => {
      attachment.inputs.autoscalingGroupName = "of-somebody-else";
    });
    expect(verdicts(flows, "E2")).toEqual(["unknown"]);
    expect(verdicts(flows, "E3")).toEqual(["unknown"]);
  });
});

describe("what was not read", () => {
  it("interfaces: nothing is open to or from such a pool", async () => {
    const facts = devFacts((_, pool) => {
      pool("gpu").interfaces = [];
    });
    const flows = await judged(facts, { eks: { workerNodeSecurityGroupIds: ["sg-0a000000000000001"] } });
    for (const id of ["E5", "E6", "E7"]) expect(new Set(verdicts(flows, id))).toEqual(new Set(["unknown"]));
  });

  it.each([
    ["rules at all", (group: EksFacts["network"]["securityGroups"][number]) => delete group.rules],
    ["all rules", (group: EksFacts["network"]["securityGroups"][number]) => (group.complete = false)],
  ])("%s of a group: what our own rules do not open is unknown", async (_, change) => {
    const facts = devFacts((changed) => {
      for (const group of changed.network.securityGroups) {
        change(group);
        if (group.rules) group.rules = [];
      }
    });
    const flows = await judged(facts);
    // Our rules admit, but nothing says that the sender's group lets packets out.
    expect(verdicts(flows, "E2")).toEqual(["open"]);
    for (const id of ["E4", "E5", "E6", "E7"]) expect(new Set(verdicts(flows, id))).toEqual(new Set(["unknown"]));
  });
});
