import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import type { ResourceGraph } from "../../graph/resource-graph";
import { rootUrn } from "../../policy/check-rule";
import { configuredRules } from "../../policy/settings";
import { violationsOf } from "../../policy/violations";
import type { SimulatedSeed } from "../../simulator/cloud";
import { SimulatedStack, type EngineRun } from "../../simulator/engine/simulated-stack";
import { edited, judged, type Edit } from "../policy/edited-stack";
import type { Mistake } from "../policy/mistake";
import { mistakes } from "../policy/mistakes";
import { withAnalyzer } from "./analyzer";
import { describeEngine, engineCli, EngineStack, exampleStacks, recordedFacts } from "./engine-stack";
import { replayed } from "./replayed-program";

// `pulumi preview --policy-pack policy` under the real engine: the pack in its own process, on stacks that do not exist yet and on ones that do.

const pack = join(__dirname, "..", "..", "policy");
const configured = configuredRules();

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "lls-policies-"))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Previews a program that registers the resources of a graph, in a cloud where nothing of it exists. */
async function preview(graph: ResourceGraph, seed: SimulatedSeed): Promise<EngineRun> {
  const stack = await SimulatedStack.open({
    folder,
    pulumiCommand: await engineCli(),
    project: graph.project,
    stack: graph.stack,
    config: {},
    secretKeys: [],
    seed,
    environment: withAnalyzer(join(folder, "bin")),
    program: replayed(graph),
  });
  try {
    return await stack.preview(withPack);
  } finally {
    stack.close();
  }
}

const withPack = { policyPacks: [pack] };

/** What the engine printed of violations. It puts the policy's description before each message. */
function told({ violations }: EngineRun): string[] {
  const descriptions = new Map(configured.map(({ rule }) => [rule.name, rule.description]));
  return violations
    .map(({ policy, level, message }) => `${level} ${policy}: ${message.replace(`${descriptions.get(policy)}\n`, "")}`)
    .sort();
}

/** What the plan's host says of the same stack. Groups that do not exist yet have no id to be called by. */
function byThePlan(graph: ResourceGraph): string[] {
  const made = graph.resources.filter(({ type }) => type === "aws:ec2/securityGroup:SecurityGroup");
  const unnamed = (message: string): string =>
    made.reduce((text, { id, name }) => text.replaceAll(id!, `${name} (new)`), message);
  return violationsOf(judged(graph), configured, rootUrn(graph.project, graph.stack))
    .map(({ policy, level, message }) => `${level} ${policy}: ${unnamed(message)}`)
    .sort();
}

/** The engine says where it found what starts packs. */
const warnings = ({ diagnostics }: EngineRun): string[] =>
  diagnostics.filter((text) => !text.startsWith("using pulumi-analyzer-policy-nodejs from"));

describeEngine.each(exampleStacks)("pulumi preview --policy-pack on %s", (name) => {
  it("finds nothing, neither before the first `up` nor after it", async () => {
    const engine = EngineStack.fresh(name);
    try {
      await engine.with({ environment: withAnalyzer(join(folder, "bin")) }, async (stack) => {
        for (const command of ["preview", "up", "preview"] as const) {
          const run = await stack[command](withPack);
          expect({ ...run, warnings: warnings(run) }).toMatchObject({ violations: [], failure: null, warnings: [] });
        }
      });
    } finally {
      engine.remove();
    }
  });
});

/** One mistake for each rule. Resources of aws-native have no provider here. */
const oneForEachRule: Mistake[] = configured
  .filter(({ rule }) => rule.name !== "unsupported-providers")
  .map(({ rule }) => mistakes.find(({ caughtBy }) => caughtBy === rule.name)!);

describeEngine.each(oneForEachRule)("$stack: $title", ({ stack: name, edits, caughtBy }) => {
  it(`is caught by ${caughtBy}, with the words of the plan`, async () => {
    const graph = await edited(name, ...edits);
    // A preview asks nothing of the cluster's facts: those of the example stack do for "dev on terraform-groups" too.
    const run = await preview(graph, recordedFacts(name.split(" ")[0]!));
    expect(run.violations.map(({ policy }) => policy)).toContain(caughtBy);
    expect(told(run)).toEqual(byThePlan(graph));
    const isMandatory = run.violations.some(({ level }) => level === "mandatory");
    expect(run.failure !== null).toBe(isMandatory);
  });
});

/** Mistakes in which what the provider's check fills in, or how a rule is written, could hide what the program gave; and others besides. */
const atOnce: Record<string, string[]> = {
  dev: [
    "there is no health check",
    "a rule of the older resource is a port off",
    "an inline rule is missing",
    "the release is pinned to one zone too many",
    "a network ACL denies answers to browsers",
  ],
  "dev on terraform-groups": ["no STUN from workers", "the range of applications is a port short"],
  "aks-dev": ["the range is a port short", "the release asks for a label that no pool has"],
};

describeEngine.each(Object.entries(atOnce))("several mistakes at once in %s", (name, titles) => {
  it(`are told with the words of the plan: ${titles.join(", ")}`, async () => {
    const graph = await edited(name, ...titles.flatMap((title) => editsOf(name, title)));
    const run = await preview(graph, recordedFacts(name.split(" ")[0]!));
    expect(told(run)).toEqual(byThePlan(graph));
    expect(run.violations.length).toBeGreaterThanOrEqual(titles.length);
  });
});

function editsOf(stack: string, title: string): Edit[] {
  return mistakes.find((mistake) => mistake.stack === stack && mistake.title === title)!.edits;
}
