import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { BadInput } from "../components/bad-input";
import type { EksFacts } from "../discovery/eks/facts";
import { readLiveEksFacts } from "../discovery/eks/live";
import { awsProvider } from "../stacks/eks-providers";
import type { FactsReader } from "./facts";

/**
 * Runs discovery inside a preview of a throw-away stack: invokes need an engine, and nothing of the user's backend, stack
 * or project may be touched. The preview's state is a temporary folder; its passphrase is made up and protects nothing.
 */
export const readFactsInEngine: FactsReader = async (config, request, project) => {
  const { CommandError, LocalWorkspace } = await import("@pulumi/pulumi/automation/index.js");
  const folder = mkdtempSync(join(tmpdir(), "lls-facts-"));
  let facts: EksFacts | undefined;
  let failure: Error | undefined;
  try {
    const stack = await LocalWorkspace.createOrSelectStack(
      {
        projectName: project,
        stackName: "facts",
        program: async () => {
          try {
            facts = await readLiveEksFacts(request, () => awsProvider(config));
          } catch (error) {
            failure = error as Error;
          }
        },
      },
      {
        workDir: folder,
        envVars: {
          PULUMI_BACKEND_URL: `file://${folder}`,
          PULUMI_CONFIG_PASSPHRASE: randomBytes(16).toString("hex"),
          PULUMI_SKIP_UPDATE_CHECK: "true",
        },
      },
    );
    await stack.preview();
  } catch (error) {
    if (isMissingCli(error)) throw missingCli();
    if (failure) throw failure;
    throw error instanceof CommandError ? plain(error) : error;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  if (!facts) throw failure ?? new Error("the preview ended without facts");
  return facts;
};

function isMissingCli(error: unknown): boolean {
  return error instanceof Error && /ENOENT|Failed to find pulumi|No valid Pulumi|minimum version/i.test(error.message);
}

function missingCli(): BadInput {
  return new BadInput("lls facts", [
    {
      path: "pulumi",
      reason:
        "the Pulumi CLI was not found; facts are read by the AWS provider, which only the CLI can start. Install it (https://www.pulumi.com/docs/install/) and put it on PATH",
    },
  ]);
}

/** The engine's own message, without the command line and empty sections around it. */
function plain(error: Error): BadInput {
  return new BadInput("lls facts", [{ path: "pulumi preview", reason: error.message.trim() }]);
}
