import type { ResourceGraph } from "../graph/resource-graph";
import { rootUrn } from "../policy/check-rule";
import { judgeStack } from "../policy/judge-stack";
import type { JudgedInstallation } from "../policy/judged-stack";
import { configuredRules } from "../policy/settings";
import { violationsOf, type Violation } from "../policy/violations";
import type { FlowVerdict, Verdict } from "../reachability/verdict";

/** An installation of LLS in a stack under test. */
export interface TestedInstallation {
  /** Logical name of the component; of an installation that none of our components made, that of its release or load balancer. */
  name: string;
  /** URN of that resource. */
  urn: string;
  /** Which cloud. */
  cloud: "eks" | "aks";
  /** Of all required flows together: `open` if each is, else the worst of them (`closed`, `partial`, `unknown`). `unknown` without facts. */
  verdict: Verdict;
  /** Every flow, layer by layer. */
  flows: FlowVerdict[];
  /** A sentence for each layer that keeps a required flow from being open; empty if the verdict is `open`. Made for `expect(…).toEqual([])`. */
  problems: string[];
}

/** The installations of a stack and what the policies say of it. */
export interface JudgedTest {
  installations: TestedInstallation[];
  violations: Violation[];
}

/** From the worst. */
const worst: Verdict[] = ["closed", "partial", "unknown", "open"];

/** Judges a stack, with the policies as they are by default. */
export function judged(graph: ResourceGraph): JudgedTest {
  const stack = judgeStack(graph);
  return {
    installations: stack.installations.map(installationOf),
    violations: violationsOf(stack, configuredRules(), rootUrn(graph.project, graph.stack)),
  };
}

function installationOf({ found, flows }: JudgedInstallation): TestedInstallation {
  const required = flows.filter(({ need }) => need === "required");
  const verdict = worst.find((one) => required.some((flow) => flow.verdict === one)) ?? "unknown";
  const { name, urn, cloud } = found;
  return { name, urn, cloud, verdict, flows, problems: required.flatMap(problemsOf) };
}

function problemsOf({ id, from, to, protocol, ports, verdict, layers }: FlowVerdict): string[] {
  if (verdict === "open") return [];
  const flow = `${id} ${verdict}, ${from} to ${to}, ${protocol} ${ports}`;
  return layers.filter((layer) => layer.verdict !== "open").map(({ name, reason }) => `${flow}: ${name}: ${reason}`);
}
