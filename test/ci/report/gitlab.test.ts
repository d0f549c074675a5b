import { describe, expect, it } from "vitest";
import { planMarker } from "../../../.ci/report/body.mjs";
import { temporaryFolder } from "../../cli/temporary-project";
import { FakeForge, runReport } from "./fake-forge";
import { changes, noChanges, writeReports } from "./reports";

const sha = "0123456789abcdef0123456789abcdef01234567";
const mergeRequest = "/projects/11/merge_requests/7";
const open = "### ✅ LLS in stack prod on eks is open\n";
const me = { id: 42 };

async function note(notes: unknown[], env: Record<string, string> = {}, preview = changes) {
  const folder = temporaryFolder();
  writeReports(folder, { "plan-prod": { "plan.md": open, "preview.txt": preview } });
  const forge = new FakeForge({ [mergeRequest]: { sha }, "/user": me, [`${mergeRequest}/notes?per_page=100`]: notes });
  const ended = await forge.during(() =>
    runReport("gitlab-note.mjs", folder, {
      CI_API_V4_URL: forge.address,
      CI_COMMIT_SHA: sha,
      CI_MERGE_REQUEST_IID: "7",
      CI_PIPELINE_URL: "https://gitlab.example.com/group/streaming/-/pipelines/1",
      CI_PROJECT_ID: "11",
      LLS_NOTE_TOKEN: "t0ken",
      ...env,
    }),
  );
  expect(ended).toMatchObject({ code: 0, err: "" });
  expect(forge.tokens).toEqual(new Set(["t0ken"]));
  return forge.written.map(({ method, path, body }) => [method, path, body.body!.startsWith(planMarker)]);
}

describe("the note on GitLab", () => {
  it("is made once, and written anew in its place afterwards", async () => {
    const foreign = [
      { id: 1, author: { id: 41 }, body: planMarker },
      { id: 2, author: me, body: "hello" },
    ];
    expect(await note(foreign)).toEqual([["POST", `${mergeRequest}/notes`, true]]);
    expect(await note([...foreign, { id: 3, author: me, body: `${planMarker}\nold` }])).toEqual([
      ["PUT", `${mergeRequest}/notes/3`, true],
    ]);
  });

  it("is not made where there is nothing to say", async () => {
    expect(await note([], {}, noChanges)).toEqual([]);
  });

  it("is not made on a merge request that has moved on", async () => {
    expect(await note([], { CI_COMMIT_SHA: "f".repeat(40) })).toEqual([]);
  });

  it("looks at the branch's commit in a pipeline of merged results", async () => {
    const merged = { CI_COMMIT_SHA: "f".repeat(40), CI_MERGE_REQUEST_SOURCE_BRANCH_SHA: sha };
    expect(await note([], merged)).toHaveLength(1);
  });
});
