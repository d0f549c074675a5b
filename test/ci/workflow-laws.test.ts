import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { builtVersion } from "../../cli/pulumi-cli/releases";
import { root } from "../cli/temporary-project";
import { deployments, laws } from "./laws";
import { stepsOf, workflowIn, workflowOf, workflows } from "./workflow";

/** For each law, workflows of the repository with one edit that breaks it. */
const seeds: Record<keyof typeof laws, [file: string, from: string, to: string][]> = {
  "starts on no event that gives a fork's code a right": [
    ["preview.yml", "pull_request:", "pull_request_target:"],
    ["comment.yml", "workflow_run:", "issue_comment:\n  workflow_run:"],
  ],
  "every action is pinned to a commit, with its version": [
    ["preview.yml", "@de0fac2e4500dabe0009e67214ff5f5447ce83dd # v6.0.2", "@v6.0.2"],
    ["drift.yml", " # v7.0.0", ""],
    ["release.yml", "uses: actions/checkout@", "uses: ./checkout # "],
    ["test.yml", "@8e5e406f4007fca908480587cb9893c07090f58d", "@8e5e406"],
  ],
  "a job has the rights that it names, and none else": [
    ["drift.yml", "permissions: {}", "permissions: read-all"],
    ["test.yml", "permissions: {}\n", ""],
    ["test.yml", "    permissions:\n      contents: read\n", ""],
    ["preview.yml", "    permissions:\n      contents: read\n", "    permissions: write-all\n"],
  ],
  "who may ask a cloud for rights may write nothing": [
    ["preview.yml", "id-token: write", "id-token: write\n      pull-requests: write"],
    ["drift.yml", "contents: read", "contents: write"],
    ["preview.yml", "    permissions:\n      contents: read\n", "    permissions:\n      pull-requests: write\n"],
    ["release.yml", "    permissions:\n      contents: read\n", ""],
  ],
  "rights and secrets stand behind an environment": [
    ["preview.yml", "    environment: preview-${{ matrix.stack }}\n", ""],
    ["release.yml", "    environment: npm\n", ""],
    ["test.yml", "- run: npm ci", "- run: npm ci\n        env:\n          TOKEN: ${{ secrets.TOKEN }}"],
  ],
  "in a pull request only the repository's own branches get rights": [
    ["preview.yml", " && github.event.pull_request.head.repo.full_name == github.repository", ""],
    ["preview.yml", "!= '' && github.event", "!= '' || github.event"],
  ],
  "after another run, only one of the repository's own that a known event started gets rights": [
    ["comment.yml", "      github.event.workflow_run.event == 'pull_request' &&\n", ""],
    [
      "comment.yml",
      `contains(fromJSON('["schedule", "workflow_dispatch"]'), github.event.workflow_run.event) &&\n      github.event.workflow_run.head_repository.full_name == github.repository &&\n`,
      "",
    ],
    ["comment.yml", "&&\n      github.event.workflow_run.head_repository.full_name == github.repository\n", "\n"],
    ["comment.yml", "event == 'pull_request' &&", "event == 'pull_request' ||"],
  ],
  "who may write after a pull request runs the default branch's scripts, and nothing else": [
    ["comment.yml", "sparse-checkout: .ci", "ref: ${{ github.event.workflow_run.head_sha }}"],
    ["comment.yml", "sparse-checkout: .ci", "repository: ${{ github.event.workflow_run.head_repository.full_name }}"],
    ["comment.yml", "run: node .ci", "run: npm ci && node .ci"],
    ["comment.yml", 'run: node .ci/report/github-comment.mjs "$RUNNER_TEMP', 'run: node "$RUNNER_TEMP'],
    ["comment.yml", "path: ${{ runner.temp }}/reports", "path: ."],
  ],
  "no expression is pasted into a script": [
    ["preview.yml", 'preview "$STACK"', "preview ${{ matrix.stack }}"],
    ["test.yml", "run: npm start", "run: echo ${{ github.head_ref }}"],
    ["comment.yml", '"$RUNNER_TEMP/reports"', "${{ github.event.workflow_run.head_branch }}"],
  ],
  "no checkout leaves its token behind": [
    ["preview.yml", "persist-credentials: false", "persist-credentials: true"],
    ["test.yml", "        with:\n          persist-credentials: false\n", ""],
  ],
  "where there are rights, nothing comes from a cache that others can fill": [
    ["release.yml", "          package-manager-cache: false\n", ""],
    ["preview.yml", "package-manager-cache: false", "package-manager-cache: false\n          cache: npm"],
    [
      "drift.yml",
      "- run: npm ci",
      "- uses: actions/cache@0057852bfaa89a56745cba8c7296529d2fc39830 # v4.3.0\n      - run: npm ci",
    ],
  ],
  "no job runs for ever": [
    ["drift.yml", "    timeout-minutes: 30\n", ""],
    ["test.yml", "timeout-minutes: 60", "timeout-minutes: 600"],
  ],
  "two runs of one thing do not meet": [["preview.yml", "concurrency:", "x-concurrency:"]],
  "a script stops at the first error, in a pipe too": [
    ["drift.yml", "shell: bash", "shell: sh"],
    ["drift.yml", "defaults:\n  run:\n    shell: bash\n", ""],
  ],
  "every script is one that bash can read": [["preview.yml", "          done\n", ""]],
  "nothing is deployed, and no state is written": [
    ["drift.yml", ".ci/live drift", "pulumi refresh --yes && .ci/live drift"],
    ["preview.yml", ".ci/live preview", "pulumi up && .ci/live preview"],
  ],
};

