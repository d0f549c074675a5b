import type { Verdict } from "../../reachability/verdict";
import type { PlanReport, PolicyViolation, ReportedFlow } from "../report";
import { enumerate } from "../../reachability/describe";

/** Signs that tell the verdicts apart without colour. */
export const marks: Record<Verdict, string> = { open: "✓", closed: "✗", partial: "◐", unknown: "?" };

/** The verdict as it is printed: what is open on an assumed cluster is only assumed to be. */
export function verdictWord(verdict: Verdict, assumed: boolean): string {
  return verdict === "open" && assumed ? "open (assumed)" : verdict;
}

/** The worst of several verdicts; `unknown` if there are none. */
export function worst(verdicts: Verdict[]): Verdict {
  const order: Verdict[] = ["closed", "partial", "unknown", "open"];
  return order.find((verdict) => verdicts.includes(verdict)) ?? "unknown";
}

/** The verdict of the whole plan, which is that of its required flows, in one word and in words that name the flows that are not open. */
export function overallVerdict(report: PlanReport): { verdict: Verdict; words: string } {
  const required = report.flows.filter((flow) => flow.need === "required");
  const verdict = worst(required.map((flow) => flow.verdict));
  if (required.length === 0) return { verdict, words: "unknown: no required flow was judged" };
  if (verdict === "open") return { verdict, words: verdictWord(verdict, report.assumed) };
  const several = severalInstallations(report);
  const name = (flow: ReportedFlow) => `${flow.id} ${flowPath(flow)}${several ? ` of ${flow.installation}` : ""}`;
  const groups = (["closed", "partial", "unknown"] as const).flatMap((each) => {
    const flows = required.filter((flow) => flow.verdict === each).map(name);
    return flows.length === 0 ? [] : `${each}: ${enumerate([...new Set(flows)], ", ", 3)}`;
  });
  return { verdict, words: groups.join("; ") };
}

/** "2 mandatory policy violations", which fail a plan as a flow does that is not open; undefined if there are none. */
export function mandatoryViolations({ policies }: PlanReport): string | undefined {
  const violations = policies.filter((violation) => violation.level === "mandatory").length;
  return violations === 0 ? undefined : count(violations, "mandatory policy violation");
}

/** The violations of each policy, in the order in which they were reported. */
export function byPolicy(violations: PolicyViolation[]): PolicyViolation[][] {
  const groups = new Map<string, PolicyViolation[]>();
  for (const violation of violations) {
    const group = groups.get(violation.policy);
    if (group === undefined) groups.set(violation.policy, [violation]);
    else group.push(violation);
  }
  return [...groups.values()];
}

/** "browser → NLB". */
export function flowPath(flow: ReportedFlow): string {
  return `${flow.from} → ${flow.to}`;
}

/** True if flows of more than one installation were judged: then each is named. */
export function severalInstallations({ flows }: PlanReport): boolean {
  return flows.some((flow) => flow.installation !== flows[0]?.installation);
}

/** The flows of each installation, in the order in which they were judged. */
export function byInstallation(flows: ReportedFlow[]): { installation: string; flows: ReportedFlow[] }[] {
  const groups = new Map<string, ReportedFlow[]>();
  for (const flow of flows) {
    const group = groups.get(flow.installation);
    if (group === undefined) groups.set(flow.installation, [flow]);
    else group.push(flow);
  }
  return [...groups].map(([installation, group]) => ({ installation, flows: group }));
}

/** "12 required flows: 11 open, 1 closed; 31 resources". */
export function summarySentence({ summary, assumed }: PlanReport): string {
  const counts = (["open", "closed", "partial", "unknown"] as const)
    .filter((verdict) => verdict === "open" || summary[verdict] > 0)
    .map((verdict) => `${summary[verdict]} ${verdictWord(verdict, assumed)}`);
  const required = summary.open + summary.closed + summary.partial + summary.unknown;
  return [
    `${count(required, "required flow")}: ${counts.join(", ")}`,
    count(summary.resources, "resource"),
    ...(summary.violations === 0 ? [] : [count(summary.violations, "policy violation")]),
  ].join("; ");
}

function count(number: number, what: string): string {
  return `${number} ${what}${number === 1 ? "" : "s"}`;
}

/** What a cloud calls that in which a cluster is. */
export function accountWord(cloud: string): string {
  return cloud === "aks" ? "subscription" : "account";
}

/** Where the verdicts are from; says how to get better ones where the cluster is only assumed. */
export function factsSentence({ facts, stack, cloud }: PlanReport): string {
  if (facts === null) return `No facts of a real cluster were used. Record them with: lls facts --stack ${stack}`;
  return `Facts of cluster ${facts.cluster} in ${accountWord(cloud)} ${facts.account}, recorded ${facts.recordedAt} in ${facts.file}`;
}
