import { factsFileText } from "../../discovery/facts-file";
import { parseStackConfig } from "../../stacks/config";
import { stackCloud } from "../clouds";
import { checkConnection } from "../connection-keys";
import { standingCli } from "../pulumi-cli";
import { configSourceOf, readStackFile } from "../stack-file";
import { exitCodeOf, formatRecovery, type RecoveryFormat } from "./format";
import { readLiveCloud, type LiveCloud, type LiveStack } from "./live-cloud";
import { recover, type FoundCloud } from "./recover";
import { pulumi, type StackCli } from "./stack-cli";

/** Options of `lls recover`. */
export interface RecoverOptions {
  stack: string;
  format: RecoveryFormat;
}

/**
 * Runs `lls recover` in the working directory: finds out what a killed update has left, with calls that change nothing, and prints
 * the lines that repair it.
 * @param read reads the clouds; the real one asks them
 * @throws BadInput if the stack file cannot be used, there is no Pulumi CLI, or it cannot export the stack
 */
export async function recoverCommand(
  { stack, format }: RecoverOptions,
  read: (stack: LiveStack) => Promise<LiveCloud> = readLiveCloud,
): Promise<number> {
  const cwd = process.cwd();
  const file = readStackFile(cwd, stack);
  const { project } = file;
  const config = parseStackConfig(configSourceOf(file));
  checkConnection(file, config.cloud);
  const { command } = await standingCli("lls recover", "only it can read the state of a stack");
  const cli: StackCli = { command, cwd, stack };
  const owner = `${project}/${stack}`;

  const found = async (): Promise<FoundCloud> => {
    const key = `${project}:kubeconfig`;
    const kubeconfig = async (): Promise<string | undefined> =>
      key in file.config ? pulumi(cli, "config", "get", key, "--stack", stack) : undefined;
    const { reading, facts } = await read({ config, project, owner: { owner, cluster: config.cluster }, kubeconfig });
    if ("unknown" in facts) return { reading, cluster: facts };
    const text = factsFileText(facts, new Date().toISOString());
    const cluster = stackCloud(config, owner).recorded(text, "the cluster");
    return { reading, cluster, server: facts.cluster.endpoint };
  };
  const recovery = await recover(cli, file, config, found);
  process.stdout.write(formatRecovery[format](recovery, stack));
  return exitCodeOf(recovery);
}
