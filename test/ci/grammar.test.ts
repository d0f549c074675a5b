import { describe, expect, it } from "vitest";
import { grammarProblems } from "./github-grammar";
import { workflowIn, workflows } from "./workflow";

describe("GitHub's parser", () => {
  it.each(workflows)("accepts $file", async ({ file, text }) => {
    expect(await grammarProblems(file, text)).toEqual([]);
  });

  it.each([
    ["an unknown key", "timeout-minutes:", "timeout-minute:", /Unexpected value 'timeout-minute'/],
    ["an unknown right", "contents: read", "content: read", /Unexpected value 'content'/],
    ["an expression of nothing", "matrix.stack }}", "matrix.stack + }}", /Unexpected symbol/],
    ["a context that is not there", "if: vars.", "if: secrets.", /Unrecognized named-value: 'secrets'/],
    ["a job that waits for none", "    environment:", "    needs: nobody\n    environment:", /unknown job 'nobody'/],
    ["YAML that is none", "jobs:", "jobs: [", /./],
  ])("refuses %s", async (_, from, to, message) => {
    const { file, text } = workflowIn("preview.yml");
    expect(text).toContain(from);
    expect((await grammarProblems(file, text.replace(from, to))).join("\n")).toMatch(message);
  });
});
