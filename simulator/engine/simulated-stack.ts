import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { ConfigMap, EngineEvent, ImportOptions, OpMap, PulumiCommand, Stack } from "@pulumi/pulumi/automation";
import type { SimulatedSeed } from "../seed";
import { InlineProgram } from "./inline-program";
import { Journal } from "./journal";
import type { SimulatedBehaviour } from "./operation";
import { reachEngine, withoutUsers } from "./own-environment";
import { serveProviders } from "./provider-server";

/** A stack that the real engine runs against a simulated cloud. */
export interface SimulatedStackOptions {
  /** Holds state, plugins' home and cloud; nothing outside it is touched. Made if it does not exist. */
  folder: string;
  pulumiCommand: PulumiCommand;
  project: string;
  stack: string;
  /** Full keys and values, as a stack file has them. */
  config: Record<string, string>;
  /** Full keys whose values are secret. */
  secretKeys: string[];
  /** Secrets within the values of keys that `config` has not, by their paths: `nvcf-lls:streamingProxy.extraValues.token`, as `pulumi config set --path` takes them. */
  secretPaths?: Record<string, string>;
  /** What exists in the cloud besides. */
  seed: SimulatedSeed | readonly SimulatedSeed[];
  behaviour?: SimulatedBehaviour;
  /** Providers besides those of the clouds that serve already on this machine: package -> port. */
  attached?: Record<string, number>;
  /** Environment of the CLI and of the providers besides; for example a PATH on which analyzers are found. */
  environment?: Record<string, string>;
  program: () => Promise<Record<string, unknown>>;
}

/** One step of a preview or an update. */
export interface EngineStep {
  /** `create`, `update`, `delete`, `same`, `replace`, `create-replacement`, `delete-replaced`, `refresh`, … */
  operation: string;
  urn: string;
  type: string;
  /** Top-level properties that differ. */
  diffs: string[];
  /** Those of them that make the engine replace the resource. */
  replacedFor: string[];
  /** Inputs as they are; empty where there are none yet. Secrets are not in them. */
  oldInputs: Record<string, unknown>;
  /** Inputs as they are to be; empty for a deletion. */
  newInputs: Record<string, unknown>;
}

/** What the engine did, or would do. */
export interface EngineRun {
  /** Steps in the order in which the engine announced them, without `same`. */
  steps: EngineStep[];
  /** Counts by operation. */
  changes: OpMap;
  /** Warnings and errors, without colour marks. */
  diagnostics: string[];
  /** Violations of policy packs. */
  violations: { policy: string; level: string; urn: string; message: string }[];
  /** The error with which the engine ended; null if all went well. */
  failure: Error | null;
}

/** Options of one command. */
export interface EngineRunOptions {
  /** Called with each piece of what the CLI prints. */
  onOutput?: (text: string) => void;
  /** Called with each event of the engine, as the Automation API hands it on. */
  onEvent?: (event: EngineEvent) => void;
  /** Has the CLI say everything that it can: details of each difference, debug messages, and its own log, which `onOutput` gets too. Default false. */
  verbose?: boolean;
  /** `always` or `never`. Default: never. */
  color?: "always" | "never";
  /** Reads the cloud first: `--refresh` of `preview`, `up` and `destroy`. Default false. */
  refresh?: boolean;
  /** URNs; default: every resource. */
  target?: string[];
  /** Ends `destroy` after its preview, which `pulumi destroy` begins with and a test leaves out. Default false. */
  previewOnly?: boolean;
  /** Stops the command as Ctrl-C does: what has begun is ended, nothing more is begun. */
  signal?: AbortSignal;
  /** Folders of policy packs. */
  policyPacks?: string[];
  /** Files with their configuration. */
  policyPackConfigs?: string[];
}

type Command = "preview" | "up" | "refresh" | "destroy";

/** What a state has of a stack. */
export interface SimulatedState {
  resources?: Record<string, any>[];
  pending_operations?: Record<string, any>[];
}

