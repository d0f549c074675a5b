import { writeFileSync } from "node:fs";
import { stringify } from "yaml";
import type { Adoption } from "../adoption/adoption";
import { adoptOnAks, guidesRules } from "../adoption/aks/adopt";
import { adoptOnEks } from "../adoption/eks/adopt";
import { importFileOf, importFileText } from "../adoption/import-file";
import { adoptedProxy } from "../adoption/proxy";
import { stepsOf, type Step } from "../adoption/steps";
import { BadInput } from "../components/bad-input";
import { ruleOwner } from "../components/lls";
import type { AksFacts } from "../discovery/aks/facts";
import { ownTags } from "../discovery/eks/own-rules";
import { factsFileText } from "../discovery/facts-file";
import type { ResourceGraph } from "../graph/resource-graph";
import { program } from "../stacks/program";
import { SimulatedCloud } from "../simulator/cloud";
import { runSimulated } from "../simulator/run";
import { parseStackConfig, type AksStackConfig, type EksStackConfig, type StackConfig } from "../stacks/config";
import { readInstallationInEngine, type InstallationByHand, type InstallationReader } from "./adopt-engine";
import { stackCloud } from "./clouds";
import { exitCodes } from "./exit-codes";
import { checkConnection } from "./connection-keys";
import type { ClusterFacts } from "./facts-engine";
import { configSourceOf, readStackFile, type StackFile } from "./stack-file";

/** Options of `lls adopt`. */
export interface AdoptOptions {
  stack: string;
  /** Name or ARN of the load balancer, on EKS. Default: the guide's name, then the guide's tags. */
  loadBalancer?: string;
  /** False: namespace and Helm release do not exist. Default true. */
  proxy?: boolean;
  /** Import file to write; default adopt-<stack>.json. */
  out?: string;
}

/**
 * Runs `lls adopt` in the working directory: looks, with read-only calls, for an installation that was made after NVIDIA's guide, writes
 * the file for `pulumi import`, and prints the steps.
 * @throws BadInput if stack file or options cannot be used, or there is no such installation
 */
export async function adoptCommand(
  options: AdoptOptions,
  read: InstallationReader = readInstallationInEngine,
): Promise<number> {
  const { stack, loadBalancer } = options;
  const file = readStackFile(process.cwd(), stack);
  const config = parseStackConfig(configSourceOf(file));
  checkConnection(file, config.cloud);
  if (config.cloud === "aks" && loadBalancer !== undefined) {
    throw new BadInput("lls adopt", [{ path: "--load-balancer", reason: "must be absent on AKS" }]);
  }
  const installation = await read(config, file.project, stack, loadBalancer);
  const { adoption, graph } = await adopt({ ...options, file, config }, installation);
  if (adoption.taken.length === 0) {
    process.stdout.write("There is nothing to take over.\n");
    return exitCodes.fine;
  }
  const out = options.out ?? `adopt-${stack}.json`;
  write(out, importFileText(importFileOf(adoption.taken, graph)));
  const keyLines = keyLinesOf(adoption, file.project);
  print(adoption, out, stepsOf(adoption, { stack, importFile: out, stackFile: file.file, keyLines }));
  return exitCodes.fine;
}

/** A stack whose installation is taken over. */
export interface AdoptingStack extends Pick<AdoptOptions, "stack" | "proxy"> {
  file: StackFile;
  config: StackConfig;
}

/** What of an installation the stack's program takes over, and what that program registers. */
export async function adopt(
  adopting: AdoptingStack,
  installation: InstallationByHand,
): Promise<{ adoption: Adoption; graph: ResourceGraph }> {
  const { stack, file, config, proxy = true } = adopting;
  const owner = `${file.project}/${stack}`;
  const graph = await plannedGraph(adopting, owner, installation);
  const network =
    "found" in installation
      ? eksAdoption(config as EksStackConfig, owner, graph, installation)
      : aksAdoption(config as AksStackConfig, owner, graph, installation.facts);
  if (!proxy) return { adoption: network, graph };
  const { taken, keys } = adoptedProxy(graph);
  return { adoption: { ...network, taken: [...network.taken, ...taken], keys: { ...network.keys, ...keys } }, graph };
}

type OnEks = Extract<InstallationByHand, { found: unknown }>;

function eksAdoption(config: EksStackConfig, owner: string, graph: ResourceGraph, { facts, found }: OnEks): Adoption {
  const { cluster, region, port, aws, eks } = config;
  return adoptOnEks({
    ...{ found, graph, cluster, owner, port, nodeGroups: facts.network.securityGroups },
    makesNodeRules: eks.nodeRules === "create",
    ...(eks.adopted && { adopted: eks.adopted }),
    place: { region, ...(aws.profile !== undefined && { profile: aws.profile }) },
  });
}

function aksAdoption({ aks }: AksStackConfig, owner: string, graph: ResourceGraph, facts: AksFacts): Adoption {
  const { subscription, network } = facts;
  const makesRules = aks.nsgRules === "create";
  return adoptOnAks({ graph, owner, subscription, makesRules, groups: network.networkSecurityGroups });
}

/** What the program registers on the cluster as it is. */
async function plannedGraph(
  { file, config, stack }: AdoptingStack,
  owner: string,
  installation: InstallationByHand,
): Promise<ResourceGraph> {
  const text = factsFileText(asMarked(installation, config, owner), new Date(0).toISOString());
  const { seed, sources } = stackCloud(config, owner).recorded(text, "the cluster");
  const { graph } = await runSimulated({
    ...{ cloud: new SimulatedCloud(seed), project: file.project, stack },
    ...{ config: file.config, secretKeys: file.secretKeys },
    program: () => program(sources),
  });
  return graph;
}

/** Facts as they are when the steps are done: until they are marked, a rule of the guide's name is another's, and so is a group of an adopted name. */
function asMarked(installation: InstallationByHand, config: StackConfig, owner: string): ClusterFacts {
  const marked = structuredClone(installation.facts);
  if (marked.cloud === "aks") {
    for (const { rule } of guidesRules(marked.network.networkSecurityGroups)) rule.description = ruleOwner(owner);
    return marked;
  }
  const found = "found" in installation ? installation.found.securityGroups.map(({ id }) => id) : [];
  for (const group of marked.network.securityGroups) {
    if (found.includes(group.id)) Object.assign(group.tags, ownTags({ cluster: config.cluster, owner }));
  }
  return marked;
}

function keyLinesOf({ keys }: Adoption, project: string): string[] {
  const config = Object.fromEntries(Object.entries(keys).map(([key, value]) => [`${project}:${key}`, value]));
  return Object.keys(config).length === 0 ? [] : stringify({ config }, { lineWidth: 0 }).trimEnd().split("\n");
}

function print({ taken, left }: Adoption, out: string, steps: Step[]): void {
  const lines = [
    `${out}: ${taken.length} resources of an installation that was made by hand`,
    ...taken.map(({ title }) => `  ${title}`),
    ...(left.length === 0 ? [] : ["", "Not taken over:"]),
    ...left.map(({ title, why }) => `  ${title}: ${why}`),
    ...steps.flatMap(({ why, lines: each }, index) => [
      "",
      `${index + 1}. ${why}`,
      ...each.map((line) => `   ${line}`),
    ]),
  ];
  process.stdout.write(`${lines.join("\n")}\n`);
}

function write(file: string, text: string): void {
  try {
    writeFileSync(file, text);
  } catch (error) {
    const reason = `cannot be written (${(error as NodeJS.ErrnoException).code})`;
    throw new BadInput("lls adopt", [{ path: "--out", value: file, reason }]);
  }
}
