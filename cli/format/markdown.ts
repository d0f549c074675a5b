import type { LayerVerdict, Verdict } from "../../reachability/verdict";
import type { PlanReport, PolicyViolation, ReportedFlow } from "../report";
import { escapeMarkdown as escape } from "./markdown-escape";
import { describeMissing } from "./missing";
import { resourceLabel, resourceLegend, resourceTree } from "./resource-tree";
import {
  byInstallation,
  byPolicy,
  factsSentence,
  flowPath,
  mandatoryViolations,
  overallVerdict,
  summarySentence,
  verdictWord,
} from "./verdicts";

const icons: Record<Verdict, string> = { open: "✅", closed: "❌", partial: "⚠️", unknown: "❔" };

/** GitHub refuses a comment of more than 65,536 characters. */
const longestTree = 300;

/** The report as a comment in a pull request. Every value is escaped: none can add a link, a mention or markup. */
export function formatMarkdown(report: PlanReport): string {
  const blocks = [
    headline(report),
    `${escape(summarySentence(report))}. ${escape(factsSentence(report))}`,
    ...byInstallation(report.flows).flatMap((group) => [
      `#### Flows of ${escape(group.installation)}`,
      flowTable(group.flows, report.assumed),
      ...group.flows.filter(({ need, verdict }) => need === "required" && verdict !== "open").map(flowDetails),
    ]),
    ...policies(report.policies),
    ...list("Notices", report.notices),
    ...list("Notes", flowNotes(report.flows)),
    ...list("Judged by nobody here", report.notJudged),
    ...list("Prerequisites", report.prerequisites),
    tree(report),
  ];
  return `${blocks.join("\n\n")}\n`;
}

function headline(report: PlanReport): string {
  const { verdict, words } = overallVerdict(report);
  const violations = mandatoryViolations(report);
  const failed = violations === undefined ? "" : `; ${icons.closed} ${violations}`;
  return `### ${icons[verdict]} LLS in stack ${escape(report.stack)} on ${escape(report.cloud)} is ${escape(words)}${failed}`;
}

function flowTable(flows: ReportedFlow[], assumed: boolean): string {
  const rows = flows.map((flow) => [
    flow.id,
    flowPath(flow),
    `${flow.protocol} ${flow.ports}`,
    flow.need,
    `${flowIcon(flow)} ${verdictWord(flow.verdict, assumed)}`,
  ]);
  return table([["Flow", "Path", "Protocol and ports", "Need", "Verdict"], ...rows]);
}

/** An advisory flow that is not open is for information: it fails nothing. */
function flowIcon({ need, verdict }: ReportedFlow): string {
  return need === "advisory" && verdict !== "open" ? "ℹ️" : icons[verdict];
}

function flowDetails(flow: ReportedFlow): string {
  const summary = `${flow.id} ${flowPath(flow)}, ${flow.protocol} ${flow.ports}: ${flow.verdict}`;
  const layers = table([["Layer", "Verdict", "Rule", "Why", "Missing"], ...flow.layers.map(layerCells)]);
  return details(`${icons[flow.verdict]} ${escape(summary)}`, layers);
}

function layerCells(layer: LayerVerdict): string[] {
  const { name, verdict, rule, code, reason } = layer;
  const why = code === null ? reason : `${reason} [${code}]`;
  return [name, `${icons[verdict]} ${verdict}`, rule ?? "", why, describeMissing(layer)];
}

/** The first row is the head. */
function table([head = [], ...rows]: string[][]): string {
  const line = (cells: string[]) => `| ${cells.map(escape).join(" | ")} |`;
  return [line(head), `|${"---|".repeat(head.length)}`, ...rows.map(line)].join("\n");
}

function flowNotes(flows: ReportedFlow[]): string[] {
  return [...new Set(flows.flatMap((flow) => flow.notes.map((note) => `${flow.id}: ${note}`)))];
}

function policies(all: PolicyViolation[]): string[] {
  const items = byPolicy(all).map((violations) => {
    const [{ policy, level, remediation }] = violations as [PolicyViolation];
    const lines = violations.map(({ message, urn }) => `${message} (${urn})`);
    const head = `- ${level === "mandatory" ? icons.closed : "ℹ️"} ${escape(`${level} ${policy}`)}`;
    const remedy = remediation === undefined ? [] : [`What to do: ${remediation}`];
    return [head, ...[...lines, ...remedy].map((line) => `  - ${escape(line)}`)].join("\n");
  });
  return items.length === 0 ? [] : ["#### Policies", items.join("\n")];
}

function list(title: string, items: string[]): string[] {
  return items.length === 0 ? [] : [`#### ${title}`, items.map((item) => `- ${escape(item)}`).join("\n")];
}

function tree({ resources }: PlanReport): string {
  const nodes = resourceTree(resources);
  const lines = nodes
    .slice(0, longestTree)
    .map(({ resource, depth }) => `${"  ".repeat(depth)}${escape(resourceLabel(resource))}`);
  if (nodes.length > longestTree) lines.push(`and ${nodes.length - longestTree} more`);
  return details(`${resources.length} resources (${resourceLegend})`, `<pre>\n${lines.join("\n")}\n</pre>`);
}

/** A section that opens on a click. The empty lines make GitHub read the content as Markdown. */
function details(summary: string, content: string): string {
  return `<details><summary>${summary}</summary>\n\n${content}\n\n</details>`;
}
