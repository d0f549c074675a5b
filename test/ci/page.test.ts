import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { root } from "../cli/temporary-project";
import { blocksOfPage } from "./gitlab-pipeline";
import { workflows } from "./workflow";

const path = join(root, "docs", "ci.md");
const page = readFileSync(path, "utf8");

/** Actions of IAM that a policy allows. */
function actionsOf({ Statement }: { Statement: { Action: string | string[] }[] }): string[] {
  return Statement.flatMap(({ Action }) => Action);
}

describe("docs/ci.md", () => {
  it("names files that exist", () => {
    const links = [...page.matchAll(/\]\((?!https?:|#)([^)#]+)/g)].map(([, target]) => join(dirname(path), target!));
    const code = [...page.matchAll(/`([\w.-]+(?:\/[\w.-]+)*\.(?:ts|json)|\.[\w-]+\/(?:[\w-]+)?|policy\/)`/g)];
    const files = [...links, ...code.map(([, file]) => join(root, file!))];
    expect(files.length).toBeGreaterThan(12);
    for (const file of files) expect(existsSync(file), file).toBe(true);
  });

  it("tells of every workflow", () => {
    for (const { file, content } of workflows)
      expect(page).toContain(`[${content.name}](../.github/workflows/${file})`);
  });

  it("tells of every variable and secret that a workflow asks for, and of no other", () => {
    const asked = workflows.flatMap(({ text }) =>
      [...text.matchAll(/\b(?:vars|secrets)\.(\w+)/g)].map(([, name]) => name!),
    );
    expect(asked).toContain("LLS_STACKS");
    const github = page.slice(0, page.indexOf("## GitLab"));
    for (const name of asked) expect(page).toContain(`\`${name}\``);
    const told = [...github.matchAll(/`([A-Z][A-Z_]{5,})`/g)].map(([, name]) => name!);
    expect(told.filter((name) => !asked.includes(name) && name !== "CODEOWNERS")).toEqual([]);
  });

  it("names checks that the workflows make", () => {
    expect(page).toContain("require the checks `plan` and `preview (<stack>)`");
    const { jobs } = workflows.find(({ file }) => file === "preview.yml")!.content;
    expect(Object.keys(jobs)).toEqual(["plan", "preview"]);
    expect(Object.keys((jobs.preview!.strategy as { matrix: object }).matrix)).toEqual(["stack"]);
  });

  it("has policies that are JSON, and let nobody write", () => {
    const policies = blocksOfPage("json").map((text) => JSON.parse(text) as Record<string, unknown>);
    const rights = policies.filter((policy) => "Statement" in policy && !JSON.stringify(policy).includes("Principal"));
    expect(rights).toHaveLength(1);
    for (const action of rights.flatMap((policy) => actionsOf(policy as Parameters<typeof actionsOf>[0]))) {
      expect(action).toMatch(/^(s3:(ListBucket|GetObject)|kms:Decrypt|ecr:(Get\w+|BatchGetImage))$/);
    }
  });

  it("names statements of the EKS policy that only read", () => {
    const [, names] = /the statements ([^]*?) of\s+\[eks-policy\.json\]/.exec(page)!;
    const { Statement } = JSON.parse(readFileSync(join(root, "docs", "iam", "eks-policy.json"), "utf8")) as {
      Statement: { Sid: string; Action: string[] }[];
    };
    const sids = [...names!.matchAll(/`(\w+)`/g)].map(([, sid]) => sid!);
    expect(sids.length).toBeGreaterThan(2);
    for (const sid of sids) {
      const statement = Statement.find(({ Sid }) => Sid === sid)!;
      for (const action of actionsOf({ Statement: [statement] })) expect(action).toMatch(/:(Describe|Get|List)/);
    }
    const reading = Statement.filter((one) =>
      actionsOf({ Statement: [one] }).every((each) => /:(Describe|Get|List)/.test(each)),
    );
    expect(reading.map(({ Sid }) => Sid)).toEqual(sids);
  });

  it("trusts the environments that the workflows name", () => {
    const environments = workflows.flatMap(({ content }) =>
      Object.values(content.jobs).flatMap((job) => job.environment ?? []),
    );
    const trusted = [...page.matchAll(/:environment:([\w-]+)"/g)].map(([, name]) => name!);
    expect(trusted).toContain("preview-prod");
    const stems = environments.map((name) => name.replace("${{ matrix.stack }}", ""));
    for (const name of trusted) expect(stems.some((stem) => stem.endsWith("-") && name.startsWith(stem))).toBe(true);
    for (const name of ["preview-<stack>", "drift-<stack>", "npm"]) expect(page).toContain(`\`${name}\``);
  });
});
