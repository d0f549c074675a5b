import { spawnSync } from "node:child_process";
import { chmodSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { temporaryFolder } from "../cli/temporary-project";
import { workflowIn } from "./workflow";

/** The step that plans for everybody. */
const script = workflowIn("preview.yml").content.jobs.plan!.steps.find(({ run }) => run?.includes("for file in"))!.run!;

it("without rights every stack file is planned, and one that fails hides none", () => {
  const folder = temporaryFolder();
  for (const name of ["Pulumi", "Pulumi.a", "Pulumi.b; touch evil", "Pulumi.c"])
    writeFileSync(join(folder, `${name}.yaml`), "");
  writeFileSync(join(folder, "node"), '#!/usr/bin/env bash\necho "$*"\n[ "$4" != a ] || exit 2\n');
  chmodSync(join(folder, "node"), 0o755);
  const summary = join(folder, "summary.md");
  const { status } = spawnSync("bash", ["-eo", "pipefail", "-c", script], {
    cwd: folder,
    env: { PATH: `${folder}:/usr/bin:/bin`, GITHUB_STEP_SUMMARY: summary },
  });
  expect(status).toBe(2);
  expect(readFileSync(summary, "utf8").trim().split("\n")).toEqual(
    ["a", "b; touch evil", "c"].map((stack) => `bin/lls.js plan --stack ${stack} --format markdown`),
  );
});
