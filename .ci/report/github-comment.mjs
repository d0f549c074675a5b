// @ts-check
// Writes what a run of the workflow `preview` found into one comment: node .ci/report/github-comment.mjs FOLDER
import { isQuiet, planComment, planMarker } from "./body.mjs";
import { gitHub, gitHubBot, given } from "./forge.mjs";
import { readReports } from "./read.mjs";

const env = given("GITHUB_API_URL", "GITHUB_REPOSITORY", "GITHUB_TOKEN", "HEAD_SHA", "RUN_URL");
const github = gitHub(env.GITHUB_API_URL, env.GITHUB_TOKEN);
const repository = `/repos/${env.GITHUB_REPOSITORY}`;
const reports = readReports(process.argv[2] ?? "", "plan");

// Which pull request it is, GitHub says: an artifact could name any. One that has moved on gets its comment from a later run.
const pulls = (await github.list(`${repository}/commits/${env.HEAD_SHA}/pulls?per_page=100`)).filter(
  ({ state, head, base }) =>
    state === "open" &&
    head.sha === env.HEAD_SHA &&
    [head, base].every(({ repo }) => repo?.full_name === env.GITHUB_REPOSITORY),
);

if (reports.length === 0) console.log("the run has left no plan");
else if (pulls.length === 0) console.log("no open pull request of this repository is at the commit of the run");
else for (const { number } of pulls) await comment(number);

/** @param {number} pull */
async function comment(pull) {
  const comments = await github.list(`${repository}/issues/${pull}/comments?per_page=100`);
  const own = comments.find(({ user, body }) => user?.login === gitHubBot && body?.startsWith(planMarker));
  const body = planComment(reports, { run: env.RUN_URL, commit: env.HEAD_SHA });
  if (own) await github.send("PATCH", `${repository}/issues/comments/${own.id}`, { body });
  else if (!isQuiet(reports)) await github.send("POST", `${repository}/issues/${pull}/comments`, { body });
  console.log(`pull request ${pull}: ${own ? "updated" : isQuiet(reports) ? "nothing to say" : "commented"}`);
}
