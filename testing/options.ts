import * as pulumi from "@pulumi/pulumi";
import { flag, isMap, map, text, type Check } from "../components/checks";
import { unknownKeyProblems, type KeysOf } from "../components/known-keys";
import { Problems } from "../components/problems";
import type { SimulatedSeed } from "../simulator/cloud";
import type { SimulatedStackOutputs } from "../simulator/stack-references";
import type { SimulatedMocks } from "../simulator/mocks";

/** In what a program under test runs. */
export interface TestStackOptions {
  /**
   * What exists in the cloud before: `assumedEksCluster(…)`, `assumedAksCluster(…)`, or the facts of a real cluster, which
   * `parseEksFacts` and `parseAksFacts` read out of the file that `lls facts` wrote. A list where there are several clusters, on one cloud or
   * both; `number` tells assumed ones apart. Nothing of it is changed.
   */
  cloud: SimulatedSeed | readonly SimulatedSeed[];
  /**
   * Configuration by key; a key without a namespace is the project's, others are written as `aws:region`. What is not text
   * becomes JSON, as Pulumi stores it. Default: none.
   */
  config?: Record<string, unknown>;
  /** The same, for values that are secret. Default: none. */
  secrets?: Record<string, unknown>;
  /** Outputs of the stacks that the program reads by `pulumi.StackReference`, by their full names. Default: none. */
  stackReferences?: Record<string, SimulatedStackOutputs>;
  /** Answers for resources, functions and methods that the simulator has no model of. Default: none. */
  mocks?: SimulatedMocks;
  /** Ids and outputs stay unknown, as in a first `pulumi preview`, and no `apply` on them runs. Default false. */
  preview?: boolean;
  /** Fails where the resources are not what an engine would make of the program: on anything in `notApplied` or `echoed`. Default false. */
  strict?: boolean;
  /** For how many seconds nothing may happen before the run ends with an error that names what it waits for. Default 3. */
  idleSeconds?: number;
  /** Name of the project, as in the program's Pulumi.yaml. Default `project`. */
  project?: string;
  /** Name of the stack. Default `stack`. */
  stack?: string;
  /** Name of the organization. Default `organization`. */
  organization?: string;
}

/** A program: it registers its resources when it is called, or when it imports the module that does. What it returns, or that module exports, are the stack outputs. */
export type TestedProgram = () => unknown;

const keys: KeysOf<TestStackOptions> = {
  ...{ cloud: true, config: true, secrets: true, stackReferences: true, mocks: true, preview: true, strict: true },
  ...{ idleSeconds: true, project: true, stack: true, organization: true },
};

const seed: Check = (value) =>
  isMap(value) && (value.cloud === "eks" || value.cloud === "aks")
    ? undefined
    : "must be what exists before, with `cloud` eks or aks: assumedEksCluster(…), assumedAksCluster(…), or facts";

/** What a seed must have to be one at all; the types say the rest. */
const seedParts: Record<"eks" | "aks", Record<string, Check>> = {
  eks: { account: text, region: text },
  aks: { subscription: text, location: text, cluster: map, network: map },
};

const seconds: Check = (value) =>
  typeof value === "number" && value > 0 && Number.isFinite(value) ? undefined : "must be a number of seconds above 0";

/** A name that may stand in an URN: https://www.pulumi.com/docs/iac/concepts/projects/project-file/. */
const projectName: Check = (value) =>
  typeof value === "string" && /^[\w.-]{1,100}$/.test(value)
    ? undefined
    : "must be 1-100 letters, digits, hyphens, underscores and periods";

/**
 * Checks what a test gives.
 * @throws BadInput with everything that is wrong
 */
export function checkTestStack(program: unknown, options: unknown): void {
  const problems = new Problems();
  if (typeof program !== "function")
    problems.add("program", 'must be a function that makes the resources: () => import("…")', program);
  const given = options as TestStackOptions;
  if (problems.required("options", options, map)) {
    unknownKeyProblems<TestStackOptions>(problems, "", given, keys);
    checkCloud(problems, given.cloud);
    for (const key of ["project", "stack"] as const) problems.optional(key, given[key], projectName);
    problems.optional("organization", given.organization, text);
    for (const key of ["preview", "strict"] as const) problems.optional(key, given[key], flag);
    problems.optional("idleSeconds", given.idleSeconds, seconds);
    checkConfig(problems, given);
    checkStacks(problems, given.stackReferences);
    checkMocks(problems, given.mocks);
  }
  problems.throwIfAny("testStack");
}

function checkCloud(problems: Problems, cloud: unknown): void {
  if (!Array.isArray(cloud)) return checkSeed(problems, "cloud", cloud);
  if (cloud.length === 0) problems.add("cloud", "must have at least one cluster");
  cloud.forEach((one, index) => checkSeed(problems, `cloud[${index}]`, one));
}

function checkSeed(problems: Problems, path: string, given: unknown): void {
  if (!problems.required(path, given, seed)) return;
  const parts = given as Record<string, unknown>;
  for (const [part, check] of Object.entries(seedParts[parts.cloud as "eks" | "aks"]))
    problems.required(`${path}.${part}`, parts[part], check);
}

function checkConfig(problems: Problems, { config, secrets }: TestStackOptions): void {
  for (const [path, values] of Object.entries({ config, secrets })) {
    if (!problems.optional(path, values, map)) continue;
    for (const [key, value] of Object.entries(values ?? {})) {
      if (pulumi.Output.isInstance(value) || value === null || ["function", "symbol", "bigint"].includes(typeof value))
        problems.add(
          `${path}.${key}`,
          "must be text, or what JSON can write: configuration is known before a program runs",
        );
    }
  }
  for (const key of Object.keys(isMap(secrets) ? secrets : {}))
    if (isMap(config) && config[key] !== undefined)
      problems.add(`secrets.${key}`, "is in config as well; give it once");
}

function checkStacks(problems: Problems, stacks: unknown): void {
  if (!problems.optional("stackReferences", stacks, map)) return;
  for (const [name, stack] of Object.entries(stacks ?? {})) {
    const path = `stackReferences["${name}"]`;
    if (!isMap(stack) || !isMap(stack.outputs))
      problems.add(path, "must be { outputs: { … } }, the outputs of that stack");
    else if (stack.secretNames !== undefined && !Array.isArray(stack.secretNames))
      problems.add(`${path}.secretNames`, "must be a list of names of outputs", stack.secretNames);
  }
}

function checkMocks(problems: Problems, mocks: unknown): void {
  if (mocks === undefined || mocks === null) return;
  // An instance of a class may have them, too.
  if (typeof mocks !== "object") return problems.add("mocks", "must have newResource, call or both", mocks);
  for (const name of ["newResource", "call"]) {
    const mock = (mocks as Record<string, unknown>)[name];
    if (mock !== undefined && typeof mock !== "function") problems.add(`mocks.${name}`, "must be a function", mock);
  }
}

/** Configuration as Pulumi hands it to a program: full keys, and text. */
export function pulumiConfig(project: string, values: Record<string, unknown> = {}): Record<string, string> {
  const entries = Object.entries(values).filter(([, value]) => value !== undefined);
  return Object.fromEntries(
    entries.map(([key, value]) => [
      key.includes(":") ? key : `${project}:${key}`,
      typeof value === "string" ? value : JSON.stringify(value),
    ]),
  );
}
