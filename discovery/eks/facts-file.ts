import type { core } from "zod";
import { zod } from "../../components/zod";
import { checkRecordedFor, factsFileText, parseFactsFile } from "../facts-file";
import type { EksFacts, EksFactsFile } from "./facts";
import { eksFactsFile } from "./facts-schema";
import type { EksDiscoveryRequest } from "./request";

/** Built with the first file. */
let schema: core.$ZodType<EksFactsFile> | undefined;

/**
 * Reads a facts file of an EKS cluster.
 * @param file its name, for messages
 * @throws BadInput if it is not JSON, or with every field that is missing, unknown or not of its kind
 */
export function parseEksFacts(text: string, file: string): EksFactsFile {
  schema ??= eksFactsFile(zod());
  return parseFactsFile(schema, text, file);
}

/**
 * Checks that facts were recorded for the cluster that a stack is about.
 * @throws BadInput with what differs
 */
export function checkFactsMatch(
  facts: EksFacts,
  request: Pick<EksDiscoveryRequest, "cluster" | "region">,
  file: string,
): void {
  checkRecordedFor(file, [
    { path: "cluster.name", recorded: facts.cluster.name, key: "cluster", wanted: request.cluster },
    { path: "region", recorded: facts.region, key: "availabilityZone", wanted: request.region },
  ]);
}

/** The text of a facts file, with sorted keys. */
export function writeEksFacts(facts: EksFacts, recordedAt: string): string {
  return factsFileText(facts, recordedAt);
}
