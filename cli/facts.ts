import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { BadInput } from "../components/bad-input";
import type { EksFacts } from "../discovery/eks/facts";
import { writeEksFacts } from "../discovery/eks/facts-file";
import type { EksDiscoveryRequest } from "../discovery/eks/request";
import { parseStackConfig, type StackConfig } from "../stacks/config";
import { eksDiscoveryRequest } from "../stacks/eks";
import { exitCodes } from "./exit-codes";
import { readFactsInEngine } from "./facts-engine";
import { readStackFile, type StackFile } from "./stack-file";

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
 * @throws BadInput if the stack file cannot be used, no Pulumi CLI is installed, AWS cannot be read or the file not be written
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
  checkReadable(file);
  const request = eksDiscoveryRequest(config, `${file.project}/${options.stack}`);
  const facts = await read(config, request, file.project);

  const out = options.out ?? join("facts", `${options.stack}.json`);
  write(out, writeEksFacts(facts, new Date().toISOString()));
  process.stdout.write(`${out}: facts of cluster ${facts.cluster.name}, account ${facts.account}, ${facts.region}\n`);
  return exitCodes.fine;
}

/** Without them another account would be read than the stack's. */
function checkReadable({ file, opaqueKeys }: StackFile): void {
  const reason = "is needed to read the cluster, but is encrypted and cannot be decrypted here; store it in plain text";
  const encrypted = opaqueKeys.filter((key) => key.startsWith("aws:"));
  if (encrypted.length > 0)
    throw new BadInput(
      file,
      encrypted.map((path) => ({ path, reason })),
    );
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
