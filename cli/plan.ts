import { createColors } from "picocolors";
import { program } from "../stacks/program";
import { remedied } from "../policy/violations";
import { SimulatedCloud } from "../simulator/cloud";
import { runSimulated } from "../simulator/run";
import { formats, type FormatName } from "./format";
import { exitCodeOf, reportOf } from "./plan-report";
import { plannedStack, type PlannedStackOptions } from "./planned-stack";
import type { PlanReport } from "./report";

/** Options of `lls plan`. */
export interface PlanOptions extends PlannedStackOptions {
  format: FormatName;
  /** Fail on an assumed cluster and on anything unknown. */
  requireFacts?: boolean;
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
  const planned = plannedStack(directory, options);
  const { file, cluster, policies } = planned;
  const { graph } = await runSimulated({
    cloud: new SimulatedCloud(cluster.seed),
    project: file.project,
    stack: options.stack,
    config: file.config,
    secretKeys: file.secretKeys,
    program: () => program(cluster.sources),
  });
  return reportOf(remedied(graph, policies.rules), planned);
}
