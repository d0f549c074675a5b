import { createColors } from "picocolors";
import type { LayerVerdict, Need, Verdict } from "../../reachability/verdict";
import type { PlanReport, PolicyViolation, ReportedFlow } from "../report";
import { describeMissing } from "./missing";
import { Page, type Paint } from "./page";
import { resourceLabel, resourceLegend, resourceTree } from "./resource-tree";
import {
  byInstallation,
  byPolicy,
  factsSentence,
  flowPath,
  mandatoryViolations,
  marks,
  overallVerdict,
  severalInstallations,
  summarySentence,
  verdictWord,
} from "./verdicts";

/** How text is printed. */
export interface TextStyle {
  /** ANSI colours; nothing is said by colour alone. */
  color: boolean;
  /** Columns at which lines are wrapped. */
  width: number;
}

/** The report for a terminal: the verdict first, the counts last. */
export function formatText(report: PlanReport, style: TextStyle): string {
  const text = new TextReport(report, style);
  text.headline();
  text.resources();
  text.flows("required", "Required flows");
  text.flows("advisory", "Advisory flows");
  text.policies();
  text.list("Judged by nobody here", report.notJudged);
  text.list("Prerequisites", report.prerequisites);
  text.list("Notices", report.notices);
  text.summary();
  return text.page.toString();
}

/** The verdicts alone, for a terminal that has shown the resources already. */
export function formatVerdicts(report: PlanReport, style: TextStyle): string {
  const text = new TextReport(report, style);
  text.headline();
  text.flows("required", "Required flows");
  text.policies();
  text.summary();
  return text.page.toString();
}

class TextReport {
  readonly page: Page;
  private readonly bold: Paint;
  private readonly dim: Paint;
  private readonly colors: Record<Verdict, Paint>;

  constructor(
    private readonly report: PlanReport,
    style: TextStyle,
  ) {
    this.page = new Page(style.width);
    const { bold, dim, green, red, yellow } = createColors(style.color);
    this.bold = bold;
    this.dim = dim;
    this.colors = { open: green, closed: red, partial: yellow, unknown: yellow };
  }

  headline(): void {
    const { stack, cloud, facts } = this.report;
    const cluster = facts === null ? "assumed cluster" : `cluster ${facts.cluster}`;
    this.page.add({ text: `LLS in stack ${stack} on ${cloud}, ${cluster}`, textPaint: this.bold });
    const { verdict, words } = overallVerdict(this.report);
    const paint = this.colors[verdict];
    this.page.add({ text: words, mark: marks[verdict], markPaint: paint, textPaint: paint });
    const violations = mandatoryViolations(this.report);
    if (violations !== undefined) {
      const { closed } = this.colors;
      this.page.add({ text: violations, mark: marks.closed, markPaint: closed, textPaint: closed });
    }
    this.page.add({ text: factsSentence(this.report), textPaint: this.dim });
  }

  resources(): void {
    const { resources } = this.report;
    this.page.heading(`Resources (${resources.length}): ${resourceLegend}`, this.bold);
    for (const { resource, depth } of resourceTree(resources)) {
      this.page.add({ indent: 2 * (depth + 1), text: resourceLabel(resource) });
    }
  }

  flows(need: Need, title: string): void {
    const groups = byInstallation(this.report.flows.filter((flow) => flow.need === need));
    const several = severalInstallations(this.report);
    for (const { installation, flows } of groups) {
      this.page.heading(several ? `${title} of ${installation}` : title, this.bold);
      for (const flow of flows) this.flow(flow);
    }
  }

  private flow(flow: ReportedFlow): void {
    const word = verdictWord(flow.verdict, this.report.assumed);
    this.page.add({
      mark: marks[flow.verdict],
      markPaint: this.colors[flow.verdict],
      text: `${flow.id} ${word}: ${flowPath(flow)}, ${flow.protocol} ${flow.ports}`,
      textPaint: flow.verdict === "open" ? undefined : this.colors[flow.verdict],
    });
    for (const layer of flow.layers) this.layer(layer);
    for (const note of flow.notes) this.page.add({ indent: 4, text: `note: ${note}`, textPaint: this.dim });
  }

  private layer(layer: LayerVerdict): void {
    const { name, verdict, rule, code, reason } = layer;
    const decides = rule === null ? "" : `, rule ${rule}`;
    const word = verdict === "open" ? "" : `: ${verdict}`;
    this.page.add({
      indent: 4,
      mark: marks[verdict],
      markPaint: this.colors[verdict],
      text: `${name}${decides}${word}`,
    });
    if (verdict === "open") return;
    this.page.add({ indent: 8, text: code === null ? reason : `${reason} [${code}]` });
    const missing = describeMissing(layer);
    if (missing !== "") this.page.add({ indent: 8, text: `missing: ${missing}` });
  }

  policies(): void {
    const { policies } = this.report;
    if (policies.length === 0) return;
    this.page.heading("Policies", this.bold);
    for (const violations of byPolicy(policies)) {
      const [{ policy, level, remediation }] = violations as [PolicyViolation];
      const [mark, markPaint] = level === "mandatory" ? ["✗", this.colors.closed] : ["!", this.colors.unknown];
      this.page.add({ mark, markPaint, text: `${level} ${policy}` });
      for (const { message, urn } of violations) {
        this.page.add({ indent: 4, text: message });
        this.page.add({ indent: 4, text: urn, textPaint: this.dim });
      }
      if (remediation !== undefined) this.page.add({ indent: 4, mark: "→", text: remediation });
    }
  }

  list(title: string, items: string[]): void {
    if (items.length === 0) return;
    this.page.heading(title, this.bold);
    for (const item of items) this.page.add({ indent: 2, mark: "-", text: item });
  }

  summary(): void {
    this.page.heading(summarySentence(this.report), this.bold);
  }
}
