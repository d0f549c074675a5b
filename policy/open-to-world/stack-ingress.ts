import { knownText } from "../../graph/known";
import type { JudgedStack } from "../judged-stack";
import { stackIndexOf } from "../media-path/stack-index";
import { once } from "../once";
import { awsFactsIngress, awsIngress } from "./aws-ingress";
import { azureExistingIngress, azureIngress } from "./azure-ingress";
import { groupKey, type GroupRules } from "./ingress";
import { knownPrefixLists } from "./known-prefix-lists";
import { mediaPathGroups, type MediaPathGroup, type MediaPathGroups } from "./media-path-groups";

/** What both rules about the world ask of a stack. */
export interface Ingress {
  /** The inbound rules that the stack makes, on AWS and on Azure, by group. */
  groups: GroupRules[];
  path: MediaPathGroups;
}

/** Reads the inbound rules of a stack that admit anybody from the internet, once for all rules. */
export const ingressOf = once((stack: JudgedStack): Ingress => {
  return {
    groups: [...awsIngress(stackIndexOf(stack.graph), knownPrefixLists(stack)), ...azureIngress(stack)],
    path: mediaPathGroups(stack),
  };
});

/** The inbound rules that groups of the media path have already, by group; reports of them point to the installation. */
export function existingIngress(stack: JudgedStack, path: MediaPathGroups): GroupRules[] {
  const { graph, installations } = stack;
  const own = new Set(
    graph.resources.flatMap(({ id, outputs }) => [knownText(id), knownText(outputs.securityGroupRuleId)]),
  );
  const onAws = installations.flatMap(({ found }) =>
    ((found.cloud === "eks" && found.installation.network?.securityGroups) || []).map((group) => ({
      label: `security group ${group.id}`,
      keys: [groupKey(group.id)],
      rules: awsFactsIngress(group, found.urn, (id) => own.has(id)),
    })),
  );
  const aks = installations.find(({ found }) => found.cloud === "aks");
  const onAzure = aks ? azureExistingIngress(stack, aks.found.urn) : [];
  const byKey = new Map([...onAws, ...onAzure].map((group) => [group.keys[0], group]));
  return [...byKey.values()].filter((group) => onMediaPath(group, path) !== undefined);
}

/** The groups of the media path that a group is, or may be; undefined if it may be another. */
export function onMediaPath({ keys }: GroupRules, path: MediaPathGroups): MediaPathGroup[] | undefined {
  const groups = keys.map((key) => path.get(key));
  return groups.length > 0 && groups.every((group) => group !== undefined) ? groups : undefined;
}
