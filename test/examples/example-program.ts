import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { vi } from "vitest";
import { parse } from "yaml";
import { readStackFile } from "../../cli/stack-file";
import { rootUrn } from "../../policy/check-rule";
import { judgeStack } from "../../policy/judge-stack";
import { configuredRules } from "../../policy/settings";
import { violationsOf } from "../../policy/violations";
import type { ResourceGraph } from "../../graph/resource-graph";
import { SimulatedCloud, type SimulatedSeed } from "../../simulator/cloud";
import { runSimulated, type SimulatedResult } from "../../simulator/run";
import type { SimulatedStackOutputs } from "../../simulator/stack-references";

const examples = join(__dirname, "..", "..", "examples");

/** A program with what it needs to run. */
export interface TestedProgram {
  project: string;
  stack: string;
  /** Full keys and values. */
  config: Record<string, string>;
  secretKeys: string[];
  /** What exists before it runs. */
  seed: SimulatedSeed | readonly SimulatedSeed[];
  /** Outputs of the stacks that it reads, where there is no engine. */
  stackReferences?: Record<string, SimulatedStackOutputs>;
  program: () => Promise<Record<string, unknown>>;
}

/** A program of examples/. */
export interface ExampleProgram extends TestedProgram {
  /** Its folder below examples/. */
  folder: string;
}

/** What Pulumi.yaml of an example says. */
export interface ExampleProject {
  name: string;
  runtime: { name: string; options: { tsconfig: string } };
  main: string;
  config: Record<string, { description: string; type: string; secret?: boolean; default?: string | number | boolean }>;
}

/** Pulumi.yaml of an example. */
export function exampleProject(folder: string): ExampleProject {
  const { config = {}, ...rest } = parse(readFileSync(join(examples, folder, "Pulumi.yaml"), "utf8")) as ExampleProject;
  return { ...rest, config };
}

/**
 * A program of examples/ in its own project, stack `dev`, with its Pulumi.dev.yaml if it has one.
 * @param folder its folder
 * @param given values of the project's keys; those that Pulumi.yaml calls secret are encrypted
 * @param seed what exists before it runs
 */
export function exampleProgram(
  folder: string,
  given: Record<string, string>,
  seed: TestedProgram["seed"],
): ExampleProgram {
  const { name: project, main, config: declared } = exampleProject(folder);
  const stack = "dev";
  const directory = join(examples, folder);
  const written = existsSync(join(directory, `Pulumi.${stack}.yaml`)) ? readStackFile(directory, stack).config : {};
  const defaults = Object.entries(declared).flatMap(([key, { default: value }]) =>
    value === undefined ? [] : [[key, String(value)]],
  );
  const own = Object.entries({ ...Object.fromEntries(defaults), ...given } as Record<string, string>);
  return {
    ...{ folder, project, stack, seed },
    secretKeys: Object.keys(declared).flatMap((key) => (declared[key]!.secret ? [`${project}:${key}`] : [])),
    config: { ...written, ...Object.fromEntries(own.map(([key, value]) => [`${project}:${key}`, value])) },
    program: async () => {
      // A program registers while it is loaded, so each run loads it again.
      vi.resetModules();
      return { ...((await import(join(directory, main))) as Record<string, unknown>) };
    },
  };
}

/** A program without an engine, in a cloud of its own. */
export function runProgram(program: TestedProgram, { preview = false } = {}): Promise<SimulatedResult> {
  return runSimulated({ ...program, cloud: new SimulatedCloud(program.seed), preview });
}

/** Required flows of every installation that are not open, as `E1 closed`. */
export function notOpen(graph: ResourceGraph): string[] {
  const { installations } = judgeStack(graph);
  if (installations.length === 0) throw new Error("there is no installation in this graph");
  return installations
    .flatMap(({ flows }) => flows)
    .filter(({ need, verdict }) => need === "required" && verdict !== "open")
    .map(({ id, verdict }) => `${id} ${verdict}`);
}

/** What the policy pack reports with its defaults, as `mandatory eks-media-path-open: message`. */
export function violations(graph: ResourceGraph): string[] {
  const reported = violationsOf(judgeStack(graph), configuredRules({}), rootUrn(graph.project, graph.stack));
  return reported.map(({ level, policy, message }) => `${level} ${policy}: ${message}`);
}
