import type { BadInput } from "../../components/bad-input";

/** Every problem in one line, as a reason within a report: the report is what the operator has asked for, and goes on. */
export function inOneLine({ problems }: BadInput): string {
  return problems.map(({ path, reason }) => `${path}: ${reason}`).join("; ");
}
