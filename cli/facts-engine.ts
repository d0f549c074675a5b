import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { PulumiCommand } from "@pulumi/pulumi/automation";
import { BadInput } from "../components/bad-input";
import { azureConnection } from "../discovery/aks/connection";
import type { AksFacts } from "../discovery/aks/facts";
import { readAksFacts } from "../discovery/aks/read";
import { armReaderOf } from "../discovery/arm-client";
import { ec2ReaderOf } from "../discovery/aws-clients";
import type { EksFacts } from "../discovery/eks/facts";
import { readEksFacts } from "../discovery/eks/read";
import { aksDiscoveryRequest } from "../stacks/aks";
import { azureProvider } from "../stacks/aks-providers";
import type { StackConfig } from "../stacks/config";
import { eksDiscoveryRequest } from "../stacks/eks";
import { awsProvider } from "../stacks/eks-providers";

/** Facts of a cluster on any cloud. */
export type ClusterFacts = EksFacts | AksFacts;

/** Reads the facts of a stack's cluster. The real one runs discovery in a throw-away preview. */
export type FactsReader = (config: StackConfig, project: string, stack: string) => Promise<ClusterFacts>;

/**
 * Runs discovery inside a preview of a throw-away stack: invokes need an engine, and nothing of the user's backend, stack
 * or project may be touched. The preview's state is a temporary folder; its passphrase is made up and protects nothing.
 */
export const readFactsInEngine: FactsReader = async (config, project, stackName) => {
  const { CommandError, LocalWorkspace } = await import("@pulumi/pulumi/automation/index.js");
  const pulumiCommand = await installedCli();
  const folder = mkdtempSync(join(tmpdir(), "lls-facts-"));
  const complaints: string[] = [];
  let facts: ClusterFacts | undefined;
  let failure: Error | undefined;
  const program = async (): Promise<void> => {
    try {
      facts = await discover(config, `${project}/${stackName}`);
    } catch (error) {
      failure = error as Error;
    }
  };
  try {
    const stack = await LocalWorkspace.createOrSelectStack(
      { projectName: project, stackName: "facts", program },
      {
        pulumiCommand,
        workDir: folder,
        envVars: {
          PULUMI_BACKEND_URL: `file://${folder}`,
          PULUMI_CONFIG_PASSPHRASE: randomBytes(16).toString("hex"),
          PULUMI_SKIP_UPDATE_CHECK: "true",
        },
      },
    );
    await stack.preview({
      onEvent: ({ diagnosticEvent }) => {
        if (diagnosticEvent?.severity === "error") complaints.push(diagnosticEvent.message);
      },
    });
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    if (complaints.length === 0) complaints.push(...(error.message.match(/(?<=^error: ).*/gm) ?? [error.message]));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  if (facts) return facts;
  throw failure instanceof BadInput ? failure : unreadable([...complaints, ...(failure ? [failure.message] : [])]);
};

function discover(config: StackConfig, owner: string): Promise<ClusterFacts> {
  // The engine's own log does not reach the operator of a throw-away preview.
  const warn = (message: string): void => void process.stderr.write(`${message}\n`);
  if (config.cloud === "eks") {
    return readEksFacts(eksDiscoveryRequest(config, owner), {
      invoke: { provider: awsProvider(config) },
      ec2: ec2ReaderOf({ ...config.aws, region: config.region }),
      warn,
    });
  }
  const invoke = { provider: azureProvider(config) };
  const arm = armReaderOf(azureConnection(invoke, config.azure.environment));
  return readAksFacts(aksDiscoveryRequest(config, owner), { invoke, arm, warn });
}

async function installedCli(): Promise<PulumiCommand> {
  const { PulumiCommand } = await import("@pulumi/pulumi/automation/index.js");
  try {
    return await PulumiCommand.get();
  } catch (error) {
    const missing = /ENOENT/.test(String(error));
    throw new BadInput("lls facts", [
      {
        path: "pulumi",
        reason: missing
          ? "the Pulumi CLI was not found; facts are read by the cloud's provider, which only the CLI can start. Install it (https://www.pulumi.com/docs/install/) and put it on PATH"
          : `the Pulumi CLI cannot be used: ${(error as Error).message}`,
      },
    ]);
  }
}

/** What engine, provider or cloud said, each once, without the engine's colour marks. */
function unreadable(messages: string[]): BadInput {
  const said = new Set(messages.map((message) => message.replace(/<\{%.*?%\}>/g, "").trim()));
  return new BadInput(
    "lls facts",
    [...said].map((reason) => ({ path: "pulumi preview", reason })),
  );
}