/** How the CLI runs on a stack, for commands that `SimulatedStack` does not have. */
export interface SimulatedCli {
  /** Path of the CLI, or the name that PATH finds. */
  command: string;
  /** Folder of the project. */
  cwd: string;
  /** Environment besides that of the process: backend, home, passphrase and providers; undefined is what it must not have of it. */
  env: NodeJS.ProcessEnv;
}

/** A stack under the real engine, with its own backend, home and passphrase, and providers that are the simulated cloud. */
export class SimulatedStack {
  /** The cloud; what tests and operators change by hand goes through it. */
  readonly journal: Journal;
  /** The CLI on this stack, as long as it is open. */
  readonly cli: SimulatedCli;

  private constructor(
    private readonly stack: Stack,
    private readonly stateFile: string,
    private readonly program: InlineProgram,
    cli: SimulatedCli,
    journal: Journal,
    private readonly stopProviders: () => void,
  ) {
    this.cli = cli;
    this.journal = journal;
  }

  /** Starts the providers and selects the stack, making it where it does not exist. Close it when done. */
  static async open(options: SimulatedStackOptions): Promise<SimulatedStack> {
    const { LocalWorkspace } = await import("@pulumi/pulumi/automation/index.js");
    const { folder, pulumiCommand, project } = options;
    reachEngine();
    const program = new InlineProgram(options.program);
    const inFolder = (name: string): string => {
      mkdirSync(join(folder, name), { recursive: true });
      return join(folder, name);
    };
    const backend = inFolder("backend");
    const journal = new Journal(options.seed, join(folder, "cloud.jsonl"));
    const providers = await serveProviders(journal, options.behaviour, options.environment);
    const attached = Object.entries(options.attached ?? {}).map(([name, port]) => `${name}:${port}`);
    try {
      const env: NodeJS.ProcessEnv = {
        ...withoutUsers("settings"),
        PULUMI_BACKEND_URL: `file://${backend}`,
        PULUMI_HOME: inFolder("home"),
        // Protects nothing but what the simulated stack makes up itself.
        PULUMI_CONFIG_PASSPHRASE: "simulated",
        PULUMI_SKIP_UPDATE_CHECK: "true",
        // The state names the plugins; without this the engine would fetch hundreds of megabytes that nobody runs.
        PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
        PULUMI_DEBUG_PROVIDERS: [providers.debugProviders, ...attached].join(","),
        ...options.environment,
      };
      const workDir = inFolder("workspace");
      const stack = await LocalWorkspace.createOrSelectStack(
        { projectName: project, stackName: options.stack, program: program.run },
        { pulumiCommand, workDir, envVars: env as Record<string, string> },
      );
      askNothingAfterwards(stack);
      const secret = new Set(options.secretKeys);
      const config: ConfigMap = {};
      for (const [key, value] of Object.entries(options.config)) config[key] = { value, secret: secret.has(key) };
      // Keys of an earlier time that are gone from the stack file.
      const gone = Object.keys(await stack.getAllConfig()).filter((key) => !(key in config));
      if (gone.length > 0) await stack.removeAllConfig(gone);
      await stack.setAllConfig(config);
      const within = Object.entries(options.secretPaths ?? {}).map(([key, value]) => [key, { value, secret: true }]);
      if (within.length > 0) await stack.setAllConfig(Object.fromEntries(within) as ConfigMap, true);
      const cli = { command: pulumiCommand.command, cwd: workDir, env };
      const stateFile = join(backend, ".pulumi", "stacks", project, `${options.stack}.json`);
      return new SimulatedStack(stack, stateFile, program, cli, journal, () => providers.close());
    } catch (error) {
      providers.close();
      throw error;
    }
  }

  /** `pulumi preview`. */
  preview(options?: EngineRunOptions): Promise<EngineRun> {
    return this.run("preview", options);
  }

  /** `pulumi up`. */
  up(options?: EngineRunOptions): Promise<EngineRun> {
    return this.run("up", options);
  }

