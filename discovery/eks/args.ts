import { NodeRules, type EksLlsArgs, type EksTargetsKind } from "../../components/eks/args";
import type { EksDiscoveryRequest, EksSelection } from "./request";

/** What discovery decides of an installation. */
export type DiscoveredEksArgs = Pick<
  EksLlsArgs,
  | "cluster"
  | "availabilityZone"
  | "vpcId"
  | "subnetId"
  | "proxyNodes"
  | "workerNodes"
  | "targets"
  | "nodeRules"
  | "workerNodeSelector"
  | "network"
>;

/**
 * The arguments of `EksLls` that follow from what was found; the rest, `imageRegistry` at least, is the caller's. Targets of kind `targetGroupBinding`
 * need their Service too.
 */
export function eksArgs(request: EksDiscoveryRequest, selection: EksSelection): DiscoveredEksArgs {
  const kind = request.targets.kind as EksTargetsKind;
  const nodes = (ids: string[]): EksLlsArgs["proxyNodes"] => ids.map((securityGroupId) => ({ securityGroupId }));
  return {
    cluster: request.cluster,
    availabilityZone: request.availabilityZone,
    vpcId: selection.vpcId,
    subnetId: selection.subnetId,
    proxyNodes: nodes(selection.proxyNodeSecurityGroupIds),
    workerNodes: nodes(selection.workerNodeSecurityGroupIds),
    targets: {
      kind,
      ...(kind === "autoScalingGroups" && {
        autoScalingGroups: selection.autoScalingGroups.map((name) => ({ name })),
      }),
      ...(kind === "addresses" && { addresses: selection.addresses.map((address) => ({ address })) }),
    },
    nodeRules: request.nodeRules ? NodeRules.Create : NodeRules.Assume,
    workerNodeSelector: request.workerNodeSelector,
    network: selection.network,
  };
}
