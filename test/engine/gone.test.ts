import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, expect, it } from "vitest";
import { listener } from "../../simulator/aws/listener";
import { loadBalancer } from "../../simulator/aws/load-balancer";
import { root } from "../cli/temporary-project";
import type { Config } from "../stacks/stack-file";
import {
  describeEngine,
  differences,
  EngineStack,
  notOpen,
  providerOf,
  type Facts,
  type Variant,
} from "./engine-stack";
import type { SimulatedStack } from "../../simulator/engine/simulated-stack";

/** As the README says it. */
const forget = { PULUMI_K8S_DELETE_UNREACHABLE: "true" };

let engine: EngineStack | undefined;
afterEach(() => engine?.remove());

/** A stack that is up, in a cluster that changes then. */
async function afterUp(
  name: string,
  edit: (facts: any) => void,
  config: Config = {},
): Promise<{ test: EngineStack; facts: Facts }> {
  const test = (engine = EngineStack.fresh(name));
  await test.with({ config }, async (run) => {
    expect(await run.up()).toMatchObject({ failure: null });
  });
  const facts = structuredClone(test.facts);
  edit(facts);
  return { test, facts };
}

/** What the state has of the cluster. */
function inCluster(run: SimulatedStack): unknown[] {
  const { resources = [] } = run.storedState();
  return resources.filter(({ type }) => String(type).startsWith("kubernetes:")).map(({ urn }) => urn);
}

function isDestroyed(run: SimulatedStack): void {
  expect(run.storedState().resources ?? []).toEqual([]);
  expect([...run.journal.cloud.resources.keys()]).toEqual([]);
}

const withoutNodes = ({ network }: any): void => void (network.nodePools = []);

/** The node resource group goes with the cluster, and all that AKS made in it; the virtual network is the user's. */
const withoutManaged = ({ network }: any): void => {
  network.agentPools = [];
  network.networkSecurityGroups = network.networkSecurityGroups.filter(({ managed }: any) => !managed);
};

const replacedNodeGroup = ({ network }: any): void =>
  void (network.nodePools[0].autoScalingGroups[0].name = "eks-compute-0a000009");

describeEngine("a stack whose cluster is gone", () => {
  it.each([
    ["dev", withoutNodes],
    ["aks-pools", withoutManaged],
  ])("%s: destroy waits for the operator's word, and then leaves nothing", async (name, edit) => {
    const { test, facts } = await afterUp(name, edit);
    const gone: Variant = { facts, clusterGone: true };
    await test.with(gone, async (run) => {
      const before = inCluster(run);
      // Without the word nothing is forgotten: the cluster might only be out of reach.
      for (const refused of [await run.destroy({ refresh: true }), await run.destroy()]) {
        expect(refused.diagnostics.join("\n")).toMatch(/cluster is unreachable|unreachable cluster/);
        expect(inCluster(run)).toEqual(before);
      }
    });
    await test.with({ ...gone, environment: forget }, async (run) => {
      // Without a refresh a release is deleted, never forgotten (pulumi-kubernetes#2675).
      const refused = await run.destroy();
      expect(refused.diagnostics.join("\n")).toContain("can't delete Helm Release with unreachable cluster");
      expect(await run.destroy({ refresh: true })).toMatchObject({ failure: null });
      isDestroyed(run);
    });
  });

  it("dev, protected: destroy waits until AWS and the engine are told otherwise, as docs/day-2.md says", async () => {
    const config = { eks: { deletionProtection: true } };
    const { test, facts } = await afterUp("dev", withoutNodes, config);
    await test.with({ facts, config, clusterGone: true, environment: forget }, async (run) => {
      const before = [...run.journal.cloud.resources.keys()];
      const refused = await run.destroy({ refresh: true, previewOnly: true });
      expect(refused.diagnostics.join("\n")).toMatch(/lls-(?:lb|listener)"[^"]*protect/);
      expect([...run.journal.cloud.resources.keys()]).toEqual(before);

      unprotect(run);
      expect(await run.destroy({ refresh: true })).toMatchObject({ failure: null });
      isDestroyed(run);
    });
  });
});

/** What the operator runs: `aws elbv2 modify-load-balancer-attributes`, then `pulumi state unprotect` of what the page names. */
function unprotect(run: SimulatedStack): void {
  for (const { type, id, inputs } of [...run.journal.cloud.resources.values()]) {
    if (type !== loadBalancer.type) continue;
    run.journal.update(type, id, { ...inputs, enableDeletionProtection: false }, providerOf(run, type));
  }
  const { resources = [] } = run.storedState();
  const urns = resources
    .filter(({ type }) => [loadBalancer.type, listener.type].includes(String(type)))
    .map(({ urn }) => String(urn));
  const page = readFileSync(join(root, "docs", "day-2.md"), "utf8");
  const named = [...page.matchAll(/pulumi state unprotect '([^']+)' --stack prod/g)].map(([, urn]) => urn!);
  expect(named.map((urn) => urn.replace(":prod:", ":dev:")).sort()).toEqual([...urns].sort());
  const { command, cwd, env } = run.cli;
  execFileSync(command, ["state", "unprotect", ...urns, "--yes", "--stack", "dev"], {
    cwd,
    env: { ...process.env, ...env },
    stdio: "pipe",
  });
}

describeEngine("a stack whose nodes are gone", () => {
  it("dev: destroy reads the cloud first, and then leaves nothing", async () => {
    const { test, facts } = await afterUp("dev", withoutNodes);
    await test.with({ facts }, async (run) => {
      const refused = await run.destroy();
      expect(refused.diagnostics.join("\n")).toContain("ValidationError: AutoScalingGroup name not found");
      expect(await run.destroy({ refresh: true })).toMatchObject({ failure: null, diagnostics: [] });
      isDestroyed(run);
    });
  });

  it("dev: up reads the cloud first, and then registers those of the new node group", async () => {
    const { test, facts } = await afterUp("dev", replacedNodeGroup);
    await test.with({ facts }, async (run) => {
      const refused = await run.up();
      expect(refused.diagnostics.join("\n")).toContain("ValidationError: AutoScalingGroup name not found");
      expect(await run.up({ refresh: true })).toMatchObject({ failure: null, diagnostics: [] });
      expect(differences(run)).toEqual({ onlyInState: [], onlyInCloud: [] });
      expect(notOpen(await test.graph(run))).toEqual([]);
      expect((await run.preview()).steps).toEqual([]);
    });
  });

  it("aks-pools: the rules of groups that are gone need nothing", async () => {
    const { test, facts } = await afterUp("aks-pools", ({ network }) => {
      network.agentPools.pop();
      network.networkSecurityGroups = network.networkSecurityGroups.filter(({ name }: any) => !/gpub/.test(name));
      network.subnets.pop();
    });
    await test.with({ facts }, async (run) => {
      expect(await run.up()).toMatchObject({ failure: null, diagnostics: [], changes: { delete: 2 } });
      expect(differences(run)).toEqual({ onlyInState: [], onlyInCloud: [] });
      expect(await run.destroy()).toMatchObject({ failure: null, diagnostics: [] });
      isDestroyed(run);
    });
  });
});
