import type { ResourceGraph } from "../graph/resource-graph";
import { rootUrn } from "../policy/check-rule";
import { judgeStack } from "../policy/judge-stack";
import { violationsOf } from "../policy/violations";
import { exitCodes } from "./exit-codes";
import { noticesOf, notJudged, prerequisitesOf } from "./operator-notes";
import type { PlannedStack } from "./planned-stack";
import type { PlanReport, ReportedFlow } from "./report";

/** Judges the resources of a stack: every flow, every policy, and what an operator has to know besides. */
export function reportOf(graph: ResourceGraph, planned: PlannedStack): PlanReport {
  const {
    config,
    cloud,
    file,
    cluster,
    policies: { rules, given, allowedRegistries },
  } = planned;
  const { facts, notices } = cluster;
  const judged = judgeStack(cloud.known(graph), given, allowedRegistries);
  const flows = judged.installations.flatMap(({ found, flows: own }) =>
    own.map((flow): ReportedFlow => ({ installation: found.name, ...flow })),
  );
  const policies = violationsOf(judged, rules, rootUrn(graph.project, graph.stack));
  const required = flows.filter(({ need }) => need === "required");
  const count = (verdict: string): number => required.filter((flow) => flow.verdict === verdict).length;
  return {
    stack: graph.stack,
    cloud: config.cloud,
    assumed: facts === null,
    facts,
    resources: graph.resources.map(({ urn, type, name, parent, custom, inputs, dependencies }) => ({
      ...{ urn, type, name, parent: parent ?? null, custom, inputs, dependencies },
    })),
    flows,
    policies,
    notJudged,
    prerequisites: prerequisitesOf(config, cloud),
    notices: [...noticesOf(config, cloud, facts), ...notices, ...file.notes],
    summary: {
      resources: graph.resources.length,
      open: count("open"),
      closed: count("closed"),
      partial: count("partial"),
      unknown: count("unknown"),
      violations: policies.length,
    },
  };
}

/** A required flow that is not open fails the plan; with `requireFacts` so do an assumed cluster and any unknown flow. */
export function exitCodeOf({ flows, assumed, policies }: PlanReport, requireFacts: boolean): number {
  const notOpen = flows.some(({ need, verdict }) => need === "required" && verdict !== "open");
  const violated = policies.some(({ level }) => level === "mandatory");
  const guessed = requireFacts && (assumed || flows.some(({ verdict }) => verdict === "unknown"));
  return notOpen || violated || guessed ? exitCodes.verdict : exitCodes.fine;
}