  /** `pulumi refresh`. */
  refresh(options?: EngineRunOptions): Promise<EngineRun> {
    return this.run("refresh", options);
  }

  /** `pulumi destroy`. */
  destroy(options?: EngineRunOptions): Promise<EngineRun> {
    return this.run("destroy", options);
  }

  /**
   * `pulumi import --file`: takes what stands in the cloud into the state.
   * @throws CommandError with what the CLI said
   */
  async import({ nameTable, resources }: Pick<ImportOptions, "nameTable" | "resources">): Promise<void> {
    // What stays protected could not be destroyed.
    await this.stack.import({ nameTable, resources, protect: false, generateCode: false });
  }

  /** The state with its secrets, as `pulumi stack export --show-secrets` prints it. */
  async state(): Promise<SimulatedState> {
    return ((await this.stack.exportStack()) as { deployment: SimulatedState }).deployment;
  }

  /** The state with its secrets encrypted, as it lies in the backend: to ask the CLI takes as long as a preview. */
  storedState(): SimulatedState {
    const { checkpoint } = JSON.parse(readFileSync(this.stateFile, "utf8")) as { checkpoint: { latest?: object } };
    return checkpoint.latest ?? {};
  }

  /** `pulumi stack import`: puts a state in place of the present one. Secrets may be in it as `pulumi stack export --show-secrets` prints them. */
  async importState(deployment: Record<string, unknown>): Promise<void> {
    await this.stack.importStack({ version: 3, deployment });
  }

  /** Stops the providers; the folder keeps state and cloud. */
  close(): void {
    this.stopProviders();
  }

  private async run(command: Command, options: EngineRunOptions = {}): Promise<EngineRun> {
    const result: EngineRun = { steps: [], changes: {}, diagnostics: [], violations: [], failure: null };
    const { onOutput, onEvent, verbose, ...rest } = options;
    const given = {
      ...rest,
      ...(verbose && { diff: true, debug: true, logToStdErr: true, logFlow: true, logVerbosity: 9 }),
      ...(onOutput && { onOutput, onError: onOutput }),
      onEvent: (event: EngineEvent) => {
        onEvent?.(event);
        note(command, event, result);
      },
    };
    try {
      await this.program.during(() => this.stack[command](given) as Promise<unknown>);
    } catch (error) {
      result.failure = error as Error;
    }
    return result;
  }
}

/** The Automation API ends each update with up to three more commands for outputs and history, which take as long as the update and nobody reads. */
function askNothingAfterwards(stack: Stack): void {
  Object.assign(stack, { outputs: () => Promise.resolve({}), info: () => Promise.resolve(undefined) });
}

function note(command: Command, event: EngineEvent, result: EngineRun): void {
  const { resourcePreEvent, resOutputsEvent, diagnosticEvent, policyEvent, summaryEvent } = event;
  // A refresh knows what a resource has become only when it has read it.
  const step = (command === "refresh" ? resOutputsEvent : resourcePreEvent)?.metadata;
  if (step && step.op !== "same" && step.op !== "refresh") {
    const { op, urn, type, diffs, keys } = step;
    const [oldInputs = {}, newInputs = {}] = [step.old?.inputs, step.new?.inputs];
    result.steps.push({ operation: op, urn, type, diffs: diffs ?? [], replacedFor: keys ?? [], oldInputs, newInputs });
  }
  if (diagnosticEvent && /^(warning|error)$/.test(diagnosticEvent.severity)) {
    result.diagnostics.push(plain(diagnosticEvent.message));
  }
  if (policyEvent) {
    const { policyName, enforcementLevel, resourceUrn, message } = policyEvent;
    result.violations.push({
      policy: policyName,
      level: enforcementLevel,
      urn: resourceUrn ?? "",
      message: plain(message),
    });
  }
  if (summaryEvent) result.changes = summaryEvent.resourceChanges;
}

/** Without the engine's colour marks. */
function plain(message: string): string {
  return message.replace(/<\{%.*?%\}>/g, "").trim();
}
