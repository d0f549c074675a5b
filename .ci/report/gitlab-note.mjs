// @ts-check
// Writes what the previews of a merge request pipeline found into one note: node .ci/report/gitlab-note.mjs FOLDER
import { isQuiet, planComment, planMarker } from "./body.mjs";
import { Forge, given } from "./forge.mjs";
import { readReports } from "./read.mjs";

const env = given(
  "CI_API_V4_URL",
  "CI_COMMIT_SHA",
  "CI_MERGE_REQUEST_IID",
  "CI_PIPELINE_URL",
  "CI_PROJECT_ID",
  "LLS_NOTE_TOKEN",
);
const gitlab = new Forge(env.CI_API_V4_URL, { "private-token": env.LLS_NOTE_TOKEN });
const mergeRequest = `/projects/${env.CI_PROJECT_ID}/merge_requests/${env.CI_MERGE_REQUEST_IID}`;
// In a pipeline of merged results CI_COMMIT_SHA is a commit that no branch has.
const commit = process.env.CI_MERGE_REQUEST_SOURCE_BRANCH_SHA || env.CI_COMMIT_SHA;
const reports = readReports(process.argv[2] ?? "", "plan");

if (reports.length === 0) console.log("the previews have left no plan");
else if ((await gitlab.get(mergeRequest)).sha !== commit) console.log("the merge request has moved on");
else await note();

async function note() {
  const me = await gitlab.get("/user");
  const notes = await gitlab.list(`${mergeRequest}/notes?per_page=100`);
  const own = notes.find(({ author, body }) => author?.id === me.id && body?.startsWith(planMarker));
  const body = planComment(reports, { run: env.CI_PIPELINE_URL, commit });
  if (own) await gitlab.send("PUT", `${mergeRequest}/notes/${own.id}`, { body });
  else if (!isQuiet(reports)) await gitlab.send("POST", `${mergeRequest}/notes`, { body });
}
