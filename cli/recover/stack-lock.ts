import type { Lock } from "../../recovery/lock";
import { BackendFolder } from "./backend-folder";
import { pulumi, type StackCli } from "./stack-cli";

/**
 * Whether a stack is locked. No command of the CLI tells it without taking the lock, so it is looked for where each backend keeps it:
 * in a folder it is a file, the Pulumi Cloud tells by `pulumi stack ls`, and buckets are not looked into.
 * @param backend URL of the backend
 */
export async function stackLock(cli: StackCli, project: string, backend: string): Promise<Lock> {
  if (backend.startsWith("file:")) return new BackendFolder(backend, cli.cwd).lock(project, cli.stack);
  if (/^https?:/.test(backend)) return cloudLock(cli);
  return { state: "unknown", reason: `it cannot be seen in ${backend.replace(/[?#].*/, "")}` };
}

/** An update of a CLI that was killed counts as being in progress until its lease ends, some minutes later. */
async function cloudLock(cli: StackCli): Promise<Lock> {
  const stacks = JSON.parse(await pulumi(cli, "stack", "ls", "--json")) as Summary[];
  const found = stacks.find(({ name }) => name === cli.stack || name.endsWith(`/${cli.stack}`));
  if (!found) return { state: "unknown", reason: "pulumi stack ls does not list the stack" };
  return found.updateInProgress === true ? { state: "held", holders: [] } : { state: "free" };
}

interface Summary {
  name: string;
  updateInProgress?: boolean;
}
