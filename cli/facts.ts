import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { BadInput } from "../components/bad-input";
import { writeEksFacts } from "../discovery/eks/facts-file";
import { parseStackConfig } from "../stacks/config";
import { eksDiscoveryRequest } from "../stacks/eks";
import { exitCodes } from "./exit-codes";
import { readFactsInEngine, type FactsReader } from "./facts-engine";
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
 * @throws BadInput if the stack file cannot be used, no Pulumi CLI is installed, AWS cannot be read or the file not be written
 */
export async function factsCommand(options: FactsOptions, read: FactsReader = readFactsInEngine): Promise<number> {
  const directory = process.cwd();
  const file = readStackFile(directory, options.stack);
  const config = parseStackConfig(configSourceOf(file));
  checkReadable(file);
  const request = eksDiscoveryRequest(config, `${file.project}/${options.stack}`);
  const facts = await read(config, request, file.project);

  const out = options.out ?? join("facts", `${options.stack}.json`);
  write(out, writeEksFacts(facts, new Date().toISOString()));
  process.stdout.write(`${out}: facts of cluster ${facts.cluster.name}, account ${facts.account}, ${facts.region}\n`);
  return exitCodes.fine;
}

/** Without these another account would be read than the stack's. */
const connectionKeys = ["aws:assumeRoles", "aws:profile"];

function checkReadable({ file, opaqueKeys }: StackFile): void {
  const reason = "is needed to read the cluster, but is encrypted and cannot be decrypted here; store it in plain text";
  const problems = connectionKeys.filter((key) => opaqueKeys.includes(key)).map((path) => ({ path, reason }));
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
