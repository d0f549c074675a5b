import * as pulumi from "@pulumi/pulumi";
import { standIn, type StandInReaders } from "../discovery/stand-in";
import type { ResourceGraph } from "../graph/resource-graph";
import type { Violation } from "../policy/violations";
import { SimulatedCloud, type CloudWarning, type SimulatedSeed } from "../simulator/cloud";
import type { NotApplied } from "../simulator/not-applied";
import { runObserved } from "../simulator/observed-run";
import { judged, type TestedInstallation } from "./judged";
import { checkTestStack, pulumiConfig, type TestedProgram, type TestStackOptions } from "./options";
import { simulatedArm } from "./simulated-arm";
import { simulatedEc2 } from "./simulated-ec2";
import { StackWatch } from "./stack-watch";

/** What a program made of the simulated cloud, and what comes of it. */
export interface TestedStack {
  /** Every resource, in the order of registration. */
  graph: ResourceGraph;
  /** Every installation of LLS in it with its verdict, in the order of registration. */
  installations: TestedInstallation[];
  /** Stack outputs, resolved; secrets as `[secret]`, what a preview does not know as `unknownValue`. */
  outputs: Record<string, unknown>;
  /** What the policies of this package report with their defaults. */
  violations: Violation[];
  /** What the cloud accepts and an operator would regret. */
  warnings: CloudWarning[];
  /** Transforms and hooks, which only an engine applies: the graph has the resources as the program wrote them. `transformations` are applied. */
  notApplied: NotApplied[];
  /** URNs of the resources of packages that the simulator does not model and no mock answered for: their outputs are their inputs. */
  echoed: string[];
}

/**
 * Runs a Pulumi program in a simulated cloud, waits for everything that it started, and judges what it made. It needs no CLI, no
 * account, no network and no particular test runner, and leaves the SDK as it was. Calls take turns: the SDK has one state
 * for the process, so other code must not use it meanwhile.
 *
 * @param program makes the resources: `() => import("…/index")`, or a function. A module runs once, when it is first imported
 * @returns what it made
 * @throws BadInput for wrong arguments, and whatever BadInput a component throws
 * @throws CloudError for what the cloud would refuse, with the URN before it
 * @throws Error of the program, with the resource, property and line of the `apply`, input or output that it came from; also one that nothing awaits
 * @throws Error for two resources of one URN, for a type or function that neither the simulator nor a mock knows, for outputs that
 *   never resolve, for a program that calls `process.exit`, and for one that does nothing
 */
export async function testStack(program: TestedProgram, options: TestStackOptions): Promise<TestedStack> {
  checkTestStack(program, options);
  const { config, secrets, stackReferences, mocks, preview, strict = false, idleSeconds = 3 } = options;
  const { project = "project", stack = "stack", organization = "organization" } = options;
  const seeds = (): SimulatedSeed[] => [options.cloud].flat().map(copyOf);
  const cloud = new SimulatedCloud(seeds());
  const watch = new StackWatch({ project, idleSeconds, ready: () => standIn(readersOf(seeds())) });
  const secretConfig = pulumiConfig(project, secrets);
  const { graph, outputs, notApplied, echoed } = await runObserved(
    {
      ...{ cloud, project, stack, organization, preview, stackReferences, mocks },
      config: { ...pulumiConfig(project, config), ...secretConfig },
      secretKeys: Object.keys(secretConfig),
      program: () => outputsOf(program),
    },
    watch,
  );
  if (watch.sawNothing) throw new Error(nothing);
  if (strict) checkStrictly(notApplied, echoed);
  return { graph, outputs, ...judged(graph), warnings: cloud.warnings, notApplied, echoed };
}

/** Discovery goes past the engine for some of its facts. */
function readersOf(seeds: SimulatedSeed[]): StandInReaders {
  const [eks, ...moreEks] = seeds.filter((seed) => seed.cloud === "eks");
  const [aks, ...moreAks] = seeds.filter((seed) => seed.cloud === "aks");
  return {
    ec2: eks && moreEks.length === 0 ? simulatedEc2(eks) : refusing("discoverEks", "recordedEks", moreEks.length + 1),
    arm: aks && moreAks.length === 0 ? simulatedArm(aks) : refusing("discoverAks", "recordedAks", moreAks.length + 1),
  };
}

/** A reader that says why it cannot answer: with none at all, discovery would ask the real cloud. */
function refusing<Reader extends object>(discovery: string, instead: string, clusters: number): Reader {
  const reason =
    clusters > 1
      ? `${discovery} can look around in one cluster of its cloud, and options.cloud has ${clusters}; give the program their facts by ${instead}`
      : `${discovery} found no cluster of its cloud in options.cloud`;
  return new Proxy({} as Reader, {
    get() {
      throw new Error(reason);
    },
  });
}

/** Not by structuredClone: what that makes is of the realm of Node.js, in which Jest's tests and the SDK are not. */
function copyOf(seed: SimulatedSeed): SimulatedSeed {
  return JSON.parse(JSON.stringify(seed)) as SimulatedSeed;
}

const nothing = [
  "the program did nothing: it made and read no resource, and called no function.",
  "A module runs only when it is first imported: before another run of it let the test runner forget it (vi.resetModules, jest.resetModules), or export a function from it and give testStack that.",
].join(" ");

/**
 * Stack outputs: what a function returns or a module exports. As Pulumi does, a function that a module exports as a whole or by
 * default is called, and what it exports by default is otherwise all of it.
 */
async function outputsOf(returned: unknown): Promise<Record<string, unknown> | undefined> {
  if (typeof returned === "function") return outputsOf(await (returned as () => unknown)());
  if (!isRecord(returned)) return undefined;
  // An import of a CommonJS module has markers, and its exports once more as the default.
  const named = Object.entries(returned).filter(([name]) => !["module.exports", "__esModule"].includes(name));
  const exported = Object.fromEntries(named);
  const main = exported.default;
  return typeof main === "function" || isRecord(main) ? outputsOf(main) : exported;
}

/** A short function returns what it makes last: that are no outputs. */
function isRecord(value: unknown): value is Record<string, unknown> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  return !pulumi.Resource.isInstance(value) && !pulumi.Output.isInstance(value);
}

function checkStrictly(notApplied: NotApplied[], echoed: string[]): void {
  const found = [
    ...notApplied.map(({ urn, option }) => `${urn}: ${option} needs an engine and was not applied`),
    ...echoed.map((urn) => `${urn}: its package is not simulated, and no mock answered; its outputs are its inputs`),
  ];
  if (found.length > 0) throw new Error(["testStack with strict:", ...found.map((line) => `  ${line}`)].join("\n"));
}
