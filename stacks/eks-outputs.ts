import type { EksLls } from "../components/eks/eks-lls";

/** The stack's outputs: what other stacks and operators need of an installation. */
export function eksOutputs(lls: EksLls): Record<string, unknown> {
  const { allocationId, elasticIpAddress } = lls;
  return {
    endpointHost: lls.endpointHost,
    endpointPort: lls.endpointPort,
    loadBalancerArn: lls.loadBalancerArn,
    loadBalancerDnsName: lls.loadBalancerDnsName,
    loadBalancerZoneId: lls.loadBalancerZoneId,
    securityGroupId: lls.securityGroupId,
    targetGroupArn: lls.targetGroupArn,
    listenerArn: lls.listenerArn,
    // Pulumi warns of outputs that are undefined.
    ...(allocationId !== undefined && { allocationId }),
    ...(elasticIpAddress !== undefined && { elasticIpAddress }),
    namespace: lls.namespace,
    releaseName: lls.releaseName,
    verify: lls.verify,
  };
}
