import { z } from "zod";
import type { PlanReport } from "./report";

// The types are in report.ts, where a plan takes them from without loading zod; the compiler keeps both in step.

const verdict = z.enum(["open", "closed", "partial", "unknown"]);

const missing = z
  .object({
    sources: z.array(z.string()).describe("Source addresses as CIDRs or first-last ranges"),
    destinations: z.array(z.string()).describe("Destination addresses, where the layer tells them apart"),
    ports: z.array(z.string()).describe("Destination ports as 5004 or 47998-48020; for ICMP type/code"),
    sourcePorts: z.array(z.string()).describe("Source ports, where the layer tells them apart"),
  })
  .describe("Packets that do not get through; an empty list means that the property does not matter there");

const layer = z
  .object({
    name: z.string().describe("Which layer, with the id of what decides"),
    verdict,
    rule: z
      .string()
      .nullable()
      .describe("The rule that lets the flow through or takes packets away; null where none does"),
    missing: z.array(missing).describe("What does not pass; empty when open"),
    code: z
      .string()
      .nullable()
      .describe("Explanation code of AWS Reachability Analyzer, where it has one for the reason"),
    reason: z.string().describe("One sentence: why, with ports and rule"),
  })
  .describe("A layer that the flow must pass");

const flow = z
  .object({
    id: z.string().describe("E1, E1r, … on EKS, A1, … on AKS; several flows may share an id where nodes differ"),
    from: z.string(),
    to: z.string(),
    protocol: z.string().describe("UDP, TCP or ICMP"),
    ports: z.string().describe("Destination ports as 5004 or 47998-48020; for ICMP type/code"),
    need: z.enum(["required", "advisory"]).describe("A required flow that is not open fails a plan"),
    verdict: verdict.describe("Open only if every layer is; closed if no packet passes all of them"),
    layers: z.array(layer).describe("In the order in which packets meet them"),
    notes: z.array(z.string()).describe("What an operator should know besides"),
    installation: z.string().describe("Name of the installation that the flow belongs to"),
  })
  .describe("A flow of the media path");

const resource = z
  .object({
    urn: z.string(),
    type: z.string().describe("Type token, for example aws:lb/listener:Listener"),
    name: z.string().describe("Logical name"),
    parent: z.string().nullable().describe("URN of the parent; null for the root"),
    custom: z.boolean().describe("True for a resource of a provider, false for a component"),
    inputs: z.record(z.string(), z.unknown()).describe("Secrets stand as [secret]"),
    dependencies: z.array(z.string()).describe("URNs, sorted"),
  })
  .describe("A resource of the stack");

const facts = z
  .object({
    file: z.string(),
    recordedAt: z.string().describe("Date and time in UTC, ISO 8601"),
    account: z.string().describe("AWS account or Azure subscription"),
    cluster: z.string(),
  })
  .describe("Facts that lls facts recorded");

const violation = z
  .object({
    policy: z.string(),
    level: z.string().describe("mandatory fails a plan, advisory does not"),
    severity: z.string().optional().describe("low, medium, high or critical"),
    urn: z.string(),
    message: z.string(),
    remediation: z.string().optional().describe("What an operator does about it"),
  })
  .describe("A policy that a resource does not meet");

const count = z.int().nonnegative();

const summary = z
  .object({
    resources: count,
    open: count,
    closed: count,
    partial: count,
    unknown: count,
    violations: count,
  })
  .describe("Counts; the verdicts are those of required flows");

/** Schema of the report; cli/report.schema.json is generated from it (cli/generate.ts). */
export const reportSchema: z.core.$ZodType<PlanReport> = z
  .object({
    stack: z.string(),
    cloud: z.string(),
    assumed: z.boolean().describe("True if no facts of a real cluster were used: what is open is only assumed to be"),
    facts: facts.nullable().describe("Where the facts are from; null when assumed"),
    resources: z.array(resource),
    flows: z.array(flow),
    policies: z.array(violation),
    notJudged: z.array(z.string()).describe("What nobody judged here: an operator has to look at it"),
    prerequisites: z.array(z.string()).describe("What must exist besides"),
    notices: z.array(z.string()).describe("What an operator should know of this plan"),
    summary,
  })
  .describe("What lls plan --format json prints");

/** JSON Schema (2020-12) of the report. More properties may come, so that a reader must not refuse unknown ones. */
export function reportJsonSchema(): object {
  return { title: "Report of lls plan", ...z.toJSONSchema(reportSchema, { io: "input", target: "draft-2020-12" }) };
}
