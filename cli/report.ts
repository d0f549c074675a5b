import type { GraphResource } from "../graph/resource-graph";
import type { FlowVerdict } from "../reachability/verdict";

/** Everything `lls plan` says; the JSON format prints it as it is. Its JSON Schema is cli/report.schema.json and kept stable. */
export interface PlanReport {
  stack: string;
  cloud: string;
  /** True if no facts of a real cluster were used. */
  assumed: boolean;
  /** Where the facts are from; null when assumed. */
  facts: FactsSource | null;
  resources: ReportedResource[];
  flows: ReportedFlow[];
  policies: PolicyViolation[];
  /** What nobody judged here: an operator has to look at it. */
  notJudged: string[];
  /** What must exist besides: control plane, mirrored images, names. */
  prerequisites: string[];
  /** What the operator should know of this plan: outages, guesses, expiring facts. */
  notices: string[];
  summary: PlanSummary;
}

/** Facts that were recorded by `lls facts`. */
export interface FactsSource {
  file: string;
  recordedAt: string;
  /** AWS account or Azure subscription. */
  account: string;
  cluster: string;
}

/** A resource as printed. */
export type ReportedResource = Pick<GraphResource, "urn" | "type" | "name" | "custom" | "inputs" | "dependencies"> & {
  /** URN; null for the root. */
  parent: string | null;
};

/** A flow as printed: the installation it belongs to is named, because a program can hold several. */
export type ReportedFlow = FlowVerdict & { installation: string };

/** A policy that a resource does not meet. */
export interface PolicyViolation {
  policy: string;
  /** `mandatory` fails the plan, `advisory` does not. */
  level: string;
  /** How bad it is: low, medium, high or critical. */
  severity?: string;
  urn: string;
  message: string;
  /** What an operator does about it. */
  remediation?: string;
}

/** Counts; the verdicts are those of required flows. */
export interface PlanSummary {
  resources: number;
  open: number;
  closed: number;
  partial: number;
  unknown: number;
  violations: number;
}
