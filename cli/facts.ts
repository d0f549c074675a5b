import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { BadInput } from "../components/bad-input";
import { factsFileText } from "../discovery/facts-file";
import { parseStackConfig } from "../stacks/config";
import { checkConnection } from "./connection-keys";
import { exitCodes } from "./exit-codes";
import { readFactsInEngine, type ClusterFacts, type FactsReader } from "./facts-engine";
import { configSourceOf, readStackFile } from "./stack-file";

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
  checkConnection(file, config.cloud);
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

function write(file: string, text: string): void {
  try {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  } catch (error) {
    const reason = `cannot be written (${(error as NodeJS.ErrnoException).code})`;
    throw new BadInput("lls facts", [{ path: "--out", value: file, reason }]);
  }
}
