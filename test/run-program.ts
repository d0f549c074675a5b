import type { AksFacts } from "../discovery/aks/facts";
import type { EksFacts } from "../discovery/eks/facts";
import { aksInstallations } from "../graph/aks-installation";
import { eksInstallations } from "../graph/eks-installation";
import type { GraphResource } from "../graph/resource-graph";
import { program } from "../stacks/program";
import { judgeEks } from "../reachability/aws/flows";
import { judgeAks } from "../reachability/azure/flows";
import type { Verdict } from "../reachability/verdict";
import { SimulatedCloud } from "../simulator/cloud";
import { currentSeed } from "../simulator/current-seed";
import { runSimulated, type SimulatedResult } from "../simulator/run";
import { readStackConfig } from "../stacks/config";
import { least, leastAks, source, type Config } from "./stacks/stack-file";

/** What came of a run of the program. */
export interface Ran extends SimulatedResult {
  cloud: SimulatedCloud;
}

/**
 * Runs the program of this project as `pulumi up` would: it reads its configuration through the SDK, with real secrets.
 * @param facts what it discovers
 * @param config of the stack, besides the least
 * @param secrets values of keys that are encrypted in the stack file
 */
export async function runProgram(
  facts: EksFacts | AksFacts,
  config: Config = {},
  secrets?: Record<string, string>,
): Promise<Ran> {
  const cloud = new SimulatedCloud({ ...facts, chartValues: ["podAnnotations"] });
  const start = facts.cloud === "eks" ? least : { ...leastAks, ...identityOf(facts) };
  const { project, values, secretKeys } = source({ ...start, ...config }, secrets);
  const found = (): Promise<any> => Promise.resolve(facts);
  const result = await runSimulated({
    cloud,
    project,
    stack: "dev",
    config: values,
    secretKeys: [...secretKeys],
    program: () => program({ config: readStackConfig, eksFacts: found, aksFacts: found }),
  });
  return { ...result, cloud };
}

function identityOf({ cluster }: AksFacts): Config {
  return { cluster: cluster.name, resourceGroup: cluster.resourceGroup };
}

/** Verdicts of the required flows, by id. */
export function verdictsOf({ graph }: Ran): Record<string, Verdict[]> {
  const flows = [...eksInstallations(graph).flatMap(judgeEks), ...aksInstallations(graph).flatMap(judgeAks)];
  const required = flows.filter(({ need }) => need === "required");
  const verdicts: Record<string, Verdict[]> = {};
  for (const { id, verdict } of required) (verdicts[id] ??= []).push(verdict);
  return verdicts;
}

/** The facts of the same cluster after `up`: what the stack made, and what the cloud controller wrote, stands in it. */
export function factsAfter<Facts extends EksFacts | AksFacts>(facts: Facts, { cloud, graph }: Ran): Facts {
  const { network } = currentSeed(cloud, graph.resources[0]!.urn);
  return { ...structuredClone(facts), network };
}

/** Whether a type is that of a rule of a security group. */
export function isRule(type: string): boolean {
  return /^aws:vpc\/securityGroup(In|E)gressRule:/.test(type);
}

/** Resources of providers, without the providers themselves. */
export function customResources({ graph }: Ran): GraphResource[] {
  return graph.resources.filter(({ custom, type }) => custom && !type.startsWith("pulumi:providers:"));
}
