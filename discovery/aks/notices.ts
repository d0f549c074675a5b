import type { AzureNetwork } from "../../reachability/azure/network";
import { doubtfulGroups } from "./group-choice";
import { openedPools, unjudgedPools, untoldLabels } from "./pool-roles";
import type { AksDiscoveryRequest } from "./request";

/**
 * What an operator should know of the choices that follow from facts and request, besides what is refused.
 * @param isFronted whether a firewall stands in front, which reaches nodes without public addresses
 */
export function selectionNotices(network: AzureNetwork, request: AksDiscoveryRequest, isFronted: boolean): string[] {
  const { agentPools } = network;
  return [
    ...untoldLabels(agentPools, request),
    ...unjudgedPools(agentPools, request, isFronted),
    ...doubtfulGroups(openedPools(agentPools, request), network, request),
  ];
}
