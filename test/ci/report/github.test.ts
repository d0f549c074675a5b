import { symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { driftMarker, planMarker } from "../../../.ci/report/body.mjs";
import { temporaryFolder } from "../../cli/temporary-project";
import { FakeForge, runReport } from "./fake-forge";
import { changes, noChanges, writeReports } from "./reports";

const sha = "0123456789abcdef0123456789abcdef01234567";
const run = "https://github.example.com/example/streaming/actions/runs/1";
const repo = { full_name: "example/streaming" };
const bot = { login: "github-actions[bot]" };
const open = "### ✅ LLS in stack prod on eks is open\n";

/** An open pull request of the repository itself, at the commit of the run. */
const pull = { number: 7, state: "open", head: { sha, repo }, base: { repo } };

/** The forge's answers, with comments on the pull request. */
const answers = (pulls: unknown[], comments: unknown[] = []): Record<string, unknown> => ({
  [`/repos/example/streaming/commits/${sha}/pulls?per_page=100`]: pulls,
  "/repos/example/streaming/issues/7/comments?per_page=100": comments,
});

async function comment(forge: FakeForge, folder: string, env: Record<string, string> = {}) {
  return forge.during(() =>
    runReport("github-comment.mjs", folder, {
      GITHUB_API_URL: forge.address,
      GITHUB_REPOSITORY: "example/streaming",
      GITHUB_TOKEN: "t0ken",
      HEAD_SHA: sha,
      RUN_URL: run,
      ...env,
    }),
  );
}

function folderWith(files: Record<string, string> = { "plan.md": open, "preview.txt": changes }): string {
  const folder = temporaryFolder();
  writeReports(folder, { "plan-prod": files });
  return folder;
}

describe("the comment on GitHub", () => {
  it("is made once", async () => {
    const forge = new FakeForge(answers([pull]));
    expect(await comment(forge, folderWith())).toMatchObject({ code: 0, err: "" });
    expect(forge.written).toEqual([
      {
        method: "POST",
        path: "/repos/example/streaming/issues/7/comments",
        body: { body: expect.stringContaining(open) },
      },
    ]);
    expect(forge.written[0]!.body.body!.startsWith(planMarker)).toBe(true);
    expect(forge.tokens).toEqual(new Set(["Bearer t0ken"]));
  });

  it("is written anew in its place afterwards, on whatever page it is", async () => {
    const others = [1, 2, 3, 4].map((id) => ({ id, user: { login: "somebody" }, body: "hello" }));
    const forge = new FakeForge(answers([pull], [...others, { id: 5, user: bot, body: `${planMarker}\nold` }]));
    await comment(forge, folderWith());
    expect(forge.written.map(({ method, path }) => `${method} ${path}`)).toEqual([
      "PATCH /repos/example/streaming/issues/comments/5",
    ]);
  });

  it.each([
    ["of somebody who wrote the same first line", { user: { login: "mallory" }, body: `${planMarker}\nmine` }],
    ["of the bot about something else", { user: bot, body: "hello" }],
    ["of the bot that quotes the first line", { user: bot, body: `> ${planMarker}` }],
    ["of a deleted user", { user: null, body: null }],
  ])("leaves comments alone: %s", async (_, other) => {
    const forge = new FakeForge(answers([pull], [{ id: 1, ...other }]));
    await comment(forge, folderWith());
    expect(forge.written.map(({ method }) => method)).toEqual(["POST"]);
  });

  it("is not made where there is nothing to say, but does not go stale", async () => {
    const folder = folderWith({ "plan.md": open, "preview.txt": noChanges });
    const first = new FakeForge(answers([pull]));
    expect(await comment(first, folder)).toMatchObject({ code: 0, out: "pull request 7: nothing to say\n" });
    expect(first.written).toEqual([]);
    const later = new FakeForge(answers([pull], [{ id: 5, user: bot, body: planMarker }]));
    await comment(later, folder);
    expect(later.written.map(({ method }) => method)).toEqual(["PATCH"]);
  });

  it.each([
    ["has moved on", { head: { sha: "f".repeat(40), repo } }],
    ["is closed", { state: "closed" }],
    ["comes from a fork", { head: { sha, repo: { full_name: "mallory/streaming" } } }],
    ["comes from a fork that is gone", { head: { sha, repo: null } }],
    ["is one of another repository", { base: { repo: { full_name: "example/other" } } }],
  ])("is not made on a pull request that %s", async (_, other) => {
    const forge = new FakeForge(answers([{ ...pull, ...other }]));
    expect(await comment(forge, folderWith())).toMatchObject({ code: 0 });
    expect(forge.written).toEqual([]);
  });

  it("goes where GitHub says, whatever the files say", async () => {
    const folder = folderWith({ "plan.md": open, "preview.txt": changes, "pull-request.txt": "8", NUMBER: "8" });
    writeReports(folder, { "plan-8; rm -rf .": { "plan.md": open }, "plan-../x": {}, other: { "plan.md": open } });
    const forge = new FakeForge(answers([pull]));
    await comment(forge, folder);
    expect(forge.written.map(({ path }) => path)).toEqual(["/repos/example/streaming/issues/7/comments"]);
    expect(forge.written[0]!.body.body).not.toContain("rm -rf");
  });

  it("never shows what a link in the files leads to", async () => {
    const folder = folderWith({ "preview.txt": changes });
    const secret = join(temporaryFolder(), "secret");
    writeFileSync(secret, "### ✅ hidden");
    symlinkSync(secret, join(folder, "plan-prod", "plan.md"));
    symlinkSync(join(folder, "plan-prod"), join(folder, "plan-linked"));
    const forge = new FakeForge(answers([pull]));
    await comment(forge, folder);
    expect(forge.written[0]!.body.body).toContain("Stack prod has no plan");
    expect(forge.written[0]!.body.body).not.toMatch(/hidden|linked/);
  });

  it("is no failure where the run left nothing", async () => {
    const forge = new FakeForge(answers([pull]));
    const missing = join(temporaryFolder(), "missing");
    expect(await comment(forge, missing)).toEqual({ code: 0, out: "the run has left no plan\n", err: "" });
    expect(forge.written).toEqual([]);
  });

  it("fails where GitHub does, without telling the token", async () => {
    const ended = await comment(new FakeForge({}), folderWith());
    expect(ended.code).toBe(1);
    expect(ended.err).toMatch(/GET http:\S+pulls\?per_page=100 answered 404: {"message":"Not Found"}/);
    expect(ended.err).not.toContain("t0ken");
  });

  it("takes its token nowhere else", async () => {
    const elsewhere = new FakeForge(answers([pull, pull, pull], []));
    const ended = await elsewhere.during(async () => {
      const forge = new FakeForge(answers([pull, pull, pull], []), elsewhere.address);
      return comment(forge, folderWith());
    });
    expect(ended.err).toMatch(/the next page of \S+ is elsewhere: http/);
    expect(ended.code).toBe(1);
    expect(elsewhere.tokens.size).toBe(0);
  });

  it("names every variable that is missing", async () => {
    const ended = await comment(new FakeForge({}), folderWith(), { HEAD_SHA: "", RUN_URL: "" });
    expect(ended.err).toContain("not set: HEAD_SHA, RUN_URL");
  });
});

describe("the issue on drift", () => {
  const list = "/repos/example/streaming/issues?state=open&creator=github-actions%5Bbot%5D&per_page=100";
  const own = { number: 3, user: bot, body: `${driftMarker}\nold` };
  const foreign = [
    { number: 1, user: bot, body: "hello" },
    { number: 2, user: { login: "mallory" }, body: driftMarker },
  ];

  async function report(conclusion: string, open: unknown[]) {
    const folder = temporaryFolder();
    writeReports(folder, { "drift-prod": { "drift.txt": changes } });
    const forge = new FakeForge({ [list]: open });
    const ended = await forge.during(() =>
      runReport("github-issue.mjs", folder, {
        CONCLUSION: conclusion,
        GITHUB_API_URL: forge.address,
        GITHUB_REPOSITORY: "example/streaming",
        GITHUB_TOKEN: "t0ken",
        RUN_URL: run,
      }),
    );
    expect(ended).toMatchObject({ code: 0, err: "" });
    return forge.written;
  }

  it("is opened when something differs, and follows the latest run", async () => {
    const text = expect.stringMatching(/^<!-- nvcf-lls: drift -->[^]*Drift of stack prod: \+ 1 to create/);
    expect(await report("failure", foreign)).toEqual([
      {
        method: "POST",
        path: "/repos/example/streaming/issues",
        body: { title: expect.stringMatching(/^Drift/), body: text },
      },
    ]);
    expect(await report("timed_out", [...foreign, own])).toEqual([
      { method: "PATCH", path: "/repos/example/streaming/issues/3", body: { title: expect.any(String), body: text } },
    ]);
  });

  it("is closed when nothing differs any more", async () => {
    expect(await report("success", [...foreign, own])).toEqual([
      {
        method: "PATCH",
        path: "/repos/example/streaming/issues/3",
        body: { state: "closed", state_reason: "completed" },
      },
    ]);
    expect(await report("success", foreign)).toEqual([]);
  });
});
