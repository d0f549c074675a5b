import { join } from "node:path";
import { vi } from "vitest";
import { rootUrn } from "../../policy/check-rule";
import { judgeStack } from "../../policy/judge-stack";
import { configuredRules } from "../../policy/settings";
import { violationsOf } from "../../policy/violations";
import type { ResourceGraph } from "../../graph/resource-graph";
import { SimulatedCloud, type SimulatedSeed } from "../../simulator/cloud";
import { runSimulated, type SimulatedResult } from "../../simulator/run";

const examples = join(__dirname, "..", "..", "examples");

/** A program with what it needs to run. */
export interface TestedProgram {
  project: string;
  stack: string;
  /** Full keys and values. */
  config: Record<string, string>;
  secretKeys: string[];
  /** What exists before it runs. */
  seed: SimulatedSeed;
  program: () => Promise<Record<string, unknown>>;
}

/** A program of examples/. */
export interface ExampleProgram extends TestedProgram {
  /** Its folder below examples/. */
  folder: string;
}

/**
 * A program of examples/ in the project `streaming`, stack `dev`.
 * @param folder its folder
 * @param config keys without a namespace are the project's
 * @param seed what exists before it runs
 * @param secretKeys those of the keys that are encrypted
 */
export function exampleProgram(
  folder: string,
  config: Record<string, string>,
  seed: SimulatedSeed,
  secretKeys: string[] = [],
): ExampleProgram {
  const project = "streaming";
  const full = (key: string): string => (key.includes(":") ? key : `${project}:${key}`);
  return {
    ...{ folder, project, stack: "dev", seed, secretKeys: secretKeys.map(full) },
    config: Object.fromEntries(Object.entries(config).map(([key, value]) => [full(key), value])),
    program: async () => {
      // A program registers while it is loaded, so each run loads it again.
      vi.resetModules();
      return { ...((await import(join(examples, folder, "index.ts"))) as Record<string, unknown>) };
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
