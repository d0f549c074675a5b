import { readFileSync } from "node:fs";
import { join } from "node:path";
import { stackCloud } from "../cli/clouds";
import { configSourceOf, readStackFile } from "../cli/stack-file";
import type { ResourceGraph } from "../graph/resource-graph";
import { program } from "../stacks/program";
import { SimulatedCloud } from "../simulator/cloud";
import { runSimulated } from "../simulator/run";
import { parseStackConfig } from "../stacks/config";

const root = join(__dirname, "..");

/** The example stacks of this repository; each has recorded facts of its name. */
export const exampleStacks = ["dev", "aks-dev", "aks-pools"];

/**
 * The resources of an example stack with its recorded facts.
 * @param preview as a first `pulumi preview` sees them, where nothing exists yet; else as a plan does
 */
export async function exampleGraph(stack: string, { preview = false } = {}): Promise<ResourceGraph> {
  const file = readStackFile(root, stack);
  const facts = join("facts", `${stack}.json`);
  const { seed, sources } = stackCloud(parseStackConfig(configSourceOf(file)), `${file.project}/${stack}`).recorded(
    readFileSync(join(root, facts), "utf8"),
    facts,
  );
  const { graph } = await runSimulated({
    ...{ cloud: new SimulatedCloud(seed), project: file.project, stack, preview },
    ...{ config: file.config, secretKeys: file.secretKeys },
    program: () => program(sources),
  });
  return graph;
}
