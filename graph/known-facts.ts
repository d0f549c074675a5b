import type { GraphResource } from "./resource-graph";
import { holdsUnknown } from "./unknown";

/**
 * The facts that a component registered as its output `network`. Where anything in them is not known yet, as in a first preview of a program that
 * hands over outputs, nothing was read: a list that lacks something would say that it is not there.
 */
export function knownFacts<Network>({ outputs: { network } }: GraphResource): Network | undefined {
  const isRead = typeof network === "object" && network !== null && !holdsUnknown(network);
  return isRead ? (network as Network) : undefined;
}
