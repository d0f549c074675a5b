import { readFileSync } from "node:fs";
import { join } from "node:path";
import Ajv, { type ErrorObject } from "ajv";
import { parse } from "yaml";
import { root } from "../cli/temporary-project";

/** A job of a pipeline of GitLab, what it extends included. */
export interface PipelineJob {
  id_tokens?: Record<string, unknown>;
  environment?: { name: string };
  timeout?: string;
  image?: string;
  rules?: { if?: string; when?: string }[];
  variables?: Record<string, string>;
  parallel?: { matrix: Record<string, string[]>[] };
  before_script?: string[];
  script: string[];
}

/** The code blocks of a language in docs/ci.md. */
export function blocksOfPage(language: string): string[] {
  const page = readFileSync(join(root, "docs", "ci.md"), "utf8");
  return [...page.matchAll(new RegExp("^```" + language + "\\n([^]*?)^```$", "gm"))].map(([, text]) => text!);
}

/** The pipeline that docs/ci.md shows. */
export const pipelineText = blocksOfPage("yaml")[0]!;

const schemaText = readFileSync(join(__dirname, "gitlab", "gitlab-ci.schema.json"), "utf8");
// Its formats and its notes for editors are not checked.
const conforms = new Ajv({ strict: false, validateFormats: false, allErrors: true }).compile(JSON.parse(schemaText));

/** What GitLab's schema has against a pipeline. It is looser with templates, so jobs are checked with what they extend. */
export function schemaProblems(text: string): string[] {
  return [parse(text), { ...(parse(text) as object), ...pipelineJobs(text) }].flatMap((pipeline) =>
    conforms(pipeline)
      ? []
      : (conforms.errors as ErrorObject[]).map(({ instancePath, message }) => `${instancePath} ${message}`),
  );
}

/** The jobs of a pipeline, with what they extend; templates left out. */
export function pipelineJobs(text: string): Record<string, PipelineJob> {
  const content = parse(text) as Record<string, Partial<PipelineJob> & { extends?: string }>;
  const jobs = Object.entries(content).filter(([name, job]) => !name.startsWith(".") && "script" in job);
  return Object.fromEntries(
    jobs.map(([name, { extends: template = "", ...job }]) => [name, { ...content[template], ...job } as PipelineJob]),
  );
}

/** What a job runs. */
export function scriptOf({ before_script = [], script }: PipelineJob): string {
  return [...before_script, ...script].join("\n");
}
