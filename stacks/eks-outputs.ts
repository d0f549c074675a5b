import type { EksLls } from "../components/eks/eks-lls";

/** The stack's outputs: what other stacks and operators need of an installation. An Elastic IP's are absent without one. */
export function eksOutputs(lls: EksLls): Record<string, unknown> {
  return {
    endpointHost: lls.endpointHost,
    endpointPort: lls.endpointPort,
    loadBalancerArn: lls.loadBalancerArn,
    loadBalancerDnsName: lls.loadBalancerDnsName,
    loadBalancerZoneId: lls.loadBalancerZoneId,
    securityGroupId: lls.securityGroupId,
    targetGroupArn: lls.targetGroupArn,
    listenerArn: lls.listenerArn,
    allocationId: lls.allocationId,
    elasticIpAddress: lls.elasticIpAddress,
    namespace: lls.namespace,
    releaseName: lls.releaseName,
    verify: lls.verify,
  };
}
