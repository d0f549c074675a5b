import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import type { Kubectl } from "../../recovery/kubernetes/objects";
import { aksToken } from "../../stacks/aks-providers";
import type { StackConfig } from "../../stacks/config";
import { eksToken } from "../../stacks/eks-providers";
import { execKubeconfig, type ClusterAccess, type TokenCommand } from "../../stacks/kubernetes-provider";

const run = promisify(execFile);

/** How long one answer may take; a cluster that cannot be reached does not answer at all. */
const timeoutMs = 60_000;

/** `kubectl` on one cluster. */
export interface ClusterKubectl {
  run: Kubectl;
  /** Takes the kubeconfig away. */
  close(): void;
}

/**
 * Opens `kubectl` on the cluster of a stack, with the access that the program's Kubernetes provider has, never with the current
 * context of the operator. The kubeconfig lies in a folder that only its owner can read, until it is closed.
 */
export async function clusterKubectl(
  config: StackConfig,
  cluster: ClusterAccess,
  kubeconfig: () => Promise<string | undefined>,
): Promise<ClusterKubectl> {
  const content = (await kubeconfig()) ?? execKubeconfig(cluster, await tokenCommand(config));
  const folder = mkdtempSync(join(tmpdir(), "lls-kubectl-"));
  const file = join(folder, "config");
  writeFileSync(file, content, { mode: 0o600 });
  return {
    run: async (args) => {
      try {
        const { stdout } = await run("kubectl", ["--kubeconfig", file, ...args], { timeout: timeoutMs });
        return stdout;
      } catch (error) {
        throw new Error(reasonOf(error as NodeJS.ErrnoException & { stderr?: string; killed?: boolean }));
      }
    },
    close: () => rmSync(folder, { recursive: true, force: true }),
  };
}

function reasonOf({
  code,
  stderr,
  killed,
  message,
}: NodeJS.ErrnoException & { stderr?: string; killed?: boolean }): string {
  if (code === "ENOENT") return "kubectl was not found; install it and put it on PATH";
  if (killed) return `kubectl gave no answer within ${timeoutMs / 1000} s`;
  return (stderr ?? "").trim() || message;
}

async function tokenCommand(config: StackConfig): Promise<TokenCommand> {
  if (config.cloud === "aks") return aksToken(config);
  const token = eksToken(config);
  return new Promise((resolve) => token.apply(resolve));
}
