import { prefixListsOf, withReadLists, type PrefixLists } from "../../graph/aws/prefix-lists";
import type { JudgedStack } from "../judged-stack";
import { stackIndexOf } from "../media-path/stack-index";

/** Prefix lists of which the stack or facts of an installation say the entries. */
export function knownPrefixLists({ graph, installations }: JudgedStack): PrefixLists {
  const networks = installations.map(({ found }) => (found.cloud === "eks" ? found.installation.network : undefined));
  return networks.reduce(withReadLists, prefixListsOf(stackIndexOf(graph)));
}
