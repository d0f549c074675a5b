import { lstatSync } from "node:fs";
import { join } from "node:path";
import { createColors } from "picocolors";
import type { GivenInstallation } from "../graph/given-installation";
import type { ResourceGraph } from "../graph/resource-graph";
import { program } from "../index";
import { SimulatedCloud } from "../simulator/cloud";
import { rootUrn } from "../policy/check-rule";
import { judgeStack } from "../policy/judge-stack";
import { givenInstallations } from "../policy/given-installations";
import { configuredRules, type ConfiguredRule } from "../policy/settings";
import { remedied, violationsOf } from "../policy/violations";
import { runSimulated } from "../simulator/run";
import { parseStackConfig, type StackConfig } from "../stacks/config";
import { stackCloud, type PlannedCluster, type StackCloud } from "./clouds";
import { exitCodes } from "./exit-codes";
import { formats, type FormatName } from "./format";
import { readGivenFile } from "./given-file";
import { noticesOf, notJudged, prerequisitesOf } from "./operator-notes";
import { readPolicyConfig } from "./policy-config";
import type { PlanReport } from "./report";
import { configSourceOf, readStackFile, type StackFile } from "./stack-file";

/** Options of `lls plan`. */
export interface PlanOptions {
  stack: string;
  format: FormatName;
  /** Facts file; default facts/<stack>.json, if it exists. */
  facts?: string;
  /** Ignore recorded facts. */
  assume?: boolean;
  /** Fail on an assumed cluster and on anything unknown. */
  requireFacts?: boolean;
  /** Policy configuration file, as Pulumi takes it with `--policy-pack-config`. */
  policyConfig?: string;
}

/** Runs `lls plan` in the working directory, prints the report and answers the exit code. */
export async function planCommand(options: PlanOptions): Promise<number> {
  const report = await plan(process.cwd(), options);
  const color = process.stdout.isTTY === true && createColors().isColorSupported;
  process.stdout.write(formats[options.format](report, { color, width: process.stdout.columns ?? 120 }));
  return exitCodeOf(report, options.requireFacts ?? false);
}

/**
 * Runs the real program with the real stack file against the simulated cloud, and judges what it registers.
 *
 * @throws BadInput if stack file, facts file, policy configuration or their combination cannot be used
 * @throws CloudError if the cloud would refuse a resource
 */
export async function plan(directory: string, options: Omit<PlanOptions, "format">): Promise<PlanReport> {
  const file = readStackFile(directory, options.stack);
  const config = parseStackConfig(configSourceOf(file));
  const cloud = stackCloud(config, `${file.project}/${options.stack}`);
  const planned = recordedCluster(directory, options, cloud) ?? cloud.assumed();
  const { seed, sources } = planned;
  const policies = policiesOf(directory, options);

  const { graph } = await runSimulated({
    cloud: new SimulatedCloud(seed),
    project: file.project,
    stack: options.stack,
    config: file.config,
    secretKeys: file.secretKeys,
    program: () => program(sources),
  });
  return reportOf(remedied(graph, policies.rules), config, cloud, file, planned, policies);
}

/** The rules, and installations that their configuration tells of. */
interface Policies {
  rules: ConfiguredRule[];
  given: GivenInstallation[];
}

function policiesOf(directory: string, { policyConfig }: Pick<PlanOptions, "policyConfig">): Policies {
  const rules = configuredRules();
  if (policyConfig === undefined) return { rules, given: [] };
  const config = readPolicyConfig(policyConfig, rules);
  return { rules: config.rules, given: givenInstallations(config.readStack, directory) };
}

function recordedCluster(
  directory: string,
  options: Omit<PlanOptions, "format">,
  cloud: StackCloud,
): PlannedCluster | undefined {
  if (options.assume) return undefined;
  const usual = join("facts", `${options.stack}.json`);
  const file = options.facts ?? usual;
  const path = options.facts ?? join(directory, usual);
  // A link that leads nowhere is a mistake to be told, not an absent file.
  if (options.facts === undefined && !lstatSync(path, { throwIfNoEntry: false })) return undefined;
  return cloud.recorded(readGivenFile(path, "--facts", file), file);
}

function reportOf(
  graph: ResourceGraph,
  config: StackConfig,
  cloud: StackCloud,
  file: StackFile,
  { facts, notices }: PlannedCluster,
  { rules, given }: Policies,
): PlanReport {
  const flows = cloud.judge(graph);
  const policies = violationsOf(judgeStack(graph, given), rules, rootUrn(graph.project, graph.stack));
  const required = flows.filter(({ need }) => need === "required");
  const count = (verdict: string): number => required.filter((flow) => flow.verdict === verdict).length;
  return {
    stack: graph.stack,
    cloud: config.cloud,
    assumed: facts === null,
    facts,
    resources: graph.resources.map(({ urn, type, name, parent, custom, inputs, dependencies }) => ({
      ...{ urn, type, name, parent: parent ?? null, custom, inputs, dependencies },
    })),
    flows,
    policies,
    notJudged,
    prerequisites: prerequisitesOf(config, cloud),
    notices: [...noticesOf(config, cloud, facts), ...notices, ...file.notes],
    summary: {
      resources: graph.resources.length,
      open: count("open"),
      closed: count("closed"),
      partial: count("partial"),
      unknown: count("unknown"),
      violations: policies.length,
    },
  };
}

/** A required flow that is not open fails the plan; with `requireFacts` so do an assumed cluster and any unknown flow. */
export function exitCodeOf({ flows, assumed, policies }: PlanReport, requireFacts: boolean): number {
  const notOpen = flows.some(({ need, verdict }) => need === "required" && verdict !== "open");
  const violated = policies.some(({ level }) => level === "mandatory");
  const guessed = requireFacts && (assumed || flows.some(({ verdict }) => verdict === "unknown"));
  return notOpen || violated || guessed ? exitCodes.verdict : exitCodes.fine;
}
