import { cpSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { PulumiCommand } from "@pulumi/pulumi/automation/index.js";
import { describe, inject } from "vitest";
import { readStackFile, type StackFile } from "../../cli/stack-file";
import type { AksFacts } from "../../discovery/aks/facts";
import { parseAksFacts } from "../../discovery/aks/facts-file";
import type { EksFacts } from "../../discovery/eks/facts";
import { parseEksFacts } from "../../discovery/eks/facts-file";
import { aksInstallations } from "../../graph/aks-installation";
import { eksInstallations } from "../../graph/eks-installation";
import type { ResourceGraph } from "../../graph/resource-graph";
import { program } from "../../stacks/program";
import { rootUrn } from "../../policy/check-rule";
import { judgeEks } from "../../reachability/aws/flows";
import { judgeAks } from "../../reachability/azure/flows";
import { currentSeed } from "../../simulator/current-seed";
import type { SimulatedBehaviour } from "../../simulator/engine/operation";
import { SimulatedStack } from "../../simulator/engine/simulated-stack";
import { graphOfState, type StateResource } from "../../simulator/engine/state-graph";
import { readStackConfig } from "../../stacks/config";
import { namespaced, type Config } from "../stacks/stack-file";

const root = join(__dirname, "..", "..");

/** Tests that need the engine: skipped where no CLI can be had, which the setup has said loudly. */
export const describeEngine = describe.skipIf(inject("pulumiCli") === null);

/** Facts of a cluster on any cloud. */
export type Facts = EksFacts | AksFacts;

/** Names of the example stacks. */
export const exampleStacks = ["dev", "aks-dev", "aks-pools"];

/** What differs from the example stack. */
export interface Variant {
  /** Keys of the stack file, without the project's namespace; undefined takes a key away. */
  config?: Config;
  /** Values of keys that are encrypted in the stack file, or of parts of one: `streamingProxy.extraValues.token`. */
  secrets?: Record<string, string>;
  /** Another state of the cluster. */
  facts?: Facts;
  /** The cluster is no more; what surrounds it is as the facts say. */
  clusterGone?: boolean;
  /** The CLI. Default: the one that the setup has found. */
  cli?: PulumiCommand;
  /** Environment of the CLI and the providers besides. */
  environment?: Record<string, string>;
  behaviour?: SimulatedBehaviour;
  /** Another program than this project's. */
  program?: () => Promise<Record<string, unknown>>;
}

/** An example stack in an engine and a cloud of its own, which last until `remove`. */
export class EngineStack {
  readonly name: string;
  readonly file: StackFile;
  /** What the cluster's surroundings are without the stack. */
  readonly facts: Facts;
  readonly folder: string;

  private constructor(name: string, folder: string) {
    this.name = name;
    this.file = readStackFile(root, name);
    this.facts = recordedFacts(name);
    this.folder = folder;
  }

  /** A stack that was never deployed, in a cloud that has only the cluster. */
  static fresh(name: string): EngineStack {
    return new EngineStack(name, mkdtempSync(join(tmpdir(), "lls-engine-")));
  }

  /** The same stack and cloud, to go on from the same point several times. */
  copy(): EngineStack {
    const other = EngineStack.fresh(this.name);
    cpSync(this.folder, other.folder, { recursive: true });
    return other;
  }

  /** Takes stack and cloud away. */
  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** The stack file of a variant, its secrets decrypted. */
  fileOf(variant: Variant): StackFile {
    const secrets = picked(texts(variant.secrets), (key) => !isPath(key));
    const config = { ...this.file.config, ...texts(variant.config), ...secrets };
    for (const [key, value] of Object.entries(namespaced(variant.config ?? {}))) {
      if (value === undefined) delete config[key];
    }
    return { ...this.file, config, secretKeys: Object.keys(secrets), opaqueKeys: [] };
  }

  /** Runs something with the providers up. Discovery sees the cloud as it stands. */
  async with<Result>(variant: Variant, work: (stack: SimulatedStack) => Promise<Result>): Promise<Result> {
    const facts = variant.facts ?? this.facts;
    const { config, secretKeys } = this.fileOf(variant);
    const stack: SimulatedStack = await SimulatedStack.open({
      folder: this.folder,
      pulumiCommand: variant.cli ?? (await engineCli()),
      project: this.file.project,
      stack: this.name,
      config,
      secretKeys,
      secretPaths: picked(texts(variant.secrets), isPath),
      seed: { ...facts, chartValues: ["podAnnotations"], clusterGone: variant.clusterGone ?? false },
      ...(variant.behaviour && { behaviour: variant.behaviour }),
      ...(variant.environment && { environment: variant.environment }),
      program: () => {
        if (variant.program) return variant.program();
        const { network } = currentSeed(stack.journal.cloud, rootUrn(this.file.project, this.name));
        const found = (): Promise<any> => Promise.resolve({ ...facts, network });
        return program({ config: readStackConfig, eksFacts: found, aksFacts: found });
      },
    });
    try {
      return await work(stack);
    } finally {
      stack.close();
    }
  }

  /** The resource graph of what is deployed. */
  async graph(stack: SimulatedStack): Promise<ResourceGraph> {
    const { resources = [] } = await stack.state();
    return graphOfState(this.file.project, this.name, resources as StateResource[]);
  }
}

/** What is in the stack file under a key of objects, to which a variant adds its own. */
export function written(name: string, key: string): Record<string, any> {
  const { config, project } = readStackFile(root, name);
  return JSON.parse(config[`${project}:${key}`] ?? "{}") as Record<string, any>;
}

/** Whether a key leads into an object: `streamingProxy.extraValues.token`. */
function isPath(key: string): boolean {
  return /[.[]/.test(key);
}

/** Required flows that are not open, as `E1 closed`. */
export function notOpen(graph: ResourceGraph): string[] {
  const flows = [...eksInstallations(graph).flatMap(judgeEks), ...aksInstallations(graph).flatMap(judgeAks)];
  if (flows.length === 0) throw new Error("there is no installation in this graph");
  return flows
    .filter(({ need, verdict }) => need === "required" && verdict !== "open")
    .map(({ id, verdict }) => `${id} ${verdict}`);
}

/** The provider of a type in the state, by which the cloud tells clusters apart. */
export function providerOf(stack: SimulatedStack, type: string): string {
  const { resources = [] } = stack.storedState();
  return String(resources.find((resource) => resource.type === `pulumi:providers:${type.split(":")[0]}`)?.urn);
}

/** Ids that the state has and the cloud has not, and the other way round. */
export function differences(stack: SimulatedStack): { onlyInState: string[]; onlyInCloud: string[] } {
  const { resources = [] } = stack.storedState();
  const isReal = ({ custom, type, pendingReplacement }: StateResource): boolean =>
    custom && !type.startsWith("pulumi:") && !pendingReplacement;
  const inState = (resources as StateResource[]).filter(isReal).map(({ type, id }) => `${type} ${id}`);
  const inCloud = [...stack.journal.cloud.resources.values()].map(({ type, id }) => `${type} ${id}`);
  return {
    onlyInState: inState.filter((one) => !inCloud.includes(one)).sort(),
    onlyInCloud: inCloud.filter((one) => !inState.includes(one)).sort(),
  };
}

/** Facts of the cluster of an example stack. */
export function recordedFacts(name: string): Facts {
  const file = join("facts", `${name}.json`);
  const text = readFileSync(join(root, file), "utf8");
  return JSON.parse(text).cloud === "eks" ? parseEksFacts(text, file) : parseAksFacts(text, file);
}

function picked(values: Record<string, string>, wanted: (key: string) => boolean): Record<string, string> {
  return Object.fromEntries(Object.entries(values).filter(([key]) => wanted(key)));
}

function texts(config: Config = {}): Record<string, string> {
  return Object.fromEntries(
    Object.entries(namespaced(config))
      .filter(([, value]) => value !== undefined)
      .map(([key, value]) => [key, typeof value === "string" ? value : JSON.stringify(value)]),
  );
}

let cli: Promise<PulumiCommand> | undefined;

/** The CLI that the tests use. */
export function engineCli(): Promise<PulumiCommand> {
  const command = inject("pulumiCli");
  if (command === null) throw new Error("no Pulumi CLI");
  return (cli ??= PulumiCommand.get(command === "pulumi" ? {} : { root: dirname(dirname(command)) }));
}
