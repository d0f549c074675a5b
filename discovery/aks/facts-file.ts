import type { core } from "zod";
import { zod } from "../../components/zod";
import { checkRecordedFor, factsFileText, parseFactsFile } from "../facts-file";
import type { AksFacts, AksFactsFile } from "./facts";
import { aksFactsFile } from "./facts-schema";
import type { AksDiscoveryRequest } from "./request";

/** Built with the first file. */
let schema: core.$ZodType<AksFactsFile> | undefined;

/**
 * Reads a facts file of an AKS cluster.
 * @param file its name, for messages
 * @throws BadInput if it is not JSON, or with every field that is missing, unknown or not of its kind
 */
export function parseAksFacts(text: string, file: string): AksFactsFile {
  schema ??= aksFactsFile(zod());
  return parseFactsFile(schema, text, file);
}

/**
 * Checks that facts were recorded for the cluster that a stack is about; a resource group that is not named is not compared.
 * @throws BadInput with what differs
 */
export function checkAksFactsMatch(
  facts: AksFacts,
  request: Pick<AksDiscoveryRequest, "cluster"> & Partial<Pick<AksDiscoveryRequest, "resourceGroup">>,
  file: string,
): void {
  const { name, resourceGroup } = facts.cluster;
  // Azure compares names without regard to case.
  const spelled = (wanted: string, recorded: string): string =>
    wanted.toLowerCase() === recorded.toLowerCase() ? recorded : wanted;
  checkRecordedFor(file, [
    { path: "cluster.name", recorded: name, key: "cluster", wanted: spelled(request.cluster, name) },
    {
      path: "cluster.resourceGroup",
      recorded: resourceGroup,
      key: "resourceGroup",
      wanted: spelled(request.resourceGroup ?? resourceGroup, resourceGroup),
    },
  ]);
}

/** The text of a facts file, with sorted keys. */
export function writeAksFacts(facts: AksFacts, recordedAt: string): string {
  return factsFileText(facts, recordedAt);
}
