// @ts-check
// Keeps one issue on what a run of the workflow `drift` found: node .ci/report/github-issue.mjs FOLDER
import { driftIssue, driftMarker } from "./body.mjs";
import { gitHub, gitHubBot, given } from "./forge.mjs";
import { readReports } from "./read.mjs";

const env = given("CONCLUSION", "GITHUB_API_URL", "GITHUB_REPOSITORY", "GITHUB_TOKEN", "RUN_URL");
const github = gitHub(env.GITHUB_API_URL, env.GITHUB_TOKEN);
const issues = `/repos/${env.GITHUB_REPOSITORY}/issues`;

const open = await github.list(`${issues}?state=open&creator=${encodeURIComponent(gitHubBot)}&per_page=100`);
const own = open.find(({ user, body }) => user?.login === gitHubBot && body?.startsWith(driftMarker));
if (env.CONCLUSION === "success") {
  if (own) await github.send("PATCH", `${issues}/${own.number}`, { state: "closed", state_reason: "completed" });
} else {
  const issue = {
    title: "Drift: what is deployed differs from the default branch",
    body: driftIssue(readReports(process.argv[2] ?? "", "drift"), { run: env.RUN_URL }),
  };
  if (own) await github.send("PATCH", `${issues}/${own.number}`, issue);
  else await github.send("POST", issues, issue);
}
