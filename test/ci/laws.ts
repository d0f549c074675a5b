import { spawnSync } from "node:child_process";
import { runsOf, stepsOf, type Job, type Step, type Workflow } from "./workflow";

/** What holds for every workflow; the answers say where it does not. */
export type Law = (workflow: Workflow) => string[];

const jobsOf = ({ content }: Workflow): [string, Job][] => Object.entries(content.jobs);

/** Scopes that a job may write. */
function writes({ permissions = "everything" }: Job): string[] {
  if (typeof permissions === "string") return [permissions];
  return Object.keys(permissions).filter((scope) => permissions[scope] === "write");
}

const isCloud = (job: Job): boolean => writes(job).includes("id-token");
const uses = (step: Step, action: string): boolean => step.uses?.startsWith(`${action}@`) ?? false;
const named = (jobs: [string, Job][]): string[] => jobs.map(([name]) => name);

/** Events that start the code which the repository's own people chose, or a fork's without any right. */
const events = ["pull_request", "push", "schedule", "workflow_dispatch", "workflow_run"];

/** GitHub's condition for a pull request that comes from the repository itself. */
const ownPullRequest = "github.event.pull_request.head.repo.full_name == github.repository";

/** The same for a run that a `workflow_run` follows: a fork can give its own workflow any name, and its branch the default branch's. */
const ownRun = "github.event.workflow_run.head_repository.full_name == github.repository";

/** What started that run, one event or some. */
const startedBy =
  /^(?:github\.event\.workflow_run\.event == '\w+'|contains\(fromJSON\('\["\w+"(?:, "\w+")*\]'\), github\.event\.workflow_run\.event\))$/;

/** The laws of trust, by what they say. */
export const laws: Record<string, Law> = {
  "starts on no event that gives a fork's code a right": ({ content }) =>
    Object.keys(content.on).filter((event) => !events.includes(event)),

  "every action is pinned to a commit, with its version": ({ text }) =>
    [...text.matchAll(/uses:(.*)/g)]
      .map(([, used]) => used!.trim())
      .filter((used) => !/^[\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+(\.\d+)*$/.test(used)),

  "a job has the rights that it names, and none else": (workflow) => [
    ...(JSON.stringify(workflow.content.permissions) === "{}" ? [] : ["permissions of the workflow"]),
    ...named(jobsOf(workflow).filter(([, { permissions }]) => typeof permissions !== "object")),
  ],

  "who may ask a cloud for rights may write nothing": (workflow) =>
    jobsOf(workflow).some(([, job]) => isCloud(job))
      ? jobsOf(workflow).flatMap(([name, job]) =>
          writes(job).flatMap((scope) => (scope === "id-token" ? [] : `${name}: ${scope}`)),
        )
      : [],

  "rights and secrets stand behind an environment": (workflow) =>
    named(
      jobsOf(workflow).filter(
        ([, job]) => (isCloud(job) || /\bsecrets\b/.test(JSON.stringify(job))) && job.environment === undefined,
      ),
    ),

  "in a pull request only the repository's own branches get rights": (workflow) =>
    "pull_request" in workflow.content.on
      ? named(
          jobsOf(workflow).filter(
            ([, job]) => writes(job).length > 0 && !job.if?.split(" && ").includes(ownPullRequest),
          ),
        )
      : [],

  "after another run, only one of the repository's own that a known event started gets rights": (workflow) =>
    "workflow_run" in workflow.content.on
      ? named(
          jobsOf(workflow).filter(([, job]) => {
            const conditions = job.if?.split(" && ") ?? [];
            return (
              writes(job).length > 0 && !(conditions.includes(ownRun) && conditions.some((one) => startedBy.test(one)))
            );
          }),
        )
      : [],

  "who may write after a pull request runs the default branch's scripts, and nothing else": (workflow) =>
    "workflow_run" in workflow.content.on
      ? [
          ...stepsOf(workflow)
            .filter((step) => uses(step, "actions/checkout"))
            .flatMap(({ with: given = {} }) => Object.keys(given))
            .filter((key) => !["persist-credentials", "sparse-checkout"].includes(key)),
          ...runsOf(workflow).filter((run) => !/^node \.ci\/report\/[\w-]+\.mjs "\$RUNNER_TEMP\/reports"$/.test(run)),
          ...stepsOf(workflow)
            .filter((step) => uses(step, "actions/download-artifact"))
            .map(({ with: given }) => String(given?.path))
            .filter((path) => path !== "${{ runner.temp }}/reports"),
        ]
      : [],

  "no expression is pasted into a script": (workflow) => runsOf(workflow).filter((run) => run.includes("${{")),

  "no checkout leaves its token behind": (workflow) =>
    stepsOf(workflow)
      .filter((step) => uses(step, "actions/checkout") && step.with?.["persist-credentials"] !== false)
      .map(({ uses }) => uses!),

  "where there are rights, nothing comes from a cache that others can fill": (workflow) =>
    jobsOf(workflow).some(([, job]) => writes(job).length > 0)
      ? stepsOf(workflow)
          .filter(
            (step) =>
              uses(step, "actions/cache") ||
              (uses(step, "actions/setup-node") &&
                (step.with?.["package-manager-cache"] !== false || "cache" in step.with)),
          )
          .map(({ uses }) => uses!)
      : [],

  "no job runs for ever": (workflow) =>
    named(
      jobsOf(workflow).filter(
        ([, job]) => !(typeof job["timeout-minutes"] === "number" && job["timeout-minutes"] <= 60),
      ),
    ),

  "two runs of one thing do not meet": ({ content }) => (content.concurrency === undefined ? ["concurrency"] : []),

  "a script stops at the first error, in a pipe too": ({ content }) =>
    content.defaults?.run?.shell === "bash" ? [] : ["defaults.run.shell"],

  "every script is one that bash can read": (workflow) =>
    runsOf(workflow).filter((run) => spawnSync("bash", ["-n"], { input: run }).status !== 0),

  "nothing is deployed, and no state is written": (workflow) => runsOf(workflow).flatMap(deployments),
};

/** Commands of Pulumi in a script, except a preview. */
export function deployments(script: string): string[] {
  return [...script.matchAll(/\bpulumi\s+(?!preview\b)[a-z-]+/g)].map(([command]) => command);
}
