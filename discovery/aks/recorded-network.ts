import type { AzureNetwork } from "../../reachability/azure/network";
import { checkAksFactsMatch, parseAksFacts } from "./facts-file";
import { inOrder } from "./order";
import { withoutOwnRules } from "./own-rules";

/**
 * The argument `network` of an `AksLls` whose ids are chosen already, out of a facts file: our own rules removed, sorted.
 * @param file its name, for messages
 * @throws BadInput if it is not JSON, with every field that is wrong, or if it is of another cluster
 */
export function recordedAksNetwork(
  text: string,
  file: string,
  request: { cluster: string; resourceGroup?: string; owner: string },
): AzureNetwork {
  const facts = parseAksFacts(text, file);
  checkAksFactsMatch(facts, request, file);
  const { network } = facts;
  const groups = withoutOwnRules(network.networkSecurityGroups, request);
  return inOrder({ ...network, networkSecurityGroups: groups });
}
