import type { PlanReport } from "../report";

/** The report as JSON; its schema is cli/report.schema.json. Keys are sorted, so that the same report gives the same bytes. */
export function formatJson(report: PlanReport): string {
  return sortedJson(report);
}

/** JSON with sorted keys. */
export function sortedJson(value: object): string {
  return `${JSON.stringify(value, sortKeys, 2)}\n`;
}

function sortKeys(_key: string, value: unknown): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}
