import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { lls } from "../cli/run-lls";
import { root } from "../cli/temporary-project";
import { commandsIn, optionsIn } from "./commands";
import { pipelineJobs, pipelineText, schemaProblems, scriptOf, type PipelineJob } from "./gitlab-pipeline";
import { deployments } from "./laws";
import { workflowIn, type Step } from "./workflow";

/** What only a merge request of the project itself satisfies. */
const own = '$CI_PIPELINE_SOURCE == "merge_request_event" && $CI_MERGE_REQUEST_SOURCE_PROJECT_ID == $CI_PROJECT_ID';
const nightly = '$CI_PIPELINE_SOURCE == "schedule"';

type Jobs = Record<string, PipelineJob>;
const named = (jobs: Jobs, broken: (job: PipelineJob) => boolean): string[] =>
  Object.keys(jobs).filter((name) => broken(jobs[name]!));

/** The laws of trust, as those of the workflows; the answers say which job breaks one. */
const laws: Record<string, (jobs: Jobs) => string[]> = {
  "rights and variables stand behind an environment, and forks get none": (jobs) =>
    named(
      jobs,
      ({ id_tokens, environment, rules = [] }) =>
        (id_tokens !== undefined || environment !== undefined) &&
        !(environment && rules.length > 0 && rules.every((rule) => rule.if === own || rule.if === nightly)),
    ),
  "a merge request's code gets rights only when somebody starts it": (jobs) =>
    named(
      jobs,
      ({ id_tokens, rules = [] }) =>
        id_tokens !== undefined && rules.some((rule) => rule.if !== nightly && rule.when !== "manual"),
    ),
  "who may write has no rights, no checkout, and runs the default branch's script": (jobs) =>
    named(
      jobs,
      (job) =>
        /gitlab-note|LLS_NOTE_TOKEN/.test(JSON.stringify(job)) &&
        !(
          job.id_tokens === undefined &&
          job.variables?.GIT_STRATEGY === "none" &&
          scriptOf(job).split("\n").length === 3 &&
          /^trusted=\$\(mktemp -d\)\ngit clone .*--branch "\$CI_DEFAULT_BRANCH" .* "\$trusted"\nnode "\$trusted\//.test(
            scriptOf(job),
          )
        ),
    ),
  "no job runs for ever": (jobs) => named(jobs, ({ timeout }) => !/^\d+ minutes$/.test(timeout ?? "")),
  "nothing is deployed, and no state is written": (jobs) => named(jobs, (job) => deployments(scriptOf(job)).length > 0),
  "installs run no scripts of packages": (jobs) =>
    named(jobs, (job) => /\bnpm (?:ci(?! --ignore-scripts)|i\b|install)/.test(scriptOf(job))),
  "every script is one that bash can read": (jobs) =>
    named(jobs, (job) => spawnSync("bash", ["-n"], { input: scriptOf(job) }).status !== 0),
};

const seeds: Record<string, [from: string, to: string][]> = {
  "rights and variables stand behind an environment, and forks get none": [
    [" && $CI_MERGE_REQUEST_SOURCE_PROJECT_ID == $CI_PROJECT_ID\n      when: manual", "\n      when: manual"],
    ["  environment:\n    name: preview/$STACK\n", ""],
  ],
  "a merge request's code gets rights only when somebody starts it": [["      when: manual\n", ""]],
  "who may write has no rights, no checkout, and runs the default branch's script": [
    ["    GIT_STRATEGY: none\n", '    GIT_DEPTH: "1"\n'],
    ['--branch "$CI_DEFAULT_BRANCH"', '--branch "$CI_COMMIT_REF_NAME"'],
    ['node "$trusted/.ci', 'node "reports/.ci'],
    ["    - trusted=$(mktemp -d)\n", "    - npm ci --ignore-scripts\n    - trusted=$(mktemp -d)\n"],
  ],
  "no job runs for ever": [["  timeout: 5 minutes\n", ""]],
  "nothing is deployed, and no state is written": [["- .ci/live drift", "- pulumi up --yes && .ci/live drift"]],
  "installs run no scripts of packages": [["npm ci --ignore-scripts", "npm ci"]],
  "every script is one that bash can read": [["      done\n", ""]],
};

