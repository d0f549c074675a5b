import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { root } from "../cli/temporary-project";

/** A step of a job. */
export interface Step {
  uses?: string;
  run?: string;
  if?: string;
  with?: Record<string, unknown>;
  env?: Record<string, string>;
}

/** A job of a workflow. */
export interface Job {
  if?: string;
  permissions?: Record<string, string> | string;
  environment?: string;
  steps: Step[];
  [key: string]: unknown;
}

/** A workflow of GitHub. */
export interface Workflow {
  /** Name of the file. */
  file: string;
  text: string;
  content: {
    name: string;
    on: Record<string, unknown>;
    permissions?: unknown;
    defaults?: { run?: { shell?: string } };
    concurrency?: unknown;
    jobs: Record<string, Job>;
  };
}

const folder = join(root, ".github", "workflows");

/** A workflow from its text. */
export function workflowOf(file: string, text: string): Workflow {
  return { file, text, content: parse(text) as Workflow["content"] };
}

/** Every workflow of the repository. */
export const workflows: Workflow[] = readdirSync(folder)
  .sort()
  .map((file) => workflowOf(file, readFileSync(join(folder, file), "utf8")));

/** The one in a file. */
export function workflowIn(file: string): Workflow {
  const found = workflows.find((workflow) => workflow.file === file);
  if (!found) throw new Error(`there is no workflow ${file}`);
  return found;
}

/** The steps of every job. */
export function stepsOf({ content }: Workflow): Step[] {
  return Object.values(content.jobs).flatMap(({ steps }) => steps);
}

/** What its steps run. */
export function runsOf(workflow: Workflow): string[] {
  return stepsOf(workflow).flatMap(({ run }) => run ?? []);
}
