import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { BadInput } from "../../components/bad-input";
import { stackStateOf, type StackState } from "../../recovery/stack-state";

const run = promisify(execFile);

/** Bytes of the largest answer: a state can be large. */
const maxBuffer = 1 << 30;

/** How the Pulumi CLI is run on one stack. Only commands that change nothing are run here. */
export interface StackCli {
  /** Path of the CLI, or the name that PATH finds. */
  command: string;
  /** Folder of Pulumi.yaml. */
  cwd: string;
  /** Environment besides the process's own; undefined is what it must not have of it. */
  env?: NodeJS.ProcessEnv;
  /** Name of the stack. */
  stack: string;
}

/**
 * What a read-only command prints.
 * @throws BadInput with what the CLI says when it fails
 */
export async function pulumi({ command, cwd, env }: StackCli, ...args: string[]): Promise<string> {
  try {
    const options = { cwd, env: { ...process.env, PULUMI_SKIP_UPDATE_CHECK: "true", ...env }, maxBuffer };
    const { stdout } = await run(command, [...args, "--non-interactive", "--color", "never"], options);
    return stdout;
  } catch (error) {
    const { stderr, message } = error as Error & { stderr?: string };
    const said = (stderr ?? "").match(/(?<=^error: ).*/gm) ?? [message];
    throw new BadInput("lls recover", [{ path: `pulumi ${args.join(" ")}`, reason: said.join("; ") }]);
  }
}

/**
 * The state; secrets in it stay encrypted.
 * @throws BadInput if there is no such stack, or the backend cannot be read
 */
export async function exportedState(cli: StackCli): Promise<StackState> {
  const args = ["stack", "export", "--stack", cli.stack];
  const printed = await pulumi(cli, ...args);
  try {
    return stackStateOf(JSON.parse(printed));
  } catch (error) {
    const reason = `the state cannot be used: it ${(error as Error).message}`;
    throw new BadInput("lls recover", [{ path: `pulumi ${args.join(" ")}`, reason }]);
  }
}

/** URL of the backend that the CLI is logged in to, such as `s3://…` or `https://api.pulumi.com`. */
export async function backendUrl(cli: StackCli): Promise<string> {
  const { url } = JSON.parse(await pulumi(cli, "whoami", "--json")) as { url?: string };
  return url ?? "";
}
