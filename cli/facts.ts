import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { EksFacts } from "../discovery/eks/facts";
import { writeEksFacts } from "../discovery/eks/facts-file";
import type { EksDiscoveryRequest } from "../discovery/eks/request";
import { parseStackConfig, type StackConfig } from "../stacks/config";
import { eksDiscoveryRequest } from "../stacks/eks";
import { exitCodes } from "./exit-codes";
import { readFactsInEngine } from "./facts-engine";
import { readStackFile } from "./stack-file";

/** Options of `lls facts`. */
export interface FactsOptions {
  stack: string;
  /** File to write; default facts/<stack>.json. */
  out?: string;
}

/** Reads the facts of a cluster. The real one runs discovery in a throw-away preview. */
export type FactsReader = (config: StackConfig, request: EksDiscoveryRequest, project: string) => Promise<EksFacts>;

/**
 * Runs `lls facts` in the working directory: discovers the stack's cluster with read-only calls and records what it found.
 *
 * @throws BadInput if the stack file cannot be used, no Pulumi CLI is installed or the cloud refuses a call that ids need
 */
export async function factsCommand(options: FactsOptions, read: FactsReader = readFactsInEngine): Promise<number> {
  const directory = process.cwd();
  const file = readStackFile(directory, options.stack);
  const config = parseStackConfig({
    project: file.project,
    subject: file.file,
    values: file.config,
    secretKeys: new Set(file.secretKeys),
    opaqueKeys: new Set(file.opaqueKeys),
  });
  const request = eksDiscoveryRequest(config, `${file.project}/${options.stack}`);
  const facts = await read(config, request, file.project);

  const out = options.out ?? join("facts", `${options.stack}.json`);
  mkdirSync(dirname(out), { recursive: true });
  writeFileSync(out, writeEksFacts(facts, new Date().toISOString()));
  process.stdout.write(`${out}: facts of cluster ${facts.cluster.name}, account ${facts.account}, ${facts.region}\n`);
  return exitCodes.fine;
}
