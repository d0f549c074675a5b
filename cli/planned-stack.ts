import { lstatSync } from "node:fs";
import { join } from "node:path";
import type { GivenInstallation } from "../graph/given-installation";
import { givenInstallations } from "../policy/given-installations";
import { configuredRules, type ConfiguredRule } from "../policy/settings";
import { parseStackConfig, type StackConfig } from "../stacks/config";
import { stackCloud, type PlannedCluster, type StackCloud } from "./clouds";
import { readGivenFile } from "./given-file";
import { readPolicyConfig } from "./policy-config";
import { configSourceOf, readStackFile, type StackFile } from "./stack-file";

/** What a stack's run is made of, whoever runs it: the plan, or the engine in a simulated cloud. */
export interface PlannedStack {
  file: StackFile;
  config: StackConfig;
  cloud: StackCloud;
  cluster: PlannedCluster;
  policies: Policies;
}

/** Options that say which stack, and in which cluster. */
export interface PlannedStackOptions {
  stack: string;
  /** Facts file; default facts/<stack>.json, if it exists. */
  facts?: string;
  /** Ignore recorded facts. */
  assume?: boolean;
  /** Policy configuration file, as Pulumi takes it with `--policy-pack-config`. */
  policyConfig?: string;
}

/** The rules, and what their configuration tells for all of them. */
export interface Policies {
  rules: ConfiguredRule[];
  given: GivenInstallation[];
  /** Registries from which it lets chart and images come; empty: it says nothing of them. */
  allowedRegistries: string[];
}

/**
 * Reads stack file, facts file and policy configuration.
 * @param directory folder of Pulumi.yaml
 * @throws BadInput if one of them, or their combination, cannot be used
 */
export function plannedStack(directory: string, options: PlannedStackOptions): PlannedStack {
  const file = readStackFile(directory, options.stack);
  const config = parseStackConfig(configSourceOf(file));
  const cloud = stackCloud(config, `${file.project}/${options.stack}`);
  const cluster = recordedCluster(directory, options, cloud) ?? cloud.assumed();
  return { file, config, cloud, cluster, policies: policiesOf(directory, options) };
}

function policiesOf(directory: string, { policyConfig }: PlannedStackOptions): Policies {
  const rules = configuredRules();
  if (policyConfig === undefined) return { rules, given: [], allowedRegistries: [] };
  const config = readPolicyConfig(policyConfig, rules);
  return {
    rules: config.rules,
    given: givenInstallations(config.readStack, directory),
    allowedRegistries: config.readStack.allowedRegistries ?? [],
  };
}

function recordedCluster(
  directory: string,
  options: PlannedStackOptions,
  cloud: StackCloud,
): PlannedCluster | undefined {
  if (options.assume) return undefined;
  const usual = join("facts", `${options.stack}.json`);
  const file = options.facts ?? usual;
  const path = options.facts ?? join(directory, usual);
  // A link that leads nowhere is a mistake to be told, not an absent file.
  if (options.facts === undefined && !lstatSync(path, { throwIfNoEntry: false })) return undefined;
  return cloud.recorded(readGivenFile(path, "--facts", file), file);
}
