import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { BadInput } from "../components/bad-input";
import { factsFileText } from "../discovery/facts-file";
import { parseStackConfig } from "../stacks/config";
import type { Cloud } from "../stacks/schema";
import { exitCodes } from "./exit-codes";
import { readFactsInEngine, type ClusterFacts, type FactsReader } from "./facts-engine";
import { configSourceOf, readStackFile, type StackFile } from "./stack-file";

/** Options of `lls facts`. */
export interface FactsOptions {
  stack: string;
  /** File to write; default facts/<stack>.json. */
  out?: string;
}

/**
 * Runs `lls facts` in the working directory: discovers the stack's cluster with read-only calls and records what it found.
 *
 * @throws BadInput if the stack file cannot be used, no Pulumi CLI is installed, the cloud cannot be read or the file not be written
 */
export async function factsCommand(options: FactsOptions, read: FactsReader = readFactsInEngine): Promise<number> {
  const directory = process.cwd();
  const file = readStackFile(directory, options.stack);
  const config = parseStackConfig(configSourceOf(file));
  checkReadable(file, connectionKeys[config.cloud]);
  const facts = await read(config, file.project, options.stack);

  const out = options.out ?? join("facts", `${options.stack}.json`);
  write(out, factsFileText(facts, new Date().toISOString()));
  process.stdout.write(`${out}: facts of cluster ${facts.cluster.name}, ${placeOf(facts)}\n`);
  return exitCodes.fine;
}

function placeOf(facts: ClusterFacts): string {
  return facts.cloud === "eks"
    ? `account ${facts.account}, ${facts.region}`
    : `subscription ${facts.subscription}, ${facts.location}`;
}

/** Without these another account would be read than the stack's. */
const connectionKeys: Record<Cloud, string[]> = {
  eks: ["aws:assumeRoles", "aws:profile"],
  aks: ["clientId", "environment", "subscriptionId", "tenantId"].map((key) => `azure-native:${key}`),
};

function checkReadable({ file, opaqueKeys }: StackFile, keys: string[]): void {
  const reason = "is needed to read the cluster, but is encrypted and cannot be decrypted here; store it in plain text";
  const problems = keys.filter((key) => opaqueKeys.includes(key)).map((path) => ({ path, reason }));
  if (problems.length > 0) throw new BadInput(file, problems);
}

function write(file: string, text: string): void {
  try {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  } catch (error) {
    const reason = `cannot be written (${(error as NodeJS.ErrnoException).code})`;
    throw new BadInput("lls facts", [{ path: "--out", value: file, reason }]);
  }
}
