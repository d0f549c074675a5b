import type { AwsNetwork } from "../../reachability/aws/network";
import { checkFactsMatch, parseEksFacts } from "./facts-file";
import { inOrder } from "./order";
import { withoutOwnRules, type EksOwner } from "./own-rules";

/**
 * The argument `network` of an `EksLls` whose ids are chosen already, out of a facts file: our own rules removed, sorted.
 * @param file its name, for messages
 * @throws BadInput if it is not JSON, with every field that is wrong, or if it is of another cluster or region
 */
export function recordedEksNetwork(text: string, file: string, request: EksOwner & { region: string }): AwsNetwork {
  const facts = parseEksFacts(text, file);
  checkFactsMatch(facts, request, file);
  const { network } = facts;
  return inOrder({ ...network, securityGroups: withoutOwnRules(network.securityGroups, request) });
}
