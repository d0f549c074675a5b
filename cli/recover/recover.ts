import { BadInput } from "../../components/bad-input";
import type { CloudReading } from "../../recovery/cloud-object";
import type { Place } from "../../recovery/object-kind";
import { recoveryOf, unreadableState, type Recovery } from "../../recovery/recovery";
import type { StackConfig } from "../../stacks/config";
import type { PlannedCluster } from "../clouds";
import type { StackFile } from "../stack-file";
import { BackendFolder } from "./backend-folder";
import { plannedResources } from "./planned-resources";
import { backendUrl, exportedState, type StackCli } from "./stack-cli";
import { stackLock } from "./stack-lock";

/** What was found of a cloud, real or simulated. */
export interface FoundCloud {
  reading: CloudReading;
  /** The cluster for the plan; the reason why nothing can be planned. */
  cluster: PlannedCluster | { unknown: string };
  /** API server of the cluster, https://…; absent: not known. */
  server?: string;
}

/**
 * Compares the state of a stack with its cloud. Changes neither.
 * @param read reads the cloud, after the state: what is made in between is then found, not missed
 * @throws BadInput if the CLI cannot export the stack
 */
export async function recover(
  cli: StackCli,
  file: StackFile,
  config: StackConfig,
  read: () => Promise<FoundCloud>,
): Promise<Recovery> {
  const { stack } = cli;
  const backend = await backendUrl(cli);
  const [state, lock] = await Promise.all([
    exportedState(cli).catch((error: unknown) => ({ error })),
    stackLock(cli, file.project, backend),
  ]);
  if ("error" in state) {
    const { error } = state;
    const files = backend.startsWith("file:") ? new BackendFolder(backend, cli.cwd).damaged(file.project, stack) : [];
    if (files.length === 0 || !(error instanceof BadInput)) throw error;
    return unreadableState(lock, error.problems.map(({ reason }) => reason).join("; "), files);
  }
  const { reading, cluster, server } = await read();
  return recoveryOf({
    ...{ stack, lock, state },
    owner: { owner: `${file.project}/${stack}`, cluster: config.cluster },
    cloud: reading,
    planned: "unknown" in cluster ? cluster : await plannedResources(file, stack, cluster),
    place: { ...awsPlace(config), ...(server !== undefined && { server }) },
  });
}

function awsPlace(config: StackConfig): Place {
  if (config.cloud !== "eks") return {};
  const { profile } = config.aws;
  return { region: config.region, ...(profile !== undefined && { profile }) };
}
