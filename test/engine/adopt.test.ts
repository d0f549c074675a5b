import { delimiter, join } from "node:path";
import { afterEach, expect, it } from "vitest";
import { findOnEks } from "../../adoption/eks/found";
import { importFileOf, importFileText, type ImportFile } from "../../adoption/import-file";
import type { Adoption } from "../../adoption/adoption";
import { adopt } from "../../cli/adopt";
import type { InstallationByHand } from "../../cli/adopt-engine";
import { configSourceOf } from "../../cli/stack-file";
import type { AksFacts } from "../../discovery/aks/facts";
import type { EksFacts } from "../../discovery/eks/facts";
import { rootUrn } from "../../policy/check-rule";
import { currentSeed } from "../../simulator/current-seed";
import type { EngineRun, SimulatedStack } from "../../simulator/engine/simulated-stack";
import { parseStackConfig } from "../../stacks/config";
import { answersOf } from "../adoption/aws-answers";
import { installByHandOnEks, installProxyByHand, openByHandOnAks, type ByHand } from "../adoption/by-hand";
import { runInCloud } from "../adoption/cloud-cli";
import { source, type Config } from "../stacks/stack-file";
import { describeEngine, differences, EngineStack, notOpen } from "./engine-stack";
import { LanguageHost } from "./language-host";

/** An installation made by hand, and a stack that takes it over. */
interface Case {
  title: string;
  stack: string;
  config: Config;
  byHand?: Omit<ByHand, "cluster">;
}

const cases: Case[] = [
  { title: "eks-addresses", stack: "dev", config: { eks: { targets: { kind: "addresses" } } } },
  { title: "eks-auto-scaling-groups", stack: "dev", config: {} },
  {
    title: "eks-elastic-ip",
    stack: "dev",
    config: { eks: { targets: { kind: "addresses" }, addressing: { kind: "elasticIp" } } },
    byHand: { elasticIp: true },
  },
  { title: "eks-without-security-group", stack: "dev", config: {}, byHand: { securityGroup: false } },
  { title: "eks-another-port", stack: "dev", config: { port: 443 } },
  { title: "eks-recreate", stack: "dev", config: { streamingProxy: { rollout: "recreate" } } },
  { title: "aks", stack: "aks-dev", config: {} },
];

let engine: EngineStack | undefined;
let host: LanguageHost | undefined;
afterEach(() => {
  host?.close();
  engine?.remove();
});

describeEngine.each(cases)("an installation made by hand: $title", ({ title, stack, config, byHand = {} }) => {
  it("is taken over by the printed steps: the first preview replaces nothing and deletes nothing, and up leaves nothing behind", async () => {
    engine = EngineStack.fresh(stack);
    const test = engine;
    const bin = join(test.folder, "bin");
    host = await LanguageHost.serve(bin);
    const environment = { PATH: [bin, process.env.PATH].join(delimiter) };
    let adoption!: Adoption;
    let file!: ImportFile;
    await test.with({ config }, async (run) => {
      install(test, run, byHand);
      ({ adoption, file } = await adoptionOf(test, run, config));
    });
    await expect(importFileText(file)).toMatchFileSnapshot(golden(`${title}.json`));

    await test.with({ config: withKeys(config, adoption), environment }, async (run) => {
      for (const command of adoption.marks) runInCloud(command, run.journal);
      const target = Object.values(file.nameTable);
      expect(await run.up({ target })).toMatchObject({ failure: null });
      await run.import(file);

      const preview = await run.preview();
      expect(preview).toMatchObject({ failure: null, diagnostics: [] });
      const operations = new Set(preview.steps.map(({ operation }) => operation));
      expect([...operations].filter((operation) => operation !== "create" && operation !== "update")).toEqual([]);
      await expect(linesOf(preview)).toMatchFileSnapshot(golden(`${title}.txt`));

      expect(await run.up()).toMatchObject({ failure: null, diagnostics: [] });
      expect(notOpen(await test.graph(run))).toEqual([]);
      expect(await run.preview()).toMatchObject({ steps: [], failure: null });
    });

    // What is left is deleted as it is told to be, and then nothing stands that the state does not have.
    await test.with({ config: withKeys(config, adoption) }, async (run) => {
      for (const { remove } of adoption.left) for (const command of remove) runInCloud(command, run.journal);
      expect(differences(run)).toEqual({ onlyInState: [], onlyInCloud: [] });
      expect(await run.preview()).toMatchObject({ steps: [], failure: null });
      // A second look takes over the same: whoever was interrupted can begin anew. There is nothing to begin with where the load balancer was left.
      const again = adoptionOf(test, run, withKeys(config, adoption));
      if (byHand.securityGroup === false) await expect(again).rejects.toThrow("no network load balancer is called");
      else expect(await again).toMatchObject({ adoption: { keys: {}, left: [] }, file: { nameTable: file.nameTable } });
      expect(await run.destroy()).toMatchObject({ failure: null });
      expect([...run.journal.cloud.resources.keys()]).toEqual([]);
    });
  });
});

