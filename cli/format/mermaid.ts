import type { PlanReport, ReportedFlow } from "../report";
import { printable } from "./printable";
import { byInstallation, byPolicy, marks, verdictWord, worst } from "./verdicts";

/** The media path as a Mermaid flowchart: who talks to whom, and between them the hop with its flows, coloured by verdict. */
export function formatMermaid(report: PlanReport): string {
  const groups = byInstallation(report.flows);
  const installations = groups.map(({ flows }, index) => installation(flows, `i${index + 1}`, report.assumed));
  const body =
    groups.length === 1
      ? installations.flat()
      : groups.flatMap(({ installation: name }, index) => [
          `  subgraph i${index + 1}["${escape(name)}"]`,
          ...(installations[index] ?? []).map((line) => `  ${line}`),
          "  end",
        ]);
  return `${["flowchart LR", ...body, ...violations(report), ...classes].join("\n")}\n`;
}

/** Mandatory policies that are violated: a diagram of open flows would hide that the plan fails. */
function violations({ policies }: PlanReport): string[] {
  const groups = byPolicy(policies.filter(({ level }) => level === "mandatory"));
  return groups.map(
    ([violation], index) => `  p${index + 1}["${escape(`${marks.closed} mandatory ${violation!.policy}`)}"]:::closed`,
  );
}

const classes = [
  "  classDef open fill:#dcfce7,stroke:#15803d,color:#14532d",
  "  classDef closed fill:#fee2e2,stroke:#b91c1c,color:#7f1d1d",
  "  classDef partial fill:#fef9c3,stroke:#a16207,color:#713f12",
  "  classDef unknown fill:#e5e7eb,stroke:#4b5563,color:#1f2937",
];

/** Nodes and hops of one installation; `prefix` keeps their ids apart from those of others. */
function installation(flows: ReportedFlow[], prefix: string, assumed: boolean): string[] {
  const names = [...new Set(flows.flatMap((flow) => [flow.from, flow.to]))];
  const nodeId = new Map(names.map((name, index) => [name, `${prefix}n${index + 1}`]));
  const nodes = names.map((name) => `  ${nodeId.get(name)}["${escape(name)}"]`);
  const hops = hopsOf(flows).flatMap((hop, index) => {
    const id = `${prefix}h${index + 1}`;
    const label = hop.flows.map((flow) => flowLabel(flow, assumed)).join("<br/>");
    return [
      `  ${id}(["${label}"]):::${hopVerdict(hop)}`,
      `  ${nodeId.get(hop.from)} ${hop.bothWays ? "<-->" : "---"} ${id} ${hop.bothWays ? "<-->" : "-->"} ${nodeId.get(hop.to)}`,
    ];
  });
  return [...nodes, ...hops];
}

/** All flows between the same two, whichever way they go. */
interface Hop {
  from: string;
  to: string;
  bothWays: boolean;
  flows: ReportedFlow[];
}

function hopsOf(flows: ReportedFlow[]): Hop[] {
  const hops = new Map<string, Hop>();
  for (const flow of flows) {
    const { from, to } = flow;
    const key = JSON.stringify([from, to].sort());
    const hop = hops.get(key);
    if (hop === undefined) hops.set(key, { from, to, bothWays: false, flows: [flow] });
    else {
      hop.flows.push(flow);
      hop.bothWays ||= hop.from !== from;
    }
  }
  return [...hops.values()];
}

/** An advisory flow decides only where no required one does. */
function hopVerdict({ flows }: Hop): string {
  const required = flows.filter((flow) => flow.need === "required");
  return worst((required.length > 0 ? required : flows).map((flow) => flow.verdict));
}

function flowLabel({ id, protocol, ports, verdict, need }: ReportedFlow, assumed: boolean): string {
  const advisory = need === "advisory" ? " (advisory)" : "";
  return escape(`${marks[verdict]} ${id} ${protocol} ${ports} ${verdictWord(verdict, assumed)}${advisory}`);
}

/** Everything but letters, digits and harmless signs becomes Mermaid's character code, `#35;`; an empty label is no valid one. */
function escape(text: string): string {
  return (printable(text) || "?").replace(
    /[^\p{L}\p{N} .,:/()?✓✗◐-]/gu,
    (character) => `#${character.codePointAt(0)};`,
  );
}
