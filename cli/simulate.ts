import { createHash } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { PulumiCommand } from "@pulumi/pulumi/automation";
import { createColors } from "picocolors";
import { BadInput } from "../components/bad-input";
import { program } from "../stacks/program";
import { rootUrn } from "../policy/check-rule";
import type { ResourceGraph } from "../graph/resource-graph";
import { SimulatedCloud } from "../simulator/cloud";
import { currentSeed } from "../simulator/current-seed";
import { deploymentTime } from "../simulator/engine/deployment-time";
import { SimulatedStack, type EngineRun } from "../simulator/engine/simulated-stack";
import { graphOfState, type StateResource } from "../simulator/engine/state-graph";
import { runSimulated } from "../simulator/run";
import type { ProgramSources } from "../stacks/sources";
import { exitCodes } from "./exit-codes";
import { lockFolder } from "./folder-lock";
import { formatVerdicts } from "./format/text";
import { Interruption } from "./interruption";
import { exitCodeOf, reportOf } from "./plan-report";
import { plannedStack, type PlannedStack } from "./planned-stack";
import { cacheFolder } from "./pulumi-cli/cache-folder";
import { pulumiCli } from "./pulumi-cli";
import { exitCodeOf as exitCodeOfRecovery, formatRecovery } from "./recover/format";
import { recoverSimulated } from "./recover/simulated";
import type { SimulateCommand } from "./simulate-commands";
import { timeSentence } from "./simulated-time";

/** Options of `lls simulate`. */
export interface SimulateOptions {
  stack: string;
  /** Facts file; default facts/<stack>.json, if it exists. */
  facts?: string;
  /** Ignore recorded facts. */
  assume?: boolean;
  /** Forget the simulated cloud and its state first. */
  reset?: boolean;
}

/**
 * Runs the stack under the real Pulumi engine and a simulated cloud. Without a command: up, verdicts, destroy, and nothing is kept.
 * With one, state and cloud are kept, so that the next command goes on from there.
 * @returns the exit code
 */
