import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { BadInput } from "../components/bad-input";
import { reachEngine, withoutUsers } from "../simulator/engine/own-environment";
import { standingCli } from "./pulumi-cli";

/**
 * Runs something inside a preview of a throw-away stack: invokes need an engine, and nothing of the user's backend, stack
 * or project may be touched. The preview's state is a temporary folder; its passphrase is made up and protects nothing.
 * @param subject who asks, for messages: "lls facts"
 * @param why what the CLI is needed for, for the message where there is none
 * @throws BadInput if there is no Pulumi CLI, or with what engine, provider or cloud said; what `work` throws as BadInput is passed on
 */
export async function inThrowAwayPreview<Result extends object>(
  subject: string,
  why: string,
  project: string,
  work: () => Promise<Result>,
): Promise<Result> {
  const { CommandError, LocalWorkspace } = await import("@pulumi/pulumi/automation/index.js");
  const pulumiCommand = await standingCli(subject, why);
  reachEngine();
  const folder = mkdtempSync(join(tmpdir(), "lls-preview-"));
  const complaints: string[] = [];
  const env: NodeJS.ProcessEnv = {
    ...withoutUsers("options"),
    PULUMI_BACKEND_URL: `file://${folder}`,
    PULUMI_CONFIG_PASSPHRASE: randomBytes(16).toString("hex"),
    PULUMI_SKIP_UPDATE_CHECK: "true",
  };
  let result: Result | undefined;
  let failure: Error | undefined;
  const program = async (): Promise<void> => {
    try {
      result = await work();
    } catch (error) {
      failure = error as Error;
    }
  };
  try {
    const stack = await LocalWorkspace.createOrSelectStack(
      { projectName: project, stackName: "preview", program },
      { pulumiCommand, workDir: folder, envVars: env as Record<string, string> },
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
  if (result) return result;
  const said = [...complaints, ...(failure ? [failure.message] : [])];
  throw failure instanceof BadInput ? failure : unreadable(subject, said);
}

/** What engine, provider or cloud said, each once, without the engine's colour marks. */
function unreadable(subject: string, messages: string[]): BadInput {
  const said = new Set(messages.map((message) => message.replace(/<\{%.*?%\}>/g, "").trim()));
  return new BadInput(
    subject,
    [...said].map((reason) => ({ path: "pulumi preview", reason })),
  );
}
