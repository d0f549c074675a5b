// @ts-check
import { neutral, neutralText } from "./neutral.mjs";
import { closed, shares, shorten } from "./shorten.mjs";

/** @import { Report } from "./read.mjs" */

/** GitHub refuses more characters in a comment or an issue; GitLab allows a million. */
export const longestBody = 65_536;

/** The first line of the one comment: it is found again by it. */
export const planMarker = "<!-- nvcf-lls: plan -->";

/** The first line of the one issue. */
export const driftMarker = "<!-- nvcf-lls: drift -->";

/**
 * The comment on a pull request.
 * @param {Report[]} reports with plan.md, preview.txt and problems.txt
 * @param {{ run: string, commit: string }} origin address of the run, and the commit that it looked at, from the forge
 */
export function planComment(reports, { run, commit }) {
  const head = [
    planMarker,
    `The pull request at ${commit.slice(0, 7)} against the running clusters, as its own code tells it ([run](${run})).`,
  ];
  const parts = reports.flatMap(({ stack, file }) => [
    planOf(stack, file("plan.md"), file("problems.txt")),
    previewOf("pulumi preview", stack, file("preview.txt")),
  ]);
  return fitted(head, parts, run);
}

/**
 * The issue on drift.
 * @param {Report[]} reports with drift.txt
 * @param {{ run: string }} origin address of the run
 */
export function driftIssue(reports, { run }) {
  const head = [
    driftMarker,
    `What is deployed differs from what the default branch says, or could not be compared ([run](${run})). ` +
      "This text follows the latest run, and the issue is closed when a run finds nothing.",
  ];
  return fitted(
    head,
    reports.map(({ stack, file }) => previewOf("Drift", stack, file("drift.txt"))),
    run,
  );
}

/**
 * Whether a first comment would tell nothing: everything is open, and nothing changes.
 * @param {Report[]} reports
 */
export function isQuiet(reports) {
  return reports.every(({ file }) => {
    const [headline = ""] = file("plan.md").split("\n", 1);
    const changes = resources(file("preview.txt"));
    return /^### ✅ [^❌]+$/u.test(headline) && changes.length === 1 && /^\d+ unchanged$/.test(changes[0] ?? "");
  });
}

/** @param {string} stack @param {string} plan @param {string} problems */
function planOf(stack, plan, problems) {
  if (plan.trim() !== "") return closed(neutral(plan));
  return [`### ❌ Stack ${neutral(stack)} has no plan`, "", "<pre>", neutralText(problems.trim()), "</pre>"].join("\n");
}

/** @param {string} title @param {string} stack @param {string} text */
function previewOf(title, stack, text) {
  const changes = resources(text);
  const result = changes.length === 0 ? "did not end well" : neutralText(changes.join(", "));
  return [
    `<details><summary>${title} of stack ${neutral(stack)}: ${result}</summary>`,
    "",
    "<pre>",
    neutralText(text.trim()),
    "</pre>",
    "",
    "</details>",
  ].join("\n");
}

/** What Pulumi counts at the end of a preview: `+ 1 to create`, `22 unchanged`. @param {string} text */
function resources(text) {
  const lines = text.split("\n");
  const start = lines.lastIndexOf("Resources:") + 1;
  if (start === 0) return [];
  const end = lines.findIndex((line, index) => index >= start && !/^\s+\S/.test(line));
  return lines.slice(start, end === -1 ? undefined : end).map((line) => line.trim());
}

/** @param {string[]} head @param {string[]} parts @param {string} run */
function fitted(head, parts, run) {
  const join = (/** @type {string[]} */ all) => [head.join("\n\n"), ...all].join("\n\n");
  const notice = `**Shortened.** The whole of it is in the files of the [run](${run}).`;
  const room = longestBody - join(parts.map(() => "")).length;
  const rooms = shares(
    parts.map(({ length }) => length),
    room,
  );
  return join(parts.map((part, index) => shorten(part, rooms[index] ?? 0, notice)));
}