export async function simulateCommand(command: SimulateCommand | undefined, options: SimulateOptions): Promise<number> {
  const directory = process.cwd();
  const planned = plannedStack(directory, options);
  const pulumiCommand = await pulumiCli("lls simulate", (message) => void process.stderr.write(`${message}\n`));
  const kept = keptFolder(directory, options.stack);
  const interruption = new Interruption();
  const work = (folder: string, act: (simulation: Simulation) => Promise<number>): Promise<number> =>
    withStack({ planned, folder, name: options.stack, pulumiCommand, interruption }, act);
  try {
    if (command !== undefined || options.reset) {
      const unlock = lockFolder(kept);
      try {
        if (options.reset) rmSync(kept, { recursive: true, force: true });
        if (command !== undefined) return await work(kept, (simulation) => simulation.single(command));
      } finally {
        unlock();
      }
    }
    const folder = mkdtempSync(join(tmpdir(), "lls-simulate-"));
    try {
      return await work(folder, (simulation) => simulation.wholeLife());
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  } catch (error) {
    // The terminal has ended the CLI in the middle of something else than a command of the engine.
    if (!interruption.happened) throw error;
    return exitCodes.interrupted;
  } finally {
    interruption.ignore();
  }
}

/** Beside the fetched CLIs; never in the user's folder. */
function keptFolder(directory: string, stack: string): string {
  const id = createHash("sha256").update(directory).digest("hex").slice(0, 12);
  return join(cacheFolder(), "simulated", `${stack}-${id}`);
}

interface Setting {
  planned: PlannedStack;
  folder: string;
  name: string;
  pulumiCommand: PulumiCommand;
  interruption: Interruption;
}

async function withStack(
  { planned, folder, name, pulumiCommand, interruption }: Setting,
  work: (simulation: Simulation) => Promise<number>,
): Promise<number> {
  const { file } = planned;
  const stack: SimulatedStack = await SimulatedStack.open({
    folder,
    pulumiCommand,
    project: file.project,
    stack: name,
    config: file.config,
    secretKeys: file.secretKeys,
    seed: planned.cluster.seed,
    program: async () => program(await currentSources(planned, stack, rootUrn(file.project, name))),
  });
  try {
    return await work(new Simulation(planned, stack, name, interruption));
  } finally {
    stack.close();
  }
}

/** Discovery finds what stands in the simulated cloud now, not what was recorded of the real one. */
async function currentSources(
  { cluster }: PlannedStack,
  stack: SimulatedStack,
  urn: string,
): Promise<Partial<ProgramSources>> {
  const { sources } = cluster;
  const seed = currentSeed(stack.journal.cloud, urn);
  const current = <Facts extends object>(facts: Facts): Facts => ({ ...facts, network: seed.network });
  return {
    ...sources,
    ...(sources.eksFacts && { eksFacts: async (...args) => current(await sources.eksFacts!(...args)) }),
    ...(sources.aksFacts && { aksFacts: async (...args) => current(await sources.aksFacts!(...args)) }),
  };
}

/** One stack in its simulated cloud. */
class Simulation {
  constructor(
    private readonly planned: PlannedStack,
    private readonly stack: SimulatedStack,
    private readonly name: string,
    private readonly interruption: Interruption,
  ) {}

  /** Brings the stack up, shows its verdicts, and takes it down again, whatever came of it. */
  async wholeLife(): Promise<number> {
    const up = await this.single("up");
    if (this.interruption.happened) return exitCodes.interrupted;
    const destroyed = await this.run("destroy");
    if (destroyed !== undefined) return destroyed;
    const left = this.stack.journal.cloud.resources.size;
    print(
      left === 0 ? "Nothing is left in the simulated cloud." : `${left} resources are left in the simulated cloud.`,
    );
    return left === 0 ? up : exitCodes.verdict;
  }

  /** One command, and the verdicts of what is deployed then; of a preview, of what would be. */
  async single(command: SimulateCommand): Promise<number> {
    if (command === "recover") return this.recover();
    const failed = await this.run(command);
    if (failed !== undefined || command === "destroy") return failed ?? exitCodes.fine;
    const graph = command === "preview" ? await this.foreseen() : await this.deployed();
    if (graph.resources.length === 0) return exitCodes.fine;
    const report = reportOf(graph, this.planned);
    print(formatVerdicts(report, { color: hasColor(), width: process.stdout.columns ?? 120 }));
    if (command === "up") print(timeSentence(deploymentTime(graph)));
    return exitCodeOf(report, false);
  }

  private async deployed(): Promise<ResourceGraph> {
    const { resources = [] } = await this.stack.state();
    return graphOfState(this.planned.file.project, this.name, resources as StateResource[]);
  }

  /** What the program registers, as `lls plan` sees it. */
  private async foreseen(): Promise<ResourceGraph> {
    const { file, cluster } = this.planned;
    const { graph } = await runSimulated({
      cloud: new SimulatedCloud(cluster.seed),
      project: file.project,
      stack: this.name,
      config: file.config,
      secretKeys: file.secretKeys,
      program: async () => program(await currentSources(this.planned, this.stack, rootUrn(file.project, this.name))),
    });
    return graph;
  }

  /** What a killed command has left, as `lls recover` tells it of a real stack. */
  private async recover(): Promise<number> {
    const recovery = await recoverSimulated(this.planned, this.stack, this.name);
    process.stdout.write(formatRecovery.text(recovery, this.name));
    print("This stack is simulated: the lines show what a real one would need. Begin anew with lls simulate --reset.");
    return exitCodeOfRecovery(recovery);
  }

  /** Undefined: it went well. */
  private async run(command: Exclude<SimulateCommand, "recover">): Promise<number | undefined> {
    const onOutput = (text: string): void => void process.stdout.write(text);
    const { happened, signal } = this.interruption;
    if (happened) return exitCodes.interrupted;
    const color = hasColor() ? "always" : "never";
    const { failure }: EngineRun = await this.stack[command]({ onOutput, color, signal });
    if (this.interruption.happened) return exitCodes.interrupted;
    if (failure instanceof BadInput) throw failure;
    return failure === null ? undefined : exitCodes.verdict;
  }
}

function hasColor(): boolean {
  return process.stdout.isTTY === true && createColors().isColorSupported;
}

function print(text: string): void {
  process.stdout.write(`\n${text.trimEnd()}\n`);
}