describe.each(Object.entries(laws))("%s", (name, broken) => {
  it.each(workflows)("in $file", (workflow) => {
    expect(broken(workflow)).toEqual([]);
  });

  it.each(seeds[name] ?? [])("would be noticed in %s: %s -> %s", (file, from, to) => {
    const { text } = workflowIn(file);
    expect(text).toContain(from);
    expect(broken(workflowOf(file, text.replace(from, to)))).not.toEqual([]);
  });

  it("has a seeded breach", () => {
    expect(seeds[name]?.length).toBeGreaterThan(0);
  });
});

describe("across workflows", () => {
  it("one action has one pin, and one kind of runner runs them", () => {
    const pins = new Set(workflows.flatMap(({ text }) => [...text.matchAll(/uses: (.*)/g)].map(([, used]) => used!)));
    const actions = [...pins].map((pin) => pin.split("@")[0]);
    expect(actions).toEqual([...new Set(actions)]);
    const runners = workflows.flatMap(({ content }) => Object.values(content.jobs).map((job) => job["runs-on"]));
    expect(new Set(runners)).toEqual(new Set(["ubuntu-24.04"]));
  });

  it("Pulumi's CLI is the version that the engine tests know", () => {
    const versions = workflows
      .flatMap(stepsOf)
      .filter(({ uses }) => uses?.startsWith("pulumi/actions@"))
      .map((step) => step.with);
    expect(versions.length).toBeGreaterThan(2);
    for (const given of versions) expect(given).toEqual({ "pulumi-version": builtVersion });
  });

  it("drift prepares what preview prepares", () => {
    const [preview, drift] = ["preview", "drift"].map((name) =>
      JSON.stringify(workflowIn(`${name}.yml`).content.jobs[name]!.steps)
        .replaceAll("plan-${{ matrix.stack }}", "ARTIFACT")
        .replaceAll("drift-${{ matrix.stack }}", "ARTIFACT")
        .replace(/"name":"(Preview|Compare)","run":"\.ci\/live (preview|drift) /, ""),
    );
    expect(drift).toBe(preview);
  });

  it("the workflow that comments waits for those that have something to tell", () => {
    const { workflow_run } = workflowIn("comment.yml").content.on as { workflow_run: { workflows: string[] } };
    const told = workflows.filter((one) => stepsOf(one).some(({ run }) => run?.startsWith(".ci/live ")));
    expect(workflow_run.workflows.sort()).toEqual(told.map(({ content }) => content.name).sort());
  });

  it("the script of both deploys nothing and takes no facts of the checkout", () => {
    const script = readFileSync(join(root, ".ci", "live"), "utf8");
    expect(deployments(script)).toEqual([]);
    expect(script).not.toMatch(/--facts (?!"\$scratch\/)/);
  });
});
