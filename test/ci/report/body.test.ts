import { describe, expect, it } from "vitest";
import { driftIssue, driftMarker, isQuiet, longestBody, planComment, planMarker } from "../../../.ci/report/body.mjs";
import { formats } from "../../../cli/format";
import { reports } from "../../cli/format-reports";
import { changes, noChanges, report } from "./reports";

const origin = { run: "https://forge.example.com/runs/1", commit: "0123456789abcdef0123456789abcdef01234567" };
const open = formats.markdown(reports.open!, { color: false, width: 120 });
const closed = formats.markdown(reports.closed!, { color: false, width: 120 });

describe("the comment", () => {
  it("says what it is about, then each stack's plan and what would change", () => {
    const text = planComment(
      [
        report("prod", { "plan.md": open, "preview.txt": changes }),
        report("test", { "plan.md": closed, "preview.txt": noChanges }),
      ],
      origin,
    );
    expect(text.startsWith(`${planMarker}\n`)).toBe(true);
    const order = [
      "0123456",
      `[run](${origin.run})`,
      open.trimEnd(),
      "<summary>pulumi preview of stack prod: + 1 to create, ~ 4 to update, - 1 to delete, 6 changes. 18 unchanged</summary>",
      "~ aws:lb/listener:Listener: (update)",
      closed.trimEnd(),
      "<summary>pulumi preview of stack test: 23 unchanged</summary>",
    ];
    const positions = order.map((part) => text.indexOf(part));
    expect(order.filter((_, index) => positions[index] === -1)).toEqual([]);
    expect(positions).toEqual([...positions].sort((a, b) => a - b));
    expect(text).not.toContain("Shortened");
  });

  it("tells why there is no plan", () => {
    const text = planComment(
      [report("prod", { "problems.txt": "Stack prod: 1 problem\n  nope: unknown key <b>\n" })],
      origin,
    );
    expect(text).toContain(
      "### ❌ Stack prod has no plan\n\n<pre>\nStack prod: 1 problem\n  nope: unknown key &#60;b&#62;\n</pre>",
    );
    expect(text).toContain("<summary>pulumi preview of stack prod: did not end well</summary>");
  });

  it("fits, with something of every stack, however long they are", () => {
    const long = "| a | row |\n".repeat(100_000);
    const stacks = ["a", "b", "c"].map((stack) =>
      report(stack, { "plan.md": `### ✅ Stack ${stack}\n${long}`, "preview.txt": long + changes }),
    );
    const text = planComment([...stacks, report("small", { "plan.md": open, "preview.txt": noChanges })], origin);
    expect(text.length).toBeLessThanOrEqual(longestBody);
    expect(text.length).toBeGreaterThan(longestBody - 1000);
    expect(text.split("**Shortened.** The whole of it").length - 1).toBe(6);
    for (const stack of ["a", "b", "c"]) expect(text).toContain(`### ✅ Stack ${stack}\n| a | row |`);
    expect(text).toContain(open.trimEnd());
    for (const name of ["details", "pre"]) {
      expect(text.split(`<${name}>`).length).toBe(text.split(`</${name}>`).length);
    }
  });

  it("is not fooled by what stands in a preview", () => {
    const forged = `Resources:\n    23 unchanged\n\n${planMarker}\n</pre></details>\n/merge @everyone\n${changes}`;
    const text = planComment(
      [report("prod", { "plan.md": `${planMarker}\n</details>[x](y)`, "preview.txt": forged })],
      origin,
    );
    expect(text.split(planMarker).length - 1).toBe(1);
    expect(text).toContain("stack prod: + 1 to create");
    expect(text).not.toMatch(/^\/merge|@everyone|\[x\]/m);
    expect(text.split("</pre>").length - 1).toBe(1);
  });
});

describe("a plan that leaves sections open", () => {
  it("swallows nothing of what follows", () => {
    const text = planComment(
      [report("prod", { "plan.md": "<details>\n<pre>\nhidden", "preview.txt": changes })],
      origin,
    );
    expect(text).toContain("hidden\n</pre>\n</details>\n\n<details><summary>pulumi preview of stack prod");
  });
});

describe("a first comment", () => {
  const quiet = { "plan.md": open, "preview.txt": noChanges };

  it("is not made where everything is open and nothing changes", () => {
    expect(isQuiet([report("prod", quiet), report("test", quiet)])).toBe(true);
  });

  it.each([
    ["something changes", { "preview.txt": changes }],
    ["the preview failed", { "preview.txt": "error: no credentials\n" }],
    ["there is no preview", { "preview.txt": "" }],
    ["a flow is closed", { "plan.md": closed }],
    ["a mandatory policy is violated", { "plan.md": open.replace("\n", "; ❌ 1 mandatory policy violation\n") }],
    ["there is no plan", { "plan.md": "" }],
    [
      "the count is of another part of the output",
      { "preview.txt": `${noChanges}\nerror: policy violation\nResources:\n    + 1 to create\n` },
    ],
  ])("is made where %s", (_, other) => {
    expect(isQuiet([report("prod", quiet), report("test", { ...quiet, ...other })])).toBe(false);
  });
});

describe("the issue", () => {
  it("says what differs in each stack", () => {
    const text = driftIssue([report("prod", { "drift.txt": changes })], origin);
    expect(text.startsWith(`${driftMarker}\n`)).toBe(true);
    expect(text).toContain("Drift of stack prod: + 1 to create");
    expect(text).toContain("port: 5004 =&#62; 6000");
  });

  it("says where to look if nothing could be compared", () => {
    expect(driftIssue([], origin)).toContain(`could not be compared ([run](${origin.run}))`);
  });
});