/** What the steps of a workflow run, line by line, as a pipeline of GitLab writes it. */
function runs(steps: Step[]): string[] {
  return steps
    .flatMap(({ run }) => run?.trim().split("\n") ?? [])
    .map((line) =>
      line
        .replace("$GITHUB_REF_NAME", "$CI_COMMIT_TAG")
        .replace(/^npm ci$/, "npm ci --ignore-scripts")
        .replace(/ --pack-destination .*/, ""),
    );
}

describe("the pipeline for GitLab", () => {
  it("conforms to GitLab's schema", () => {
    expect(schemaProblems(pipelineText)).toEqual([]);
  });

  it("which is GitLab's as it came", () => {
    const schema = readFileSync(join(__dirname, "gitlab", "gitlab-ci.schema.json"));
    expect(createHash("sha256").update(schema).digest("hex")).toBe(
      "1c6eeb7d3a34c39996afbfe1ade220480eb05bbeae674e86d3c745dfeeded7fd",
    );
  });

  it.each([
    ["an unknown key", "timeout: 5 minutes", "timeuot: 5 minutes"],
    ["an unknown action on an environment", "action: access", "action: look"],
    ["a token for nobody", "      aud: sts.amazonaws.com\n", "      audience: sts.amazonaws.com\n"],
    ["a job without a script", "  script:\n    - .ci/live drift", "  scripts:\n    - .ci/live drift"],
  ])("would not with %s", (_, from, to) => {
    expect(pipelineText).toContain(from);
    expect(schemaProblems(pipelineText.replace(from, to))).not.toEqual([]);
  });

  describe.each(Object.entries(laws))("%s", (name, broken) => {
    it("holds", () => {
      expect(broken(pipelineJobs(pipelineText))).toEqual([]);
    });

    it.each(seeds[name] ?? [])("would be noticed: %s -> %s", (from, to) => {
      expect(pipelineText).toContain(from);
      expect(broken(pipelineJobs(pipelineText.replace(from, to)))).not.toEqual([]);
    });

    it("has a seeded breach", () => {
      expect(seeds[name]?.length).toBeGreaterThan(0);
    });
  });

  it("plans as the workflow does", () => {
    const { steps } = workflowIn("preview.yml").content.jobs.plan!;
    const loop = steps.find(({ run }) => run?.includes("for file in"))!.run!;
    expect(pipelineJobs(pipelineText).plan!.script.at(-1)).toBe(
      loop.replace(' --format markdown >> "$GITHUB_STEP_SUMMARY"', ""),
    );
  });

  it("tests what the workflow tests, on the same versions of Node.js", () => {
    const { script, parallel } = pipelineJobs(pipelineText).test!;
    const { steps, strategy } = workflowIn("test.yml").content.jobs.test!;
    expect(script).toEqual(runs(steps));
    expect(parallel!.matrix).toEqual([{ NODE: (strategy as { matrix: { node: string[] } }).matrix.node }]);
  });

  it("releases as the workflow does", () => {
    const { steps } = workflowIn("release.yml").content.jobs.package!;
    expect(pipelineJobs(pipelineText).release!.script).toEqual(runs(steps));
  });

  it("calls commands that there are", async () => {
    const commands = Object.values(pipelineJobs(pipelineText)).flatMap((job) => commandsIn(scriptOf(job)));
    const files = commands.flatMap((command) => command.match(/^(?:node "\$trusted\/)?(\.ci\/[\w./-]+)/)?.[1] ?? []);
    expect(files.sort()).toEqual([".ci/live", ".ci/live", ".ci/report/gitlab-note.mjs"]);
    for (const file of files) expect(existsSync(join(root, file)), file).toBe(true);
    const plans = commands.filter((command) => command.startsWith("node bin/lls.js plan "));
    expect(plans).toHaveLength(1);
    expect(optionsIn((await lls(root, "plan", "--help")).out)).toEqual(expect.arrayContaining(optionsIn(plans[0]!)));
  });
});