function golden(name: string): string {
  return join(__dirname, "..", "golden", "adoption", name);
}

const cluster = ({ facts }: EngineStack): string => facts.cluster.name;

function install(test: EngineStack, { journal }: SimulatedStack, byHand: Omit<ByHand, "cluster">): void {
  if (test.facts.cloud === "eks") installByHandOnEks(journal, { cluster: cluster(test), ...byHand });
  else for (const { id } of test.facts.network.networkSecurityGroups) openByHandOnAks(journal, id);
  const kubernetes = `urn:pulumi:${test.name}::${test.file.project}::pulumi:providers:kubernetes::kubernetes`;
  // The dev stack of AKS is pinned to a zone in its other way of writing one.
  const zone = test.facts.cloud === "eks" ? "us-west-2a" : "westeurope-1";
  installProxyByHand(journal, kubernetes, guideValues(zone));
}

/** Step 3 of the guide. */
const guideValues = (zone: string) => ({
  env: { lbPort: "5004", lbDns: "rp-public-nvcf-dev-0123456789abcdef.elb.us-west-2.amazonaws.com" },
  replicaCount: 1,
  availabilityZones: { enabled: true, zones: [zone] },
  nodeSelector: { "node-type": "compute" },
  image: {
    repository: "123456789012.dkr.ecr.us-west-2.amazonaws.com/nvcf/streaming-proxy",
    tag: "2.0.1",
    pullPolicy: "Always",
  },
  resources: { requests: { cpu: "5000m", memory: "24Gi" }, limits: { cpu: "5000m", memory: "24Gi" } },
});

/** What `lls adopt` finds out, with the simulated cloud in the place of the real one. */
async function adoptionOf(
  test: EngineStack,
  { journal: { cloud } }: SimulatedStack,
  config: Config,
): Promise<{ adoption: Adoption; file: ImportFile }> {
  const { network } = currentSeed(cloud, rootUrn(test.file.project, test.name));
  const facts = { ...test.facts, network } as EksFacts | AksFacts;
  const installation: InstallationByHand =
    facts.cloud === "eks"
      ? { facts, found: await findOnEks(facts.cluster.name, undefined, answersOf(cloud)) }
      : { facts };
  const { values } = source(config);
  const file = { ...test.file, config: { ...test.file.config, ...values } };
  const parsed = parseStackConfig(configSourceOf(file));
  const { adoption, graph } = await adopt({ stack: test.name, file, config: parsed }, installation);
  return { adoption, file: importFileOf(adoption.taken, graph) };
}

function withKeys(config: Config, { keys }: Adoption): Config {
  const merged = { ...config };
  for (const [key, value] of Object.entries(keys)) merged[key] = { ...(config[key] as object), ...value };
  return merged;
}

/** `update Type name: property, property`, sorted: the engine works on independent resources in any order. */
function linesOf({ steps }: EngineRun): string {
  const line = ({ operation, urn, type, diffs }: EngineRun["steps"][number]): string => {
    const shown = `${operation} ${type.slice(type.lastIndexOf(":") + 1)} ${urn.slice(urn.lastIndexOf("::") + 2)}`;
    return diffs.length === 0 ? shown : `${shown}: ${[...diffs].sort().join(", ")}`;
  };
  return `${steps.map(line).sort().join("\n")}\n`;
}
