import { BadInput } from "../../components/bad-input";
import type { Planned } from "../../recovery/wanted";
import { CloudError } from "../../simulator/cloud-error";
import { SimulatedCloud } from "../../simulator/cloud";
import { runSimulated } from "../../simulator/run";
import { program } from "../../stacks/program";
import type { PlannedCluster } from "../clouds";
import type { StackFile } from "../stack-file";
import { inOneLine } from "./in-one-line";

/** What the program would register in a cluster, as `lls plan` finds it out. */
export async function plannedResources(file: StackFile, stack: string, cluster: PlannedCluster): Promise<Planned> {
  const { project, config, secretKeys } = file;
  try {
    const { graph } = await runSimulated({
      cloud: new SimulatedCloud(cluster.seed),
      ...{ project, stack, config, secretKeys },
      program: () => program(cluster.sources),
    });
    return { resources: graph.resources };
  } catch (error) {
    if (error instanceof CloudError) return { unknown: error.message };
    if (!(error instanceof BadInput)) throw error;
    return { unknown: inOneLine(error) };
  }
}
